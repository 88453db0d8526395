"""Podle kolegy: whom somebody is to be like (F5, F6)."""

from typing import ClassVar

from textual.binding import BindingType

from oktui.domain.lookup import Match
from oktui.services.helpdesk.find_accounts import find_accounts
from screens import keys
from screens.box_screen import BoxScreen
from screens.texts import colleague, going
from screens.verbs import verb
from screens.widgets.columns import Column
from screens.widgets.fields import TextField

_COLUMNS = [
    Column[Match]("Kdo", lambda match: match.name, 30),
    Column[Match]("", going.person),
]


class ColleagueScreen(BoxScreen[int, Match]):
    """The result is the id of the employee chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.relabel(keys.CONFIRM, "Převzít")]

    form_title = colleague.TITLE
    buttons = (("Převzít", "confirm"),)
    wanted = colleague.ASK

    def __init__(self) -> None:
        box = TextField("who", "Kolega:", max_length=100, classes="labels-12")
        super().__init__(box, _COLUMNS, empty=colleague.NOBODY, table_id="colleagues")

    async def found(self, text: str) -> list[Match]:
        """Everybody whom the text may mean."""
        return await self.call(find_accounts, self.actor, text, effects=self.effects)

    @verb
    async def action_confirm(self) -> None:
        """Choose the one under the cursor."""
        if (match := await self.following.row()) is not None:
            self.dismiss(match.employee_id)
