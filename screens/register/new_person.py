"""F8 Ruční zadání údajů nového zaměstnance: a person whom KRK does not know, in OKnouze/OKslužby only."""

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from oktui.domain.birth_number import DoubtfulBirthNumber
from oktui.domain.people import Person
from oktui.domain.register import PersonEntry, PersonKnown
from oktui.services.register.register_person import RegisterPerson, register_person
from screens import keys
from screens.form_screen import FormScreen
from screens.texts import questions, register
from screens.verbs import verb
from screens.widgets.birth_number_field import BirthNumberField
from screens.widgets.fields import TextField
from screens.widgets.surname_field import SurnameField


class NewPersonScreen(FormScreen[Person]):
    """Has KRK give a person their IK, and hands them over (R2.4-1); None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM]

    form_title = "Ruční zadání údajů nového zaměstnance"
    buttons = (("OK", "confirm"),)
    default_action = "app.focus_next"
    """Enter goes on as Tab does: what KRK has written, nobody takes back."""

    def __init__(self, *, birth_number: str = "", given_name: str = "", surname: str = "") -> None:
        """With what was typed into Výběr osoby before; whoever was not found there need not be typed again."""
        super().__init__()
        self.birth_number = BirthNumberField("birth_number", "Rodné číslo:", today=self.today)
        self.given_name = TextField("given_name", "Jméno:", max_length=100)
        self.birth_surname = TextField("birth_surname", "Rodné příjmení:", max_length=100)
        self.surname = SurnameField("surname", "Příjmení:", self.birth_surname)
        self.title_before = TextField("title_before", "Titul před:", max_length=100)
        self.title_after = TextField("title_after", "Titul za:", max_length=100)
        self._typed_before = {self.birth_number: birth_number, self.given_name: given_name, self.surname: surname}

    def on_mount(self) -> None:
        """Show what was typed before."""
        for field, text in self._typed_before.items():
            field.propose(text)

    def compose_form(self) -> ComposeResult:
        """The fields and buttons."""
        with Vertical(classes="labels-16"):
            yield from (self.birth_number, self.given_name, self.surname, self.birth_surname)
            yield from (self.title_before, self.title_after)

    @property
    def request(self) -> RegisterPerson:
        """What was typed."""
        return RegisterPerson(
            PersonEntry(
                birth_number=self.birth_number.value,
                given_name=self.given_name.value,
                surname=self.surname.value,
                birth_surname=self.birth_surname.value,
                title_before=self.title_before.value,
                title_after=self.title_after.value,
            )
        )

    @verb
    async def action_confirm(self) -> None:
        """Register the person, or take the one whom KRK knows by this birth number, if that is wanted."""
        self.dismiss(await self._register(self.request))

    async def _register(self, request: RegisterPerson) -> Person:
        try:
            person = await self.perform(register_person, self.actor, request, effects=self.effects)
            if not request.confirmed:  # else KRK knew the person
                self.report(register.stored(person))
            return person
        except PersonKnown as known:
            await self.confirm(known, questions.PERSON_KNOWN)
            confirmed = replace(request, confirmed=True)
        except DoubtfulBirthNumber as doubtful:
            await self.confirm(doubtful, questions.DOUBTFUL_PERSON)
            confirmed = replace(request, doubtful_confirmed=True)
        return await self._register(confirmed)
