"""Lists of employees that somebody has saved under a name."""

from typing import Any

from storage.database import execute
from storage.schema import words

TABLE = """
CREATE TABLE saved_list (
    id {id},
    account_id {ref} NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name {text} NOT NULL CHECK (name <> ''),
    words {text} NOT NULL,
    given_name {text} NOT NULL,
    surname {text} NOT NULL,
    second_surname {text} NOT NULL,
    ik {text} NOT NULL,
    office_kind {text},
    workplace_id {ref} REFERENCES workplace (id) ON DELETE CASCADE,
    with_invalid {flag} NOT NULL,
    concern {text},
    sorted_by {text} NOT NULL,
    descending {flag} NOT NULL,
    UNIQUE (account_id, name)
) {strict};
CREATE INDEX saved_list_workplace ON saved_list (workplace_id)
"""


def up(_migrator: Any, db: Any) -> None:
    """Make the table; a list whose workplace is gone would be another one, so it goes too."""
    for statement in TABLE.format(**words(db)).split(";"):
        execute(db, statement)
