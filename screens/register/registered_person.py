"""F17 Registr osob (KRK), one person: entering them, their categories, and the consents received (R2.2-2)."""

from dataclasses import replace
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Label, Static

from oktui.domain.birth_number import DoubtfulBirthNumber
from oktui.domain.modules import Category
from oktui.domain.people import Names, Person
from oktui.domain.records import titles
from oktui.domain.register import ConsentEntry, OneNameOnly, PersonEntry
from oktui.services.register.change_person import ChangePerson, change_person, get_person
from oktui.services.register.enter_person import EnterPerson, enter_person
from screens import keys
from screens.form_screen import FormScreen
from screens.register.person_correction import correct
from screens.texts import questions, register
from screens.verbs import reading, verb
from screens.widgets.birth_number_field import BirthNumberField
from screens.widgets.fields import DateField, ReadOnlyField, TextField, TickField
from screens.widgets.safe import safe
from screens.widgets.surname_field import SurnameField

_SHOWN: Final = {"birth_number": "Rodné číslo", **titles(Names)}


class RegisteredPersonScreen(FormScreen[Person]):
    """A new person of KRK, or what can be changed of one; dismissed with the person once that is written."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM, keys.relabel(keys.EDIT, "Opravit osobu")]

    buttons = (("Opravit osobu", "edit"), ("OK", "confirm"))

    default_action = "app.focus_next"
    """Enter goes on as Tab does: what KRK has written, nobody takes back."""

    def __init__(self, person: Person | None) -> None:
        """`person` is the one to change, None for a new one."""
        super().__init__()
        self._person = person
        self._corrected: Person | None = None
        self.form_title = "Nová osoba v KRK" if person is None else f"Osoba v KRK – {person.ik}"
        held = person.categories if person else frozenset[Category]()
        self.birth_number = BirthNumberField("birth_number", "Rodné číslo:", today=self.today)
        self.names = {name: TextField(name, f"{title}:", max_length=100) for name, title in titles(Names).items()}
        self.names["surname"] = SurnameField("surname", "Příjmení:", self.names["birth_surname"])
        self._shown = {name: ReadOnlyField(name, f"{title}:") for name, title in _SHOWN.items()}
        self.categories = {item: TickField(item.value, item.title, item in held) for item in Category}
        self.received_on = DateField("received_on", "Přijat dne:", today=self.today, past=True)
        self.reference = TextField("reference", "Číslo jednací:", max_length=100)

    def compose_form(self) -> ComposeResult:
        """The person, the categories, the consent, and the buttons."""
        with Vertical(classes="labels-20"):
            yield from self._compose_person()
            yield Label("Kategorie:", classes="heading")
            yield from self.categories.values()
            yield Label("Souhlas se zpracováním osobních údajů:", classes="heading")
            yield from (self.received_on, self.reference)
        yield Static(id="consents")

    def _compose_person(self) -> ComposeResult:
        if self._person is None:
            yield from (self.birth_number, *self.names.values())
        else:
            yield from self._shown.values()

    def on_mount(self) -> None:
        """Show the consents that are on record."""
        if self._person is not None:
            self._show_person(self._person)
            self._show_consents(self._person.ik)

    def _show_person(self, person: Person) -> None:
        for name, field in self._shown.items():
            field.value = format(getattr(person.data, name))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Somebody new is not corrected but typed."""
        return False if action == "edit" and self._person is None else super().check_action(action, parameters)

    @verb
    async def action_edit(self) -> None:
        """Opravit osobu: their names, titles and birth number; what was typed here stays."""
        if self._person is None:
            return
        corrected = await correct(self, self._person.ik)
        if corrected is not None:
            untouched = not self.dirty
            self._person = self._corrected = corrected
            self._show_person(corrected)
            if untouched:
                self.mark_clean()

    def dismiss(self, result: Person | None = None) -> AwaitComplete:
        """Leave; somebody who was corrected is handed over though nothing else be stored."""
        return super().dismiss(result or self._corrected)

    @reading
    async def _show_consents(self, ik: str) -> None:
        registered = await self.call(get_person, self.actor, ik, effects=self.effects)
        self.query_one("#consents", Static).update(safe(register.consents(registered.consents), lines=True))

    @property
    def _categories(self) -> frozenset[Category]:
        return frozenset(category for category, field in self.categories.items() if field.value)

    @property
    def _consent(self) -> ConsentEntry:
        return ConsentEntry(self.received_on.value, self.reference.value)

    @property
    def _new(self) -> EnterPerson:
        names = {name: field.value for name, field in self.names.items()}
        entry = PersonEntry(**names, birth_number=self.birth_number.value)
        return EnterPerson(entry, self._categories, self._consent)

    def _change_of(self, person: Person) -> ChangePerson:
        wanted = self._categories
        return ChangePerson(person.ik, wanted - person.categories, person.categories - wanted, self._consent)

    @verb
    async def action_confirm(self) -> None:
        """Have KRK write it."""
        if self._person is None:
            written = await self._enter_person(self._new)
        elif not self.dirty:
            self.dismiss(None)
            return
        else:
            change = self._change_of(self._person)
            written = await self.perform(change_person, self.actor, change, effects=self.effects)
        self.report(register.stored(written))
        self.dismiss(written)

    async def _enter_person(self, request: EnterPerson) -> Person:
        try:
            return await self.perform(enter_person, self.actor, request, effects=self.effects)
        except DoubtfulBirthNumber as doubtful:
            await self.confirm(doubtful, questions.DOUBTFUL_PERSON)
            confirmed = replace(request, doubtful_confirmed=True)
        except OneNameOnly as alone:
            await self.confirm(alone, questions.ONE_NAME)
            confirmed = replace(request, one_name_confirmed=True)
        return await self._enter_person(confirmed)
