"""What is known of the database as a whole."""

from storage.models import Installation, WorkplaceRow


def get(key: str) -> str | None:
    """The value kept under the key."""
    row = Installation.get_or_none(Installation.key == key)
    return None if row is None else row.value


def put(key: str, value: str) -> None:
    """Keep a value under the key."""
    Installation.insert(key=key, value=value).on_conflict(
        conflict_target=[Installation.key], update={Installation.value: value}
    ).execute()


def is_empty() -> bool:
    """Whether nothing has been stored yet, not even a workplace."""
    return not WorkplaceRow.select().exists()
