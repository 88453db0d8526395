"""What the list of employees is sorted by, for whose account it is."""

from typing import Any

from storage.database import execute
from storage.schema import words


def up(_migrator: Any, db: Any) -> None:
    """Everybody begins with the order of persons, as it has been."""
    of = words(db)
    execute(db, f"ALTER TABLE account ADD COLUMN sorted_by {of['text']} NOT NULL DEFAULT 'person'")
    execute(db, f"ALTER TABLE account ADD COLUMN descending {of['flag']} NOT NULL DEFAULT {of['false']}")
