"""Workplaces."""

from collections.abc import Iterable
from typing import cast

from peewee import IntegrityError, fn

from oktui.domain.authority import NotFound
from oktui.domain.modules import Realm
from oktui.domain.names import czech_sort_key
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import Workplace, WorkplaceTaken
from storage.database import database, for_update
from storage.lookup import keep_words
from storage.mapping import columns, record
from storage.models import EmployeeRow, WorkplaceRow

_COUNTED = ("id", "version")
"""What the database gives a workplace."""


def load(workplace_id: int) -> Workplace:
    """The workplace. Raises NotFound."""
    row = WorkplaceRow.get_or_none(WorkplaceRow.id == workplace_id)
    if row is None:
        raise NotFound
    return record(Workplace, row)


def hold(workplace_id: int) -> None:
    """Have others who hold it wait until the transaction ends."""
    list(for_update(WorkplaceRow.select(WorkplaceRow.id).where(WorkplaceRow.id == workplace_id)))


def within(region: Region | None) -> list[Workplace]:
    """The workplaces of a region, or all of them, by kind and name as Czech sorts."""
    query = WorkplaceRow.select()
    if region is not None:
        query = query.where(WorkplaceRow.region == region)
    return sorted((record(Workplace, row) for row in query), key=in_czech)


def in_czech(workplace: Workplace) -> tuple[str, int]:
    """Where a workplace stands in lists."""
    return czech_sort_key(workplace.office_kind.title, workplace.name), workplace.id


def insert(workplace: Workplace) -> Workplace:
    """Store a new workplace, and return it with the id that it got. Raises WorkplaceTaken."""
    try:
        with database.atomic():
            return record(Workplace, WorkplaceRow.create(**columns(workplace, but=_COUNTED)))
    except IntegrityError as error:
        raise WorkplaceTaken from error


def update(workplace: Workplace) -> bool:
    """Store the workplace if its version is still the one given; employees' region follows. Raises WorkplaceTaken."""
    query = WorkplaceRow.update(version=WorkplaceRow.version + 1, **columns(workplace, but=_COUNTED)).where(
        WorkplaceRow.id == workplace.id, WorkplaceRow.version == workplace.version
    )
    try:
        with database.atomic():
            changed = bool(query.execute())
    except IntegrityError as error:
        raise WorkplaceTaken from error
    if changed:
        keep_words(EmployeeRow.select(EmployeeRow.id).where(EmployeeRow.workplace == workplace.id))
    return changed


def head_counts(realm: Realm) -> dict[int, int]:
    """How many employees of the realm each workplace has who are not retired, by the workplace's id."""
    query = (
        EmployeeRow.select(EmployeeRow.workplace, fn.COUNT(EmployeeRow.id))
        .where(EmployeeRow.realm == realm, EmployeeRow.retired_at.is_null())
        .group_by(EmployeeRow.workplace)
    )
    return dict(cast(Iterable[tuple[int, int]], query.tuples()))


def has_employees(workplace_id: int) -> bool:
    """Whether anybody, of whichever realm, is or was employed there."""
    return EmployeeRow.select().where(EmployeeRow.workplace == workplace_id).exists()


def find(office_kind: OfficeKind, name: str) -> Workplace | None:
    """The workplace of this kind and name, if there is one."""
    row = WorkplaceRow.get_or_none(WorkplaceRow.office_kind == office_kind, WorkplaceRow.name == name)
    return None if row is None else record(Workplace, row)
