"""The fields that forms are made of."""

from datetime import date
from functools import partial
from io import StringIO
from typing import Any

import pytest
from rich.console import Console
from rich.traceback import Traceback
from textual import events, on
from textual.color import Color
from textual.widgets import Input

from oktui.domain.dates import DateOutOfRange, NoSuchDay
from screens.texts import refusals
from screens.widgets.choices import ReadOnlyField
from screens.widgets.fields import ChoiceField, DateField, Field, PasswordField, RadioChoice, TextField, TickField
from tests.support.hosts import SIZE, HostApp

SECRET = "Modrý-kos-1291"
LEVELS = [("prohlížení", "view"), ("aktualizace", "update")]
LABELS = {value: label for label, value in LEVELS}
TODAY = date(2026, 7, 13)
WORKPLACES = [("ÚP Kladno [/x]", 1), ("MPSV \x1b[31m", 2)]


class FieldApp(HostApp):
    """Keeps what the fields say."""

    @on(Field.Submitted)
    @on(Field.Changed)
    def _heard(self, event: Field.Used) -> None:
        self.heard.append(event)

    def said(self) -> list[tuple[str, str | None]]:
        """The kinds of message heard, and of which field."""
        return [(type(event).__name__, event.field.name) for event in self.heard if isinstance(event, Field.Used)]


def all_fields() -> list[Field[Any]]:
    """One of each kind that can be filled in."""
    return [
        TextField("email", "Email"),
        DateField("valid_from", "Platnost od", today=lambda: TODAY),
        PasswordField("password", "Heslo"),
        ChoiceField("workplace", "Pracoviště", WORKPLACES),
        TickField("retired", "Včetně vyřazených a neplatných"),
        RadioChoice("level", "Úroveň", LEVELS),
    ]


def row_of(app: HostApp, text: str) -> int:
    """The row of the screen that begins with the text."""
    return next(row for row, line in enumerate(app.lines()) if line.startswith(text))


def error_of(field: Field[Any]) -> str | None:
    """The error now, whatever the type checker believes from before."""
    return field.error


async def paste(app: HostApp, text: str) -> None:
    """Paste as the terminal does."""
    assert app.focused is not None
    app.focused.post_message(events.Paste(text))


@pytest.mark.parametrize("field", all_fields(), ids=lambda field: type(field).__name__)
async def test_a_field_is_one_row_high_with_its_label_at_the_left(field: Field[Any]) -> None:
    """F5: so many fields fit on 24 rows."""
    app = FieldApp(field)
    async with app.run_test(size=SIZE):
        assert field.size.height == 1
        assert field.region.x == 0


@pytest.mark.parametrize("field", all_fields(), ids=lambda field: type(field).__name__)
async def test_enter_submits_in_every_field(field: Field[Any]) -> None:
    """F1: Enter means the same wherever the cursor is."""
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await pilot.press("enter")
        assert app.said() == [("Submitted", field.name)]


@pytest.mark.parametrize("field", all_fields(), ids=lambda field: type(field).__name__)
async def test_opening_a_form_is_no_change(field: Field[Any]) -> None:
    """F5: Zpět asks only when something was typed."""
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert app.heard == []


def bright_cells(app: HostApp) -> int:
    """How many cells of the first row are drawn dark on bright."""
    first = app.screen._compositor.render_strips()[0]
    styles = [segment.style for segment in first for _ in segment.text if segment.style]
    grounds = [style.color if style.reverse else style.bgcolor for style in styles]
    return sum(Color.from_rich_color(ground).brightness > 0.5 for ground in grounds if ground)


@pytest.mark.parametrize("field", all_fields(), ids=lambda field: type(field).__name__)
async def test_where_the_keys_go_is_seen_without_colours(field: Field[Any]) -> None:
    """Every form works with the keyboard alone, on monochrome terminals too."""
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        app.set_focus(None)
        await pilot.pause()
        before = bright_cells(app)
        field.focus_control()
        await pilot.pause()
        assert (before, bright_cells(app) > 0) == (0, True)


async def test_an_error_stands_under_its_control_and_goes_when_the_field_is_changed() -> None:
    """F5: a refusal is shown beside its field; no row is kept for it otherwise."""
    email, phone = TextField("email", "Email"), TextField("phone", "Telefon")
    app = FieldApp(email, phone)
    async with app.run_test(size=SIZE) as pilot:
        assert row_of(app, "Telefon") == row_of(app, "Email") + 1
        email.error = "Adresa [není] úplná."
        await pilot.pause()
        error = app.lines()[row_of(app, "Email") + 1]
        assert error.index("! Adresa [není] úplná.") == email.query_one(Input).region.x
        email.focus_control()
        await pilot.press("a")
        await pilot.pause()
        assert error_of(email) is None
        assert row_of(app, "Telefon") == row_of(app, "Email") + 1


async def test_what_a_program_fills_in_is_no_change_of_the_user() -> None:
    """R2.3-7: the proposed username follows the surname until the user changes it."""
    field = TextField("username", "Uživatelské jméno")
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        field.value = "cerny"
        await pilot.pause()
        assert app.heard == []
        field.focus_control()
        await pilot.press("end", "2")
        assert app.said() == [("Changed", "username")]
        assert field.value == "cerny2"


async def test_labels_and_values_are_shown_as_text() -> None:
    """X-22: labels of choices come from data too."""
    app = FieldApp(
        ReadOnlyField("surname", "Příjmení [/x]", "Novák [@click=app.quit]\x1b[2J"),
        partial(TextField, "email", "Email", "a\x1b[31mb\u202e"),
        ChoiceField("workplace", "Pracoviště", WORKPLACES, 2),
        RadioChoice("level", "Úroveň", [("[b]ano", 1), ("ne", 2)]),
        TickField("tick", "Tik [/x]"),
    )
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        shown = app.shown()
        for text in (
            "Příjmení [/x]",
            "Novák [@click=app.quit]\ufffd[2J",
            "a\ufffd[31mb\ufffd",
            "[b]ano",
            "[ ] Tik [/x]",
        ):
            assert text in shown
        assert "MPSV \ufffd[31m" in shown
        assert shown.replace("\n", "").isprintable()
        assert app.query_one(TextField).value == "a\x1b[31mb\u202e", "what is shown does not change what is stored"


async def test_no_cursor_blinks() -> None:
    """An idle line over SSH carries nothing."""
    app = FieldApp(TextField("email", "Email"))
    async with app.run_test(size=SIZE) as pilot:
        line = app.query_one(Input)
        line.focus()
        await pilot.press("a", "left")
        await pilot.click(Input)
        assert line._cursor_visible
        assert line._blink_timer is not None
        assert not line._blink_timer._active.is_set()


@pytest.mark.parametrize(
    ("pasted", "value"),
    [
        ("Jan\nNovák", "Jan Novák"),
        ("Jan\r\n\r\nNovák\r\n", "Jan Novák"),
        ("Jan\tNovák", "Jan Novák"),
        ("1.\u00a01.\u00a02026", "1. 1. 2026"),
        ("No\x1bv\u200ba\u0301k", "Novák"),
    ],
)
async def test_all_of_a_paste_comes_in_as_one_clean_line(pasted: str, value: str) -> None:
    """X-22: no second line is lost, no control character gets in."""
    field = TextField("name", "Jméno")
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await pilot.pause()
        await paste(app, pasted)
        await pilot.pause()
        assert field.value == value


async def test_a_paste_replaces_the_selection() -> None:
    """F3: a field gone to with Tab is selected."""
    app = FieldApp(partial(TextField, "name", "Jméno", "Josef"))
    async with app.run_test(size=SIZE) as pilot:
        field = app.query_one(TextField)
        field.focus_control()
        await pilot.pause()
        await paste(app, "Jan")
        await pilot.pause()
        assert field.value == "Jan"


async def test_a_paste_that_is_too_long_is_refused_aloud() -> None:
    """X-22: it neither vanishes silently nor comes in cut."""
    app = FieldApp(partial(TextField, "name", "Jméno", "Jan", max_length=5))
    async with app.run_test(size=SIZE) as pilot:
        field = app.query_one(TextField)
        field.focus_control()
        await pilot.press("end")
        await paste(app, "Maxmilián")
        await pilot.pause()
        assert field.value == "Jan"
        assert field.error is not None
        assert "5" in field.error


async def test_a_character_that_is_not_taken_is_refused_aloud() -> None:
    """F3: letters in an IK."""
    field = TextField("ik", "IK MPSV", restrict=r"\d*", max_length=10)
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await pilot.press("1", "x")
        assert field.value == "1"
        assert field.error is not None
        await pilot.press("2")
        assert (field.value, error_of(field)) == ("12", None)


@pytest.mark.parametrize(
    "typed", ["01.01.27", "010127", "01012027", "1/1/2027", "2027-01-01", "1. ledna 2027", "+172", "1. 1. 2027"]
)
async def test_a_date_typed_in_any_usual_form_is_shown_in_one(typed: str) -> None:
    """X-28: when the field is left."""
    field = DateField("valid_from", "Platnost od", today=lambda: TODAY)
    app = FieldApp(field, TextField("email", "Email"))
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await pilot.press(*typed, "tab")
        await pilot.pause()
        assert (field.state, field.value, field.problem) == ("1.1.2027", date(2027, 1, 1), None)


async def test_a_date_far_away_is_refused_beside_its_field_unless_it_is_stored_already() -> None:
    """X-28: registers write 31.12.9999 for no end, and that blocks no other change."""
    field = DateField("valid_to", "Platnost do", today=lambda: TODAY)
    app = FieldApp(field, TextField("email", "Email"))
    async with app.run_test(size=SIZE) as pilot:
        field.value = date(9999, 12, 31)
        assert (field.value, field.problem) == (date(9999, 12, 31), None)
        field.focus_control()
        await pilot.press("end", "backspace", "8", "tab")
        await pilot.pause()
        assert field.state == "31.12.9998"
        assert error_of(field) == refusals.refusal(DateOutOfRange("valid_to")).text


async def test_a_date_is_tidied_up_when_the_field_is_left() -> None:
    """F5: Platnost od."""
    field = DateField("valid_from", "Platnost od", today=lambda: TODAY)
    app = FieldApp(field, TextField("email", "Email"))
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await pilot.press(*"01. 02. 2026", "tab")
        await pilot.pause()
        assert (field.state, field.value, field.problem) == ("1.2.2026", date(2026, 2, 1), None)


async def test_what_is_no_date_says_so_when_the_field_is_left() -> None:
    """F5: and stays as it was typed."""
    field = DateField("valid_from", "Platnost od", today=lambda: TODAY)
    app = FieldApp(field, TextField("email", "Email"))
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await pilot.press(*"31.2.2026", "tab")
        await pilot.pause()
        assert (field.state, field.value) == ("31.2.2026", None)
        assert field.problem is not None
        assert field.problem.field == "valid_from"
        assert field.error == refusals.refusal(NoSuchDay("valid_from")).text


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        (" Modrý kos", "Heslo začíná mezerou."),
        ("Modrý kos ", "Heslo končí mezerou."),
        (" Modrý kos ", "Heslo začíná i končí mezerou."),
        ("Modrý kos", None),
    ],
)
async def test_spaces_around_a_password_are_hinted_at(typed: str, hint: str | None) -> None:
    """X-28: bullets hide a space that was pasted; it is taken all the same, for it may be the password's own."""
    field = PasswordField("password", "Heslo")
    app = FieldApp(field, TextField("email", "Email"))
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await paste(app, typed)
        await pilot.press("tab")
        await pilot.pause()
        assert (field.value, field.warning) == (typed, hint)
        assert hint is None or hint in app.shown()


@pytest.mark.parametrize(
    "keys", [["ctrl+c"], ["ctrl+x"], ["ctrl+shift+a", "ctrl+c"], ["shift+home", "ctrl+x"], ["super+c"]]
)
async def test_a_password_is_never_copied(keys: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """F1, F9: neither to the program's clipboard nor, through OSC 52, to the terminal's."""
    copied: list[str] = []
    field = PasswordField("password", "Heslo")
    app = FieldApp(field)
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await pilot.press(*SECRET, *keys)
        assert field.value == SECRET
        assert SECRET not in app.shown()
        assert field.query_one(Input).selected_text == ""
        assert copied == []


@pytest.mark.parametrize(
    ("pasted", "value"), [(f"{SECRET}\r\n", SECRET), (" mezera ", " mezera "), ("a\nb", ""), ("a\x1bb", "")]
)
async def test_a_password_is_pasted_exactly_or_not_at_all(pasted: str, value: str) -> None:
    """X-15: a password which the program had altered would not be the one its owner knows."""
    field = PasswordField("password", "Heslo")
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await pilot.pause()
        await paste(app, pasted)
        await pilot.pause()
        assert field.value == value
        assert (field.error is None) == bool(value)


async def test_a_password_can_be_forgotten() -> None:
    """F1: after a refused sign-in."""
    field = PasswordField("password", "Heslo")
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await pilot.press(*SECRET)
        field.clear()
        assert field.value == ""


@pytest.mark.parametrize("key", ["x", "enter"])
async def test_no_crash_tells_a_password(key: str) -> None:
    """F1: a traceback may show variables; the messages of the field and the field itself do not give it away."""

    class Crashing(HostApp):
        @on(Field.Changed)
        def _crash(self, event: Field.Changed) -> None:
            raise RuntimeError(event.field.name)

        @on(Field.Submitted)
        def _crash_too(self, event: Field.Submitted) -> None:
            raise RuntimeError(event.field.name)

    app = Crashing(PasswordField("password", "Heslo"))

    async def crash() -> None:
        async with app.run_test(size=SIZE) as pilot:
            field = app.query_one(PasswordField)
            field.value = SECRET
            field.focus_control()
            await pilot.press("end", key)

    with pytest.raises(RuntimeError):
        await crash()
    [crashed] = app.bugs
    console = Console(file=StringIO(), width=500, record=True)
    console.print(Traceback.from_exception(type(crashed), crashed, crashed.__traceback__, show_locals=True))
    told = console.export_text()
    assert "RuntimeError" in told
    assert SECRET not in told


def test_the_messages_of_a_password_do_not_give_it_away() -> None:
    """F1: whatever logs a message logs its repr."""
    line = PasswordField("password", "Heslo")._line
    messages = [line.Changed(line, SECRET), line.Submitted(line, SECRET)]
    assert SECRET not in repr(messages)


async def test_a_choice_opens_with_space_and_takes_with_enter() -> None:
    """F5: Pracoviště."""
    field = ChoiceField("workplace", "Pracoviště", WORKPLACES, blank="(všechna)")
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        before = field.value
        assert before is None
        assert "(všechna)" in app.shown()
        field.focus_control()
        await pilot.press("space", "down", "enter")
        await pilot.pause()
        assert field.value == 1
        assert app.said() == [("Changed", "workplace")]


async def test_a_choice_left_with_esc_is_unchanged() -> None:
    """F5: and Esc closes the list, not the form."""
    field = ChoiceField("workplace", "Pracoviště", WORKPLACES, 1)
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await pilot.press("space", "down", "escape")
        await pilot.pause()
        assert field.value == 1
        assert field.query_one("CompactSelect").has_focus


@pytest.mark.parametrize(("options", "value"), [(WORKPLACES[:1], 1), (WORKPLACES[1:], None), ([], None)])
async def test_other_options_keep_the_choice_if_it_is_among_them(
    options: list[tuple[str, int]], value: int | None
) -> None:
    """F3: the workplaces follow the kind of office."""
    field = ChoiceField("workplace", "Pracoviště", WORKPLACES, 1, blank="(všechna)")
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        field.set_options(options)
        await pilot.pause()
        assert field.value == value
        assert app.heard == []


async def test_a_choice_without_an_empty_one_takes_the_first() -> None:
    """F7: Úroveň."""
    field = ChoiceField("level", "Úroveň", LEVELS)
    app = FieldApp(field)
    async with app.run_test(size=SIZE):
        assert field.value == "view"
        field.value = "update"
        assert field.value == "update"


async def test_ticks_are_told_apart_without_colours() -> None:
    """F3: `[x]` and `[ ]`, as the document draws them."""
    field = TickField("retired", "Včetně vyřazených")
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "[ ] Včetně vyřazených" in app.shown()
        field.focus_control()
        await pilot.press("space")
        await pilot.pause()
        assert "[x] Včetně vyřazených" in app.shown()
        ticked = field.value
        await pilot.click("Tick")
        assert (ticked, field.value) == (True, False)
        assert app.said() == [("Changed", "retired")] * 2


@pytest.mark.parametrize(
    ("keys", "value"),
    [([], "view"), (["right"], "update"), (["down", "up"], "view"), (["left"], "update"), (["tab"], "view")],
)
async def test_arrows_choose_among_radio_buttons(keys: list[str], value: str) -> None:
    """F4: `(o)` is the chosen one."""
    field = RadioChoice("level", "Úroveň", LEVELS)
    app = FieldApp(field, TextField("email", "Email"))
    async with app.run_test(size=SIZE) as pilot:
        field.focus_control()
        await pilot.press(*keys)
        await pilot.pause()
        assert field.value == value
        assert f"(o) {LABELS[value]}" in app.shown()
        assert app.shown().count("(o)") == 1


@pytest.mark.parametrize("stacked", [False, True])
async def test_a_click_chooses_a_radio_button(stacked: bool) -> None:
    """F1: the three applications, one below the other."""
    field = RadioChoice("level", "Úroveň", LEVELS, stacked=stacked)
    app = FieldApp(field)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click("Radios", offset=(2, 1) if stacked else (18, 0))
        assert field.value == "update"
        field.value = "view"
        assert field.value == "view"
        assert field.size.height == 1 + stacked


async def test_a_disabled_field_is_passed_over() -> None:
    """F6: Heslo is open only when Změnit heslo is ticked."""
    app = FieldApp(TextField("a", "A"), TextField("b", "B", disabled=True), TextField("c", "C"))
    async with app.run_test(size=SIZE) as pilot:
        app.query_one("#field-a", Field).focus_control()
        await pilot.press("tab", "x")
        assert app.query_one("#field-c", TextField).value == "x"


async def test_what_is_longer_than_its_field_says_so_when_it_is_left() -> None:
    """F6: the beginning of an e-mail, and that there is more; all of it goes by under the cursor."""
    address = "vedouci.odboru.socialnich.veci@kr-vysocina.example.cz"
    app = HostApp(
        lambda: TextField("email", "Email:", address, max_length=100),
        lambda: TextField("phone", "Telefon:", "564 602 111", max_length=20),
    )
    async with app.run_test(size=(50, 10)) as pilot:
        long, short = app.query(TextField)
        short.focus_control()
        await pilot.pause()
        shown = app.shown()
        assert "vedouci.odboru.socialnich.vec…" in shown
        assert "564 602 111…" not in shown
        long.focus_control()
        await pilot.pause()
        assert "…" not in app.shown()


async def test_an_empty_field_has_an_edge_as_long_as_it_is_without_colours() -> None:
    """F5: where something is to be typed is seen on a terminal that has none; what cannot be typed into has no edge."""
    app = HostApp(
        TextField("phone", "Telefon:", max_length=20), TextField("email", "Email:", max_length=20, disabled=True)
    )
    async with app.run_test(size=(50, 10)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        taken, closed = app.query(TextField)
        rows = app.screen._compositor.render_strips()
        underlined = [
            sum(s.cell_length for s in rows[f.region.y] if s.style and s.style.underline) for f in (taken, closed)
        ]
        assert underlined == [taken.query_one(Input).size.width, 0]
