"""Corpora in their publishers' layouts, written here."""

import pytest

from diversify.datasets import labelled
from diversify.errors import FileError

STORY = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" OLDID="5544" NEWID="1">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<TOPICS><D>cocoa</D><D>tea</D></TOPICS>
<TEXT>&#2;
<TITLE>HARBOUR &amp; TEA</TITLE>
<DATELINE>    PORT, Feb 26 - </DATELINE><BODY>Rain fell
on tea.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS TOPICS="NO" NEWID="2">
<DATE>26-FEB-1987 15:02:20.00</DATE>
<TOPICS></TOPICS>
<TEXT TYPE="BRIEF">&#2;
<TITLE>A LINE &lt;X.O></TITLE>
</TEXT>
</REUTERS>
"""


def test_comma_separated_classes(tmp_path):
    (tmp_path / "test.csv").write_text('"3","Title, one","Text ""quoted"""\n"2","Two",""\n', encoding="utf-8")
    frame = labelled(tmp_path / "test.csv").articles
    assert frame[["title", "text", "label"]].to_numpy().tolist() == [
        ["Title, one", 'Text "quoted"', "Business"], ["Two", "", "Sports"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"1","a"\n', "line 1: 2 columns, expected class, title, description"),
        ('"1","a","b"\n"9","a","b"\n', "line 2: '9' is no class from 1 to 4"),
        ('"1","a"x,"b"\n', "line 1: no comma-separated values"),
    ],
)
def test_a_bad_line_is_named(tmp_path, text, words):
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match=rf"bad.csv: {words}"):
        labelled(tmp_path / "bad.csv")


@pytest.mark.parametrize("one_file", [True, False])
def test_stories_of_reuters(tmp_path, one_file):
    path = tmp_path / "reut2-000.sgm"
    path.write_bytes(STORY.encode("latin-1"))
    frame = labelled(path if one_file else tmp_path).articles.set_index("article")
    assert frame[["title", "text", "label", "labels"]].to_numpy().tolist() == [
        ["HARBOUR & TEA", "Rain fell on tea.", "cocoa", ("cocoa", "tea")],
        ["A LINE <X.O>", "", "", ()],
    ]
    assert frame["published"].notna().all()
    assert list(frame.index) == ["r1", "r2"]


def test_a_file_without_stories(tmp_path):
    (tmp_path / "x.sgm").write_bytes(b"nothing")
    with pytest.raises(FileError, match=r"x.sgm: holds no <REUTERS> story"):
        labelled(tmp_path / "x.sgm")


def test_a_folder_for_each_label(tmp_path):
    for label, name, text in (
        ("business", "001.txt", "Ports grow\n\nThe harbour grew."),
        ("sport", "001.txt", "Caf\xe9 wins\n\nIt won."),
        ("sci.space", "59904", "From: a@b.example (A)\nSubject: Re: Orbit\nLines: 2\n\nA body: with colon.\n"),
    ):
        (tmp_path / label).mkdir(exist_ok=True)
        (tmp_path / label / name).write_bytes(text.encode("cp1252"))
    frame = labelled(tmp_path).articles.set_index("article")
    assert frame["label"].to_dict() == {
        "business/001.txt": "business", "sci.space/59904": "sci.space", "sport/001.txt": "sport",
    }  # fmt: skip
    assert frame.loc["business/001.txt", ["title", "text"]].tolist() == ["Ports grow", "The harbour grew."]
    assert frame.loc["sport/001.txt", "title"] == "Caf\xe9 wins"
    assert frame.loc["sci.space/59904", ["title", "text", "author"]].tolist() == [
        "Re: Orbit", "A body: with colon.", "a@b.example (A)",
    ]  # fmt: skip


def test_a_folder_without_any(tmp_path):
    with pytest.raises(FileError, match=r"holds no articles in folders; give a file of JSON lines, or"):
        labelled(tmp_path)


def test_names_of_fields_as_huffpost_has_them(tmp_path):
    path = tmp_path / "News_Category.json"
    path.write_text(
        '{"link": "https://n.example/a", "headline": "H", "category": "TRAVEL", "short_description": "S", '
        '"authors": "W", "date": "2022-09-23"}\n',
        encoding="utf-8",
    )
    row = labelled(path).articles.iloc[0]
    assert row[["title", "text", "label", "author", "url"]].tolist() == ["H", "S", "TRAVEL", "W", "https://n.example/a"]
