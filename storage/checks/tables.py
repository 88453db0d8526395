"""What always holds of the database itself: of its file, its keys and its catalogue."""

from collections.abc import Iterable

from oktui.domain.modules import Module
from storage.checks.registry import Invariant, keys
from storage.database import database, is_sqlite


def references_lead_somewhere() -> Iterable[object]:
    """Every row that another one names is there, in tables that others may add too."""
    if is_sqlite():
        return [f"{row[0]} {row[1]}" for row in _pragma("foreign_key_check")]
    return keys("SELECT conname FROM pg_constraint WHERE contype IN ('f', 'c') AND NOT convalidated")


def file_is_whole() -> Iterable[object]:
    """Pages and indexes of an embedded database; a server looks after its own."""
    return [row[0] for row in _pragma("quick_check(1)") if row[0] != "ok"] if is_sqlite() else []


def catalogue_is_the_programs() -> Iterable[object]:
    """Modules with their realms and permissions are those that the program knows."""
    known = {
        (module.value, module.realm.value, permission.value) for module in Module for permission in module.permissions
    }
    sql = "SELECT m.name, m.realm, p.name FROM module m LEFT JOIN permission p ON p.module = m.name"
    stored = set(database.execute_sql(sql).fetchall())
    return [f"{module}/{permission}" for module, _, permission in stored ^ known]


def _pragma(name: str) -> list[tuple[object, ...]]:
    return list(database.execute_sql(f"PRAGMA {name}").fetchall())


INVARIANTS = [
    Invariant("references_lead_somewhere", "R2.3-11", "database", references_lead_somewhere),
    Invariant("file_is_whole", "X-4", "database", file_is_whole),
    Invariant("catalogue_is_the_programs", "R1-2", "permission", catalogue_is_the_programs),
]
