"""Column types that read and write the domain's values, the same on both engines."""

import json
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from peewee import Field, TextField

from oktui.domain.birth_number import BirthNumber


class InstantField(Field):
    """A moment: an aware datetime; UTC text of one width on SQLite, so that it sorts."""

    field_type = "TEXT"

    def db_value(self, value: datetime | None) -> str | None:
        """ISO 8601 in UTC with microseconds."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def python_value(self, value: datetime | str | None) -> datetime | None:
        """The moment in UTC."""
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return None if moment is None else moment.astimezone(UTC)


class DayField(Field):
    """A date, as ISO text on SQLite."""

    field_type = "TEXT"

    def db_value(self, value: date | None) -> str | None:
        """ISO 8601."""
        return None if value is None else value.isoformat()

    def python_value(self, value: date | str | None) -> date | None:
        """The date."""
        return date.fromisoformat(value) if isinstance(value, str) else value


class EnumField(TextField):
    """A member of an enumeration, stored as its value."""

    def __init__(self, enumeration: type[Enum], **options: Any) -> None:
        self.enumeration = enumeration
        super().__init__(**options)

    def db_value(self, value: Enum | None) -> str | None:
        """The member's value."""
        return None if value is None else str(value.value)

    def python_value(self, value: str | None) -> Enum | None:
        """The member."""
        return None if value is None else self.enumeration(value)


class JsonField(TextField):
    """A JSON object, as text: what the audit's keyed hash covers must come back to the letter."""

    def db_value(self, value: object) -> str:
        """Compact text with sorted keys."""
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)

    def python_value(self, value: str) -> Any:
        """The object."""
        return json.loads(value)


class BirthNumberField(TextField):
    """A birth number, stored as its digits."""

    def db_value(self, value: BirthNumber) -> str:
        """The digits alone."""
        return value.digits

    def python_value(self, value: str) -> BirthNumber:
        """The value; what is stored was checked when it came in."""
        return BirthNumber(value)
