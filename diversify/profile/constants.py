"""Every number that turns acts into evidence, in one place, each with its reason.

The unit is one full reading: an article opened from the first place of a slate today and read to its end is 1.
The numbers are judgements, not measurements, unless a source is named; the laws in the tests bound them.
"""

from typing import Final

FULL_READING: Final = 1.0
"""The unit: reading an article to its end is the plainest sign that it was worth the reader's time."""

FINISHED: Final = 0.9
"""From this depth on an article counts as finished."""

OPEN: Final = 0.04
"""An open without depth; a headline can win a click with nothing behind it, so 25 opens equal one full reading."""

SHARE_UNREAD: Final = 0.02
"""A share of something not read. Most links are shared unread (Gabielkov et al. 2016 found 59 %), so it says almost
nothing; together with an open it still stays below a tenth of a full reading, shrinkage included."""

SHARE_READ: Final = 0.5
"""What a share adds to a full reading; in between, it grows with the depth read."""

LIKE: Final = 3.0
"""A like is meant as a message: it counts several full readings."""

PIN: Final = 4.0
"""A pin is a like that the reader wants to come back to: the strongest single act."""

LESS: Final = -4.0
"""Asking for less is as deliberate as a pin, and must outweigh the reading that led to it."""

DISMISS: Final = -0.5
"""Putting an item away is mild: one may dismiss what was read elsewhere, so it never outweighs a full reading."""

SKIPPED: Final = -0.2
"""An unopened item between opened ones: seen and passed over (Joachims et al. 2005, "skip above" and "skip next", which
agreed with explicit judgements four times in five), but also what chance does daily: five of them take back one full
reading. Nobody wants more than a few of the things they are shown, so these are many and must each say little; but they
alone tell what is read from what is merely common. Chosen as `DOUBT` of the likeness was."""

MOST_PER_ARTICLE: Final = 4.0
"""No article says more than its strongest single act; otherwise one beloved article would draw the whole profile."""

HALF_LIFE_DAYS: Final = 90.0
"""After a season an act counts half. One half-life for all kinds: were a share to fade more slowly than a reading,
it would some day count more than a tenth of one. What must not fade is said as an interest."""

POSITION_EXPONENT: Final = 0.25
"""An item at place p is looked at with probability p**-0.25. Searchers follow an exponent near 1 (Joachims et al.
2017), but a digest is short and is read whole, so places matter much less."""

POSITION_CORRECTION_CAP: Final = 2.0
"""Inverse propensities are clipped, as always, so that a chance click at the end cannot count many times."""

HALF_SURE: Final = 3.0
"""n0 of one belief in n / (n + n0): three full readings of a thing make us half sure of it."""

PROFILE_HALF_SURE: Final = 5.0
"""n0 of the whole profile: five full readings, and what was observed speaks half as loud as it can."""

ABOUT: Final = 0.1
"""An article is about a topic or an industry where its share is at least this; smaller shares are the model's noise."""

HOME_LEAST: Final = 1.0
"""Nobody has a home before more than one full reading says so; confidence in a home starts at zero here."""

DECLARED_KEEPS: Final = 0.5
"""Of a declared home at least this part stays what was declared, however much else is read."""

VAGUE_BELOW: Final = 0.2
"""A belief less sure than this is not put into words: too little was read to say."""

REMEMBERED_DAYS: Final = 720
"""Acts older than eight half-lives count less than 1/256 of what they did: a like no more than a bare open did."""

MOST_ARTICLES: Final = 2_000
"""The articles acted upon last, from which a profile is made: so many decide it whatever was done before them."""

SKIPPED_DAYS: Final = 30
"""Weak evidence is looked for in the slates of so many days; it fades, and there is always more of it."""
