"""F3 Seznam zaměstnanců: finding employees as one types, and from there to the detail, a new one or a retirement."""

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Label, Static

from oktui.domain.administrators import LastAdministrator
from oktui.domain.authority import Action, Denial, Subject, denial
from oktui.domain.calendar import local_date, next_sync
from oktui.domain.errors import DomainError
from oktui.domain.kept_files import Format, KeptFile
from oktui.domain.listing import Criteria, Cursor, Listed
from oktui.domain.offices import OfficeKind
from oktui.domain.people import Workplace
from oktui.domain.rows import Rows
from oktui.services.employees.export_employees import export_employees
from oktui.services.employees.find_employees import count_employees, find_employees, list_workplace_choices
from oktui.services.employees.get_employee import get_employee
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from oktui.services.exporting import Target
from oktui.services.long_work import Progress
from screens import keys
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.exported import columns_for
from screens.employees.new_employee import NewEmployeeScreen
from screens.export import ExportScreen
from screens.form_screen import FormScreen, verb
from screens.helpdesk.why_not import WhyNotScreen
from screens.texts import dates, employees, questions, refusals
from screens.widgets.case_source import CaseSource
from screens.widgets.columns import Column
from screens.widgets.fields import ChoiceField, Field, TextField, TickField
from screens.widgets.safe import safe, say
from screens.widgets.window_table import WindowTable

_PAUSE = 0.15
"""Seconds without a key after which the list follows what was typed."""
_NEEDED = {
    "new": Action.CREATE_EMPLOYEE,
    "remove": Action.RETIRE,
    "edit": Action.SEE_EMPLOYEE,
    "export": Action.EXPORT,
    "why": Action.DIAGNOSE,
}
_ON_NOBODY = frozenset({"new", "export"})
"""What has nothing to do with the employee under the cursor."""


class _Matching(CaseSource[Listed]):
    """The employees that match, as the table reads them."""

    def __init__(self, form: "EmployeesScreen", criteria: Criteria) -> None:
        super().__init__(self._read)
        self.form = form
        self.criteria = criteria

    async def _read(self, rows: Rows[Cursor]) -> list[Listed]:
        form = self.form
        return await form.call(find_employees, form.actor, self.criteria, rows, effects=form.effects)


class EmployeesScreen(FormScreen[None]):
    """The employees within the actor's power; keys that move in the table do so from the criteria too."""

    CSS_PATH = "employee_list.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.EDIT, "Detail"),
        replace(keys.REFRESH, show=False),
        keys.NEW,
        keys.relabel(keys.REMOVE, "Zrušení – vyřazení účtu"),
        keys.EXPORT,
        keys.unshown(keys.WHY),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("ctrl+home", "first", show=False),
        Binding("ctrl+end", "last", show=False),
    ]

    form_title = "Seznam evidovaných zaměstnanců"
    default_action = "edit"

    COUNTDOWN_STEP: ClassVar = 30
    """Seconds between two showings of the time left to the next sync."""

    def __init__(self) -> None:
        super().__init__()
        self._workplaces: list[Workplace] = []
        self._kept: frozenset[int] = frozenset()
        self._typing: Timer | None = None
        self.given_name = TextField("given_name", "Jméno:", max_length=100)
        self.surname = TextField("surname", "Příjmení:", max_length=100)
        self.second_surname = TextField("second_surname", "Druhé příjmení:", max_length=100)
        self.ik = TextField("ik", "IK MPSV:", max_length=10, restrict=r"[0-9]*")
        self.office_kind = ChoiceField[OfficeKind]("office_kind", "Druh úřadu:", [], blank="(všechny)")
        self.workplace = ChoiceField[int]("workplace_id", "Pracoviště:", [], blank="(všechna)")
        self.with_invalid = TickField("with_invalid", "Včetně vyřazených a neplatných", classes="flush")

    def compose(self) -> ComposeResult:
        """The title says which task it is where the document gives it a name of its own (R2.3-1)."""
        task = self.signed_in.principal.module.about.employees_task
        if task != "Zaměstnanci":
            self.form_title = f"{task} – {self.form_title}"
        yield from super().compose()

    def compose_form(self) -> ComposeResult:
        """Criteria, the list, and the account's state in words."""
        yield Label("Výběrová kritéria:", classes="heading")
        with Horizontal(classes="columns"):
            with Vertical(classes="labels-16"):
                yield from (self.given_name, self.surname, self.second_surname, self.ik)
            with Vertical(classes="labels-12"):
                yield from (self.office_kind, self.workplace, self.with_invalid)
        with Horizontal(id="found"):
            yield Label("Zaměstnanci vyhovující zadaným kritériím:")
            yield Static(id="count")
        yield WindowTable(
            [
                Column[Listed]("Osoba", lambda row: row.person),
                Column[Listed]("Uživatelské\njméno", lambda row: row.username, 11),
                Column[Listed]("Platnost\nod", lambda row: dates.day(row.valid_from), 10),
                Column[Listed]("Platnost\ndo", lambda row: dates.day(row.valid_to), 10),
                Column[Listed]("Vyřa-\nzen", lambda row: "Ano" if row.retired else "Ne", 5),
                Column[Listed]("Stav\núčtu", self._state_of, 11),
            ],
            empty=employees.NOBODY_MATCHES,
            id="employees",
        )
        yield Static(id="state")

    def on_mount(self) -> None:
        """Begin at the surname, with everybody listed."""
        self.surname.focus_control()
        self._search()
        self._offer_workplaces()
        self.every(self.COUNTDOWN_STEP, self._count_down)

    @property
    def dirty(self) -> bool:
        """Criteria are nothing to lose."""
        return False

    @property
    def criteria(self) -> Criteria:
        """What was asked for."""
        return Criteria(
            given_name=self.given_name.value,
            surname=self.surname.value,
            second_surname=self.second_surname.value,
            ik=self.ik.value,
            office_kind=self.office_kind.value,
            workplace_id=self.workplace.value,
            with_invalid=self.with_invalid.value,
            kept=self._kept,
        )

    @property
    def _table(self) -> WindowTable[Listed]:
        return self.query_one("#employees", WindowTable)

    @property
    def _row(self) -> Listed | None:
        """The row under the cursor; None while the list is not yet that of the criteria in view."""
        return None if self._typing is not None else self._table.row

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what the actor may not do, to anybody or to the one under the cursor (R2.1-1, X-1, X-3)."""
        if self._denial(action) is not None:
            return None
        return super().check_action(action, parameters)

    def _denial(self, action: str) -> Denial | None:
        needed, principal = _NEEDED.get(action), self.signed_in.principal
        row = None if action in _ON_NOBODY else self._row
        if needed is None:
            return None
        return denial(principal, needed, Subject.listed(principal, row.ik) if row is not None else None)

    def _narrow_workplaces(self) -> None:
        kind = self.office_kind.value
        offered = [place for place in self._workplaces if kind in (None, place.office_kind)]
        self.workplace.set_options([(place.name, place.id) for place in offered])

    @on(Field.Changed)
    def _criterion_changed(self, event: Field.Changed) -> None:
        if event.field is self.office_kind:
            self._narrow_workplaces()
        self._kept = frozenset()
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(_PAUSE, self._search)

    def _search(self) -> None:
        """Show what matches now; whatever was being read for earlier criteria is dropped."""
        if self._typing is not None:
            self._typing.stop()
            self._typing = None
        criteria = self.criteria
        self._table.set_source(_Matching(self, criteria))
        self._count(criteria)

    def _count(self, criteria: Criteria) -> None:
        self.query_one("#count", Static).update("")
        self.run_worker(self._show_count(criteria), group="count", exclusive=True)

    async def _show_count(self, criteria: Criteria) -> None:
        try:
            count = await self.call(count_employees, self.actor, criteria, effects=self.effects)
        except DomainError:
            return  # the table, which asks the same database, shows it
        except Exception as error:  # noqa: BLE001 - the boundary: nothing a form does may end the program
            self.show_failure(error)
            return
        self.query_one("#count", Static).update(safe(employees.count(count)))

    @verb
    async def _offer_workplaces(self) -> None:
        self._workplaces = await self.call(list_workplace_choices, self.actor, effects=self.effects)
        kinds = {place.office_kind for place in self._workplaces}
        self.office_kind.set_options([(kind.title, kind) for kind in OfficeKind if kind in kinds])
        self._narrow_workplaces()

    def action_move(self, steps: int) -> None:
        """Move in the table, wherever the cursor is."""
        self._table.action_move(steps)

    def action_page(self, pages: int) -> None:
        """Move in the table by what is in view."""
        self._table.action_page(pages)

    def action_first(self) -> None:
        """Go to the first row."""
        self._table.action_first()

    def action_last(self) -> None:
        """Go to the last row."""
        self._table.action_last()

    def action_refresh(self) -> None:
        """Read the list anew, with the cursor where it is."""
        self._reload()

    @on(WindowTable.Selected)
    async def _selected(self) -> None:
        await self.run_action("edit")

    @verb
    async def action_edit(self) -> None:
        """Open the detail; before the list has caught up with the typing, only make it do so."""
        if self._typing is not None:
            self._search()
        elif (row := self._row) is not None:
            await self.open_form(EmployeeDetailScreen(row.key.employee_id, WhyNotScreen))
            self._reload(keep=row.key)

    @verb
    async def action_new(self) -> None:
        """Create an employee, and show them among all the others."""
        employee_id: int | None = await self.app.push_screen_wait(NewEmployeeScreen())
        if employee_id is None:
            return
        seen = await self.call(get_employee, self.actor, employee_id, effects=self.effects)
        self._clear()
        self._reload(keep=Cursor.of(seen.employee))

    @verb
    async def action_remove(self) -> None:
        """Retire the employee, after a question, or restore them (R2.5-1)."""
        row = self._row
        if row is None:
            return
        if row.retired:
            await self.perform(restore_employee, self.actor, row.key.employee_id, effects=self.effects)
        elif not (await self.ask(*questions.retiring(row)) and await self._retire(row)):
            return
        self.report(employees.retired(row))
        self._reload(keep=row.key)

    @verb
    async def action_why(self) -> None:
        """Proč se nelze přihlásit (F13), asked about the one under the cursor."""
        if (row := self._row) is not None:
            await self.open_form(WhyNotScreen(row.key.employee_id))
            self._reload(keep=row.key)

    @verb
    async def action_export(self) -> None:
        """Write what is listed to a file (Export)."""
        actor, criteria, effects = self.actor, self.criteria, self.effects
        columns = columns_for(self.signed_in.principal, effects.policy, self.today())

        def work(kind: Format, progress: Progress) -> KeptFile:
            return export_employees(actor, criteria, Target(kind, columns), effects=effects, progress=progress)

        await self.app.push_screen_wait(ExportScreen("seznam zaměstnanců", work))

    async def _retire(self, row: Listed, *, confirmed: bool = False) -> bool:
        """Retire; the last administrator of an office only when a warning is confirmed (X-10)."""
        employee_id = row.key.employee_id
        try:
            await self.perform(retire_employee, self.actor, employee_id, confirmed=confirmed, effects=self.effects)
        except LastAdministrator as warning:
            message = refusals.refusal(warning)
            sure = await self.ask(message.title, message.text, *questions.RETIRE_ALL_THE_SAME)
            return sure and await self._retire(row, confirmed=True)
        return True

    def _clear(self) -> None:
        for text in (self.given_name, self.surname, self.second_surname, self.ik):
            text.value = ""
        self.office_kind.value = self.workplace.value = None
        self.with_invalid.value = False
        self._narrow_workplaces()

    def _reload(self, keep: Cursor | None = None) -> None:
        """Read the list anew; the row to keep stays in it even if it has been retired or has ended."""
        if keep is not None:
            self._kept |= {keep.employee_id}
        row = self._row
        self._search()
        self._table.reload(keep=keep or (row.key if row else None))

    @on(WindowTable.Highlighted)
    def _show_state(self) -> None:
        row, now = self._table.row, self.effects.now()
        due = next_sync(now, self.effects.policy.sync_every)
        said = employees.account_state(row, row.status(local_date(now)), due, due - now) if row else ""
        own = row is not None and self._denial("remove") is Denial.OWN_ACCOUNT
        say(self.query_one("#state", Static), f"{said} {employees.OWN}" if own else said)
        self.refresh_bindings()

    def _state_of(self, row: Listed) -> str:
        now = self.effects.now()
        left = next_sync(now, self.effects.policy.sync_every) - now
        return employees.account_status(row.status(local_date(now)), left)

    def _count_down(self) -> None:
        self._table.redraw()
        self._show_state()
