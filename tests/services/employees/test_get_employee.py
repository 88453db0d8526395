"""Looking at an employee, and at oneself: F6, F2."""

from dataclasses import replace

import pytest

from oktui import demo
from oktui.domain.audit import EventKind
from oktui.domain.authority import NotFound
from oktui.domain.modules import Module, Permission
from oktui.domain.sync import SyncState
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.services.employees.create_employee import create_employee
from oktui.services.employees.get_employee import get_employee
from oktui.services.sign_in.get_own_account import get_own_account
from tests.services.employees.test_create_employee import request_for_martinka
from tests.support import use_cases
from tests.support.cast import Cast, granted


def test_the_detail_shows_the_account_how_the_sync_went_and_the_last_edit(cast: Cast) -> None:
    """F6: newest first, and the owner's own sign-ins are no edits."""
    homola = cast.actor("homola")
    employee_id = create_employee(homola, request_for_martinka(cast), effects=cast.effects)
    synchronise_accounts("test", effects=cast.effects)
    use_cases.edit(cast, homola, cast.account("martinka"))
    cast.sign_in("martinka", password="Zelenina-Na-Trhu")
    seen = get_employee(homola, employee_id, effects=cast.effects)
    assert seen.account == cast.account("martinka")
    assert seen.employee == cast.account("martinka").employee
    steps = [event.after["sync_state"] for event in seen.sync_history]
    assert steps == [state.value for state in reversed(SyncState) if state is not SyncState.NEW]
    assert seen.last_edit is not None
    assert (seen.last_edit.kind, seen.last_edit.who.name) == (EventKind.EMPLOYEE_CHANGED, "homola (Jiří Homola)")


def test_an_employee_without_an_account_has_none(cast: Cast) -> None:
    """R2.3-6: the tick was not set."""
    homola = cast.actor("homola")
    request = replace(request_for_martinka(cast), account=None)
    employee_id = create_employee(homola, request, effects=cast.effects)
    seen = get_employee(homola, employee_id, effects=cast.effects)
    assert (seen.account, seen.sync_history) == (None, ())
    assert seen.employee.person.name == "Radomír Martinka"


def test_an_unknown_employee_is_not_found(cast: Cast) -> None:
    """X-3: an id that nobody has."""
    with pytest.raises(NotFound):
        get_employee(cast.actor("homola"), 999_999, effects=cast.effects)


def test_everybody_sees_their_own_account(cast: Cast) -> None:
    """F2: without Správa systému that is all one sees."""
    cast.employ(demo.MARTINKA, "martinka", granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    own = get_own_account(cast.actor("martinka"), effects=cast.effects)
    assert own == cast.account("martinka")
