"""Muted words in what is shown beside a title: ranking knows titles alone, and a mute is absolute."""

from __future__ import annotations

from diversify.app.believing import articles_by_id
from diversify.domain import Article, Profile, Slate
from diversify.protocols import Store


def muted_teasers(store: Store, slate: Slate, profile: Profile) -> list[int]:
    """Ids of the articles of a slate, the other tellings of its stories included, whose teaser holds a muted word.

    Parameters
    ----------
    slate
        As ranked; a dozen teasers are read, and only where a word is muted.
    profile
        What the reader muted.
    """
    from diversify.rank.words import fold_all, hold_phrase

    words = [interest.value for interest in profile.interests if interest.kind == "term" and interest.muted]
    if not words:
        return []
    shown = articles_by_id(store, {number for item in slate.items for number in (item.article_id, *item.others)})
    ids = sorted(shown)
    texts = fold_all(_read_beside(shown[number]) for number in ids)
    held = [hold_phrase(texts, word) for word in words]
    return [number for row, number in enumerate(ids) if any(found[row] for found in held)]


def _read_beside(article: Article) -> str:
    return f"{article.title} … {article.summary}"
