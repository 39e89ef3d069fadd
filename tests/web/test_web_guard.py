"""Forty combinations of Host, Origin and token: only the right ones change anything."""

from itertools import product

import pytest
from starlette.testclient import TestClient

from diversify.web.guard import Gate, judge
from diversify.web.site import build

HOST = "127.0.0.1:8017"
HOSTS = [HOST, "localhost:8017", "127.0.0.1", "evil.example:8017", "127.0.0.1:8017.evil.example", ""]
ORIGINS = {
    "own": {"origin": "http://{host}"},
    "own, told where from": {"origin": "http://{host}", "sec-fetch-site": "same-origin"},
    "hidden, told where from": {"origin": "null", "sec-fetch-site": "same-origin"},
    "hidden": {"origin": "null"},
    "none": {},
    "evil": {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
    "own name, another port": {"origin": "http://127.0.0.1:9999", "sec-fetch-site": "same-site"},
    "own, but from elsewhere": {"origin": "http://{host}", "sec-fetch-site": "cross-site"},
}
RIGHT = {"own", "own, told where from", "hidden, told where from"}
KEYS = {"the key": "diversify-8017=the-key", "another": "diversify-8017=the-kez", "none": ""}
COMBINATIONS = [
    *product(HOSTS, ORIGINS, ["the key"]),
    *product([HOST], ORIGINS, ["another", "none"]),
]


@pytest.fixture(scope="module")
def gate():
    return Gate(frozenset({HOST, "localhost:8017"}), "the-token", "the-key", "diversify-8017")


@pytest.mark.parametrize(("host", "origin", "key"), COMBINATIONS)
def test_only_the_right_requests_change_anything(host, origin, key, settled_reader, ids):
    told = {name: value.format(host=host) for name, value in ORIGINS[origin].items()}
    headers = {"host": host, "cookie": KEYS[key], "content-type": "application/x-www-form-urlencoded", **told}
    before = len(settled_reader.acts())
    client = TestClient(settled_reader.client.app, base_url=f"http://{HOST}")
    answer = client.post(f"/act/{ids()}", content="kind=like", headers=headers, follow_redirects=False)
    right = host in HOSTS[:2] and origin in RIGHT and key == "the key"
    assert (answer.status_code == 303) is right
    assert len(settled_reader.acts()) - before == right
    assert "Traceback" not in answer.text


def test_that_is_more_than_forty():
    assert len(COMBINATIONS) >= 40


@pytest.fixture(scope="module")
def settled_reader(settled, tmp_path_factory):
    import shutil

    from web_reader import opened

    folder = tmp_path_factory.mktemp("guard")
    shutil.copytree(settled.parent, folder / "web")
    with opened(folder / "web" / settled.name) as reader:
        yield reader


@pytest.fixture(scope="module")
def ids(settled_reader):
    """A new article at each call, as an act is kept once."""
    with settled_reader.store() as store:
        numbers = iter([article.id for article in store.articles.texts()])
    return lambda: next(numbers)


@pytest.mark.parametrize("path", ["/", "/days", "/profile", "/read/1001", "/sources", "/work", "/nowhere"])
@pytest.mark.parametrize(
    "cookie", ["", "diversify-8017=", "diversify-8017=wrong", "diversify-8018=the-key", "a b;;=;\x07"]
)
def test_no_page_without_the_key(settled_reader, path, cookie):
    client = TestClient(settled_reader.client.app, base_url=f"http://{HOST}")
    answer = client.get(path, headers={"cookie": cookie} if cookie else {})
    assert answer.status_code == 403
    assert "private" in answer.text
    assert "Article" not in answer.text


@pytest.mark.parametrize("token", ["", "wrong", "the-token ", "the-key", "the-tokenx", "é"])
def test_no_key_without_the_token(settled_reader, token):
    client = TestClient(settled_reader.client.app, base_url=f"http://{HOST}")
    answer = client.get("/", params={"token": token}, follow_redirects=False)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_token_is_exchanged_for_a_cookie_that_scripts_and_other_sites_never_see(settled_reader):
    client = TestClient(settled_reader.client.app, base_url=f"http://{HOST}")
    answer = client.get("/?token=the-token", follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert (answer.status_code, answer.headers["location"]) == (303, "/?arrived")
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "the-token" not in cookie


def test_a_browser_without_cookies_is_told_so(settled_reader):
    client = TestClient(settled_reader.client.app, base_url=f"http://{HOST}")
    answer = client.get("/?arrived")
    assert answer.status_code == 403
    assert "keeps no cookie" in answer.text


@pytest.mark.parametrize("path", ["/", "/days", "/keys", "/nowhere", "/manifest.webmanifest"])
def test_every_answer_is_protected(settled_reader, path):
    headers = settled_reader.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_two_hosts_are_none(gate):
    site = build(lambda: None, gate)
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    import anyio

    hosts = [(b"host", HOST.encode()), (b"host", b"evil.example")]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": hosts}
    anyio.run(site, scope, receive, send)
    assert sent[0]["status"] == 421


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_refused(gate, method):
    headers = {"host": HOST, "cookie": "diversify-8017=the-key"}
    assert judge(gate, method, "/", query="", headers=headers).status == 405


def test_open_files_are_open_and_nothing_else_is(settled_reader):
    client = TestClient(settled_reader.client.app, base_url=f"http://{HOST}")
    assert client.get("/manifest.webmanifest").status_code == 200
    assert client.get("/static/0/../../etc/passwd").status_code in (403, 404)
    assert client.get("/static/0/page.css").status_code == 404
