"""F11 Pracoviště."""

from collections.abc import Callable

import pytest

from oktui.services.workplaces.list_workplaces import list_workplaces
from screens.widgets.buttons import ActionButton
from screens.workplaces.workplace import WorkplaceScreen
from screens.workplaces.workplace_list import WorkplacesScreen
from tests.support.cast import Cast
from tests.support.form_app import FormApp
from tests.support.hosts import SIZE
from tests.support.waiting import settled

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]


async def test_mpsv_adds_a_workplace_at_the_keyboard(cast: Cast) -> None:
    """F11, R2.1-2: F7, the name, OK; the list has it, with the cursor on it."""
    app = FormApp(cast, WorkplacesScreen(), "mpsv_radek")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        assert isinstance(app.screen, WorkplaceScreen)
        await pilot.press("tab", *"Smilov")
        await pilot.press("f2")
        await settled(pilot)
        assert app.screen.field("region").error == "Pracoviště MPSV nepatří žádnému kraji, ostatní patří právě jednomu."
        assert app.screen.field("name").value == "Smilov"
        await pilot.press("down", "down", "enter", "f2")
        await settled(pilot)
        assert "Smilov" in app.shown()
    names = {row.workplace.name for row in list_workplaces(app.signed_in.actor, effects=cast.effects)}
    assert "Smilov" in names


async def test_a_region_only_reads(cast: Cast) -> None:
    """F11, X-3: the keys and the buttons to change anything with are grey."""
    app = FormApp(cast, WorkplacesScreen(), "homola")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        shown = app.shown()
        assert isinstance(app.screen, WorkplacesScreen)
        assert "KP Havlíčkův Brod" in shown
        assert "KP Havlíčkův Brod (Havlíčkův Brod)" not in shown
        assert "Jihomoravský" not in shown
        assert [button.disabled for button in app.form.query(ActionButton)] == [True, True, False]
        await pilot.press("down")
        await settled(pilot)
        assert "KP Havlíčkův Brod (Havlíčkův Brod) · Kraj Vysočina" in app.shown()


async def test_it_is_sorted_as_czech_sorts(cast: Cast) -> None:
    """F11, F3: č comes after c and before m, Ú before Z."""
    app = FormApp(cast, WorkplacesScreen(), "mpsv_radek")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        shown = app.shown()
    listed = ["Hlavní", "Jihočeský", "Jihomoravský", "Kraj V", "Královéhradecký", "Středočeský", "Ústecký", "Zlínský"]
    assert sorted(listed, key=lambda name: shown.index(f"KÚ         {name}")) == listed


def test_the_list_at_80x24(cast: Cast, snap_compare: Compare) -> None:
    """F11: kind, name, region, validity and head count of every workplace."""
    assert snap_compare(FormApp(cast, WorkplacesScreen(), "mpsv_radek"), terminal_size=SIZE, run_before=settled)


def test_the_form_at_80x24(cast: Cast, snap_compare: Compare) -> None:
    """F11: a new workplace."""
    assert snap_compare(FormApp(cast, WorkplaceScreen(None), "mpsv_radek"), terminal_size=SIZE, run_before=settled)
