"""F15 Auditní záznam: who did what to whom and when; its export, and the check that nobody has tampered with it."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from oktui.domain.audit import AuditCriteria, AuditCursor, EventKind, Recorded
from oktui.domain.authority import Action
from oktui.domain.kept_files import Format, KeptFile
from oktui.domain.rows import Rows
from oktui.services.audit.export_events import export_events
from oktui.services.audit.list_events import list_events
from oktui.services.audit.verify_audit import verify_audit
from oktui.services.exporting import Target
from oktui.services.long_work import Progress
from screens import keys
from screens.export import ExportScreen
from screens.list_screen import ListScreen
from screens.texts import audit, dates, details
from screens.verbs import verb
from screens.watching import watched
from screens.widgets.case_source import CaseSource
from screens.widgets.columns import Column
from screens.widgets.fields import ChoiceField, DateField, TextField

_COLUMNS = [
    Column[Recorded]("Čas", lambda row: dates.narrow_moment(row.event.at, seconds=True), 19),
    Column[Recorded]("Kdo", lambda row: audit.who(row.event.who).partition(" ")[0], 11),
    Column[Recorded]("Událost", lambda row: details.EVENTS[row.event.kind], 20),
    Column[Recorded]("Na kom", lambda row: row.event.subject_name.rpartition(": ")[2]),
    Column[Recorded]("Výsledek", lambda row: audit.OUTCOMES[row.event.outcome], 9),
]

_EXPORTED = (
    ("Číslo", lambda row: row.number),
    ("Čas", lambda row: row.event.at),
    ("Kdo", lambda row: audit.who(row.event.who)),
    ("Odkud", lambda row: row.event.who.origin),
    ("Aplikace", lambda row: row.event.module.title if row.event.module else ""),
    ("Událost", lambda row: details.EVENTS[row.event.kind]),
    ("Na kom", lambda row: row.event.subject_name),
    ("Výsledek", lambda row: audit.OUTCOMES[row.event.outcome]),
    ("Podrobnosti", lambda row: audit.changes_of(row.event).replace("\n", "; ")),
    ("Hromadná změna", lambda row: row.event.part_of),
)


class AuditLogScreen(ListScreen[Recorded]):
    """The events that the actor may see, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.SEARCH,
        keys.relabel(keys.EDIT, "Detail"),
        keys.bind("f6", "verify", "Ověřit řetěz"),
        keys.unshown(keys.bind("f2", "whole", "Celá hromadná změna")),
        keys.EXPORT,
    ]

    form_title = "Auditní záznam"
    default_action = "search"
    empty = audit.NO_EVENTS
    needs: ClassVar = {"export": Action.EXPORT}
    chosen = "edit"
    lines = 1

    def __init__(self, kind: EventKind | None = None) -> None:
        super().__init__(_COLUMNS)
        kinds = sorted(((title, kind) for kind, title in details.EVENTS.items()), key=lambda choice: choice[0])
        self.since = DateField("since", "Od:", today=self.today)
        self.until = DateField("until", "Do:", today=self.today)
        self.kind = ChoiceField("kind", "Událost:", kinds, kind, blank="(všechny)")
        self.who = TextField("actor", "Kdo (účet):", max_length=100)
        self.whom = TextField("subject", "Na kom (účet, IK):", max_length=100)
        self.part_of = TextField("part_of", "Hromadná změna:", max_length=32)

    def compose_criteria(self) -> ComposeResult:
        """Of which days, by whom, on whom, of what kind."""
        with Horizontal(classes="columns apart"):
            with Vertical(classes="labels-10"):
                yield from (self.since, self.until, self.kind)
            with Vertical(classes="labels-18"):
                yield from (self.who, self.whom, self.part_of)

    @property
    def request(self) -> AuditCriteria:
        """What was asked for."""
        return AuditCriteria(
            since=self.since.value,
            until=self.until.value,
            actor=self.who.value,
            subject=self.whom.value,
            kind=self.kind.value,
            part_of=self.part_of.value,
        )

    def action_search(self) -> None:
        """Show what matches (Hledat)."""
        self.clear_errors()
        problem = next((field.problem for field in self.fields if field.problem is not None), None)
        if problem is not None:
            self.show_refusal(problem)
            return
        self.search()

    def source(self) -> CaseSource[Recorded]:
        """What matches, newest first."""
        return CaseSource(partial(self._read, self.request))

    async def _read(self, criteria: AuditCriteria, rows: Rows[AuditCursor]) -> Sequence[Recorded]:
        return await self.call(list_events, self.actor, criteria, rows, effects=self.effects)

    def describe(self, row: Recorded) -> str:
        """Say in a line what happened."""
        return audit.event_line(row.event)

    @verb
    async def action_edit(self) -> None:
        """Show the event under the cursor whole, with what was before and after (Detail)."""
        row = self.table.row
        if row is not None:
            await self.tell(details.event_title(row.event.kind), audit.event(row))

    def action_whole(self) -> None:
        """Show all of the change of many that the event under the cursor is part of; once more, everything again."""
        row = self.table.row
        number = row.event.part_of if row is not None else ""
        if self.part_of.value:
            self.part_of.value = ""
        elif number:
            self.part_of.value = number
        else:
            self.report(audit.NOT_OF_MANY)
            return
        self.action_search()

    @verb
    async def action_verify(self) -> None:
        """Walk the chain with its key (Ověřit řetěz)."""
        title, case = "Ověření auditního záznamu", partial(verify_audit, self.actor, effects=self.effects)
        verdict = await watched(self, audit.verified, lambda progress: case(progress=progress), title=title)
        await self.tell(title, audit.verdict(verdict.events, verdict.finding))

    @verb
    async def action_export(self) -> None:
        """Write what is listed to a file (Export)."""
        actor, criteria, effects = self.actor, self.request, self.effects

        def work(kind: Format, progress: Progress) -> KeptFile:
            target = Target[Recorded](kind, _EXPORTED)
            return export_events(actor, criteria, target, effects=effects, progress=progress)

        await self.app.push_screen_wait(ExportScreen("auditní záznam", work))
