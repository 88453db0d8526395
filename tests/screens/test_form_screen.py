"""The base of all forms."""

from collections.abc import Callable
from datetime import date
from typing import ClassVar
from unittest.mock import AsyncMock, Mock

import pytest
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from oktui.domain.administrators import LastAdministrator
from oktui.domain.contacts import InvalidEmail
from oktui.domain.dates import NoSuchDay
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.domain.names import UsernameTaken
from oktui.domain.outages import KrkUnavailable
from oktui.domain.text import Required
from oktui.values import dataclass
from screens import keys
from screens.form_screen import FormScreen
from screens.texts import program, refusals
from screens.texts.questions import Answers
from screens.verbs import reading, verb
from screens.widgets.columns import Column
from screens.widgets.dialogs import MessageDialog, QuestionDialog
from screens.widgets.fields import DateField, PasswordField, TextField
from screens.widgets.window_table import WindowTable
from tests.support.hosts import SIZE, HostApp
from tests.support.waiting import Gate, settled, until


class EmployeeForm(FormScreen[str]):
    """A form with a use case of the test's."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM]
    form_title = "Nový zaměstnanec [/x]"

    def __init__(self, case: Callable[[str], str] = str.upper) -> None:
        super().__init__()
        self.case = case
        self.email = TextField("email", "Email")
        self.password = PasswordField("password", "Heslo", classes="hidden")

    def compose_form(self) -> ComposeResult:
        yield TextField("surname", "Příjmení")
        yield Static("\n" * 25)
        yield DateField("valid_from", "Platnost od", today=lambda: date(2016, 7, 25))
        yield self.email
        yield TextField("username", "Uživatelské jméno", disabled=True)
        yield self.password

    def on_mount(self) -> None:
        self.email.value = "a@b.cz"
        self.password.display = False

    @verb
    async def action_confirm(self) -> None:
        self.dismiss(await self.perform(self.case, self.email.value))


def raising(error: Exception) -> Callable[[str], str]:
    """A use case that ends so."""

    def case(_: str) -> str:
        raise error

    return case


async def test_what_the_use_case_returns_is_what_the_form_returns() -> None:
    """F5: OK stores and leaves."""
    results: list[str | None] = []
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(EmployeeForm(), results.append)
        await pilot.press("f2")
        await settled(pilot)
    assert results == ["A@B.CZ"]


async def test_enter_in_a_field_does_what_ok_does() -> None:
    """F1, F5."""
    results: list[str | None] = []
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(EmployeeForm(), results.append)
        await pilot.press("enter")
        await settled(pilot)
    assert results == ["A@B.CZ"]


async def test_the_frame_shows_where_one_is() -> None:
    """F2: module, user and workplace; the keys of the form at the bottom, in 80 characters."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(EmployeeForm())
        await pilot.pause()
        lines = app.lines()
        assert lines[0] == HostApp.banner
        assert lines[1] == "Nový zaměstnanec [/x]"
        assert lines[-1] == "F1 Nápověda Esc Zpět F2 OK"


@pytest.mark.parametrize("error", [InvalidEmail(), Required("email"), UsernameTaken("cerny", "cerny2", "email")])
async def test_a_refusal_stands_beside_its_field_in_view_with_everything_kept(error: DomainError) -> None:
    """R2.3-8: nothing stored, the form stays filled in."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = EmployeeForm(raising(error))
        await app.push_screen(form)
        await pilot.press(*"Novák", "f2")
        await settled(pilot)
        assert app.screen is form
        assert form.field("email").error == refusals.refusal(error).text
        assert form.field("email").query("LineInput:focus")
        assert refusals.refusal(error).text.split()[0] in app.shown()
        assert (form.field("surname").value, form.field("email").value) == ("Novák", "a@b.cz")


async def test_a_field_can_be_called_as_a_decoration_is() -> None:
    """F5: «Poznámka» beside the note at the buttons; neither stands in the other's way."""

    class Noted(FormScreen[None]):
        def __init__(self) -> None:
            super().__init__()
            self.note = TextField("note", "Poznámka")

        def compose_form(self) -> ComposeResult:
            yield Static("co bylo změněno naposledy", id="note")
            yield self.note

    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = Noted()
        await app.push_screen(form)
        form.show_refusal(Required("note"))
        await pilot.pause()
        assert form.field("note") is form.note
        assert form.note.error == refusals.refusal(Required("note")).text
        assert "naposledy" in app.shown()


async def test_a_new_attempt_clears_the_errors_of_the_last_one() -> None:
    """F5: an error is never older than the last OK."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = EmployeeForm(raising(InvalidEmail()))
        await app.push_screen(form)
        await pilot.press("f2")
        await settled(pilot)
        form.case = raising(Required("surname"))
        await pilot.press("f2")
        await settled(pilot)
        assert form.field("email").error is None
        assert form.field("surname").error == refusals.refusal(Required("surname")).text


@pytest.mark.parametrize(
    "error",
    [Required("nowhere"), Required("username"), Required("password"), KrkUnavailable()],
    ids=["no such field", "a disabled field", "a hidden field", "an outage"],
)
async def test_a_refusal_without_a_field_to_go_to_is_a_dialog(error: DomainError) -> None:
    """X-4: KRK's documented message, and nothing typed is lost."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = EmployeeForm(raising(error))
        await app.push_screen(form)
        await pilot.press(*"Novák", "f2")
        await settled(pilot)
        assert app.screen.query("MessageDialog .box")
        assert refusals.refusal(error).title in app.shown()
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is form
        assert form.field("surname").value == "Novák"


async def test_what_cannot_be_read_as_a_date_is_never_sent() -> None:
    """F5: the use case is not asked; the field says what is wrong with it."""
    case = Mock()
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = EmployeeForm(case)
        await app.push_screen(form)
        form.field("valid_from").focus_control()
        await pilot.press(*"31.2.2026", "enter")
        await settled(pilot)
        case.assert_not_called()
        assert form.field("valid_from").error == refusals.refusal(NoSuchDay("valid_from")).text


async def test_a_date_that_cannot_be_read_is_wrong_rather_than_missing() -> None:
    """F5: to the domain there is no date; the user has typed one."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = EmployeeForm()
        await app.push_screen(form)
        form.field("valid_from").focus_control()
        await pilot.press(*"31.2.2026")
        form.show_refusal(Required("valid_from"))
        assert form.field("valid_from").error != refusals.refusal(Required("valid_from")).text


async def test_a_bug_is_reported_by_its_number_and_the_program_goes_on() -> None:
    """X-4: never a stack trace."""
    error = ZeroDivisionError("tajné údaje")
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = EmployeeForm(raising(error))
        await app.push_screen(form)
        await pilot.press("f2")
        await settled(pilot)
        assert app.bugs == [error]
        assert isinstance(app.screen, MessageDialog)
        assert "B1" in app.shown()
        assert "tajné" not in app.shown()
        assert "Zero" not in app.shown()
        await pilot.press("enter")
        await pilot.pause()
        form.case = str.upper
        await pilot.press("f2")
        await settled(pilot)
        assert not isinstance(app.screen, FormScreen)


@dataclass
class Slow:
    """A use case that ends when it is let go."""

    def __post_init__(self) -> None:
        self.go = Gate()
        self.runs = 0

    def __call__(self, email: str) -> str:
        self.runs += 1
        self.go.pass_through()
        return email


async def test_a_second_ok_while_the_first_is_running_is_refused() -> None:
    """R2.3-11: an employee is stored once, however often the key is pressed."""
    case = Slow()
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = EmployeeForm(case)
        await app.push_screen(form)
        await pilot.press("f2", "f2", "enter", "escape")
        await pilot.pause()
        assert app.screen is form
        case.go.open()
        await settled(pilot)
        assert case.runs == 1
        assert not isinstance(app.screen, FormScreen)


class ReadingForm(EmployeeForm):
    """A form that reads something by itself as it opens."""

    def __init__(self, read: Callable[[str], str], case: Callable[[str], str] = str.upper) -> None:
        super().__init__(case)
        self.read = read

    def on_mount(self) -> None:
        self.load()

    @reading
    async def load(self) -> None:
        await self.call(self.read, "")


async def test_a_verb_pressed_while_the_form_reads_by_itself_follows_it_once() -> None:
    """F3: a key pressed as soon as the list stands there is not lost, though the choices are still being read."""
    read, case, results = Slow(), Slow(), list[str | None]()
    case.go.open()
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(ReadingForm(read, case), results.append)
        await pilot.press("f2", "f2")
        await pilot.pause()
        assert case.runs == 0
        read.go.open()
        await settled(pilot)
        assert (case.runs, results) == (1, ["a@b.cz"])


async def test_a_form_that_reads_by_itself_can_be_left() -> None:
    """F3, X-4: nobody waits for what they have not asked for."""
    read, results = Slow(), list[str | None]()
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(ReadingForm(read), results.append)
        await pilot.press("escape")
        await pilot.pause()
        assert results == [None]
        read.go.open()
        await settled(pilot)


async def test_a_verb_does_not_follow_a_reading_that_failed() -> None:
    """X-4: what the form is without is said first."""
    gate, case = Gate(), Slow()

    def read(_: str) -> str:
        gate.pass_through()
        raise KrkUnavailable

    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(ReadingForm(read, case))
        await pilot.press("f2")
        gate.open()
        await settled(pilot)
        assert isinstance(app.screen, MessageDialog)
        assert case.runs == 0


@pytest.mark.parametrize(("patience", "shown"), [(0.01, True), (600, False)])
async def test_only_what_takes_long_says_so(patience: float, shown: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-4: while KRK is waited for, the program shows that it is alive; what is quick does not flicker."""
    monkeypatch.setattr("screens.form_screen._PATIENCE", patience)
    case = Slow()
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = EmployeeForm(case)
        await app.push_screen(form)
        await pilot.press("f2")
        await until(pilot, lambda: Gate.holding and (program.WORKING in app.shown()) is shown)
        case.go.open()
        await settled(pilot)
        assert not form.has_class("-working")


async def test_leaving_an_untouched_form_asks_nothing() -> None:
    """F5: what the program filled in is not typed."""
    results: list[str | None] = []
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(EmployeeForm(), results.append)
        await pilot.press("escape")
        await pilot.pause()
    assert results == [None]


@pytest.mark.parametrize(("answer", "left"), [("enter", False), ("escape", False), ("left", True)])
async def test_leaving_with_something_typed_asks_first(answer: str, left: bool) -> None:
    """F5: Zpět with something typed asks first, and the answer at hand keeps it."""
    results: list[str | None] = []
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = EmployeeForm()
        await app.push_screen(form, results.append)
        await pilot.press("x", "escape")
        await pilot.pause()
        assert isinstance(app.screen, QuestionDialog)
        await pilot.press(answer, *(["enter"] if left else []))
        await pilot.pause()
        assert results == ([None] if left else [])
        assert left or form.field("surname").value == "x"


async def test_what_was_typed_and_taken_back_is_no_change() -> None:
    """F5: only what would be lost is asked about."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = EmployeeForm()
        await app.push_screen(form)
        await pilot.press("x")
        assert form.dirty
        await pilot.press("backspace")
        assert not form.dirty


async def test_a_half_typed_date_is_something_to_lose() -> None:
    """F5: though it has no value yet."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = EmployeeForm()
        await app.push_screen(form)
        form.field("valid_from").focus_control()
        await pilot.press("1", ".")
        assert form.dirty
        form.mark_clean()
        assert not form.dirty


LAST = LastAdministrator(Module.REGISTR, "Krajský úřad Středočeského kraje", date(2026, 1, 1))


class RetireForm(EmployeeForm):
    """A form whose verb does something about a refusal: it asks."""

    @verb
    async def action_confirm(self) -> None:
        async def retire(confirmed: bool) -> bool:
            if not confirmed:
                await self.perform(self.case, "")
            return True

        self.dismiss(str(await self.confirming(retire, Answers("Vyřadit", "Ponechat"))))


@pytest.mark.parametrize(("pressed", "answer"), [(["enter"], "None"), (["left", "enter"], "True")])
async def test_a_verb_can_ask_about_a_refusal(pressed: list[str], answer: str) -> None:
    """X-10: the last administrator is not retired without a warning that says so."""
    results: list[str | None] = []
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(RetireForm(raising(LAST)), results.append)
        await pilot.press("f2")
        while not isinstance(app.screen, QuestionDialog):
            await pilot.pause()
        await pilot.press(*pressed)
        await settled(pilot)
    assert results == [answer]


@dataclass
class Row:
    """A row of nothing."""

    key: int


class ListForm(FormScreen[None]):
    """A form with a table; Enter in a field searches."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.SEARCH]
    default_action = "search"

    def __init__(self) -> None:
        super().__init__()
        self.searched = 0

    def compose_form(self) -> ComposeResult:
        yield TextField("surname", "Příjmení")
        yield WindowTable[Row]([Column("Osoba", lambda row: row.key)])

    def action_search(self) -> None:
        self.searched += 1
        self.query_one(WindowTable).set_source(Mock(page=AsyncMock(side_effect=KrkUnavailable)))


async def test_enter_in_a_search_form_searches_and_a_failing_table_is_a_dialog() -> None:
    """F3, X-4."""
    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        form = ListForm()
        await app.push_screen(form)
        await pilot.press("enter")
        await pilot.pause()
        assert form.searched == 1
        assert isinstance(app.screen, MessageDialog)
        assert "KRK" in app.shown()


STANDARD = [value for value in vars(keys).values() if isinstance(value, Binding)]


@pytest.mark.parametrize("binding", STANDARD, ids=lambda binding: binding.description)
def test_every_key_reaches_the_program_over_ssh(binding: Binding) -> None:
    """Flow control, copying and the codes of Tab, Enter and Backspace are nobody's keys; Ctrl+Z suspends nothing."""
    eaten = {"ctrl+" + letter for letter in "sqcijmh"} | {"f10", "f11", "f12"}
    assert binding.key not in eaten
    assert len(binding.description) <= 8 or not binding.show
    assert [other.key for other in STANDARD].count(binding.key) == 1


def test_a_key_keeps_its_action_under_another_label() -> None:
    """F3: `<Detail>` is the key for changing."""
    detail = keys.relabel(keys.EDIT, "Detail")
    assert (detail.key, detail.action, detail.description) == ("f4", "edit", "Detail")
    assert keys.bind("ctrl+g", "generate", "Vygenerovat").key_display == "^G"


async def test_the_footer_with_most_keys_fits_80_characters() -> None:
    """R2.3-2: F3 has the most: search, new, detail, retire, export."""

    class Fullest(ListForm):
        BINDINGS: ClassVar[list[BindingType]] = [
            keys.NEW,
            keys.relabel(keys.EDIT, "Detail"),
            keys.REFRESH,
            keys.REMOVE,
            keys.EXPORT,
        ]

    app = HostApp()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(Fullest())
        await pilot.pause()
        footer = app.screen.query_one(Footer)
        assert sum(key.outer_size.width + 1 for key in footer.children) <= 80
