"""Looking what somebody can be given after a colleague (R2.1-1, R2.1-3)."""

import pytest

from oktui import demo
from oktui.domain.authority import Forbidden
from oktui.domain.colleague import WhyLeft
from oktui.domain.modules import Module, Permission
from oktui.domain.offices import OfficeKind
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.take_after import TakeAfter, take_after
from storage.models import WorkplaceRow
from tests.support.cast import DETAILS, JIHOMORAVSKY, VYSOCINA, Cast, granted
from tests.support.journal import new_events, stored

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
REPORTS = granted(Module.POSKYTOVATEL, Permission.REPORTS)
INSPECTIONS = granted(Module.REGISTR, Permission.INSPECTION_RECORDS)
MINISTRY = "MPSV PHN a SS"


def test_workplace_function_and_permissions_are_taken_and_nothing_is_stored(cast: Cast) -> None:
    """R2.1-3: another module's permission is named with why it is left out."""
    colleague = cast.employ(demo.MARTINKA, "martinka", RECORDS, REPORTS).employee
    actor, before = cast.actor("homola"), stored()
    with new_events() as added:
        pattern = take_after(actor, TakeAfter(colleague.id, OfficeKind.OU_SZ, moves=True), effects=cast.effects)
    assert (pattern.name, pattern.position) == ("Ing. Radomír Martinka", "referent")
    assert pattern.workplace is not None
    assert pattern.workplace.name == VYSOCINA
    assert [change.permission for change in pattern.grants] == [Permission.SOCIAL_SERVICES_RECORDS]
    assert [(each.permission, each.why) for each in pattern.left_out] == [(Permission.REPORTS, WhyLeft.OTHER_MODULE)]
    assert (stored(), added()) == (before, [])


def test_at_a_workplace_that_has_ended_nobody_is_put(cast: Cast) -> None:
    """R2.1-1: and what is given is judged by where the receiver is."""
    colleague = cast.employ(demo.MARTINKA, "martinka", INSPECTIONS, workplace=MINISTRY).employee
    actor = cast.actor("mpsv_radek")
    request = TakeAfter(colleague.id, OfficeKind.KU, moves=True)
    assert [each.permission for each in take_after(actor, request, effects=cast.effects).grants] == [
        Permission.INSPECTION_RECORDS
    ]
    WorkplaceRow.update(valid_to=cast.clock().date().replace(day=1)).where(WorkplaceRow.name == MINISTRY).execute()
    pattern = take_after(actor, request, effects=cast.effects)
    assert (pattern.workplace, pattern.grants) == (None, ())
    assert [each.why for each in pattern.left_out] == [WhyLeft.MPSV_ONLY]


def test_whoever_stays_is_given_what_their_own_office_can_have(cast: Cast) -> None:
    """R1.1-3."""
    colleague = cast.employ(demo.MARTINKA, "martinka", RECORDS, INSPECTIONS, workplace=MINISTRY).employee
    request = TakeAfter(colleague.id, OfficeKind.KU)
    pattern = take_after(cast.actor("mpsv_radek"), request, effects=cast.effects)
    assert [each.permission for each in pattern.grants] == [Permission.SOCIAL_SERVICES_RECORDS]


def test_a_stranger_is_nobodys_colleague(cast: Cast) -> None:
    """R2.1-1: nothing is learned of another region's officials."""
    stranger = cast.employ(demo.MARTINKA, "martinka", RECORDS, workplace=JIHOMORAVSKY).employee
    with pytest.raises(Forbidden):
        take_after(cast.actor("homola"), TakeAfter(stranger.id, OfficeKind.KU, moves=True), effects=cast.effects)


def test_somebody_without_an_account_gives_workplace_and_function(cast: Cast) -> None:
    """R2.3-6: there are no permissions then."""
    actor = cast.actor("homola")
    hired = CreateEmployee(demo.MARTINKA.ik, cast.workplace_id(VYSOCINA), DETAILS)
    colleague_id = create_employee(actor, hired, effects=cast.effects)
    pattern = take_after(actor, TakeAfter(colleague_id, OfficeKind.KU, moves=True), effects=cast.effects)
    assert (pattern.position, pattern.grants, pattern.left_out) == ("referent", (), ())
