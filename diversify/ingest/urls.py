"""One address for one page: canonical URLs, and who publishes at them."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from diversify.ingest.domains import registrable

TRACKING = re.compile(
    r"(?:utm_\w*|at_(?:medium|campaign|custom\d|format|link\w*|ptr_name|bbc_team|creation|variant|type)"
    r"|mc_[ce]id|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|_hsenc|_hsmi"
    r"|mkt_tok|vero_\w+|oly_\w+_id|rb_clickid|s_cid|ncid|icid|cmpid|cmp|__twitter_impression|ref_src|ref_url"
    r"|ns_(?:mchannel|source|campaign|linkname|fee)|spm|xtor|ito|guccounter|guce_\w+|piwik_\w+|pk_\w+|mtm_\w+|feature_source)",
    re.IGNORECASE,
)
"""Names of query parameters that tell the publisher where a click came from and nothing about the page."""

_VISIT = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid\w{0,20}|sess(?:ion)?_?(?:id|key)?|cfid|cftoken|zenid|oscsid)=.*"
    r"|s_?id=[0-9a-z]{16,128}"  # a short one can be the number of a story
    r"|(?:_|t|ts|time|timestamp|now|cb|cache_?bust(?:er)?|no_?cache|rnd|rand|random|nonce)"
    r"=(?:\d{9,19}(?:\.\d{1,9})?|0\.\d{6,20}|[0-9a-f]{16,64})",
    re.IGNORECASE,
)
"""A query parameter that belongs to the visit: a session by name, a clock or a random number by name and value."""
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid|sessionid)=[^/;?]*", re.IGNORECASE)

LONGEST = 8192
"""Characters of an address; RFC 9110, 4.1 asks for at least 8,000 octets, and no page is further away."""

_DEFAULT_PORT = {"http": ":80", "https": ":443"}
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\"<>\\^`{|}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
# Addresses that are canonical but for tracking parameters and fragment: most are, and need not be taken apart.
_NEARLY = re.compile(
    r"(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[\w/.~%@!,+:=-]*)(?:\?([\w/.~%@!,+:=&?-]*))?(?:#[\w/.~%@!,+:=&?-]*)?",
    re.ASCII,
)
_PLAIN_HOST = re.compile(r"https?://((?:[a-z0-9-]+\.)+[a-z0-9-]+)(?::\d{1,5})?(?:[/?#]|\Z)", re.ASCII)

_NO_HOST = re.compile(r"""[\s"<>\\^`{|}]""")
"""Signs that no host name has (WHATWG URL, forbidden host code points), white space beyond ASCII among them."""


def _quote(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "ignore"))


def _cleaned_query(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not TRACKING.fullmatch(part.partition("=")[0]))


def canonical_url(url: str, base: str = "") -> str:
    """Return the canonical form of a link, or an empty string where it is no web address.

    Scheme and host are lower case, the default port, the fragment, credentials and tracking parameters are gone;
    path and all other parameters stay as they are. A relative link is resolved against `base`. What is longer than
    8 KiB is no address.

    Examples
    --------
    >>> canonical_url("HTTPS://News.Example:443/a?id=7&utm_source=rss#top")
    'https://news.example/a?id=7'
    >>> canonical_url("/story", "http://news.example/feed.xml")
    'http://news.example/story'
    >>> canonical_url("javascript:alert(1)")
    ''
    """
    if len(url) > LONGEST:
        return ""
    if nearly := _NEARLY.fullmatch(url):
        query = _cleaned_query(nearly[2]) if nearly[2] else ""
        return f"{nearly[1]}?{query}" if query else nearly[1]
    url = url.strip()
    try:
        if base and not url[:8].lower().startswith(("http://", "https://")):
            url = urljoin(base, url) if url else ""
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORT or not host:
        return ""
    if _NO_HOST.search(host):
        return ""
    host = f"[{host}]" if ":" in host else host.rstrip(".")
    port = "" if port == _DEFAULT_PORT[scheme] else port
    query = _cleaned_query(parts.query) if parts.query else ""
    whole = f"{scheme}://{host}{port}{parts.path or '/'}{'?' + query if query else ''}"
    if not whole.isascii() or _UNSAFE.search(whole):
        whole = _UNSAFE.sub(_quote, whole)
    return whole if len(whole) <= LONGEST else ""


def steady(url: str) -> str:
    """An address without what servers put into it for one visit: session ids, clock times, random numbers.

    For telling pages apart, not for going there.

    Examples
    --------
    >>> steady("https://n.example/a;jsessionid=7F3A?id=7&PHPSESSID=abc&t=1795238400")
    'https://n.example/a?id=7'
    >>> steady("https://n.example/a?t=90")
    'https://n.example/a?t=90'
    """
    if "?" not in url and ";" not in url:
        return url
    path, _, query = url.partition("?")
    path = _SESSION_PATH.sub("", path) if ";" in path else path
    kept = "&".join(part for part in query.split("&") if not _VISIT.fullmatch(part))
    return f"{path}?{kept}" if kept else path


def host_of(url: str) -> str:
    """Host name of an address, lower case, without port; empty where there is none."""
    if found := _PLAIN_HOST.match(url):
        return found[1]
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one publisher: same registrable domain, or same host.

    Examples
    --------
    >>> same_site("http://feeds.news.example/a", "https://www.news.example/b")
    True
    """
    left, right = host_of(one), host_of(other)
    return bool(left) and (left == right or registrable(left) == registrable(right))


def outlet_of(*urls: str) -> str:
    """Who publishes: the registrable domain of the first address given that has a host.

    Examples
    --------
    >>> outlet_of("", "https://www.bbc.co.uk/news/1", "https://feeds.bbci.co.uk/news")
    'bbc.co.uk'
    """
    for url in urls:
        if host := host_of(url):
            return registrable(host)
    return ""
