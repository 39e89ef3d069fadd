"""The shape of the file, as an append-only list: a store's version is the number of entries it has been through.

An entry is plain SQL, statement by statement, and is never edited once released; it imports nothing, so that what it
did in its day it does for ever.

Identities are never used twice (`AUTOINCREMENT`): slates and acts name articles without a foreign key, because they
are the reader's history and outlive the source that an article came from.

Texts that candidates never show (`contents`) lie apart, so that reading ten thousand candidates touches no page of
them.
"""

from typing import Final, TypeAlias

Migrations: TypeAlias = tuple[tuple[str, ...], ...]

_FIRST: Final = (
    """CREATE TABLE feeds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        url TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        site TEXT NOT NULL,
        language TEXT NOT NULL,
        country TEXT NOT NULL,
        industries TEXT NOT NULL,
        folder TEXT NOT NULL,
        is_window INTEGER NOT NULL,
        paused INTEGER NOT NULL,
        allow_private INTEGER NOT NULL,
        added INTEGER
    ) STRICT""",
    """CREATE TABLE fetch_states (
        feed_id INTEGER PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
        etag BLOB NOT NULL,
        last_modified BLOB NOT NULL,
        content_hash TEXT NOT NULL,
        not_before INTEGER,
        last_try INTEGER,
        last_success INTEGER,
        last_change INTEGER,
        failures INTEGER NOT NULL,
        error_kind TEXT NOT NULL,
        error_message TEXT NOT NULL,
        retired INTEGER NOT NULL,
        moved_to TEXT NOT NULL,
        moved_since INTEGER
    ) STRICT""",
    """CREATE TABLE articles (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
        published INTEGER NOT NULL,
        story INTEGER NOT NULL,
        words INTEGER NOT NULL,
        language TEXT NOT NULL,
        outlet TEXT NOT NULL,
        author TEXT NOT NULL,
        title TEXT NOT NULL,
        seen INTEGER NOT NULL,
        updated INTEGER,
        guid TEXT NOT NULL,
        url TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        UNIQUE (feed_id, guid)
    ) STRICT""",
    # Numbered from 1,001, so that a place in a digest never means an article's id.
    "INSERT INTO sqlite_sequence (name, seq) VALUES ('articles', 1000)",
    "CREATE INDEX articles_by_date ON articles (published DESC, id)",
    "CREATE INDEX articles_by_feed ON articles (feed_id, published DESC, id)",
    "CREATE INDEX articles_by_story ON articles (story)",
    """CREATE TABLE contents (
        article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
        summary TEXT NOT NULL,
        categories TEXT NOT NULL,
        content TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE understandings (
        article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
        model TEXT NOT NULL,
        sensational REAL NOT NULL,
        substance REAL NOT NULL,
        sensitive INTEGER NOT NULL,
        vector BLOB NOT NULL,
        topics BLOB NOT NULL,
        industries BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX understandings_by_model ON understandings (model)",
    """CREATE TABLE feedback (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        article_id INTEGER NOT NULL,
        at INTEGER NOT NULL,
        value REAL NOT NULL,
        slate INTEGER NOT NULL,
        position INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX feedback_by_article ON feedback (article_id)",
    "CREATE INDEX feedback_by_date ON feedback (at, id)",
    """CREATE TABLE interests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        weight REAL NOT NULL,
        at INTEGER,
        UNIQUE (kind, value)
    ) STRICT""",
    """CREATE TABLE dials (
        name TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE dial_history (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        at INTEGER NOT NULL,
        value TEXT
    ) STRICT""",
    """CREATE TABLE slates (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        day TEXT NOT NULL,
        digest TEXT NOT NULL,
        shown INTEGER NOT NULL UNIQUE,
        as_of INTEGER NOT NULL,
        content TEXT NOT NULL,
        UNIQUE (day, digest)
    ) STRICT""",
    """CREATE TABLE slate_items (
        slate_id INTEGER NOT NULL REFERENCES slates (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        article_id INTEGER NOT NULL,
        feed_id INTEGER,
        lane TEXT NOT NULL,
        industry TEXT NOT NULL,
        propensity REAL NOT NULL,
        PRIMARY KEY (slate_id, position)
    ) STRICT""",
    """CREATE TABLE models (
        version TEXT PRIMARY KEY NOT NULL,
        saved INTEGER NOT NULL UNIQUE,
        file TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        card TEXT NOT NULL
    ) STRICT""",
)

_WISHES: Final = (  # what the reader wants of one source; texts are JSON objects
    "ALTER TABLE feeds ADD COLUMN extra TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE feeds ADD COLUMN full_text INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feeds ADD COLUMN limits TEXT NOT NULL DEFAULT '{}'",
)

_DELIVERIES: Final = (  # what was brought on which way, and the one name of the store outside
    """CREATE TABLE deliveries (
        way TEXT NOT NULL,
        day TEXT NOT NULL,
        state TEXT NOT NULL,
        begun INTEGER NOT NULL,
        at INTEGER NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (way, day)
    ) STRICT""",
    """CREATE TABLE mark (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        value TEXT NOT NULL
    ) STRICT""",
)

_WORDS: Final = (  # articles whose words an index, where the engine has one, does not hold as they are
    """CREATE TABLE unindexed (
        article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE
    ) STRICT""",
    "INSERT INTO unindexed (article_id) SELECT id FROM articles",
)

MIGRATIONS: Final[Migrations] = (_FIRST, _WISHES, _DELIVERIES, _WORDS)
