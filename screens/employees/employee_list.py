"""F3 Seznam zaměstnanců: finding employees as one types, and from there to the detail, a new one or a retirement."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Label, Static

from oktui.domain.authority import Action, Denial, Subject
from oktui.domain.calendar import local_date, next_sync
from oktui.domain.errors import DomainError
from oktui.domain.listing import Criteria, Cursor, Listed
from oktui.domain.rows import Rows
from oktui.domain.saved_lists import SavedList
from oktui.services.employees.find_employees import (
    count_employees,
    find_employees,
    list_matching,
    list_workplace_choices,
)
from oktui.services.employees.get_employee import get_employee
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from screens import keys, tones
from screens.employees.criteria import CriteriaFields
from screens.employees.employee_detail import EmployeeDetailScreen
from screens.employees.exported import exporting
from screens.employees.importing import ImportScreen
from screens.employees.many import ManyScreen
from screens.employees.new_employee import NewEmployeeScreen
from screens.employees.saved_lists import SavedListsScreen
from screens.employees.sorting import SortedList
from screens.employees.undo import take_back
from screens.export import ExportScreen
from screens.following import Following
from screens.helpdesk.why_not import WhyNotScreen
from screens.texts import concerns, dates, employees, many, questions, saved_lists
from screens.tones import Tone
from screens.verbs import reading, verb
from screens.widgets.case_source import CaseSource
from screens.widgets.columns import Column
from screens.widgets.fields import Field
from screens.widgets.safe import safe, say
from screens.widgets.window_table import WindowTable

_COLUMNS = [
    Column[Listed]("Uživatelské\njméno", lambda row: row.username, 11),
    Column[Listed]("Platnost\nod", lambda row: dates.day(row.valid_from), 10),
    Column[Listed]("Platnost\ndo", lambda row: dates.day(row.valid_to), 10),
    Column[Listed]("Vyřa\nzen", lambda row: "Ano" if row.retired else "Ne", 4),
]


class EmployeesScreen(SortedList):
    """The employees within the actor's power; keys that move in the table do so from the criteria too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.EDIT, "Detail"),
        replace(keys.REFRESH, show=False),
        keys.NEW,
        keys.relabel(keys.REMOVE, "Zrušení – vyřazení účtu"),
        keys.EXPORT,
        keys.WHY,
        keys.unshown(keys.bind("f2", "many", "S označenými")),
        keys.UNDO,
        keys.unshown(keys.bind("f3", "all", "Ukázat i ty, kdo nejsou v přehledu")),
        keys.unshown(keys.bind("ctrl+p", "criteria", "Kritéria jednotlivě")),
        keys.unshown(keys.bind("ctrl+t", "lists", "Uložené seznamy")),
        keys.unshown(keys.bind("ctrl+o", "import", "Založit ze souboru")),
        keys.unshown(keys.bind("asterisk", "mark_all", "Označit všechny, kteří odpovídají")),
        keys.unshown(keys.bind("space", "mark", "Označit")),
    ]

    form_title = "Seznam evidovaných zaměstnanců"
    default_action = "edit"
    empty = employees.NOBODY_MATCHES
    needs: ClassVar = {
        "new": Action.CREATE_EMPLOYEE,
        "remove": Action.RETIRE,
        "edit": Action.SEE_EMPLOYEE,
        "export": Action.EXPORT,
        "why": Action.DIAGNOSE,
        "many": Action.UNLOCK,
        "undo": Action.EDIT_EMPLOYEE,
        "import": Action.CREATE_EMPLOYEE,
    }
    on_no_row = SortedList.on_no_row | {"many", "undo", "import"}
    chosen = "edit"
    lines = 1

    COUNTED_AT_ONCE: ClassVar = 0.3
    """Seconds after which it is said that the count is still going on."""
    COUNTDOWN_STEP: ClassVar = 30
    """Seconds between two showings of the time left to the next sync."""

    def __init__(self, saved: SavedList | None = None) -> None:
        """It begins with a list, which need not have a name."""
        person = Column[Listed](" Osoba", lambda row: f"{self._mark_of(row)}{row.person}")
        super().__init__([person, Column[Listed]("Stav\núčtu", self._state_of, 11, tone=self._tone_of), *_COLUMNS])
        self._kept: frozenset[int] = frozenset()
        self._marked: frozenset[int] = frozenset()
        self._saved = saved or SavedList("", Criteria())
        """The list that was opened."""
        self._concern = self._saved.criteria.concern
        self.following = Following(self, self.table, self.search)
        self.asked = CriteriaFields(self._saved.criteria)

    def compose(self) -> ComposeResult:
        """The title says which task it is where the document gives it a name of its own (R2.3-1)."""
        task = self.signed_in.principal.module.about.employees_task
        if task != "Zaměstnanci":
            self.form_title = f"{task} – {self.form_title}"
        yield from super().compose()

    def compose_criteria(self) -> ComposeResult:
        """What to look for, and how many match."""
        yield Label(safe(self._heading), classes="heading", id="heading")
        yield self.asked
        with Horizontal(id="found"):
            yield Label("Zaměstnanci vyhovující zadaným kritériím:", classes="heading")
            yield Static(id="count")
            yield Static(id="marked")

    def on_mount(self) -> None:
        """Offer what can be chosen, and begin to count down."""
        if self._saved.name:
            self._show_saved()
        self._offer_workplaces()
        self.every(self.COUNTDOWN_STEP, self._count_down)

    def begin(self) -> None:
        """Begin at the box."""
        self.asked.words.focus_control()

    @property
    def criteria(self) -> Criteria:
        """What was asked for."""
        return replace(self.asked.value, concern=self._concern, kept=self._kept)

    @property
    def row(self) -> Listed | None:
        """The row under the cursor; None while the list is not yet that of the criteria in view."""
        return None if self.following.behind else self.table.row

    def subject(self, row: Listed) -> Subject:
        """Whoever is listed: nobody manages their own account (R2.1-1)."""
        return Subject.listed(self.signed_in.principal, row.ik)

    @on(Field.Changed)
    def _criterion_changed(self) -> None:
        self._forget_name()
        self._kept = frozenset()
        self.following.typed()

    def search(self) -> None:
        """Show what matches now; whatever was being read for earlier criteria is dropped."""
        self.following.caught_up()
        super().search()
        self._count(self.criteria)

    def action_move(self, steps: int) -> None:
        """Move in the list of the criteria in view, be it still to be read."""
        if self.following.behind:
            self.search()
        super().action_move(steps)

    def source(self) -> CaseSource[Listed]:
        """The employees that match."""
        return CaseSource(partial(self._read, self.criteria))

    async def _read(self, criteria: Criteria, rows: Rows[Cursor]) -> list[Listed]:
        asked = self.actor, criteria, rows
        return await self.call(find_employees, *asked, sorting=self.sorting, effects=self.effects)

    def _count(self, criteria: Criteria) -> None:
        self.query_one("#count", Static).update("")
        self.run_worker(self._show_count(criteria), group="count", exclusive=True)

    async def _show_count(self, criteria: Criteria) -> None:
        notice = self.set_timer(self.COUNTED_AT_ONCE, self._say_counting)
        try:
            count = await self.call(count_employees, self.actor, criteria, effects=self.effects)
        except DomainError:
            return  # the table, which asks the same database, shows it
        except Exception as error:  # noqa: BLE001 - the boundary: nothing a form does may end the program
            self.show_failure(error)
            return
        finally:
            notice.stop()
        order = employees.briefly_sorted_by(self.sorting)
        self.query_one("#count", Static).update(safe(f"{employees.count(count)}{order}"))

    def _say_counting(self) -> None:
        self.query_one("#count", Static).update(safe(employees.COUNTING))

    @reading
    async def _offer_workplaces(self) -> None:
        self.asked.offer(await self.call(list_workplace_choices, self.actor, effects=self.effects))
        self._say_what_is_missing()

    def action_criteria(self) -> None:
        """Show the document's criteria, or fold them away (Kritéria jednotlivě)."""
        self.asked.fold()

    @verb
    async def action_lists(self) -> None:
        """Choose a list by its name, save what is asked for now under one, or remove one (Uložené seznamy)."""
        now = replace(self.criteria, kept=frozenset())
        saved = await self.open_form(SavedListsScreen(now, self.sorting, self.asked.workplaces))
        if saved is not None:
            self._saved, self._concern, self._kept = saved, saved.criteria.concern, frozenset()
            self.asked.value = saved.criteria
            self._show_concern()
            self._show_saved()
            self._reload()
            self._say_what_is_missing()

    def _show_saved(self) -> None:
        self.entitle(self._saved.name)
        self.sort_for_now(self._saved.sorting)

    def _say_what_is_missing(self) -> None:
        wanted = self._saved.criteria.workplace_id
        if self._saved.name and wanted not in {None, *self.asked.workplaces}:
            self._forget_name()
            self.report(saved_lists.WITHOUT_WORKPLACE)

    def _forget_name(self) -> None:
        """What is asked for is not the list any more that was opened."""
        if self._saved.name and replace(self.criteria, kept=frozenset()) != self._saved.criteria:
            self._saved = SavedList("", Criteria())
            self.entitle("")

    def action_all(self) -> None:
        """Show those too who are not on the list that F18 has opened."""
        if self._concern is not None:
            self._concern = None
            self._forget_name()
            self._show_concern()
            self._reload()

    def _show_concern(self) -> None:
        say(self.query_one("#heading", Label), self._heading)

    @property
    def _heading(self) -> str:
        return saved_lists.CRITERIA if self._concern is None else concerns.only(self._concern)

    def action_refresh(self) -> None:
        """Read the list anew, with the cursor where it is."""
        self._reload()

    @verb
    async def action_edit(self) -> None:
        """Open the detail; before the list has caught up with the typing, only make it do so."""
        if self.following.behind:
            self.search()
        elif (row := self.row) is not None:
            await self.open_form(EmployeeDetailScreen(row.key.employee_id, partial(WhyNotScreen, from_detail=True)))
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
        row = await self.following.row()
        if row is None:
            return
        if row.retired:
            await self.change(restore_employee, self.actor, row.key.employee_id, effects=self.effects)
        elif not (await self.ask(questions.retiring(row)) and await self._retire(row)):
            return
        self.report(employees.retired(row))
        self._reload(keep=row.key)

    @verb
    async def action_why(self) -> None:
        """Proč se nelze přihlásit (F13), asked about the one under the cursor."""
        if (row := await self.following.row()) is not None:
            await self.open_form(WhyNotScreen(row.key.employee_id))
            self._reload(keep=row.key)

    @verb
    async def action_mark(self) -> None:
        """Mark the one under the cursor, or unmark them, and go on to the next."""
        row = await self.following.row()
        if row is not None:
            self._mark(self._marked ^ {row.key.employee_id})
            self.table.action_move(1)

    @verb
    async def action_mark_all(self) -> None:
        """Mark all that match, when it has been said how many they are."""
        if self.following.behind:
            self.search()
        ids = await self.call(list_matching, self.actor, self.criteria, effects=self.effects)
        if ids and await self.ask(many.marking_all(len(ids))):
            self._mark(self._marked | set(ids))

    @verb
    async def action_many(self) -> None:
        """Do something to all who are marked; nobody marked, to the one under the cursor."""
        row = await self.following.row()
        ids = self._marked or ({row.key.employee_id} if row is not None else frozenset())
        form = ManyScreen(sorted(ids))
        await self.open_form(form)
        if form.done:
            self._mark(self._marked - form.done)
            self._kept |= form.done
        self._reload()

    @verb
    async def action_import(self) -> None:
        """Create the employees of a file, from rows that are pasted (Import)."""
        form = ImportScreen()
        await self.open_form(form)
        self._kept |= form.done
        self._reload()

    @verb
    async def action_undo(self) -> None:
        """Take back the actor's own last change, when it has been said what will be as it was."""
        self._kept |= await take_back(self)
        self._reload()

    def _mark(self, marked: frozenset[int]) -> None:
        self._marked = marked
        self.query_one("#marked", Static).update(safe(many.marked(len(marked))))
        self.table.redraw()

    def action_back(self) -> None:
        """Unmark those who are marked; nobody marked, leave."""
        if self._marked and not self.busy:
            self._mark(frozenset())
        else:
            super().action_back()

    @verb
    async def action_export(self) -> None:
        """Write what is listed to a file (Export)."""
        work = exporting(self.actor, self.criteria, self.signed_in.principal, self.today(), self.effects)
        await self.app.push_screen_wait(ExportScreen("seznam zaměstnanců", work))

    async def _retire(self, row: Listed) -> bool:
        async def retire(confirmed: bool) -> bool:
            employee_id = row.key.employee_id
            await self.change(retire_employee, self.actor, employee_id, confirmed=confirmed, effects=self.effects)
            return True

        return bool(await self.confirming(retire, questions.RETIRE_ALL_THE_SAME))

    def _clear(self) -> None:
        self.asked.value = Criteria()
        self.action_all()

    def _reload(self, keep: Cursor | None = None) -> None:
        """Read the list anew; the row to keep stays in it even if it has been retired or has ended."""
        if keep is not None:
            self._kept |= {keep.employee_id}
        row = self.row
        self.search()
        self.table.reload(keep=keep or (row.key if row else None))

    def describe(self, row: Listed) -> str:
        """Say in what state the account is."""
        now = self.effects.now()
        due = next_sync(now, self.effects.policy.sync_every)
        said = employees.account_state(row, row.status(local_date(now)), due, due - now)
        return f"{said} {employees.OWN}" if self.denied("remove") is Denial.OWN_ACCOUNT else said

    @on(WindowTable.Highlighted)
    def _other_row(self) -> None:
        self.refresh_bindings()

    def _state_of(self, row: Listed) -> str:
        now = self.effects.now()
        left = next_sync(now, self.effects.policy.sync_every) - now
        return employees.account_status(row.status(local_date(now)), left)

    def _mark_of(self, row: Listed) -> str:
        return "*" if row.key.employee_id in self._marked else " "

    def _tone_of(self, row: Listed) -> Tone:
        return tones.OF[row.status(self.today())]

    def _count_down(self) -> None:
        self.table.redraw()
        self.show_detail()
