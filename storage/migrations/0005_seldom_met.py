"""Order indexes for what seldom meets: the few with a second surname (F3), and one's actions of one kind (F15)."""

from typing import Any

from storage.database import execute

INDEXES = (
    """
    CREATE INDEX employee_second_order ON employee (
        realm, sort_key, id, second_surname_key, given_key, surname_key, surname_last_key, region, ik, workplace_id,
        retired_at, valid_to) WHERE second_surname_key <> ''""",
    "CREATE INDEX audit_event_actor_kind ON audit_event (actor_id, kind, at, id)",
    "CREATE INDEX audit_event_actor_name_kind ON audit_event (actor_name, kind, at, id)",
)


def up(_migrator: Any, db: Any) -> None:
    """Make them."""
    for statement in INDEXES:
        execute(db, statement)
