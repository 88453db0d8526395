"""What F4 and F17 share: asking KRK for persons by personal data, birth number or IK."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import ContentSwitcher, Label, Static

from oktui.domain.people import Person, PersonNotFound
from oktui.services.register.find_person import AT_MOST, ByBirthNumber, ByIk, ByPersonalData, PersonQuery
from oktui.values import dataclass
from screens import keys
from screens.form_screen import FormScreen
from screens.texts import register
from screens.verbs import verb
from screens.widgets.birth_number_field import BirthNumberField
from screens.widgets.buttons import ActionButton, Verb
from screens.widgets.columns import Column
from screens.widgets.fields import DateField, Field, RadioChoice, TextField
from screens.widgets.safe import safe
from screens.widgets.sources import ListSource
from screens.widgets.window_table import WindowTable

ResultT = TypeVar("ResultT")

_WAYS = [("Osobní údaje", "by_personal_data"), ("Rodné číslo", "by_birth_number"), ("IK", "by_ik")]
"""What one can search by, and the id of the fields for it."""


@dataclass(frozen=True)
class Hit:
    """A person found; the birth number is shown whole only to somebody who has typed it (X-20)."""

    person: Person
    number_typed: bool

    @property
    def key(self) -> str:
        """Where the row stands."""
        return self.person.ik

    @property
    def birth_number(self) -> str:
        """The birth number as it may be shown."""
        number = self.person.data.birth_number
        return str(number) if self.number_typed else number.masked


class PersonFinder(FormScreen[ResultT]):
    """Fills its table with the persons that KRK has for what was typed."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.CONFIRM, keys.REFRESH]

    buttons: ClassVar[Sequence[Verb] | None] = (("OK", "confirm"),)
    AUTO_FOCUS = "#field-birth_number LineInput"

    default_action = "refresh"
    columns: ClassVar[list[Column[Hit]]]
    enter: ClassVar[str]
    """What the key Enter does with the person chosen, in one word."""

    def __init__(self) -> None:
        super().__init__()
        self.way = RadioChoice("way", "Hledat podle:", _WAYS, "by_birth_number")
        self.given_name = TextField("given_name", "Jméno:")
        self.surname = TextField("surname", "Příjmení:")
        self.born = DateField("born", "Datum narození:", today=self.today, past=True)
        self.birth_number = BirthNumberField("birth_number", "Rodné číslo:", today=self.today)
        self.ik = TextField("ik", "IK:", max_length=10, restrict="[0-9]*")

    def compose_form(self) -> ComposeResult:
        """What to search by, the persons found, and the buttons."""
        yield Label("V centrální evidenci", classes="heading")
        yield self.way
        with Horizontal(id="criteria"):
            with ContentSwitcher(initial="by_birth_number"):
                with Vertical(id="by_personal_data"):
                    yield from (self.given_name, self.surname, self.born)
                with Vertical(id="by_birth_number"):
                    yield self.birth_number
                with Vertical(id="by_ik"):
                    yield self.ik
            yield ActionButton("Obnovit", "refresh")
        yield Static(id="outcome")
        yield WindowTable(self.columns, id="persons")

    @property
    def request(self) -> PersonQuery:
        """What was typed for the way chosen."""
        match self.way.value:
            case "by_birth_number":
                return ByBirthNumber(self.birth_number.value)
            case "by_ik":
                return ByIk(self.ik.value)
        return ByPersonalData(self.given_name.value, self.surname.value, self.born.value)

    @property
    def dirty(self) -> bool:
        """Never: nothing that is typed here is stored."""
        return False

    async def find(self, query: PersonQuery) -> list[Person]:
        """The persons found. Raises PersonNotFound."""
        raise NotImplementedError

    async def take(self, hit: Hit) -> None:
        """Do with the person chosen what the form is for."""
        raise NotImplementedError

    @property
    def not_found(self) -> str:
        """That there is nobody, and what to do about it."""
        return register.NOT_FOUND

    @property
    def table(self) -> WindowTable[Hit]:
        """The persons found."""
        return self.query_one("#persons", WindowTable)

    @verb
    async def action_refresh(self) -> None:
        """Ask KRK (Obnovit)."""
        await self.search()

    @verb
    async def action_confirm(self) -> None:
        """Take the person under the cursor, or ask KRK first."""
        hit = self.table.row
        if hit is None:
            await self.search()
        else:
            await self.take(hit)

    def action_back(self) -> None:
        """Leave, even while KRK is being waited for (X-4)."""
        self.dismiss(None)

    async def search(self) -> None:
        """Ask KRK, and show the answer unless something else is asked for by then."""
        request = self.request
        self.show([], "")
        try:
            found = await self.find(request)
        except PersonNotFound:
            outcome, hits = self.not_found, []
        else:
            outcome = register.persons_found(len(found), AT_MOST, self.enter)
            hits = [Hit(person, isinstance(request, ByBirthNumber)) for person in found]
        if request != self.request:  # changed meanwhile: the answer would stand beside another question
            return
        self.show(hits, outcome)
        if hits:
            self.table.focus()

    def show(self, hits: list[Hit], outcome: str) -> None:
        """Show these persons, and say what they are the answer to."""
        self.table.set_source(ListSource(hits))
        self.query_one("#outcome", Static).update(safe(outcome, lines=True))

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        # Else OK could take a person who is not the one whose number stands in the form.
        self.show([], "")
        if event.field is self.way:
            self.query_one(ContentSwitcher).current = self.way.value

    @on(WindowTable.Selected)
    def _selected(self) -> None:
        self.action_confirm()
