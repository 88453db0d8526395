"""Values that the tests of the rules start from: one of each kind, to be replaced where a rule looks."""

from dataclasses import replace
from datetime import UTC, date, datetime

from oktui.domain.accounts import Account, Grant
from oktui.domain.birth_number import BirthNumber
from oktui.domain.modules import Category, Level, Module, Permission, Realm
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import Details, Employee, Person, PersonalData, Workplace
from oktui.domain.policy import Policy
from oktui.domain.sync import SyncState

NOW = datetime(2016, 7, 25, 8, 5, tzinfo=UTC)
TODAY = date(2016, 7, 25)
POLICY = Policy()
WITH_SUPPORT = Policy(user_support=True)

VYSOCINA = Workplace(1, OfficeKind.KU, "Kraj Vysočina – referát SS", Region.VYSOCINA, date(2008, 1, 1))
JIHOMORAVSKY = Workplace(2, OfficeKind.KU, "Jihomoravský kraj – referát SS", Region.JIHOMORAVSKY, date(2008, 1, 1))
MPSV = Workplace(3, OfficeKind.MPSV, "MPSV PHN a SS", None, date(2008, 1, 1))

MARTINKA = Person(
    "1284384629",
    PersonalData("Radomír", "Martinka", title_before="Ing.", birth_number=BirthNumber("5908141767")),
    frozenset({Category.SS}),
)

EMPLOYEE = Employee(
    id=1,
    realm=Realm.OKSLUZBY,
    workplace=VYSOCINA,
    ik=MARTINKA.ik,
    person=MARTINKA.data,
    details=Details(date(2014, 9, 15), email="martinka@kr-vysocina.example", position="referent"),
    retired_at=None,
    version=1,
)


def valid(since: date = EMPLOYEE.details.valid_from, until: date | None = None) -> Employee:
    """The employee, valid between other days."""
    return replace(EMPLOYEE, details=replace(EMPLOYEE.details, valid_from=since, valid_to=until))


def grant(permission: Permission, module: Module = Module.REGISTR, **rest: object) -> Grant:
    """A grant that is in force and without end, but for what is said otherwise."""
    values: dict[str, object] = {"id": 1, "level": Level.UPDATE, "valid_from": date(2014, 9, 15)} | rest
    return Grant(module=module, permission=permission, **values)  # type: ignore[arg-type]  # tests name fields of Grant


RECORDS = grant(Permission.SOCIAL_SERVICES_RECORDS)
ADMINISTRATION = grant(Permission.SYSTEM_ADMINISTRATION)

ACCOUNT = Account(
    id=1,
    employee=EMPLOYEE,
    username="martinka",
    created_at=NOW,
    password_hash="quick$",
    password_set_at=NOW,
    must_change=False,
    temporary=False,
    temporary_until=None,
    temporary_used_at=None,
    failures=0,
    locked_at=None,
    sync_state=SyncState.ACTIVE,
    sync_failed=False,
    sync_changed_at=NOW,
    first_signed_in_at=None,
    last_signed_in_at=None,
    grants=(RECORDS,),
)
"""Able to sign in to registr."""
