"""Whether somebody's terminal has a printer, for whose account it is."""

from typing import Any

from storage.database import execute
from storage.schema import words


def up(_migrator: Any, db: Any) -> None:
    """Nobody has one until they say so."""
    of = words(db)
    execute(db, f"ALTER TABLE account ADD COLUMN printer {of['flag']} NOT NULL DEFAULT {of['false']}")
