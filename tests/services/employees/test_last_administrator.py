"""The last administrator of an office does not go without a warning (X-10)."""

from dataclasses import replace
from datetime import date

import pytest

from oktui import demo
from oktui.domain.accounts import GrantChange
from oktui.domain.administrators import LastAdministrator
from oktui.domain.dates import DateOutOfRange
from oktui.domain.modules import Level, Module, Permission
from oktui.services.employees.edit_employee import AccountEdit, EditEmployee, edit_employee
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from storage import employees
from storage.database import transaction
from tests.support.cast import VYSOCINA, Cast, granted
from tests.support.journal import stored

ADMINISTRATION = Permission.SYSTEM_ADMINISTRATION
LONG_AGO = date(2010, 1, 1)


def edit(cast: Cast, valid_to: date | None = None, *grants: GrantChange, confirmed: bool = False) -> EditEmployee:
    """What F6 would hold for homola."""
    homola = cast.account("homola").employee
    return EditEmployee(
        employee_id=homola.id,
        version=homola.version,
        workplace_id=homola.workplace.id,
        details=replace(homola.details, valid_to=valid_to),
        account=AccountEdit("homola", grants),
        confirmed=confirmed,
    )


def test_retiring_the_last_administrator_needs_a_confirmation(cast: Cast) -> None:
    """X-10: refused once, with the office and the day; done when confirmed."""
    actor, homola = cast.actor("mpsv_radek"), cast.account("homola")
    before = stored()
    with pytest.raises(LastAdministrator) as warning:
        retire_employee(actor, homola.employee.id, effects=cast.effects)
    assert (warning.value.office, warning.value.since) == (VYSOCINA, cast.clock().date())
    assert stored() == before
    retire_employee(actor, homola.employee.id, confirmed=True, effects=cast.effects)
    assert cast.account("homola").employee.retired_at == cast.clock()
    restore_employee(actor, homola.employee.id, effects=cast.effects)


def test_an_end_of_validity_in_the_future_is_seen_coming(cast: Cast) -> None:
    """X-10: «od 1. 1. nebude mít úřad správce»; nothing is stored until it is confirmed."""
    actor = cast.actor("mpsv_radek")
    with pytest.raises(LastAdministrator) as warning:
        edit_employee(actor, edit(cast, date(2016, 12, 31)), effects=cast.effects)
    assert warning.value.since == date(2017, 1, 1)
    assert cast.account("homola").employee.details.valid_to is None
    edit_employee(actor, edit(cast, date(2016, 12, 31), confirmed=True), effects=cast.effects)
    assert cast.account("homola").employee.details.valid_to == date(2016, 12, 31)


def test_an_administrator_whose_end_is_past_every_date_can_be_edited_and_retired(cast: Cast) -> None:
    """X-10, X-28: 31.12.9999 as registers write it; it stays while something else is changed, and is not typed anew."""
    actor, homola = cast.actor("mpsv_radek"), cast.account("homola").employee
    with transaction():
        employees.update(homola.id, homola.workplace, replace(homola.details, valid_to=date.max))
    edit_employee(actor, edit(cast, date.max), effects=cast.effects)
    assert cast.account("homola").employee.details.valid_to == date.max
    with pytest.raises(DateOutOfRange) as refused:
        edit_employee(actor, edit(cast, date(9999, 12, 30)), effects=cast.effects)
    assert refused.value.field == "valid_to"
    with pytest.raises(LastAdministrator) as warning:
        retire_employee(actor, homola.id, effects=cast.effects)
    assert warning.value.since == cast.clock().date()
    retire_employee(actor, homola.id, confirmed=True, effects=cast.effects)


@pytest.mark.parametrize("change", ["revoke", "view", "end"])
def test_losing_the_permission_is_the_same_as_losing_the_person(cast: Cast, change: str) -> None:
    """X-10: stripped of Správa systému, left to look only, or given an end."""
    actor = cast.actor("mpsv_radek")
    grant = next(
        grant
        for grant in cast.account("homola").grants
        if (grant.module, grant.permission) == (Module.REGISTR, ADMINISTRATION)
    )
    level = Level.VIEW if change == "view" else Level.UPDATE
    end = date(2016, 8, 1) if change == "end" else None
    wanted = GrantChange(ADMINISTRATION, level, LONG_AGO, end, id=grant.id, revoke=change == "revoke")
    with pytest.raises(LastAdministrator) as warning:
        edit_employee(actor, edit(cast, None, wanted), effects=cast.effects)
    assert warning.value.module is Module.REGISTR
    assert warning.value.since == (date(2016, 8, 2) if change == "end" else cast.clock().date())


def test_with_a_colleague_who_stays_nobody_is_warned(cast: Cast) -> None:
    """X-10: only the last one counts, in each module of the realm."""
    both = [granted(module, ADMINISTRATION) for module in (Module.REGISTR, Module.POSKYTOVATEL)]
    cast.employ(demo.MARTINKA, "martinka", *both)
    actor, homola = cast.actor("mpsv_radek"), cast.account("homola")
    retire_employee(actor, homola.employee.id, effects=cast.effects)
    assert cast.account("homola").employee.retired_at is not None
