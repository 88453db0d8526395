"""Deleting an employee outright: only one who never signed in (X-26)."""

import pytest

from oktui import demo
from oktui.domain.accounts import EverSignedIn
from oktui.domain.administrators import LastAdministrator
from oktui.domain.audit import EventKind
from oktui.domain.authority import Denial, Forbidden, NotFound
from oktui.domain.modules import Module, Permission
from oktui.domain.sign_in import BadCredentials
from oktui.services.employees.delete_employee import delete_employee
from oktui.services.employees.get_employee import get_employee
from tests.support.cast import PASSWORD, Cast, granted
from tests.support.journal import new_events, stored

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


def test_whoever_never_signed_in_can_be_deleted_and_created_again(cast: Cast) -> None:
    """X-26, X-19: employee, account and grants are gone; the audit keeps who they were and who did it."""
    martinka = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    actor = cast.actor("homola")
    with new_events() as added:
        delete_employee(actor, martinka.employee.id, effects=cast.effects)
    (event,) = added()
    assert (event.kind, event.subject_name) == (EventKind.EMPLOYEE_DELETED, "1284384629: Radomír Martinka")
    assert event.before["username"] == "martinka"
    with pytest.raises(NotFound):
        get_employee(actor, martinka.employee.id, effects=cast.effects)
    with pytest.raises(BadCredentials):
        cast.sign_in("martinka", password=PASSWORD)
    assert cast.employ(demo.MARTINKA, "martinka", RECORDS).username == "martinka"


def test_whoever_has_signed_in_can_only_be_retired(cast: Cast) -> None:
    """X-26: nothing changes."""
    martinka = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    cast.sign_in("martinka")
    actor = cast.actor("homola")
    before = stored()
    with pytest.raises(EverSignedIn):
        delete_employee(actor, martinka.employee.id, effects=cast.effects)
    assert stored() == before


def test_deletion_is_bounded_as_any_administration(cast: Cast) -> None:
    """R2.1-1, X-3: nobody of another region, and not oneself."""
    actor = cast.actor("homola")
    for username, reason in (("dlouhy", Denial.OTHER_REGION), ("homola", Denial.OWN_ACCOUNT)):
        with pytest.raises(Forbidden) as refused:
            delete_employee(actor, cast.account(username).employee.id, effects=cast.effects)
        assert refused.value.denial is reason


def test_the_last_administrator_is_not_deleted_without_a_warning(cast: Cast) -> None:
    """X-10: as with retirement."""
    actor, homola = cast.actor("mpsv_radek"), cast.account("homola")
    with pytest.raises(LastAdministrator):
        delete_employee(actor, homola.employee.id, effects=cast.effects)
    delete_employee(actor, homola.employee.id, confirmed=True, effects=cast.effects)
    with pytest.raises(BadCredentials):
        cast.sign_in("homola")
