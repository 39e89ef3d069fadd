"""A verb as somebody types it."""

import pytest

from diversify.cli import run


@pytest.fixture
def say(tmp_path, capsys):
    """Run a verb over one store; (code, stdout, stderr)."""

    def run_verb(*words):
        code = run(["--store", str(tmp_path / "s.db"), *words])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run_verb
