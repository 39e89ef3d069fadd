"""Reading the sources, and what has to follow where nothing was learned before; told step by step."""

from __future__ import annotations

from typing import Protocol

from diversify.app import App
from diversify.app.locking import one_run
from diversify.digest.words import counted
from diversify.domain import UpdateResult


class Teller(Protocol):
    """Who is told how far the work is."""

    def tell(self, doing: str, *, done: int = 0, total: int = 0) -> None:
        """Say what is being done now."""
        ...

    def step(self) -> None:
        """One more step is done."""
        ...


def gather(app: App, work: Teller) -> str:
    """Update, and train where nothing is learned yet; what it brought, in words."""

    def tick(_: UpdateResult) -> None:
        work.step()

    work.tell("Reading your sources", total=len(app.store.feeds.all()))
    with one_run(app.store.location):  # an update in a terminal, or the schedule's, is not doubled
        report = app.update(on_result=tick).as_dict()
    told = f"{counted(report['feeds'], 'source')} read, {counted(report['new'], 'new article')}"
    if report["failed"]:
        told += f", {report['failed']} failed"
    if app.store.models.current() is None and app.store.articles.counts()["articles"]:
        work.tell("Learning what the articles are about")
        app.train()
        work.tell("Making the digest")
        app.recommend()
    return told
