"""F4 Výběr osoby: finding a person in KRK by personal data, birth number or IK."""

from typing import ClassVar

from oktui.domain.people import Person, usable_person
from oktui.services.register.find_person import PersonQuery, find_person
from screens.register.person_finder import Hit, PersonFinder
from screens.texts import register
from screens.widgets.columns import Column


class PersonSearch(PersonFinder[Person]):
    """Finds a person in KRK and hands them over (R2.3-4); None when nobody was chosen."""

    form_title = "Výběr fyzické osoby z registru"
    enter = "převezme"
    columns: ClassVar[list[Column[Hit]]] = [
        Column[Hit]("Rodné číslo", lambda hit: hit.birth_number, 11),
        Column[Hit]("IK MPSV", lambda hit: hit.person.ik, 10),
        Column[Hit]("Příjmení", lambda hit: hit.person.data.surname),
        Column[Hit]("Jméno", lambda hit: hit.person.data.given_name, 12),
        Column[Hit]("Druhé příjmení", lambda hit: hit.person.data.second_surname),
        Column[Hit]("Rodné příjmení", lambda hit: hit.person.data.birth_surname),
    ]

    async def find(self, query: PersonQuery) -> list[Person]:
        """Those who can be employed in this realm; another one is the error 501 (R2.3-5)."""
        return await self.perform(find_person, self.actor, query, effects=self.effects)

    async def take(self, hit: Hit) -> None:
        """Hand the person over; who is not usable here is the error 501 (R2.3-5)."""
        self.dismiss(usable_person(hit.person, self.signed_in.principal.realm))

    @property
    def not_found(self) -> str:
        """That there is nobody, and what to do about it in this realm (R2.2-2, R2.4-1)."""
        return register.not_found(self.signed_in.principal.realm)
