"""The facts that ship with diversify: industries, outlets, sensitive categories, and the packed sample.

Everything here is read from the `feeds` folder, in the wheel or beside the package in a checkout; nothing is fetched.
"""

from diversify.catalogue.files import catalogue_root
from diversify.catalogue.industries import load_lexicon, load_taxonomy, name_industries
from diversify.catalogue.outlets import load_catalogue, starter_set, windows
from diversify.catalogue.sample import SampleArticle, SampleOutlet, load_sample
from diversify.catalogue.sensitive import load_sensitive

__all__ = [
    "SampleArticle",
    "SampleOutlet",
    "catalogue_root",
    "load_catalogue",
    "load_lexicon",
    "load_sample",
    "load_sensitive",
    "load_taxonomy",
    "name_industries",
    "starter_set",
    "windows",
]
