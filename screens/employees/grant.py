"""F7 Nové oprávnění / Změna oprávnění: a permission, its level and its validity."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from oktui.domain.accounts import GrantChange
from oktui.domain.modules import Level, Permission
from oktui.domain.people import check_order
from oktui.domain.text import Required
from screens import keys
from screens.form_screen import FormScreen
from screens.verbs import verb
from screens.widgets.fields import DateField, RadioChoice
from screens.widgets.grant_rows import GrantRow

_OTHER_LEVEL = {Level.VIEW: Level.UPDATE, Level.UPDATE: Level.VIEW}


class GrantScreen(FormScreen[GrantChange]):
    """Asks what to grant and hands it over; nothing is stored before the OK of the form below (R2.3-10)."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM, keys.relabel(keys.EDIT, "Změnit úroveň")]

    buttons = (("OK", "confirm"),)

    def __init__(self, offered: Sequence[Permission], row: GrantRow | None = None) -> None:
        """`offered` are the permissions to choose from; `row` is one to change, whose permission stays."""
        super().__init__()
        self.form_title = "Nové oprávnění" if row is None else "Změna oprávnění"
        self._row = row
        permissions = [(permission.title, permission) for permission in (offered if row is None else [row.permission])]
        levels = [(level.title, level) for level in Level]
        self.permission = RadioChoice("permission", "Oprávnění:", permissions, stacked=True, disabled=row is not None)
        self.level = RadioChoice("level", "Úroveň:", levels, row.level if row else Level.VIEW)
        self.valid_from = DateField("valid_from", "Platnost od:", today=self.today)
        self.valid_to = DateField("valid_to", "Platnost do:", today=self.today)

    def compose_form(self) -> ComposeResult:
        """The fields, all choices in view, and the buttons."""
        yield from (self.permission, self.level, self.valid_from, self.valid_to)

    def on_mount(self) -> None:
        """A new grant begins today."""
        row = self._row
        self.valid_from.value = row.valid_from if row else self.today()
        self.valid_to.value = row.valid_to if row else None

    @property
    def request(self) -> GrantChange:
        """What was typed. Raises Required, DateOutOfRange, DatesOutOfOrder."""
        valid_from, valid_to = self.valid_from.value, self.valid_to.value
        if valid_from is None:
            raise Required("valid_from")
        check_order(valid_from, valid_to, stored=(self._row.valid_from, self._row.valid_to) if self._row else ())
        return GrantChange(self.permission.value, self.level.value, valid_from, valid_to)

    @verb
    async def action_confirm(self) -> None:
        """Hand over what was typed."""
        self.check_fields()
        self.dismiss(self.request)

    def action_edit(self) -> None:
        """Change to the other level, from wherever the cursor is."""
        self.level.value = _OTHER_LEVEL[self.level.value]
