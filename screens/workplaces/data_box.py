"""F12 Přístup k ISDS: the office's data box, and its request for an administrator's account (R2.4-2)."""

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from oktui.domain.administrator_request import MPSV_DATA_BOX, AdministratorRequest
from oktui.domain.birth_number import BirthNumber
from oktui.domain.modules import Module
from oktui.domain.people import Workplace
from oktui.domain.register import OneNameOnly
from oktui.domain.text import Required
from oktui.services.employees.find_employees import list_workplace_choices
from oktui.services.workplaces.request_administrator import keep_request, request_administrator
from screens import keys
from screens.form_screen import FormScreen
from screens.texts import offices, questions
from screens.verbs import reading, verb
from screens.widgets.birth_number_field import BirthNumberField
from screens.widgets.fields import ChoiceField, ReadOnlyField, TextField
from screens.widgets.safe import safe
from screens.widgets.surname_field import SurnameField
from screens.workplaces.letter import LetterScreen

_MODULES = [(module.title, module) for module in Module]


class DataBoxScreen(FormScreen[None]):
    """Fills in the request for an administrator's account; nothing is sent from here."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.relabel(keys.CONFIRM, "Žádost")]

    form_title = "Přístup k ISDS"
    buttons = (("Žádost o účet správce", "confirm"),)

    def __init__(self) -> None:
        super().__init__()
        self.workplaces: list[Workplace] = []
        self.module = ChoiceField("module", "Aplikace:", _MODULES, Module.OKNOUZE)
        self.workplace = ChoiceField[Workplace]("workplace", "Pracoviště:", [], blank="(vyberte)")
        self.data_box = TextField("data_box", "ID datové schránky úřadu:", max_length=7)
        self.given_name = TextField("given_name", "Jméno:", max_length=100)
        self.birth_surname = TextField("birth_surname", "Rodné příjmení:", max_length=100)
        self.surname = SurnameField("surname", "Příjmení:", self.birth_surname)
        self.birth_number = BirthNumberField("birth_number", "Rodné číslo:", today=self.today)
        self.email = TextField("email", "Email:", max_length=100)
        self.position = TextField("position", "Funkce/služební číslo:", max_length=100, classes="apart")

    def compose_form(self) -> ComposeResult:
        """The data boxes, who is to be the administrator of which office, and the buttons."""
        with Vertical(classes="labels-28"):
            yield ReadOnlyField("mpsv_data_box", "Datová schránka MPSV:", MPSV_DATA_BOX)
            yield from (self.module, self.workplace, self.data_box)
            yield from (self.given_name, self.surname, self.birth_surname, self.birth_number)
            yield from (self.email, self.position)
        yield Static(safe(offices.NOTHING_IS_SENT))

    def on_mount(self) -> None:
        """Offer the workplaces within the actor's power."""
        self._load()

    @reading
    async def _load(self) -> None:
        self.workplaces = await self.call(list_workplace_choices, self.actor, effects=self.effects)
        self.workplace.set_options([(f"{place.office_kind.title} {place.name}", place) for place in self.workplaces])
        self.mark_clean()

    @property
    def request(self) -> AdministratorRequest:
        """What was filled in. Raises Required, InvalidBirthNumber."""
        workplace = self.workplace.chosen
        number = self.birth_number.value
        if not number:
            raise Required("birth_number")
        return AdministratorRequest(
            module=self.module.chosen,
            region=workplace.region,
            office_kind=workplace.office_kind,
            workplace=workplace.name,
            data_box=self.data_box.value or workplace.data_box,
            given_name=self.given_name.value,
            surname=self.surname.value,
            birth_surname=self.birth_surname.value,
            birth_number=BirthNumber.parse(number, today=self.today()),
            email=self.email.value,
            position=self.position.value,
        )

    @verb
    async def action_confirm(self) -> None:
        """Write the letter, show it, and let it be saved."""
        request = self.request
        text = await self._write(request)
        keep = partial(keep_request, self.actor, request, effects=self.effects)
        if await self.open_form(LetterScreen(text, keep)):
            self.mark_clean()

    async def _write(self, request: AdministratorRequest) -> str:
        try:
            return await self.perform(request_administrator, self.actor, request, effects=self.effects)
        except OneNameOnly as alone:
            await self.confirm(alone, questions.ONE_NAME_IN_REQUEST)
        return await self.perform(
            request_administrator, self.actor, request, one_name_confirmed=True, effects=self.effects
        )
