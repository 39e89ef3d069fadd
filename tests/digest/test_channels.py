"""Ways to the reader."""

import io
import os
import stat

import pytest

from diversify.digest import FileChannel, StreamChannel
from diversify.domain import Rendered
from diversify.errors import FileError, UsageError

RENDERED = Rendered("text/plain", "Grüße\nzwei\n", "digest.txt")


def test_a_file_is_written_whole_and_an_old_one_replaced(tmp_path):
    target = tmp_path / "today.txt"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    assert FileChannel(target).deliver(RENDERED) == f"written to {target}"
    assert target.read_bytes() == "Grüße\nzwei\n".encode()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["today.txt"]


def test_in_a_folder_the_rendering_names_its_file(tmp_path):
    FileChannel(tmp_path).deliver(RENDERED)
    assert (tmp_path / "digest.txt").read_text(encoding="utf-8") == RENDERED.text


def test_a_folder_that_is_not_there_is_named_with_its_mend(tmp_path):
    with pytest.raises(FileError, match=r"absent/today.txt: cannot be written .*; choose a folder that exists"):
        FileChannel(tmp_path / "absent" / "today.txt").deliver(RENDERED)


def test_a_file_in_place_of_a_folder_leaves_it_untouched(tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(FileError):
        FileChannel(tmp_path / "file" / "today.txt").deliver(RENDERED)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path):
    target = tmp_path / "today.txt"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        FileChannel(target).deliver(Rendered("text/plain", "half \ud800", "x"))
    assert target.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["today.txt"]


def test_a_stream_gets_the_text():
    stream = io.StringIO()
    assert StreamChannel(stream).deliver(RENDERED) == "written to the stream"
    assert stream.getvalue() == RENDERED.text


def test_a_stream_that_lacks_a_character_gets_a_question_mark():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    StreamChannel(stream).deliver(RENDERED)
    assert raw.getvalue() == b"Gr??e\nzwei\n"


BOOK = Rendered("application/epub+zip", "", "digest.epub", data=b"PK\x03\x04\x00\xff\r\n")


def test_an_output_that_is_no_text_is_written_byte_for_byte(tmp_path):
    assert FileChannel(tmp_path).deliver(BOOK) == f"written to {tmp_path / 'digest.epub'}"
    assert (tmp_path / "digest.epub").read_bytes() == BOOK.data
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    StreamChannel(stream).deliver(BOOK)
    assert stream.buffer.getvalue() == BOOK.data


def test_an_output_that_is_no_text_never_reaches_a_terminal():
    class Terminal(io.TextIOWrapper):
        def isatty(self):
            return True

    for stream in (Terminal(io.BytesIO()), io.StringIO()):
        with pytest.raises(UsageError, match="no text; name a file for it: --output FILE"):
            StreamChannel(stream).deliver(BOOK)
