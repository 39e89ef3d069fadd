"""Every page, light and dark, on three widths: no barrier that axe-core finds, nothing cut off, a silent console."""

import pytest
from web_browser import chromium, sample_store, serving, windows
from web_reader import ask

pytest.importorskip("playwright", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine")]

WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A reader of some days: items answered, something said, one source that fails."""
    from datetime import timedelta

    from diversify.domain import FetchState, Interest
    from diversify.store import open_store

    path = tmp_path_factory.mktemp("barriers") / "store.db"
    ids = sample_store(path)
    with open_store(path) as store:
        from diversify.app import App
        from diversify.app.acting import find_place, record
        from diversify.app.days import day_of, utc_now

        app = App(store)
        yesterday = day_of("yesterday", utc_now())
        app.recommend(yesterday)
        app.recommend(seed=0)
        ids = [item.article_id for item in store.slates.last().items]
        for number, kind, value in (
            (0, "like", 1.0),
            (1, "pin", 1.0),
            (2, "dismiss", 1.0),
            (3, "read", 0.95),
            (4, "read", 1.0),
        ):
            record(store, find_place(store, ids[number]), kind, now=utc_now() - timedelta(minutes=number), value=value)
        app.say(Interest("term", "lottery", -1.0, at=utc_now()))
        feeds = store.feeds.all()
        store.feeds.save_states([FetchState(feeds[0].id, failures=3, error_kind="http", error_message="HTTP 500")])
    ask(path, "tides")
    with serving(path) as serve:
        serve.ids, serve.yesterday = ids, yesterday
        yield serve


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_page_has_a_barrier(served, scheme, record_property):
    from axe_playwright_python.sync_playwright import Axe

    axe, found, looked = Axe(), [], 0
    paths = ["/", f"/day/{served.yesterday}", "/days", f"/read/{served.ids[0]}", f"/read/{served.ids[2]}", "/pinned",
             "/search", "/search?q=the&texts=1", "/town", "/dials", "/profile", "/sources", "/sources?numbers=1",
             "/begin", "/keys", "/work", "/checkin", "/checkin?answer=no", "/checkin?day=2020-01-01"]  # fmt: skip
    with windows(served) as window:
        here = window(color_scheme=scheme, viewport={"width": 1440, "height": 900}, bypass_csp=True)
        for path in paths:
            page = here.go(path)
            if path == "/":
                page.locator(".why summary").first.click()
                page.locator(".mutes summary").first.click()
                page.keyboard.press("j")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"{path} is cut off at {width}")
                told = axe.run(page).response["violations"]
                looked += 1
                found += [
                    f"{path} {width} {one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
                    for one in told
                    for node in one["nodes"][:2]
                ]
        page = here.go("/dials")
        page.get_by_role("button", name="Preview").click()
        page.locator("#preview").wait_for()
        found += [one["id"] for one in axe.run(page).response["violations"]]
    record_property("looked", looked)
    assert looked == len(paths) * len(WIDTHS)
    assert found == []


def test_what_is_refused_has_no_barrier_either(served):
    from axe_playwright_python.sync_playwright import Axe

    with windows(served) as window:
        here = window(bypass_csp=True)
        found = []
        for path in ("/nowhere", "/read/1"):
            page = here.go(path)
            found += [one["id"] for one in Axe().run(page).response["violations"]]
        here.wrong.clear()  # the browser's own lines about 404
    assert found == []
