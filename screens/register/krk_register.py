"""F17 Registr osob (KRK): finding and entering persons, for MPSV's staff only."""

from typing import ClassVar

from textual.binding import BindingType

from oktui.domain.people import Person
from oktui.services.register.find_person import PersonQuery, find_registered
from screens import keys
from screens.register.person_finder import Hit, PersonFinder
from screens.register.registered_person import RegisteredPersonScreen
from screens.texts import register
from screens.verbs import verb
from screens.widgets.columns import Column


class KrkRegisterScreen(PersonFinder[None]):
    """Everybody whom KRK has, whatever category they have or lack."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.relabel(keys.CONFIRM, "Otevřít"),
        keys.REFRESH,
        keys.relabel(keys.NEW, "Nová osoba"),
    ]

    form_title = "Registr osob (KRK)"
    buttons = (("Nová osoba", "new"), ("Otevřít", "confirm"))
    enter = "otevře"
    columns: ClassVar[list[Column[Hit]]] = [
        Column[Hit]("Rodné číslo", lambda hit: hit.birth_number, 11),
        Column[Hit]("IK MPSV", lambda hit: hit.person.ik, 10),
        Column[Hit]("Příjmení", lambda hit: hit.person.data.surname),
        Column[Hit]("Jméno", lambda hit: hit.person.data.given_name, 12),
        Column[Hit]("Rodné příjmení", lambda hit: hit.person.data.birth_surname),
        Column[Hit]("Kategorie", lambda hit: " ".join(sorted(item.value for item in hit.person.categories)), 9),
    ]

    async def find(self, query: PersonQuery) -> list[Person]:
        """Ask KRK for anybody."""
        return await self.perform(find_registered, self.actor, query, effects=self.effects)

    async def take(self, hit: Hit) -> None:
        """Open the person."""
        changed = await self.open_form(RegisteredPersonScreen(hit.person))
        if changed is not None:
            self.show([Hit(changed, hit.number_typed)], register.CHANGED)

    @property
    def not_found(self) -> str:
        """That there is nobody, and how to enter them."""
        return register.REGISTER_ADVICE

    @verb
    async def action_new(self) -> None:
        """Enter a person."""
        person = await self.open_form(RegisteredPersonScreen(None))
        if person is not None:
            self.show([Hit(person, number_typed=True)], register.registered(person))
