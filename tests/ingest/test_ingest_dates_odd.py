"""Dates in the forms that feeds are known to use, each with what it means; feedparser's own forms are among them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversify.ingest import FeedParser
from diversify.ingest.dates import EARLIEST, clamped, read_date
from diversify.ingest.odd_dates import read_odd_date

MEANT = {
    # W3CDTF and ISO 8601, whole and in pieces
    "2003-12-31T10:14:55Z": "2003-12-31T10:14:55",
    "2003-12-31T10:14:55-08:00": "2003-12-31T18:14:55",
    "2003-12-31T10:14:55+0800": "2003-12-31T02:14:55",
    "2003-12-31T10:14:55-08": "2003-12-31T18:14:55",
    "2003-12-31T10:14Z": "2003-12-31T10:14:00",
    "2003-12-31t10:14:55z": "2003-12-31T10:14:55",
    "2003-12-31T24:00:00Z": "2004-01-01T00:00:00",
    "2003-12-31 10:14:55 EST": "2003-12-31T15:14:55",
    "2004-07-08 23:56:58.0": "2004-07-08T23:56:58",
    "2003": "2003-01-01T00:00:00",
    "2003-12": "2003-12-01T00:00:00",
    "2003-12-31": "2003-12-31T00:00:00",
    "2003-1-5": "2003-01-05T00:00:00",
    "2003-1-5T9:05:00Z": "2003-01-05T09:05:00",
    "20031231": "2003-12-31T00:00:00",
    "2003-335": "2003-12-01T00:00:00",
    "2003335": "2003-12-01T00:00:00",
    "03335": "2003-12-01T00:00:00",
    "031231": "2003-12-31T00:00:00",
    "03-12-31": "2003-12-31T00:00:00",
    # RFC 822 and what is made of it
    "Thu, 01 Jan 2004 19:48:21 GMT": "2004-01-01T19:48:21",
    "Thu, 01 Jan 04 19:48:21 GMT": "2004-01-01T19:48:21",
    "Thu, 01 Jan 95 19:48:21 GMT": "1995-01-01T19:48:21",
    "Thu, Apr 5 2012 10:00:00 GMT": "2012-04-05T10:00:00",
    "Jan 1 2004 10:00:00 GMT": "2004-01-01T10:00:00",
    "Thu Aug 30 2012 17:26:16 +0200": "2012-08-30T15:26:16",
    "26 Jan 2004": "2004-01-26T00:00:00",
    "Mon, 26 Jan 2004": "2004-01-26T00:00:00",
    "Nov 2003": "2003-11-01T00:00:00",
    "Mon, 26 Jan 2004 16:31 EST": "2004-01-26T21:31:00",
    "Mon, 26 January 2004 16:31:00 ET": "2004-01-26T21:31:00",
    "Mon, 26 Jan 2004 16:31:00 AT": "2004-01-26T20:31:00",
    "Mon, 26 Jan 2004 16:31:00 MEST": "2004-01-26T14:31:00",
    "Mon, 26 Jan 2004 16:31:00 JST": "2004-01-26T07:31:00",
    "Wed, 19 Aug 2009 18:28:00 Etc/GMT": "2009-08-19T18:28:00",
    "Thu, 08 Jan 2015 18:24:01 GMT-05:00": "2015-01-08T23:24:01",
    "Mon, 31 Dec 2007 24:00:00 GMT": "2008-01-01T00:00:00",
    "Sun, 31 Dec 2006 23:59:60 GMT": "2007-01-01T00:00:00",
    # asctime, Perforce, and what people write
    "Sun Jan  4 16:29:06 2004": "2004-01-04T16:29:06",
    "Sun Jul 4 16:29:06 +0000 2004": "2004-07-04T16:29:06",
    "Fri, 2006/09/15 08:19:53 EDT": "2006-09-15T12:19:53",
    "November 5, 2012 3:04 pm": "2012-11-05T15:04:00",
    "17.11.2026 10:00": "2026-11-17T10:00:00",
    "17/11/2026 10:00": "2026-11-17T10:00:00",
    # other languages
    "2004년 05월 28일  01:31:15": "2004-05-27T16:31:15",
    "2004-05-25 오후 11:23:17": "2004-05-25T14:23:17",
    "2004-05-25 오전 12:23:17": "2004-05-24T15:23:17",
    "Κυρ, 11 Ιούλ 2004 12:00:00 EST": "2004-07-11T17:00:00",
    "Παρ, 01 Ιούλ 2005 10:01:02 +0300": "2005-07-01T07:01:02",
    "2004-július-13T9:15-05:00": "2004-07-13T14:15:00",
    "Mo, 05 Mär 2012 10:00:00 +0100": "2012-03-05T09:00:00",
    "Lundi, 5 mai 2014 10:00:00 +0200": "2014-05-05T08:00:00",
}
NONE = [
    "", "yesterday", "Sat", "10:30", "31 Jun 2004", "2003-02-29T00:00:00Z", "2003-12-31T25:14:55Z", "5/6/2026",
    "9999-12-31T23:59:59-09:59", "0001-01-01T00:00:00+14:00", "2003-366", "99", "Thu, 31 Jun 2004 19:48:21 GMT",
]  # fmt: skip


def moment(iso):
    return datetime.fromisoformat(iso).replace(tzinfo=UTC)


@pytest.mark.parametrize(("written", "meant"), MEANT.items())
def test_every_form_is_read(written, meant):
    assert read_date(written) == moment(meant)


@pytest.mark.parametrize("written", NONE)
def test_what_names_no_day_that_exists_is_no_date(written):
    assert read_date(written) is None


@pytest.mark.parametrize("kind", ["rss", "atom", "plain"])
@pytest.mark.parametrize(("written", "meant"), MEANT.items())
def test_every_form_is_read_in_a_feed(written, meant, kind):
    if kind == "atom":
        body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><title>t</title><id>1</id><published>{written}</published></entry></feed>"
    else:
        quoted = f"<![CDATA[ {written} ]]>" if kind == "plain" else written
        body = f"<rss><channel><title>T</title><item><title>t</title><pubDate>{quoted}</pubDate></item></channel></rss>"
    (entry,) = FeedParser().parse(body.encode(), url="http://n.example/").entries
    assert entry.published == moment(meant)


@pytest.mark.parametrize("written", ["Sat", "10:30", "Saturday 10:30"])
def test_no_day_is_made_up(written):
    body = f"<rss><channel><title>T</title><item><title>t</title><pubDate>{written}</pubDate></item></channel></rss>"
    (entry,) = FeedParser().parse(body.encode(), url="http://n.example/").entries
    assert entry.published is None


def test_absurd_dates_are_brought_into_the_span_that_is_believed():
    now = datetime(2026, 11, 21, tzinfo=UTC)
    for absurd in ("0001-01-01", "1969-12-31T23:59:59Z", "2093-01-01", "9999-12-31T23:59:59Z"):
        assert clamped(read_date(absurd), now) == now
    assert clamped(EARLIEST, now) == EARLIEST


@given(st.text(alphabet=st.sampled_from("0123456789-/.: TZ+apm,JanMai년월일오후 GMT"), max_size=70))
def test_any_text_is_a_moment_in_utc_or_none(text):
    for read in (read_date, read_odd_date):
        found = read(text)
        assert found is None or found.utcoffset().total_seconds() == 0


@given(st.datetimes(datetime(1990, 1, 1), datetime(2089, 12, 31)))
def test_the_odd_reader_agrees_with_the_usual_ones(naive):
    whole = naive.replace(microsecond=0, tzinfo=UTC)
    for form in ("%Y-%m-%dT%H:%M:%SZ", "%d %B %Y %H:%M:%S", "%a, %d %b %Y %I:%M:%S %p", "%B %d, %Y %H:%M:%S +0000"):
        assert read_odd_date(whole.strftime(form)) == whole
