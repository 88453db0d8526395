"""F10 Přihlášení uživatelé: who is signed in to the module; an administrator may end a session."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from oktui.domain.authority import Action
from oktui.domain.rows import Rows
from oktui.domain.sessions import ListedSession, SessionCursor
from oktui.services.sign_in.end_session import end_session
from oktui.services.sign_in.list_sessions import list_sessions
from screens import keys
from screens.live_screen import LiveScreen
from screens.texts import dates, questions, sessions
from screens.verbs import verb
from screens.widgets.case_source import CaseSource
from screens.widgets.columns import Column

# A session lasts for hours at the most, so the time of day says it all.
_COLUMNS = [
    Column[ListedSession]("Osoba", lambda row: row.name),
    Column[ListedSession]("Uživatelské\njméno", lambda row: row.username, 11),
    Column[ListedSession]("Pracoviště", lambda row: row.workplace),
    Column[ListedSession]("Přihlášen\nod", lambda row: dates.narrow_clock(row.started_at), 9),
    Column[ListedSession]("Poslední\nčinnost", lambda row: dates.narrow_clock(row.last_active_at), 9),
    Column[ListedSession]("Odkud", lambda row: row.origin, 14),
]


class SignedInUsersScreen(LiveScreen[ListedSession]):
    """The sessions within the actor's power, and all of the one under the cursor below them."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.REFRESH, keys.relabel(keys.REMOVE, "Odhlásit")]

    form_title = "Přihlášení uživatelé"
    buttons = (("Odhlásit", "remove"),)
    empty = "Nikdo není přihlášen."
    needs: ClassVar = {"remove": Action.END_SESSION}
    lines = 3

    def __init__(self) -> None:
        super().__init__(_COLUMNS)

    def source(self) -> CaseSource[ListedSession]:
        """Who is signed in."""
        return CaseSource(self._read)

    async def _read(self, rows: Rows[SessionCursor]) -> Sequence[ListedSession]:
        return await self.call(list_sessions, self.actor, rows, effects=self.effects)

    def describe(self, row: ListedSession) -> str:
        """Say all that is known of a session."""
        return sessions.session(row)

    @verb
    async def action_remove(self) -> None:
        """End the session under the cursor, after a question (Odhlásit)."""
        row = self.table.row
        if row is None:
            return
        if row.key.session_id == self.actor.session_id:
            await self.tell(*sessions.OWN)
        elif await self.ask(questions.end_session(row.name, row.username)):
            await self.change(end_session, self.actor, row.key.session_id, effects=self.effects)
            self.report(sessions.ended(row.name))
            self.table.reload()
