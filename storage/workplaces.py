"""Workplaces."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from peewee import IntegrityError, fn

from oktui.domain.authority import NotFound
from oktui.domain.modules import Realm
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import Workplace, WorkplaceTaken
from storage.database import database, for_update
from storage.models import EmployeeRow, WorkplaceRow


def value_of(row: WorkplaceRow) -> Workplace:
    """The domain's value of a row."""
    return Workplace(
        id=row.id,
        office_kind=row.office_kind,
        name=row.name,
        region=row.region,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        data_box=row.data_box,
        version=row.version,
    )


def load(workplace_id: int) -> Workplace:
    """The workplace. Raises NotFound."""
    row = WorkplaceRow.get_or_none(WorkplaceRow.id == workplace_id)
    if row is None:
        raise NotFound
    return value_of(row)


def hold(workplace_id: int) -> None:
    """Have others who hold it wait until the transaction ends."""
    list(for_update(WorkplaceRow.select(WorkplaceRow.id).where(WorkplaceRow.id == workplace_id)))


def within(region: Region | None) -> list[Workplace]:
    """The workplaces of a region, or all of them, by kind and name."""
    query = WorkplaceRow.select().order_by(WorkplaceRow.office_kind, WorkplaceRow.name, WorkplaceRow.id)
    if region is not None:
        query = query.where(WorkplaceRow.region == region)
    return [value_of(row) for row in query]


def insert(
    office_kind: OfficeKind,
    name: str,
    region: Region | None,
    valid_from: date,
    valid_to: date | None = None,
    data_box: str = "",
) -> Workplace:
    """Store a new workplace. Raises WorkplaceTaken."""
    try:
        with database.atomic():
            row = WorkplaceRow.create(
                office_kind=office_kind,
                name=name,
                region=region,
                valid_from=valid_from,
                valid_to=valid_to,
                data_box=data_box,
            )
    except IntegrityError as error:
        raise WorkplaceTaken from error
    return value_of(row)


def update(workplace: Workplace) -> bool:
    """Store the workplace if its version is still the one given; employees' region follows. Raises WorkplaceTaken."""
    query = WorkplaceRow.update(
        office_kind=workplace.office_kind,
        name=workplace.name,
        region=workplace.region,
        valid_from=workplace.valid_from,
        valid_to=workplace.valid_to,
        data_box=workplace.data_box,
        version=WorkplaceRow.version + 1,
    ).where(WorkplaceRow.id == workplace.id, WorkplaceRow.version == workplace.version)
    try:
        with database.atomic():
            return bool(query.execute())
    except IntegrityError as error:
        raise WorkplaceTaken from error


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
    return None if row is None else value_of(row)
