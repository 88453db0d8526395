"""F5 Zaměstnanec – «Nový zaměstnanec»: a person from KRK becomes an employee, with an account or without."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from oktui.domain.accounts import NothingGranted
from oktui.domain.names import username_from
from oktui.domain.people import Person
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from screens import keys
from screens.employees import storing
from screens.employees.like_colleague import ColleagueForm
from screens.form_screen import FormScreen
from screens.register.new_person import NewPersonScreen
from screens.register.person_search import PersonSearch
from screens.texts import employees, questions
from screens.verbs import verb
from screens.widgets.buttons import ActionButton
from screens.widgets.safe import safe


class NewEmployeeScreen(ColleagueForm):
    """Stores a new employee whole or not at all (R2.3-11)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.bind("f6", "offered_person", "Nová osoba"),
        keys.unshown(keys.bind("f6", "new_person", "Nová osoba")),
    ]
    AUTO_FOCUS = "#field-email LineInput"

    takes_place = True

    form_title = "Nový zaměstnanec"

    def __init__(self) -> None:
        super().__init__()
        self._typed: dict[str, str] = {}
        self._offered = ""

    def compose_person_buttons(self) -> ComposeResult:
        """In OKnouze/OKslužby, persons whom KRK does not know are entered by hand (R2.4-1)."""
        yield from super().compose_person_buttons()
        if self._enters_persons:
            yield ActionButton("Nová osoba", "new_person")

    def on_mount(self) -> None:
        """Begin today, and open Výběr osoby over the form at once (R2.3-3)."""
        self.valid_from.value = self.today()
        self.forget_passwords()
        self.show_state()
        self._begin()

    @property
    def request(self) -> CreateEmployee:
        """What was filled in."""
        return CreateEmployee(self.ik.value, self.workplace.value, self.details, self.new_account)

    @property
    def _enters_persons(self) -> bool:
        return self.signed_in.principal.realm.enters_persons

    @property
    def absent(self) -> frozenset[str]:
        """Nová osoba is in one module only (R2.4-1)."""
        if self._enters_persons:
            return super().absent
        return super().absent | {"new_person", "offered_person"}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is no room for: of two buttons one, of the footer's keys those without a grant."""
        return False if action in self._without_room else super().check_action(action, parameters)

    @property
    def _without_room(self) -> frozenset[str]:
        if not self._enters_persons:
            return frozenset()
        # Who can be corrected has just been entered, or is known.
        button = "new_person" if self._correctable else "correct_person"
        return frozenset({button, *({"offered_person"} if self.allowed()["edit"] else {"edit", "remove"})})

    @verb
    async def _begin(self) -> None:
        await self._search()
        await self.load_workplaces()

    @verb
    async def action_refresh(self) -> None:
        """Obnovit beside IK MPSV: choose the person, or another one."""
        await self._search()

    async def _search(self) -> None:
        search = PersonSearch()
        found = await self._take_person_from(search)
        typed = (search.birth_number, search.given_name, search.surname)
        self._typed = {} if found else {field.name or "": field.value for field in typed}

    def action_offered_person(self) -> None:
        """As the key's hidden binding."""
        self.action_new_person()

    @verb
    async def action_new_person(self) -> None:
        """Nová osoba: enter a person whom KRK does not know, with what was typed to find them (R2.4-1)."""
        if await self._take_person_from(NewPersonScreen(**self._typed)):
            self._typed = {}

    async def take_over(self, person: Person) -> None:
        """Show the person as they were corrected, and offer a username anew unless another was typed."""
        offered = self.username.value == self._offered
        self.show_person(person.ik, person.data)
        if offered:
            self._offer_username(person)

    def _offer_username(self, person: Person) -> None:
        self.username.value = self._offered = username_from(person.data.surname or person.data.given_name)

    async def _take_person_from(self, form: FormScreen[Person]) -> bool:
        """Show whom the other form hands over, if it does; to have chosen a person is not to have typed (Zpět)."""
        person = await self.open_form(form)
        if person is None:
            self._go_to_search()
            return False
        untouched = not self.dirty
        self.show_person(person.ik, person.data)
        self._offer_username(person)
        self.query_one("#note", Static).update()
        self.go_to_missing(self.valid_from, self.email, self.position)
        if untouched:
            self.mark_clean()
        await self.look_whether_correctable()
        self.show_state()
        return True

    def _go_to_search(self) -> None:
        if not self.ik.value:
            self.query_one("#new_person" if self._enters_persons else "#refresh").focus()
            self.query_one("#note", Static).update(safe(employees.PERSON_NOT_IN_KRK if self._enters_persons else ""))

    @verb
    async def action_confirm(self) -> None:
        """Store, then say of an account from when it can be used, and show a password made up (R2.3-12)."""
        request = self.request
        if not request.ik:
            self.ik.error = employees.CHOOSE_PERSON
            return
        store = partial(self._store, request)
        employee_id = await self.confirming(store, questions.STORE_ALL_THE_SAME, NothingGranted)
        if employee_id is None:
            self.query_one("#new").focus()
            return
        await storing.tell(self, employee_id, has_password=request.account is not None)
        self.dismiss(employee_id)

    async def _store(self, request: CreateEmployee, useless_confirmed: bool) -> int:
        request = replace(request, useless_confirmed=useless_confirmed)
        return await self.change(create_employee, self.actor, request, effects=self.effects)
