"""Grants of Správa systému that wait for a second administrator."""

from typing import Any

from storage.database import execute
from storage.schema import words

TABLES = """
CREATE TABLE proposal (
    id {id},
    account_id {ref} NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    module {text} NOT NULL REFERENCES module (name),
    grant_id {ref} REFERENCES permission_grant (id) ON DELETE CASCADE,
    level {text} NOT NULL CHECK (level IN ('view', 'update')),
    valid_from {date} NOT NULL,
    valid_to {date} CHECK (valid_to >= valid_from),
    proposed_by_id {ref} REFERENCES account (id) ON DELETE SET NULL CHECK (proposed_by_id <> account_id),
    proposer_ik {text} NOT NULL,
    proposer_name {text} NOT NULL,
    proposed_at {instant} NOT NULL,
    UNIQUE (account_id, module)
) {strict};
CREATE INDEX proposal_module ON proposal (module, proposed_at)
"""


def up(_migrator: Any, db: Any) -> None:
    """Make the table."""
    for statement in TABLES.format(**words(db)).split(";"):
        execute(db, statement)
