"""F12 Přístup k ISDS."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from screens.kept_file import KeptFileScreen
from screens.workplaces.data_box import DataBoxScreen
from screens.workplaces.letter import LetterScreen
from tests.support.cast import Cast
from tests.support.form_app import FormApp, fill
from tests.support.hosts import SIZE
from tests.support.waiting import settled, until

# The use cases are proven on both engines; what a form does with their answers does not depend on it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Compare = Callable[..., bool]


def fill_in(form: DataBoxScreen, **besides: str) -> None:
    """Robert Dlouhý is to be the administrator at Havlíčkův Brod."""
    form.workplace.value = next(place for place in form.workplaces if place.name.startswith("KP"))
    values = {
        "data_box": "abcdefi",
        "given_name": "Robert",
        "surname": "Dlouhý",
        "birth_surname": "Dlouhý",
        "birth_number": "900806/5121",
        "email": "dlouhy@havlbrod.example",
        "position": "referent",
        **besides,
    }
    fill(form, **values)


async def written(pilot: Pilot[None], form: DataBoxScreen) -> None:
    """Fill the form in, and have the letter shown."""
    await settled(pilot)
    fill_in(form)
    await pilot.press("f2")
    await settled(pilot)
    assert isinstance(pilot.app.screen, LetterScreen)


async def test_the_request_is_shown_and_saved(cast: Cast) -> None:
    """R2.4-2, X-30: a text ready to send, in a file of the program's own, that its maker is told how to fetch."""
    form = DataBoxScreen()
    app = FormApp(cast, form, "homola")
    async with app.run_test(size=SIZE) as pilot:
        await written(pilot, form)
        assert "Datová schránka: sc9aavg" in app.shown()
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, KeptFileScreen))
        (saved,) = cast.effects.files.path.iterdir()
        assert saved.name in app.shown()
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is form)
        assert not form.dirty
    assert "Rodné číslo: 900806/5121" in saved.read_text(encoding="utf-8")
    assert saved.stat().st_mode & 0o777 == 0o600


async def test_the_letter_is_given_to_the_terminal_only_when_asked(cast: Cast) -> None:
    """F12, X-30: whole, by OSC 52, and it is said how much that was."""
    form = DataBoxScreen()
    app = FormApp(cast, form, "homola")
    async with app.run_test(size=SIZE) as pilot:
        await written(pilot, form)
        assert app.copied == []
        await pilot.press("f6")
        await until(pilot, lambda: "Zkopírováno" in app.shown())
        (text,) = app.copied
        assert "Rodné číslo: 900806/5121" in text
        assert f"Znaků: {len(text)}." in app.shown()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "data_box",
            "lllllll",
            "Takové ID datové schránky není. Má sedm znaků bez l, o, 0 a 1, poslední je kontrolní.",
        ),
        (
            "data_box",
            "sc9aavg",
            "To je datová schránka MPSV, na kterou se žádost posílá. Zadejte schránku úřadu.",
        ),
        ("birth_number", "900806/5122", "Rodné číslo nemá správnou kontrolní číslici, zkontrolujte ho."),
        ("surname", "", "Zadejte příjmení."),
    ],
)
async def test_a_field_at_fault_is_named_beside_it(cast: Cast, field: str, value: str, sentence: str) -> None:
    """F12, X-25: and everything that was typed stays."""
    form = DataBoxScreen()
    app = FormApp(cast, form, "homola")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        fill_in(form, **{field: value})
        await pilot.press("f2")
        await settled(pilot)
        assert form.field(field).error == sentence
        assert form.field("given_name").value == "Robert"


def test_the_form_at_80x24(cast: Cast, snap_compare: Compare) -> None:
    """F12: MPSV's data box, the office's, and who is to be the administrator."""
    assert snap_compare(FormApp(cast, DataBoxScreen(), "homola"), terminal_size=SIZE, run_before=settled)
