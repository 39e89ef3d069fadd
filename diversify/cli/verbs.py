"""The group of verbs, what they share, and how errors are told: one line, the thing and the mend, an exit code."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final

import click

from diversify.errors import DiversifyError
from diversify.version import __version__

VERBS: Final[dict[str, tuple[str, str]]] = {
    "init": ("diversify.cli.start", "Set up: sources, three questions at most, and a first digest."),
    "demo": ("diversify.cli.start", "Show a digest of a packed sample; needs no network."),
    "add": ("diversify.cli.adding", "Subscribe to feeds, or to sites whose feeds are looked for."),
    "remove": ("diversify.cli.sources", "Unsubscribe from feeds and remove their articles."),
    "pause": ("diversify.cli.sources", "Stop reading feeds without removing them."),
    "resume": ("diversify.cli.sources", "Read paused or retired feeds again."),
    "limit": ("diversify.cli.health", "See or set what one source may cost: size, time, items, memory."),
    "full-text": ("diversify.cli.adding", "Switch on or off that a source's articles are read on their pages."),
    "list": ("diversify.cli.sources", "List your sources."),
    "import": ("diversify.cli.exchange", "Subscribe to the feeds of an OPML file."),
    "export": ("diversify.cli.exchange", "Write your sources as OPML, or all that is kept about you as JSON."),
    "update": ("diversify.cli.making", "Read the feeds that are due."),
    "train": ("diversify.cli.making", "Learn topics and industries from your articles."),
    "digest": ("diversify.cli.making", "Make the digest of a day."),
    "send": ("diversify.cli.sending", "Mail the digest of a day."),
    "schedule": ("diversify.cli.scheduling", "Let the digest come by itself every day."),
    "serve": ("diversify.cli.serving", "Open the digest as a page in your browser, on this machine."),
    "read": ("diversify.cli.acts", "Read an article here, or note how much of it you read."),
    "like": ("diversify.cli.acts", "More like this."),
    "less": ("diversify.cli.acts", "Less like this."),
    "pin": ("diversify.cli.acts", "Keep this one."),
    "share": ("diversify.cli.acts", "Note that you shared it (which says almost nothing about your taste)."),
    "dismiss": ("diversify.cli.acts", "Do not show this one again."),
    "why": ("diversify.cli.acts", "Why an item is in the digest, with the terms of its score."),
    "mute": ("diversify.cli.dials", "Never show a topic, industry, term, feed or author."),
    "unmute": ("diversify.cli.dials", "Take a mute back."),
    "interest": ("diversify.cli.dials", "Say what you want more or less of, from -1 to 1."),
    "mix": ("diversify.cli.dials", "Places for near, common and far items, as in 6/3/3."),
    "reach": ("diversify.cli.dials", "How far away far items are: from next-door to another-world."),
    "languages": ("diversify.cli.dials", "The languages you read."),
    "privacy": ("diversify.cli.dials", "What may be kept about you: nothing, explicit or local."),
    "profile": ("diversify.cli.profile", "What is believed about you, from what, and how surely."),
    "checkin": ("diversify.cli.asking", "The question of the week about what is believed, and your answer."),
    "town": (
        "diversify.cli.knowing",
        "How many topics, industries and sources you were shown, opened and finished.",
    ),
    "forget": ("diversify.cli.knowing", "Forget an interest, an article's traces, or all that was observed."),
    "status": ("diversify.cli.health", "The state of sources, articles and model."),
    "experiment": ("diversify.cli.experimenting", "For researchers: run a plan, and report on it."),
    "erase": ("diversify.cli.knowing", "Remove everything that is kept."),
}
"""Verb to the module that holds it and the line that `--help` prints: help needs no verb to be loaded."""

BEGIN: Final = (
    "Begin with `diversify demo`, or with `diversify init`; `diversify VERB --help` tells of one verb. "
    "These options stand before the verb."
)


class Verbs(click.Group):
    """A group that loads a verb when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Verbs in the order of a newcomer's day."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb, loaded."""
        if cmd_name not in VERBS:
            return None
        command = getattr(import_module(VERBS[cmd_name][0]), f"{cmd_name.replace('-', '_')}_verb")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, naming the nearest verb where there is none of that name."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            near = get_close_matches(args[0], VERBS, n=1)
            mend = f"did you mean {near[0]!r}?" if near else "`diversify --help` lists the verbs"
            raise click.UsageError(f"no verb {args[0]!r}; {mend}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs with their lines, none loaded."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, line) for name, (_, line) in VERBS.items()])


@click.group(
    cls=Verbs,
    subcommand_metavar="VERB ...",
    epilog=BEGIN,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--store", metavar="PATH_OR_URL", help="Where your articles and profile lie.")
@click.option("--config", metavar="FILE", help="Settings file (TOML).")
@click.option("-q", "--quiet", is_flag=True, help="No messages, only results and errors.")
@click.option("-v", "--verbose", count=True, help="More messages; twice for everything.")
@click.version_option(__version__, "--version", message="diversify %(version)s")
@click.pass_context
def cli(ctx: click.Context, store: str | None, config: str | None, *, quiet: bool, verbose: int) -> None:
    """Make a finite daily digest of many feeds: near to you, common to all, and far on purpose."""
    from diversify.cli.session import Session

    level = logging.ERROR if quiet else (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(level=level, format="%(name)s %(levelname)s %(message)s", stream=sys.stderr)
    ctx.obj = ctx.with_resource(Session(store=store, config=config, quiet=quiet))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the console script and exit with its code: 0 all well, 1 error, 2 usage, 3 some feeds failed."""
    # Our matrices are small: a second thread of linear algebra would only wait, and cost CPU while it does.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # A verb makes many objects and few circles: looking for these after every 700 objects costs a tenth of a digest.
    gc.set_threshold(100_000)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; every expected error is one line on stderr."""
    if not arguments:
        click.echo(cli.get_help(click.Context(cli, info_name="diversify", **cli.context_settings)), err=True)
        return click.UsageError.exit_code
    try:
        code: Any = cli.main(args=list(arguments), prog_name="diversify", standalone_mode=False)
    except click.ClickException as error:
        return _told(_sentence(error), error.exit_code)
    except DiversifyError as error:
        return _told(str(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _told("stopped; what was stored before stays stored", 130)
    except BrokenPipeError:
        # The reader of our output has left (as `head` does): nothing to tell, and no second error at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code if isinstance(code, int) else 0


def _sentence(error: click.ClickException) -> str:
    """Click's words on one line, with where to look up the verb."""
    text = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    if isinstance(error, click.UsageError) and context is not None and context.info_name != "diversify":
        return f"{text.rstrip('.')}; see `{context.command_path} --help`"
    return text


def _told(message: str, code: int) -> int:
    click.echo(f"diversify: {message}", err=True)
    return code
