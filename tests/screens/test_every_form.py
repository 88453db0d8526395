"""What holds on every form, whatever it is for: nothing is cut, and the keyboard alone reaches everything."""

import gc
import inspect
import re
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from rich.style import Style
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.widgets._footer import FooterKey

from oktui import demo
from oktui.domain.audit import AuditEvent, EventKind, Recorded, SubjectKind, Who
from oktui.domain.changes import Planned
from oktui.domain.kept_files import Excerpt, KeptFile
from oktui.domain.listing import Criteria, Sorting
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.effects import Effects
from oktui.services.employees.undo_change import Undoing
from oktui.services.outcomes import Ending, Made
from screens.employees.appeals import AppealsScreen
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.grant import GrantScreen
from screens.employees.many import ManyScreen
from screens.employees.new_employee import NewEmployeeScreen
from screens.employees.outcome import OutcomeScreen
from screens.employees.permissions_on_day import PermissionsOnDayScreen
from screens.employees.saved_lists import SavedListsScreen
from screens.employees.stored_account import StoredAccountScreen
from screens.employees.undo import UndoScreen
from screens.export import ExportScreen
from screens.file_text import FileTextScreen
from screens.form_screen import FormScreen
from screens.helpdesk.new_password import NewPasswordScreen, RecognitionScreen
from screens.helpdesk.sheet import SheetScreen
from screens.helpdesk.why_not import WhyNotScreen
from screens.kept_file import KeptFileScreen
from screens.menu.help import HelpScreen
from screens.register.krk_register import KrkRegisterScreen
from screens.register.new_person import NewPersonScreen
from screens.register.person_correction import PersonCorrectionScreen
from screens.register.registered_person import RegisteredPersonScreen
from screens.sign_in.sign_in import SignInScreen
from screens.widgets.choices import Radios, Tick
from screens.widgets.field import FIELD_ID, AnyField
from screens.widgets.grant_rows import GrantRow
from screens.widgets.issued_password import IssuedPassword
from screens.workplaces.letter import LetterScreen
from screens.workplaces.workplace import WorkplaceScreen
from screens.workplaces.workplace_list import WorkplacesScreen
from tests.support.all_forms import FORMS, PAGES
from tests.support.cast import Cast, granted
from tests.support.effects import MONDAY
from tests.support.employee_forms import MADE_UP, with_chance
from tests.support.form_app import FormApp
from tests.support.waiting import settled, until

SIZES = [(80, 24), (100, 30), (200, 60)]
REGISTR, OKNOUZE = Module.REGISTR, Module.OKNOUZE
WORDED = (AnyField, Tick, Radios, FooterKey)
ROW = GrantRow(7, Permission.SOCIAL_SERVICES_RECORDS, Level.UPDATE, date(2014, 9, 15))
FILE = KeptFile(f"zamestnanci-20160725-100500-abcd-{26 * 'e'}.csv", 4096, MONDAY, 2000)
RECORDS = granted(REGISTR, Permission.SOCIAL_SERVICES_RECORDS)

Opener = Callable[[Cast], FormApp]


class HelpApp(FormApp):
    """Opens the help of the form over it."""

    def on_ready(self) -> None:
        self.form = HelpScreen(self.form)
        self.push_screen(self.form)


def by(username: str, make: Callable[[Cast], FormScreen[Any]], module: Module = REGISTR) -> Opener:
    """How the form is opened by somebody else than the region's administrator, or with something to show."""
    return lambda cast: FormApp(with_chance(cast), make(cast), username, module)


def smitko(cast: Cast) -> int:
    """Josef Smítko, whose account is locked."""
    return cast.account("sz_smitko", Realm.OKNOUZE).employee.id


def new_password(cast: Cast) -> FormScreen[Any]:
    """For an account that is to be unlocked as well."""
    return NewPasswordScreen(cast.account("sz_smitko", Realm.OKNOUZE))


def stored_account(cast: Cast) -> FormScreen[Any]:
    """With a password to read out."""
    return StoredAccountScreen(cast.account("sz_smitko", Realm.OKNOUZE), MADE_UP)


def sheet(cast: Cast) -> FormScreen[Any]:
    """With a password that can be put on it."""
    return SheetScreen(cast.account("sz_smitko", Realm.OKNOUZE), MADE_UP)


MADE = Made(Planned(1, 1, "1273434965: Jiří Homola", "homola"), Ending.DONE, password="kůň-lampa")

RETIRED = AuditEvent(
    datetime(2016, 7, 25, tzinfo=UTC),
    Who(1, "homola", ""),
    EventKind.RETIRED,
    SubjectKind.EMPLOYEE,
    1,
    "1273434965: Jiří Homola",
)
UNDOING = Undoing(
    (Recorded(7, RETIRED),),
    (Planned(1, 1, "1273434965: Jiří Homola", "homola", (("retired", True, False),)),),
    keeps_password=True,
)

OPENERS: dict[type[FormScreen[Any]], Opener] = {
    AppealsScreen: by("gollova", lambda _: AppealsScreen(), OKNOUZE),
    EmployeeDetailScreen: by("mpsv_radek", lambda cast: EmployeeDetailScreen(smitko(cast)), OKNOUZE),
    ExportScreen: by("homola", lambda _: ExportScreen("seznam zaměstnanců", lambda *_: FILE)),
    FileTextScreen: by("homola", lambda _: FileTextScreen(Excerpt("Událost\r\n" * 40, whole=False))),
    GrantScreen: by("homola", lambda _: GrantScreen((), ROW)),
    HelpScreen: lambda cast: HelpApp(cast, NewPersonScreen(), "gollova", OKNOUZE),
    KeptFileScreen: by("homola", lambda _: KeptFileScreen(FILE)),
    KrkRegisterScreen: by("mpsv_radek", lambda _: KrkRegisterScreen()),
    LetterScreen: by("homola", lambda _: LetterScreen("Žádost\n" * 40, lambda: FILE)),
    ManyScreen: by("mpsv_radek", lambda cast: ManyScreen([smitko(cast)]), OKNOUZE),
    NewEmployeeScreen: by("gollova", lambda _: NewEmployeeScreen(), OKNOUZE),
    NewPasswordScreen: by("mpsv_radek", new_password, OKNOUZE),
    NewPersonScreen: by("gollova", lambda _: NewPersonScreen(), OKNOUZE),
    OutcomeScreen: by("homola", lambda _: OutcomeScreen("0", [MADE])),
    PermissionsOnDayScreen: by(
        "homola", lambda cast: PermissionsOnDayScreen(cast.employ(demo.MARTINKA, "martinka", RECORDS).employee)
    ),
    PersonCorrectionScreen: by("mpsv_radek", lambda _: PersonCorrectionScreen(demo.SMITKO)),
    RecognitionScreen: by("homola", lambda cast: RecognitionScreen(cast.employ(demo.MARTINKA, "martinka", RECORDS))),
    RegisteredPersonScreen: by("mpsv_radek", lambda _: RegisteredPersonScreen(None)),
    SavedListsScreen: by("homola", lambda _: SavedListsScreen(Criteria(surname="n"), Sorting(), {})),
    SheetScreen: by("mpsv_radek", sheet, OKNOUZE),
    SignInScreen: by("homola", lambda _: SignInScreen(("homola", "dlouhy", "klicpera", "sz_smitko", "gollova"))),
    StoredAccountScreen: by("mpsv_radek", stored_account, OKNOUZE),
    UndoScreen: by("homola", lambda _: UndoScreen(UNDOING)),
    WhyNotScreen: by("mpsv_radek", lambda cast: WhyNotScreen(smitko(cast)), OKNOUZE),
    WorkplaceScreen: by("mpsv_radek", lambda _: WorkplaceScreen(None)),
    WorkplacesScreen: by("mpsv_radek", lambda _: WorkplacesScreen()),
}
"""How each form is opened to have on it all that it can; the others need nothing."""

ON_THE_WAY: dict[type[FormScreen[Any]], tuple[str, ...]] = {NewEmployeeScreen: ("escape",)}
"""What is pressed before the form itself is in front: Nový zaměstnanec begins with Výběr osoby."""


def opener(kind: type[FormScreen[Any]]) -> Opener:
    """How a form of this kind is opened."""
    return OPENERS.get(kind) or by("homola", lambda _: kind())


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The use cases are proven on both engines; what a form looks like does not depend on it."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
async def test_nothing_is_cut_and_the_keyboard_reaches_everything(
    cast: Cast, kind: type[FormScreen[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """forms.md: every form works at 80x24 with the keyboard alone, without colours, and on larger terminals."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = opener(kind)(cast)
    async with app.run_test(size=SIZES[0]) as pilot:
        await settled(pilot)
        await pilot.press(*ON_THE_WAY.get(kind, ()))
        await settled(pilot)
        assert confused(app.form) == []
        await tick_all(pilot)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert cut(app) == []
        await pilot.resize_terminal(*SIZES[0])
        await settled(pilot)
        await walk_through(app, pilot)


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
async def test_a_closed_form_is_not_alive_a_second_later(cast: Cast, kind: type[FormScreen[Any]]) -> None:
    """Design: no timer, worker, cache or callback keeps a form that was left, nor anything in it."""
    app = opener(kind)(cast)
    async with app.run_test(size=SIZES[0]) as pilot:
        await settled(pilot)
        await pilot.press(*ON_THE_WAY.get(kind, ()))
        await settled(pilot)
        closed = [weakref.ref(screen) for screen in app.screen_stack[1:]]
        parts = [weakref.ref(widget) for screen in app.screen_stack[1:] for widget in screen.query("*")]
        del app.form
        while len(app.screen_stack) > 1:
            await app.pop_screen()
        await pilot.pause(1)  # what is due earlier comes first, however busy the machine is
        gc.collect()
        assert [form() for form in closed if form() is not None] == []
        assert [part() for part in parts if part() is not None] == []


async def test_what_a_new_password_shows_is_whole_too(cast: Cast) -> None:
    """X-16: once it was generated the form is another one, whose groups and words are all in view."""
    app = opener(NewPasswordScreen)(cast)
    # The alphabet in its order is all too easy to guess for an administrator.
    app.effects = replace(app.effects, choose=Effects.choose)
    async with app.run_test(size=SIZES[0]) as pilot:
        await settled(pilot)
        await pilot.press("space", "f2")
        await until(pilot, lambda: app.form.query_one(IssuedPassword).display)
        await settled(pilot)
        shown = [(secret, str(secret.render())) for secret in app.form.query("IssuedPassword Secret, #terms")]
        assert len(shown) > 3
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert cut(app) == []
            assert [text for secret, text in shown if not whole(secret, text, app.lines())] == []


def confused(form: FormScreen[Any]) -> list[str]:
    """The ids that look like a field's and are none, the names that two fields have, and those that no field has."""
    names = [field.name or "" for field in form.fields]
    ids = [node.id or "" for node in form.query("*") if not isinstance(node, AnyField)]
    sources = "".join(inspect.getsource(kind) for kind in type(form).__mro__ if issubclass(kind, FormScreen))
    wanted = re.findall(rf'"#{FIELD_ID}(\w+)', sources)
    return [
        *(each for each in ids if each.startswith(FIELD_ID)),
        *(name for name in names if names.count(name) > 1),
        *(name for name in wanted if name not in names),
    ]


async def tick_all(pilot: Pilot[Any]) -> None:
    """Tick what can be: that is when a form shows all of its fields."""
    for tick in pilot.app.screen.query(Tick):
        if tick.focusable and not tick.value:
            tick.focus()
            await pilot.press("space")
            await settled(pilot)


def cut(app: FormApp) -> list[str]:
    """What is to be read or pressed on the form in front, and cannot be seen whole."""
    rows = app.lines()
    return [text for widget, text in worded(app.form) if not whole(widget, text, rows)]


def worded(form: FormScreen[Any]) -> Iterator[tuple[Widget, str]]:
    """The titles, headings, labels, choices, buttons and keys on display; on a page to read, those that stand still."""
    still = form.query(".title, Footer *") if type(form) in PAGES else form.query("*")
    for widget in filter(on_display, still):
        if isinstance(widget, Button):
            yield widget, str(widget.label)
        elif isinstance(widget, WORDED) or (isinstance(widget, Static) and widget.has_class("heading", "title")):
            yield widget, str(widget.render())


def on_display(widget: Widget) -> bool:
    """Whether neither the widget nor what holds it is hidden."""
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))


def whole(widget: Widget, text: str, rows: list[str]) -> bool:
    """Whether all of the widget is within what can be seen, and its text is drawn there."""
    place = widget.screen.find_widget(widget)
    if place.region != place.visible_region or not widget.screen.region.contains_region(place.region):
        return False
    drawn = " ".join(row[place.region.x : place.region.right] for row in rows[place.region.y : place.region.bottom])
    return " ".join(text.split()) in " ".join(drawn.split())


async def walk_through(app: FormApp, pilot: Pilot[None]) -> None:
    """Press Tab until all has been visited; each stop is in view, and to be told from the others without colours."""
    stops = {widget for widget in app.screen.query("*") if widget.focusable and on_display(widget)}
    app.screen.set_focus(None)
    await pilot.pause()
    looks = {look(app)}
    visited: set[Widget] = set()
    for _ in stops:
        await pilot.press("tab")
        assert app.focused is not None
        visited.add(app.focused)
        assert app.screen.find_widget(app.focused).visible_region
        looks.add(look(app))
    assert visited == stops
    assert len(looks) == 1 + len(stops)


def look(app: FormApp) -> tuple[object, ...]:
    """The screen without its colours: the text, and what of it is bold, underlined or reversed."""
    segments = (segment for strip in app.screen._compositor.render_strips() for segment in strip)
    styles = ((segment.text, segment.style or Style.null()) for segment in segments)
    return tuple((text, style.bold, style.underline, style.reverse) for text, style in styles)
