"""What the program looks like, for whose account it is."""

from typing import Any

from storage.database import execute
from storage.schema import words


def up(_migrator: Any, db: Any) -> None:
    """Everybody begins with the dark one, as it has been."""
    execute(db, f"ALTER TABLE account ADD COLUMN appearance {words(db)['text']} NOT NULL DEFAULT 'dark'")
