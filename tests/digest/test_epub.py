"""The book: a container by its rules, chapters that are well-formed, reasons and words as everywhere."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from diversify.digest.epub import render_epub
from diversify.testing import hostile, make_article, make_digest

DIGEST = make_digest()
MARK = "0a1b2c3d" * 4
NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
}
BODY = "<p>First & <em>second</em><img src='https://e.example/p.png' alt='a crane'><ul>loose<li>item</ul>"
HOSTILE_BODIES = [
    BODY,
    "<p>" * 50 + "x",
    "<a href='https://a.example/%zz'>1</a><a href='https://b&uuml;.example/é'>2</a><a href='mailto:x@y.example'>3</a>",
    "<table><tr><td colspan=9 style='x'>a<td><ul><li>b</table><dl><dd>c<dt>d</dl>",
    "<div id=one class=two><div id=one onclick=x lang='!!'>e</div></div><h1></h1><h4>f</h4><pre>g\n<b>h</b></pre>",
    "<video src=x><p>i</video><form><input><button>j</button></form><iframe src=//e.example></iframe>k",
    "<blockquote><br><hr><q>l<q>m</q></q></blockquote><sub><sup>n</sub></sup><font color=red>o</font>",
    "\ufffe\uffff\x00 &#xFFFF; <![CDATA[ x ]]> <?php x ?> <!-- y -- z --> <p xml:lang=x epub:type=y>p",
    "",
]


def opened(rendered):
    return zipfile.ZipFile(io.BytesIO(rendered.data))


def articles(digest, content=BODY):
    return {item.id: replace(make_article(1, 1), id=item.id, content=content) for item in digest.items}


def test_the_container_can_be_told_from_its_first_bytes():
    rendered = render_epub(DIGEST, articles(DIGEST), mark=MARK)
    assert rendered.media_type == "application/epub+zip"
    assert rendered.filename == "diversify-2025-11-21.epub"
    assert rendered.text == ""
    assert rendered.data[30:58] == b"mimetypeapplication/epub+zip"  # OCF 3.2, 4.3
    first = opened(rendered).infolist()[0]
    assert (first.compress_type, first.extra) == (zipfile.ZIP_STORED, b"")
    assert opened(rendered).testzip() is None


def test_the_package_names_every_file_once_and_in_reading_order():
    book = opened(render_epub(DIGEST, articles(DIGEST), mark=MARK, at=datetime(2025, 11, 21, 6, 0, 1, 5, tzinfo=UTC)))
    package = ET.fromstring(book.read("EPUB/package.opf"))
    assert package.get("version") == "3.0"
    assert (
        package.findtext(".//dc:identifier", namespaces=NAMES) == f"tag:diversify.localhost,2026:{MARK}/day/2025-11-21"
    )
    assert package.findtext(".//dc:title", namespaces=NAMES) == "diversify · Friday, 21 November 2025"
    modified = package.findall(".//opf:meta[@property='dcterms:modified']", NAMES)
    assert [one.text for one in modified] == ["2025-11-21T06:00:01Z"]
    named = {one.get("id"): one.get("href") for one in package.findall(".//opf:manifest/opf:item", NAMES)}
    files = {name.removeprefix("EPUB/") for name in book.namelist() if name.startswith("EPUB/")}
    assert set(named.values()) == files - {"package.opf"}
    assert [named[one.get("idref")] for one in package.iter(f"{{{NAMES['opf']}}}itemref")] == [
        "digest.xhtml",
        "item-1.xhtml",
    ]
    nav = ET.fromstring(book.read("EPUB/nav.xhtml"))
    assert [one.get("href") for one in nav.iter(f"{{{NAMES['x']}}}a")] == ["digest.xhtml", "item-1.xhtml"]


def chapters(rendered):
    book = opened(rendered)
    return {name: ET.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")}


@pytest.mark.parametrize("content", HOSTILE_BODIES)
def test_nothing_is_loaded_from_elsewhere_and_all_is_well_formed(content):
    for digest in (DIGEST, hostile(DIGEST)):
        for name, chapter in chapters(render_epub(digest, articles(digest, content))).items():
            tags = {one.tag.rpartition("}")[2] for one in chapter.iter()}
            assert not tags & {"img", "script", "iframe", "object", "video", "audio", "form", "svg", "base"}, name
            loaded = [one.get("href") for one in chapter.iter(f"{{{NAMES['x']}}}link")]
            assert loaded == ["style.css"]
            assert not any(
                attribute in {"src", "style", "id", "onclick"} for one in chapter.iter() for attribute in one.attrib
            )


def test_a_chapter_holds_the_article_and_without_it_the_teaser():
    full = "".join(chapters(render_epub(DIGEST, articles(DIGEST)))["EPUB/item-1.xhtml"].itertext())
    assert "First & second[a crane]" in full
    teased = "".join(chapters(render_epub(DIGEST))["EPUB/item-1.xhtml"].itertext())
    assert DIGEST.items[0].summary in teased
    silent = replace(DIGEST, items=(replace(DIGEST.items[0], summary=""),))
    assert "carried no text" in "".join(chapters(render_epub(silent))["EPUB/item-1.xhtml"].itertext())


def test_the_same_digest_is_the_same_book_to_the_byte():
    assert render_epub(DIGEST, articles(DIGEST)) == render_epub(DIGEST, articles(DIGEST))


def test_a_digest_without_items_is_a_book_of_one_page():
    read = chapters(render_epub(replace(DIGEST, items=(), delivered={})))
    assert sorted(read) == ["EPUB/digest.xhtml", "EPUB/nav.xhtml"]
    assert DIGEST.unmet[0] in "".join(read["EPUB/digest.xhtml"].itertext())


@pytest.mark.slow
def test_epubcheck_finds_no_fault(tmp_path):
    """Java's start takes most of it, so one book holds every hostile body."""
    checker = shutil.which("epubcheck")
    if checker is None or shutil.which("java") is None:
        pytest.skip("epubcheck is not installed (Debian's package of that name)")
    item = DIGEST.items[0]
    items = [replace(item, position=n + 1, id=n + 1) for n in range(len(HOSTILE_BODIES))]
    items += [replace(hostile(DIGEST).items[0], position=len(items) + 1, id=len(items) + 1)]
    whole = replace(DIGEST, items=tuple(items), notice="A <notice>")
    bodies = dict(zip(range(1, len(items) + 1), [*HOSTILE_BODIES, BODY], strict=True))
    kept = {number: replace(make_article(1, 1), id=number, content=body) for number, body in bodies.items()}
    path = tmp_path / "digest.epub"
    path.write_bytes(render_epub(whole, kept, mark=MARK).data)
    jar = str(Path(checker).resolve())
    command = ["java", "-jar", jar] if jar.endswith(".jar") else [checker]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=600, check=False)
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr, done.stdout + done.stderr
    assert done.returncode == 0
