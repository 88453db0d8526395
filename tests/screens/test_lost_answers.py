"""A change whose answer was lost: what the form says, and that OK pressed again makes it once (X-32)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import peewee
import pytest

from oktui.domain.audit import DoneBefore, EventKind
from oktui.domain.modules import Module, Realm
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.outages import DatabaseUnavailable, OutcomeUnknown
from oktui.services.answering import Attempt, once
from oktui.services.workplaces.save_workplace import SaveWorkplace, save_workplace
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.texts import employees, program
from screens.workplaces.workplace import WorkplaceScreen
from storage import workplaces
from storage.database import transaction
from storage.models import AuditRow
from tests.support.cast import Cast
from tests.support.employee_forms import opened
from tests.support.waiting import settled

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@contextmanager
def losing(*, done: bool) -> Iterator[None]:
    """Have the connection end at the first commit of a change, after it or before."""
    commit = peewee.PostgresqlDatabase.commit
    lost = False

    def lose(db: Any) -> None:
        nonlocal lost
        if lost or db.execute_sql("SELECT pg_current_xact_id_if_assigned() IS NULL").fetchone()[0]:
            commit(db)
            return
        lost = True
        if done:
            commit(db)
        db.connection().close()
        raise peewee.OperationalError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(peewee.PostgresqlDatabase, "commit", lose)
        yield
    assert lost


def events(kind: EventKind = EventKind.WORKPLACE_CREATED) -> int:
    """How many such changes were ever said to be made."""
    with transaction():
        return AuditRow.select().where(AuditRow.kind == kind).count()


@pytest.mark.parametrize("done", [True, False], ids=["it had arrived", "it had not"])
async def test_ok_pressed_again_stores_it_once(cast: Cast, done: bool) -> None:
    """F11: neither is claimed, all that was typed stays; then there is one workplace, made once."""
    form = WorkplaceScreen(None)
    async with opened(cast, form, "mpsv_radek") as (app, pilot):
        form.office_name.value = "Smilov"
        form.office_region.value = Region.VYSOCINA
        before = events()
        with losing(done=done):
            await pilot.press("f2")
            await settled(pilot)
            assert app.screen.query("MessageDialog .box")
            assert "Databáze neodpověděla včas" in app.shown()
            await pilot.press("enter")
            await settled(pilot)
        assert app.screen is form
        assert form.office_name.value == "Smilov"
        assert events() == before + done
        await pilot.press("f2")
        await settled(pilot)
        assert events() == before + 1
        [number] = app.results
    with transaction():
        assert workplaces.load(number).name == "Smilov"


async def test_what_was_changed_meanwhile_is_another_request(cast: Cast) -> None:
    """F11: typed over, it is not taken for what was stored."""
    form = WorkplaceScreen(None)
    async with opened(cast, form, "mpsv_radek") as (app, pilot):
        form.office_name.value = "Smilov"
        form.office_region.value = Region.VYSOCINA
        with losing(done=True):
            await pilot.press("f2")
            await settled(pilot)
            await pilot.press("enter")
            await settled(pilot)
        form.office_name.value = "Šmolkov"
        await pilot.press("f2")
        await settled(pilot)
        [number] = app.results
    with transaction():
        assert workplaces.load(number).name == "Šmolkov"


async def test_a_lock_that_is_gone_already_is_said_to_be_gone(cast: Cast) -> None:
    """F6, R2.6-3: one key, pressed again, is not told that there is no lock; it was ended once."""
    smitko = cast.account("sz_smitko", Realm.OKNOUZE)
    form = EmployeeDetailScreen(smitko.employee.id)
    async with opened(cast, form, "mpsv_radek", Module.OKNOUZE) as (app, pilot):
        before = events(EventKind.UNLOCKED)
        with losing(done=True):
            await pilot.press("ctrl+o")
            await settled(pilot)
            await pilot.press("enter")
            await settled(pilot)
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert app.notices == [program.DONE_BEFORE, employees.unlocked(smitko)]
    assert events(EventKind.UNLOCKED) == before + 1


async def test_what_was_only_read_is_not_said_to_be_stored_or_not(cast: Cast) -> None:
    """X-32: of a reading that does not come back no change is spoken of."""
    form = WorkplaceScreen(None)
    async with opened(cast, form, "mpsv_radek"):

        def late() -> None:
            raise OutcomeUnknown

        with pytest.raises(DatabaseUnavailable):
            await form.call(late)
        with pytest.raises(OutcomeUnknown):
            await form.perform(late)


def test_of_two_attempts_at_once_one_is_made(cast: Cast) -> None:
    """X-32: the server goes on with the first when the second has looked already."""

    def ask(case: Callable[[], int]) -> int:
        return once(Attempt("the same"), case)

    request = SaveWorkplace(OfficeKind.KU, "Smilov", Region.VYSOCINA, date(2016, 1, 1), None, "", None, 1)
    actor = cast.actor("mpsv_radek")
    made = ask(partial(save_workplace, actor, request, effects=cast.effects))
    other = replace(request, name="Jinde")
    with pytest.raises(DoneBefore) as refused:
        ask(partial(save_workplace, actor, other, effects=cast.effects))
    assert refused.value.subject_id == made
    with transaction():
        assert "Jinde" not in {place.name for place in workplaces.within(None)}
