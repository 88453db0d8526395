"""F11 Pracoviště, one of them: adding and changing a workplace."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import Workplace
from oktui.services.workplaces.save_workplace import SaveWorkplace, save_workplace
from screens import keys
from screens.form_screen import FormScreen, verb
from screens.widgets.fields import ChoiceField, DateField, TextField

_KINDS = [(kind.title, kind) for kind in OfficeKind]
_REGIONS = [(region.title, region) for region in Region]


class WorkplaceScreen(FormScreen[int]):
    """Fills in a workplace; dismissed with its id once it is stored."""

    CSS_PATH = "workplace.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM]

    def __init__(self, workplace: Workplace | None) -> None:
        """`workplace` is the one to change, None for a new one."""
        super().__init__()
        self._workplace = workplace
        self.form_title = "Nové pracoviště" if workplace is None else "Změna pracoviště"

    def compose_form(self) -> ComposeResult:
        """The fields and buttons."""
        old = self._workplace
        with Vertical(classes="labels-20"):
            yield ChoiceField("office_kind", "Druh úřadu:", _KINDS, old.office_kind if old else OfficeKind.KU)
            yield TextField("name", "Název:", old.name if old else "", max_length=100)
            yield ChoiceField("region", "Kraj:", _REGIONS, old.region if old else None, blank="(MPSV)")
            yield DateField("valid_from", "Platnost od:", old.valid_from if old else self.today(), today=self.today)
            yield DateField("valid_to", "Platnost do:", old.valid_to if old else None, today=self.today)
            yield TextField("data_box", "ID datové schránky:", old.data_box if old else "", max_length=7)
        with Horizontal(classes="buttons"):
            yield Button("OK", action="screen.confirm", compact=True)
            yield Button("Zpět", action="screen.back", compact=True)

    @property
    def request(self) -> SaveWorkplace:
        """What was filled in."""
        old = self._workplace
        return SaveWorkplace(
            office_kind=self.field("office_kind").value,
            name=self.field("name").value,
            region=self.field("region").value,
            valid_from=self.field("valid_from").value,
            valid_to=self.field("valid_to").value,
            data_box=self.field("data_box").value,
            id=old.id if old else None,
            version=old.version if old else 1,
        )

    @verb
    async def action_confirm(self) -> None:
        """Store it."""
        self.dismiss(await self.perform(save_workplace, self.actor, self.request, effects=self.effects))
