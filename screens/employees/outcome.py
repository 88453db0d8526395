"""What became of a change of many: of each whether it was done, why not, and the password that is shown this once."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.authority import Action
from oktui.domain.kept_files import Format, KeptFile
from oktui.services.employees.export_outcome import export_outcome
from oktui.services.exporting import Target
from oktui.services.long_work import Progress
from oktui.services.outcomes import Made
from screens import keys
from screens.export import ExportScreen
from screens.list_screen import ListScreen
from screens.texts import many
from screens.verbs import verb
from screens.widgets.columns import Column
from screens.widgets.safe import safe
from screens.widgets.sources import ListSource

_PERSON = Column[Made]("Osoba", lambda row: many.whom(row.planned))
_USERNAME = Column[Made]("Uživatelské\njméno", lambda row: row.planned.username, 11)
_ENDING = Column[Made]("Výsledek", lambda row: many.ENDINGS[row.ending], 11)
_REASON = Column[Made]("Proč", many.reason, 24)
_PASSWORD = Column[Made]("Heslo", lambda row: row.password, 24)


class OutcomeScreen(ListScreen[Made]):
    """Stands until it is left, and can be kept as a file."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.EXPORT]

    form_title = f"{many.TITLE} – co se provedlo"
    buttons = (("Export F9", "export"),)
    empty = many.NO_OUTCOME
    needs: ClassVar = {"export": Action.EXPORT}
    lines = 2

    def __init__(self, number: str, made: Sequence[Made]) -> None:
        """`number` is what the audit has the change under."""
        self._passwords = any(row.password for row in made)
        super().__init__([_PERSON, _USERNAME, _ENDING, _PASSWORD if self._passwords else _REASON])
        self._number = number
        self._made = tuple(made)

    def compose_criteria(self) -> ComposeResult:
        """How many were done, and how many were not."""
        yield Static(safe(many.counted(self._made)), classes="apart")

    def source(self) -> ListSource[Made]:
        """All of them, those who were not changed first."""
        return ListSource(sorted(self._made, key=lambda row: row.refusal is None))

    def describe(self, row: Made) -> str:
        """Say in full what became of the one under the cursor."""
        return many.outcome(row)

    @verb
    async def action_export(self) -> None:
        """Keep it as a file, with the passwords (Export)."""
        actor, number, made, effects = self.actor, self._number, self._made, self.effects
        columns = [
            ("Osoba", lambda row: many.whom(row.planned)),
            ("Uživatelské jméno", lambda row: row.planned.username),
            ("Výsledek", lambda row: many.ENDINGS[row.ending]),
            ("Proč", many.reason),
            *([("Heslo", lambda row: row.password)] if self._passwords else []),
        ]

        def work(kind: Format, progress: Progress) -> KeptFile:
            target = Target[Made](kind, columns)
            return export_outcome(actor, number, made, target, effects=effects, progress=progress)

        if await self.open_form(ExportScreen("hromadná změna", work)) is not None:
            self._passwords = False

    def action_back(self) -> None:
        """Leave; passwords that were not kept are asked about."""
        if self._passwords:
            self._ask_to_leave()
        else:
            super().action_back()

    @verb
    async def _ask_to_leave(self) -> None:
        if await self.ask(many.LEAVE_PASSWORDS):
            self.dismiss(None)
