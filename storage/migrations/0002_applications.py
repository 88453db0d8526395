"""Applications, and the sessions that their users have through them."""

from typing import Any

from storage.database import execute
from storage.schema import words

TABLES = """
CREATE TABLE application (
    id {id},
    name {text} NOT NULL UNIQUE CHECK (name <> ''),
    module {text} NOT NULL REFERENCES module (name),
    key_hash {text} NOT NULL,
    key_made_at {instant} NOT NULL
) {strict};

CREATE TABLE application_session (
    session_id {ref} NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    application_id {ref} NOT NULL REFERENCES application (id) ON DELETE CASCADE,
    token_hash {text} NOT NULL UNIQUE
) {strict};
CREATE INDEX application_session_application ON application_session (application_id)
"""


def up(_migrator: Any, db: Any) -> None:
    """Make the tables."""
    for statement in TABLES.format(**words(db)).split(";"):
        execute(db, statement)
