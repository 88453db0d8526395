"""F10 Přihlášení uživatelé: who is signed in to the module; an administrator may end a session."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from oktui.domain.authority import Action, denial
from oktui.domain.rows import Rows
from oktui.domain.sessions import ListedSession, SessionCursor
from oktui.services.sign_in.end_session import end_session
from oktui.services.sign_in.list_sessions import list_sessions
from screens import keys
from screens.form_screen import verb
from screens.live_screen import LiveScreen
from screens.texts import dates, questions, sessions
from screens.widgets.case_source import CaseSource
from screens.widgets.columns import Column
from screens.widgets.safe import safe
from screens.widgets.window_table import WindowTable

# A session lasts for hours at the most, so the time of day says it all.
_COLUMNS = [
    Column[ListedSession]("Osoba", lambda row: row.name),
    Column[ListedSession]("Uživatelské\njméno", lambda row: row.username, 11),
    Column[ListedSession]("Pracoviště", lambda row: row.workplace),
    Column[ListedSession]("Přihlášen\nod", lambda row: dates.narrow_clock(row.started_at), 9),
    Column[ListedSession]("Poslední\nčinnost", lambda row: dates.narrow_clock(row.last_active_at), 9),
    Column[ListedSession]("Odkud", lambda row: row.origin, 14),
]


class SignedInUsersScreen(LiveScreen):
    """The sessions within the actor's power, and all of the one under the cursor below them."""

    CSS_PATH = "signed_in_users.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [keys.REFRESH, keys.relabel(keys.REMOVE, "Odhlásit")]

    form_title = "Přihlášení uživatelé"

    def compose_form(self) -> ComposeResult:
        """The table, the row under the cursor in full, and the buttons."""
        yield WindowTable(_COLUMNS, empty="Nikdo není přihlášen.", id="sessions")
        yield Static(id="session")
        with Horizontal(classes="buttons"):
            if self._may_end:
                yield Button("Odhlásit", action="screen.remove", compact=True)
            yield Button("Zpět", action="screen.back", compact=True)

    def on_mount(self) -> None:
        """Fill the table and go to it."""
        self._table.set_source(CaseSource(self._read))
        self._table.focus()

    @property
    def _table(self) -> WindowTable[ListedSession]:
        return self.query_one("#sessions", WindowTable)

    @property
    def _may_end(self) -> bool:
        return denial(self.signed_in.principal, Action.END_SESSION) is None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what the actor may not do."""
        if action == "remove" and not self._may_end:
            return False
        return super().check_action(action, parameters)

    @verb
    async def action_remove(self) -> None:
        """End the session under the cursor, after a question (Odhlásit)."""
        row = self._table.row
        if row is None:
            return
        if row.key.session_id == self.actor.session_id:
            await self.tell(*sessions.OWN)
        elif await self.ask(*questions.end_session(row.name, row.username)):
            await self.perform(end_session, self.actor, row.key.session_id, effects=self.effects)
            self.report(sessions.ended(row.name))
            self._table.reload()

    async def _read(self, rows: Rows[SessionCursor]) -> Sequence[ListedSession]:
        return await self.call(list_sessions, self.actor, rows, effects=self.effects)

    @on(WindowTable.Highlighted)
    def _show_session(self) -> None:
        row = self._table.row
        self.query_one("#session", Static).update(safe("" if row is None else sessions.session(row), lines=True))
