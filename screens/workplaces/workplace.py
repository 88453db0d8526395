"""F11 Pracoviště, one of them: adding and changing a workplace."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import Workplace
from oktui.services.workplaces.save_workplace import SaveWorkplace, save_workplace
from screens import keys
from screens.form_screen import FormScreen
from screens.texts import offices
from screens.verbs import verb
from screens.widgets.fields import ChoiceField, DateField, TextField

_KINDS = [(kind.title, kind) for kind in OfficeKind]
_REGIONS = [(region.title, region) for region in Region]


class WorkplaceScreen(FormScreen[int]):
    """Fills in a workplace; dismissed with its id once it is stored."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM]

    buttons = (("OK", "confirm"),)

    def __init__(self, workplace: Workplace | None) -> None:
        """`workplace` is the one to change, None for a new one."""
        super().__init__()
        self._workplace = workplace
        self.form_title = "Nové pracoviště" if workplace is None else "Změna pracoviště"
        self.office_kind = ChoiceField("office_kind", "Druh úřadu:", _KINDS, OfficeKind.KU)
        self.office_name = TextField("name", "Název:", max_length=100)
        self.office_region = ChoiceField("region", "Kraj:", _REGIONS, blank="(žádný, jen MPSV)")
        self.valid_from = DateField("valid_from", "Platnost od:", today=self.today)
        self.valid_to = DateField("valid_to", "Platnost do:", today=self.today)
        self.data_box = TextField("data_box", "ID datové schránky:", max_length=7)

    def compose_form(self) -> ComposeResult:
        """The fields and buttons."""
        with Vertical(classes="labels-20"):
            yield from (self.office_kind, self.office_name, self.office_region)
            yield from (self.valid_from, self.valid_to, self.data_box)

    def on_mount(self) -> None:
        """Begin with what is stored, or with a workplace that exists from today."""
        old = self._workplace
        if old is None:
            self.valid_from.value = self.today()
            return
        self.office_kind.value = old.office_kind
        self.office_name.value = old.name
        self.office_region.value = old.region
        self.valid_from.value = old.valid_from
        self.valid_to.value = old.valid_to
        self.data_box.value = old.data_box

    @property
    def request(self) -> SaveWorkplace:
        """What was filled in."""
        old = self._workplace
        return SaveWorkplace(
            office_kind=self.office_kind.chosen,
            name=self.office_name.value,
            region=self.office_region.value,
            valid_from=self.valid_from.value,
            valid_to=self.valid_to.value,
            data_box=self.data_box.value,
            id=old.id if old else None,
            version=old.version if old else 1,
        )

    @verb
    async def action_confirm(self) -> None:
        """Store it."""
        saved = await self.change(save_workplace, self.actor, self.request, effects=self.effects)
        self.report(offices.stored(self.request.name))
        self.dismiss(saved)
