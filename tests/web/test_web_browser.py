"""In a real browser: the first run, and every act with keys alone, with the mouse alone and without JavaScript."""

import shutil

import pytest
from web_browser import chromium, sample_store, serving, windows
from web_reader import ask

from diversify.app.days import utc_now
from diversify.app.sample import SampleFetcher
from diversify.web.acting import DONE

pytest.importorskip("playwright", reason="playwright is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine")]

KEYS = {"like": "l", "less": "x", "pin": "p", "dismiss": "d", "share": "s"}
BUTTONS = {"like": "Like", "less": "Less", "pin": "Pin", "dismiss": "Dismiss", "share": "Share"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "store.db"
    sample_store(path)
    return path


@pytest.fixture
def served(sample, tmp_path):
    shutil.copytree(sample.parent, tmp_path / "s")
    with serving(tmp_path / "s" / sample.name) as serve:
        yield serve


def told(page, words):
    """Wait until the page tells that."""
    page.locator("#note", has_text=words).wait_for()


def kinds(served):
    return [act.kind for act in served.acts() if act.kind != "open"]


def test_every_act_with_keys_alone(served):
    with windows(served) as window:
        page = window().page
        page.keyboard.press("j")
        for kind, key in KEYS.items():
            page.keyboard.press(key)
            told(page, DONE[kind])
            assert kinds(served)[-1:] == [kind], kind
            page.keyboard.press("u")
            told(page, "Taken back")
            assert kinds(served) == []
        page.keyboard.press("j")
        page.keyboard.press("w")
        assert page.evaluate("document.querySelector('.current .why').open")
        page.keyboard.press("m")
        page.keyboard.press("Enter")
        told(page, "Muted")
        assert [one.weight for one in served.interests()] == [1.0, -1.0]
        page.keyboard.press("u")
        told(page, "No longer said")
        page.keyboard.press("k")
        page.keyboard.press("o")
        page.wait_for_url("**/read/*")
        page.keyboard.press("r")
        told(page, "read to its end")
        assert kinds(served) == ["read"]
        for letter, path in (("t", "/"), ("p", "/profile"), ("m", "/dials"), ("w", "/town"), ("f", "/sources")):
            page.keyboard.press("g")
            page.keyboard.press(letter)
            page.wait_for_url(f"{served.base}{path}")
        page.keyboard.press("?")
        page.wait_for_url("**/keys")
        page.keyboard.press("/")
        page.wait_for_url("**/search")
        page.keyboard.type("ships")
        page.keyboard.press("Enter")
        page.wait_for_selector(".listing li")


@pytest.mark.parametrize("script", [True, False], ids=["mouse", "without-javascript"])
def test_every_act_with_the_mouse(served, script):
    with windows(served) as window:
        page = window(java_script_enabled=script).page
        item = page.locator("#item-3")
        for kind, word in BUTTONS.items():
            item.get_by_role("button", name=word, exact=True).click()
            told(page, DONE[kind])
            assert kinds(served)[-1:] == [kind]
            page.locator("#note").get_by_role("button", name="Undo").click()
            told(page, "Taken back")
            assert kinds(served) == []
        item.locator(".why summary").click()
        assert item.locator(".why table").first.is_visible()
        item.locator(".mutes summary").click()
        item.locator(".mutes button").first.click()
        told(page, "Muted")
        page.locator("#note").get_by_role("button", name="Undo").click()
        told(page, "No longer said")
        item.locator("h2 a").click()
        page.get_by_role("button", name="I read it to its end").click()
        told(page, "read to its end")
        assert kinds(served) == ["read"]
        assert page.get_by_role("link", name="Read the original").get_attribute("rel") == "noopener noreferrer"
        page.get_by_role("button", name="Dark").click()
        assert "theme-dark" in page.locator("html").get_attribute("class")
        page.get_by_role("link", name="Dials").click()
        page.locator("input[name=far]").fill("5")
        page.get_by_role("button", name="Preview").click()
        page.locator("#preview").wait_for()
        assert "mix" not in served.dials()
        page.get_by_role("button", name="Save these dials").click()
        told(page, "Saved")
        assert served.dials()["mix"] == "6/3/5"


def pressed(page):
    return page.locator("#check-in button[aria-pressed=true]").all_inner_texts()


def test_the_question_of_the_week_with_keys_alone(served):
    ask(served.path, "tides")
    with windows(served) as window:
        page = window().page
        page.keyboard.press("k")  # from the end: the question stands behind the items
        for key, words, weights in (("y", "Yes", [0.5]), ("n", "No", [0.0]), ("d", "Don’t ask about this", [])):
            page.keyboard.press(key)
            told(page, "tides: ")
            page.locator("#check-in button[aria-pressed=true]", has_text=words).wait_for()
            assert [one.weight for one in served.interests() if one.value == "tides"] == weights
        page.keyboard.press("u")
        told(page, "The answer is taken back")
        assert pressed(page) == []
        assert served.acts() == []


@pytest.mark.parametrize("script", [True, False], ids=["mouse", "without-javascript"])
def test_the_question_of_the_week_with_the_mouse(served, script):
    ask(served.path, "tides")
    with windows(served) as window:
        page = window(java_script_enabled=script).page
        page.get_by_role("button", name="Yes").click()
        told(page, "tides: more of it")
        assert pressed(page) == ["Yes"]
        page.locator("#note").get_by_role("button", name="Undo").click()
        told(page, "taken back")
        page.goto(served.base + "/checkin?answer=never")  # as a mail's link leads here
        assert page.evaluate("document.activeElement.value") == "never"
        assert pressed(page) == []
        page.keyboard.press("Enter")
        told(page, "it is not asked again")
        assert pressed(page) == ["Don’t ask about this"]


def test_a_mails_link_to_an_item_stands_at_its_button(served):
    from diversify.app.days import day_of

    with windows(served) as window:
        here = window()
        page = here.go(f"/day/{day_of(None, utc_now())}?item=3&act=pin#item-3")
        assert page.evaluate("[document.activeElement.value, document.activeElement.closest('article').id]") == [
            "pin", "item-3",
        ]  # fmt: skip
        assert served.acts() == []
        page.keyboard.press("Enter")
        told(page, "Pinned")


def test_reading_is_measured_and_shown_as_it_is_measured(served):
    with windows(served) as window:
        page = window().page
        page.locator("#item-1 h2 a").click()
        page.locator("#depth", has_text="% of it").wait_for()
        page.wait_for_timeout(2500)
        page.mouse.wheel(0, 4000)
        page.goto(served.base + "/")
        for _ in range(40):
            if any(act.kind == "read" for act in served.acts()):
                break
            page.wait_for_timeout(100)
        (opened, read) = served.acts()
        assert (opened.kind, read.kind) == ("open", "read")
        assert 0.02 < read.value < 0.9
        assert read.position == 1


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_first_run_to_first_digest(tmp_path, script):
    with serving(tmp_path / "new.db") as served, windows(served) as window:
        page = window(java_script_enabled=script, locale="en-GB").page
        page.wait_for_url("**/begin")
        assert page.locator("input[name=languages][value=en]").is_checked()
        page.locator("input[name=home][value=maritime]").check()
        page.locator("input[name=catalogue]").uncheck()
        feeds = SampleFetcher(now=utc_now()).feeds
        page.locator("textarea[name=addresses]").fill("\n".join(feed.url for feed in feeds[:30]))
        page.locator("input[name=level][value=explicit]").check()
        page.get_by_role("button", name="Make my first digest").click()
        page.wait_for_selector("#item-1", timeout=90_000)
        assert page.url == served.base + "/"
        assert served.dials()["home"] == ["maritime"]
        assert served.dials()["privacy"] == "explicit"
        page.locator("#item-1 h2 a").click()
        assert "Not measured" in page.locator(".depth").text_content()


def test_a_browser_without_the_token_sees_nothing(served):
    with windows(served) as window:
        stranger = window(arrive=False)
        answer = stranger.page.goto(served.base + "/")
        assert answer.status == 403
        assert "private" in stranger.page.text_content("main")
        stranger.wrong.clear()  # the browser's own line about the 403


def test_another_site_changes_nothing(served):
    """A page of another origin that sends forms and requests here, in the browser that holds the key."""
    number = served.acts() == [] and 1001
    with windows(served) as window:
        own = window()
        other = own.page.context.new_page()
        other.route("http://evil.test/**", lambda route: route.fulfill(
            body=f"<form id=f method=post action='{served.base}/act/{number}'><input name=kind value=like></form>",
            content_type="text/html"))  # fmt: skip
        other.goto("http://evil.test/")
        with other.expect_navigation():
            other.evaluate("document.getElementById('f').submit()")
        assert "private" in other.text_content("body")
        other.goto("http://evil.test/")
        other.evaluate(
            f"fetch('{served.base}/undo', {{method: 'POST', mode: 'no-cors', credentials: 'include'}}).catch(() => 0)"
        )
        other.wait_for_timeout(300)
        assert served.acts() == []
