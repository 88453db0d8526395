"""Účty Řešení odvolání (R1.3-3)."""

from collections.abc import Callable

import pytest

from oktui import demo
from oktui.domain.modules import Module, Permission, Realm
from screens.employees.appeals import AppealsScreen
from tests.support.cast import Cast, granted, namesake
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]


@pytest.fixture
def app(cast: Cast) -> FormApp:
    """The form, in front of one old account."""
    cast.employ(
        namesake(demo.GOLLOVA, "1284384629", "480115/019"),
        "odvolani",
        granted(Module.OKNOUZE, Permission.APPEALS),
        realm=Realm.OKNOUZE,
        workplace="KOP Jindřichův Hradec",
    )
    return FormApp(cast, AppealsScreen(), "gollova", Module.OKNOUZE)


async def test_they_are_retired_after_a_question_and_not_before(cast: Cast, app: FormApp) -> None:
    """R1.3-3: the preview, the question with their number, and what was done."""
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert "odvolani" in app.shown()
        await pilot.press("f8")
        await settled(pilot)
        assert "Vyřadit všechny vypsané účty (1)?" in app.shown()
        await pilot.press("enter")
        await settled(pilot)
        assert cast.account("odvolani", Realm.OKNOUZE).employee.retired_at is None
        await pilot.press("f8")
        await settled(pilot)
        await pilot.press("left", "enter")
        await settled(pilot)
        assert "Vyřazeno účtů: 1." in app.shown()
    assert cast.account("odvolani", Realm.OKNOUZE).employee.retired_at == cast.clock()


def test_the_preview_at_80x24(app: FormApp, snap_compare: Compare) -> None:
    """R1.3-3: whom it concerns, before anything is done."""
    assert snap_compare(app, terminal_size=SIZE, run_before=settled)
