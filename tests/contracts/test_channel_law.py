"""Our channels keep the law of channels, and each way of breaking it is found."""

import io

import pytest

from diversify.digest import FileChannel, StreamChannel
from diversify.errors import FileError
from diversify.testing import check_channel


def test_a_file_keeps_the_law(tmp_path):
    target = tmp_path / "digest.txt"
    check_channel(
        lambda: FileChannel(target),
        lambda: target.read_bytes().decode(),
        broken=lambda: FileChannel(tmp_path / "absent" / "digest.txt"),
    )


def test_a_folder_keeps_the_law(tmp_path):
    check_channel(lambda: FileChannel(tmp_path), lambda: (tmp_path / "digest.txt").read_bytes().decode())


def test_a_stream_keeps_the_law():
    stream = io.StringIO()
    check_channel(lambda: StreamChannel(stream), stream.getvalue)


class Box:
    """A channel that keeps the law, in memory; the others break it in one place each."""

    def __init__(self, kept):
        self.kept = kept

    def deliver(self, rendered):
        self.kept.append(self.changed(rendered.text))
        return self.told()

    def changed(self, text):
        return text

    def told(self):
        return "put into the box"


class Trimming(Box):
    def changed(self, text):
        return text.rstrip("\n")


class Ascii(Box):
    def changed(self, text):
        return text.encode("ascii", "replace").decode()


class Short(Box):
    def changed(self, text):
        return text[:65_536]


class Silent(Box):
    def told(self):
        return ""


class Wordy(Box):
    def told(self):
        return "put\ninto the box"


class Numeric(Box):
    def told(self):
        return 200


class Once(Box):
    def deliver(self, rendered):
        if not self.kept:
            self.kept.append(rendered.text)
        return self.told()


BROKEN = [
    (Trimming, "character for character"),
    (Ascii, "character for character"),
    (Short, "character for character"),
    (Silent, "must say where the digest went"),
    (Wordy, "in one line of words"),
    (Numeric, "in one line of words, got 200"),
    (Once, "character for character"),
]


def try_box(kind, **how):
    kept = []
    check_channel(lambda: kind(kept), lambda: "".join(kept), **how)


def test_the_sound_box_keeps_the_law():
    try_box(Box)


@pytest.mark.parametrize(("kind", "words"), BROKEN, ids=[kind.__name__ for kind, _ in BROKEN])
def test_each_way_of_breaking_it_is_found_in_channels(kind, words):
    with pytest.raises(AssertionError, match=words):
        try_box(kind)


def refusing(error):
    class Refusing(Box):
        def told(self):
            raise error

    return lambda: Refusing([])


def test_a_closed_way_that_is_passed_over_is_found():
    with pytest.raises(AssertionError, match="must say so by a DiversifyError: no DiversifyError was raised"):
        try_box(Box, broken=lambda: Box([]))
    with pytest.raises(AssertionError, match="what the reader can do"):
        try_box(Box, broken=refusing(FileError("box", "is shut")))
    with pytest.raises(OSError, match="shut"):
        try_box(Box, broken=refusing(OSError("shut")))
    try_box(Box, broken=refusing(FileError("box", "is shut", mend="open it")))
