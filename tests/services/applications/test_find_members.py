"""Those who may sign in to a module, for software that reads them over LDAP (docs/aplikace.md)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.applications import UnknownApplication
from oktui.domain.directory import Reader, Wanted
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.sessions import MachineOwner
from oktui.domain.sync import SyncState
from oktui.services.applications.add_application import add_application
from oktui.services.applications.find_members import find_members
from oktui.services.applications.remove_application import remove_application
from oktui.services.employees.retire_employee import retire_employee
from tests.support.cast import DETAILS, Cast, granted
from tests.support.newcomers import newcomers

OWNER = MachineOwner(name="root")
EVIDENCE = Reader(application="evidence")
RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
OFFICIALS = ["dlouhy", "homola", "klicpera", "mpsv_radek"]


@pytest.fixture(autouse=True)
def _evidence(cast: Cast) -> None:
    """An application of registr."""
    add_application(OWNER, "evidence", Module.REGISTR, effects=cast.effects)


def found(cast: Cast, reader: Reader = EVIDENCE, **wanted: object) -> list[str]:
    """The usernames."""
    asked = Wanted(**wanted)  # type: ignore[arg-type]  # what each test says of whom it wants
    return [each.username for each in find_members(reader, asked, effects=cast.effects).members]


def test_they_are_those_of_the_applications_module_in_order(cast: Cast) -> None:
    """X-3, R1.3-1: whoever has a permission of it in force; the other realm has accounts of its own."""
    assert found(cast) == OFFICIALS
    add_application(OWNER, "socialni", Module.OKNOUZE, effects=cast.effects)
    assert "sz_smitko" in found(cast, Reader(application="socialni"))


def test_whoever_could_not_sign_in_is_not_one_of_them(cast: Cast) -> None:
    """R1.1-2, R2.5-1, R2.3-12: without a grant, before or after it, retired, ended, not yet usable."""
    today = cast.clock().date()
    people = iter(newcomers(6))
    soon = replace(RECORDS, valid_from=today + timedelta(1))
    over = replace(RECORDS, valid_from=today - timedelta(9), valid_to=today - timedelta(1))
    ended = replace(DETAILS, valid_to=today - timedelta(1))
    cast.employ(next(people), "nobody1")
    cast.employ(next(people), "nobody2", soon)
    cast.employ(next(people), "nobody3", over)
    cast.employ(next(people), "nobody4", RECORDS, details=ended)
    cast.employ(next(people), "nobody5", RECORDS, state=SyncState.NEW)
    retired = cast.employ(next(people), "nobody6", RECORDS)
    retire_employee(cast.actor("homola"), retired.employee.id, effects=cast.effects)
    assert found(cast) == OFFICIALS


def test_they_are_found_by_name_number_and_permission(cast: Cast) -> None:
    """R1.1-3: case is nobody's; a level is the one that was granted."""
    cast.employ(demo.MARTINKA, "Martinka", replace(RECORDS, level=Level.VIEW))
    holding = Permission.SOCIAL_SERVICES_RECORDS
    assert found(cast, username="MARTINKA") == ["Martinka"]
    assert found(cast, ik=demo.MARTINKA.ik) == ["Martinka"]
    assert found(cast, holding=(holding, Level.VIEW)) == ["Martinka"]
    assert "Martinka" not in found(cast, holding=(holding, Level.UPDATE))
    assert found(cast, holding=(Permission.SYSTEM_ADMINISTRATION, Level.UPDATE)) == ["homola", "mpsv_radek"]


def test_they_are_read_on_where_the_last_page_ended(cast: Cast) -> None:
    """Until there is nobody more."""
    first = find_members(EVIDENCE, Wanted(limit=3), effects=cast.effects)
    rest = find_members(EVIDENCE, Wanted(limit=3).beyond(first.last), effects=cast.effects)
    assert [each.username for each in (*first.members, *rest.members)] == OFFICIALS
    assert (first.last, rest.last) == ("klicpera", "")


def test_a_person_reads_themselves(cast: Cast) -> None:
    """X-3: whatever they ask for."""
    homola = Reader(module=Module.REGISTR, username="Homola")
    assert found(cast, homola) == ["homola"]
    assert found(cast, homola, username="dlouhy") == []
    assert found(cast, homola, ik=cast.account("dlouhy").employee.ik) == []


def test_an_application_that_was_removed_reads_nobody(cast: Cast) -> None:
    """X-3: though it has shown its key before."""
    remove_application(OWNER, "evidence", effects=cast.effects)
    with pytest.raises(UnknownApplication):
        found(cast)
