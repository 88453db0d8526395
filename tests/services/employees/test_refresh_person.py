"""Obnovit under «Osoba z KRK» in F6, and the username offered after a surname that has changed."""

from dataclasses import replace

import pytest

from oktui import demo
from oktui.domain.audit import EventKind
from oktui.domain.authority import Denial, Forbidden
from oktui.domain.outages import KrkUnavailable
from oktui.domain.people import PersonNotFound
from oktui.domain.sessions import Actor
from oktui.services.employees.edit_employee import edit_employee
from oktui.services.employees.get_employee import get_employee
from oktui.services.employees.refresh_person import refresh_person
from storage import krk
from storage.krk_models import CategoryRow, PersonRow
from tests.support import use_cases
from tests.support.cast import Cast
from tests.support.journal import new_events, stored


@pytest.fixture
def employee_id(cast: Cast) -> int:
    """Martinka, employed in Kraj Vysočina."""
    use_cases.create(cast, cast.actor("homola"), cast.account("homola"), demo.MARTINKA.ik)
    return cast.account("cerny").employee.id


def marry(surname: str = "Šťastný") -> None:
    """KRK has another surname from now on."""
    assert PersonRow.update(surname=surname).where(PersonRow.ik == demo.MARTINKA.ik).execute()


def offered(cast: Cast, actor: Actor, employee_id: int) -> str:
    """The username that F6 offers."""
    return get_employee(actor, employee_id, effects=cast.effects).username_offered


def test_krk_is_asked_and_the_new_name_stored(cast: Cast, employee_id: int) -> None:
    """R2.3-4, X-19, X-21: as the sync would, but at once and under the actor's name; no form is out of date."""
    homola = cast.actor("homola")
    marry()
    before = get_employee(homola, employee_id, effects=cast.effects).employee
    with new_events() as events:
        refresh_person(homola, employee_id, effects=cast.effects)
        refresh_person(homola, employee_id, effects=cast.effects)
    after = get_employee(homola, employee_id, effects=cast.effects).employee
    assert after == replace(before, person=replace(before.person, surname="Šťastný"))
    [event] = events()
    assert (event.kind, event.before["surname"], event.after["surname"]) == (
        EventKind.SYNCHRONISED,
        "Martinka",
        "Šťastný",
    )
    assert event.who.name.startswith("homola")


def test_when_krk_does_not_answer_our_copy_stays(cast: Cast, employee_id: int) -> None:
    """X-4."""
    homola = cast.actor("homola")
    before = stored()
    krk.open_krk("sqlite:////nowhere/krk.db")
    with pytest.raises(KrkUnavailable):
        refresh_person(homola, employee_id, effects=cast.effects)
    assert stored() == before


def test_whom_krk_has_lost_is_told_so(cast: Cast, employee_id: int) -> None:
    """R2.3-4: our copy stays."""
    CategoryRow.delete().where(CategoryRow.ik == demo.MARTINKA.ik).execute()
    PersonRow.delete().where(PersonRow.ik == demo.MARTINKA.ik).execute()
    with pytest.raises(PersonNotFound):
        refresh_person(cast.actor("homola"), employee_id, effects=cast.effects)


def test_a_viewer_changes_nothing_by_it(cast: Cast) -> None:
    """X-1, R2.1-1: nor does anybody to themselves."""
    with pytest.raises(Forbidden) as refused:
        refresh_person(cast.actor("homola"), cast.account("homola").employee.id, effects=cast.effects)
    assert refused.value.denial is Denial.OWN_ACCOUNT


def test_a_username_is_offered_after_the_new_surname_and_never_taken_by_itself(cast: Cast, employee_id: int) -> None:
    """R2.3-7, X-5: a free one, until the username is chosen anew."""
    homola = cast.actor("homola")
    assert offered(cast, homola, employee_id) == ""
    marry("Homola")
    refresh_person(homola, employee_id, effects=cast.effects)
    assert offered(cast, homola, employee_id) == "homola2"
    account = cast.account("cerny")
    edit_employee(homola, use_cases.edit_of(account, username="radomir"), effects=cast.effects)
    assert offered(cast, homola, employee_id) == ""
    marry("Radomír")
    refresh_person(homola, employee_id, effects=cast.effects)
    assert offered(cast, homola, employee_id) == ""


def test_other_names_that_change_offer_no_username(cast: Cast, employee_id: int) -> None:
    """R2.3-7: it is made of the surname."""
    homola = cast.actor("homola")
    assert PersonRow.update(given_name="Radim").where(PersonRow.ik == demo.MARTINKA.ik).execute()
    refresh_person(homola, employee_id, effects=cast.effects)
    assert offered(cast, homola, employee_id) == ""
