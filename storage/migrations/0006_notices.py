"""Notices by e-mail, and since when an account is used from a place."""

from typing import Any

from storage.database import execute
from storage.schema import words

TABLES = """
CREATE TABLE notice (
    id {id},
    kind {text} NOT NULL,
    account_id {ref} NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    event {text} NOT NULL CHECK (event <> ''),
    facts {text} NOT NULL,
    token {text} NOT NULL UNIQUE,
    created_at {instant} NOT NULL,
    due_at {instant} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'dropped')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    address {text} NOT NULL DEFAULT '',
    settled_at {instant},
    reason {text},
    reply INTEGER,
    UNIQUE (account_id, kind, event),
    CHECK ((state IN ('waiting', 'sending')) = (settled_at IS NULL)),
    CHECK ((state IN ('failed', 'dropped')) = (reason IS NOT NULL))
) {strict};
CREATE INDEX notice_due ON notice (due_at, id) WHERE state = 'waiting';
CREATE INDEX notice_sending ON notice (id) WHERE state = 'sending';
CREATE INDEX notice_failed ON notice (settled_at, id) WHERE state = 'failed';
CREATE INDEX notice_settled ON notice (settled_at) WHERE settled_at IS NOT NULL;
ALTER TABLE source_name ADD COLUMN since {instant}
"""


def up(_migrator: Any, db: Any) -> None:
    """Make the table; of places that are known already nobody knows since when, so they are not new."""
    for statement in TABLES.format(**words(db)).split(";"):
        execute(db, statement)
