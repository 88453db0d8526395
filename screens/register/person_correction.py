"""Oprava osoby v KRK: what F17, F5 and F6 open to correct a person's names, titles or birth number (R2.2-2, R2.4-1)."""

from dataclasses import replace
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from oktui.domain.audit import EditConflict
from oktui.domain.birth_number import DoubtfulBirthNumber
from oktui.domain.corrections import BirthNumberChanges
from oktui.domain.people import Names, Person
from oktui.domain.records import titles
from oktui.domain.register import OneNameOnly, PersonEntry
from oktui.services.register.correct_person import CorrectPerson, correct_person, get_correctable
from screens import keys
from screens.form_screen import FormScreen
from screens.texts import questions, refusals, register
from screens.verbs import verb
from screens.widgets.birth_number_field import BirthNumberField
from screens.widgets.fields import ReadOnlyField, TextField


class PersonCorrectionScreen(FormScreen[Person]):
    """Has KRK correct a person, with a reason; dismissed with the person once that is written."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM]

    buttons = (("OK", "confirm"),)

    default_action = "app.focus_next"
    """Enter goes on as Tab does: what KRK has written, nobody takes back."""

    def __init__(self, person: Person) -> None:
        """`person` is as KRK has them now."""
        super().__init__()
        self._person = person
        self.form_title = f"Oprava osoby v KRK – {person.ik}"
        self.names = {name: TextField(name, f"{title}:", max_length=100) for name, title in titles(Names).items()}
        self.birth_number_now = ReadOnlyField("birth_number_now", "Rodné číslo:")
        self.birth_number = BirthNumberField("birth_number", "Nové rodné číslo:", today=self.today)
        self.reason = TextField("correction_reason", "Důvod opravy:", max_length=100)

    def compose_form(self) -> ComposeResult:
        """The names as they are; the birth number is typed only where it changes (X-20)."""
        with Vertical(classes="labels-20"):
            yield from self.names.values()
            yield from (self.birth_number_now, self.birth_number, self.reason)

    def on_mount(self) -> None:
        """Show the person as KRK has them."""
        self._show()

    def _show(self) -> None:
        for name, field in self.names.items():
            field.value = getattr(self._person.data, name)
        self.birth_number_now.value = self._person.data.birth_number.masked

    @property
    def request(self) -> CorrectPerson:
        """What was typed, for the person as last read."""
        names = {name: field.value for name, field in self.names.items()}
        entry = PersonEntry(**names, birth_number=self.birth_number.value)
        return CorrectPerson(self._person, entry, self.reason.value)

    @verb
    async def action_confirm(self) -> None:
        """Have KRK write it; who comes second is told who changed what, and loses nothing typed (X-21)."""
        try:
            corrected = await self._correct(self.request)
        except EditConflict as conflict:
            await self._read_again()
            message = refusals.merged(conflict)
            await self.tell(message.title, message.text)
            return
        if corrected != self._person:
            self.app.notify(register.CORRECTED, markup=False)
        self.dismiss(corrected)

    async def _correct(self, request: CorrectPerson) -> Person:
        confirmed = request.confirmed
        try:
            return await self.perform(correct_person, self.actor, request, effects=self.effects)
        except BirthNumberChanges as changes:
            await self.confirm(changes, questions.BIRTH_NUMBER)
            confirmed = replace(confirmed, birth_number_changes=True)
        except DoubtfulBirthNumber as doubtful:
            await self.confirm(doubtful, questions.DOUBTFUL_CORRECTION)
            confirmed = replace(confirmed, doubtful_birth_number=True)
        except OneNameOnly as alone:
            await self.confirm(alone, questions.ONE_NAME_LEFT)
            confirmed = replace(confirmed, one_name=True)
        return await self._correct(replace(request, confirmed=confirmed))

    async def _read_again(self) -> None:
        """Show what KRK has now in the fields that nobody has typed into."""
        self._person = await self.call(get_correctable, self.actor, self._person.ik, effects=self.effects)
        typed = [field.kept() for field in self.typed_fields]
        self._show()
        self.mark_clean()
        for put_back in typed:
            put_back()


async def correct(form: FormScreen[Any], ik: str) -> Person | None:
    """Open the correction of a person over a form, within a verb of it; None when nothing was written.

    Raises Forbidden, NotFound, KrkUnavailable.
    """
    person = await form.call(get_correctable, form.actor, ik, effects=form.effects)
    return await form.open_form(PersonCorrectionScreen(person))
