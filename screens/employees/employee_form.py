"""The form Zaměstnanec: what «Nový zaměstnanec» (F5) and «Detail zaměstnance» (F6) have in common."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Label, Static

from oktui.domain.accounts import grantable
from oktui.domain.authority import Action, denial
from oktui.domain.errors import DomainError
from oktui.domain.generated_passwords import generate_for
from oktui.domain.modules import Permission
from oktui.domain.names import UsernameTaken
from oktui.domain.offices import OfficeKind
from oktui.domain.password_owner import Owner
from oktui.domain.people import DetailsEntry, Person, PersonalData, Workplace
from oktui.services.employees.find_employees import list_workplace_choices
from oktui.services.new_accounts import NewAccount
from oktui.services.new_passwords import PasswordEntry
from oktui.services.register.correct_person import may_correct
from screens import keys
from screens.employees.grant import GrantScreen
from screens.form_screen import FormScreen
from screens.register.person_correction import correct
from screens.texts import employees, passwords, refusals
from screens.verbs import verb
from screens.widgets.buttons import ActionButton, Verb
from screens.widgets.fields import (
    AnyField,
    ChoiceField,
    DateField,
    Field,
    PasswordField,
    ReadOnlyField,
    TextField,
    TickField,
)
from screens.widgets.grant_rows import COLUMNS, GrantRows
from screens.widgets.safe import safe
from screens.widgets.window_table import WindowTable


class EmployeeForm(FormScreen[int]):
    """An employee with or without an account; the result is the id of the employee stored."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.CONFIRM,
        keys.EDIT,
        keys.unshown(keys.REFRESH),
        keys.relabel(keys.NEW, "Nové oprávnění"),
        keys.relabel(keys.REMOVE, "Zrušit oprávnění"),
        keys.unshown(keys.bind("ctrl+g", "generate", "Vygenerovat heslo")),
        keys.unshown(keys.bind("ctrl+n", "accept_username", "Převzít nabízené uživatelské jméno")),
        keys.unshown(keys.bind("ctrl+p", "correct_person", "Opravit osobu")),
    ]

    buttons: ClassVar[Sequence[Verb] | None] = (("OK", "confirm"),)
    default_action = "app.focus_next"
    """Enter goes on as Tab does: it must not store an employee whose account has not been filled in yet."""

    office_kind: ChoiceField[OfficeKind]
    workplace: ChoiceField[int]

    def __init__(self) -> None:
        super().__init__()
        self.ik = ReadOnlyField("ik", "IK MPSV:")
        self.given_name = ReadOnlyField("given_name", "Jméno:")
        self.surname = ReadOnlyField("surname", "Příjmení:")
        self.second_surname = ReadOnlyField("second_surname", "Druhé příjmení:")
        self.title_before = ReadOnlyField("title_before", "Titul před jménem:")
        self.title_after = ReadOnlyField("title_after", "Titul za jménem:")
        self.valid_from = DateField("valid_from", "Platnost od:", today=self.today)
        self.valid_to = DateField("valid_to", "Platnost do:", today=self.today)
        self.phone = TextField("phone", "Telefon:", max_length=100)
        self.email = TextField("email", "Email:", max_length=100)
        self.position = TextField("position", "Funkce/služební číslo:", max_length=100)
        self.abbreviation = TextField("abbreviation", "Zkratka zaměstnance:", max_length=100)
        self.with_account = TickField("with_account", "Včetně uživatelského účtu", classes="flush")
        self.username = TextField("username", "Uživatelské jméno:", max_length=32)
        self.password = PasswordField("password", "Heslo:")
        self.password_again = PasswordField("password_again", "Potvrzení hesla:")
        self.grants = GrantRows()
        self.table = WindowTable(COLUMNS, self.grants, empty=employees.NO_GRANTS, id="grants")
        self._workplaces: list[Workplace] = []
        self._generated = ""
        self._free_username = ""
        self._correctable = False

    def compose_form(self) -> ComposeResult:
        """The place; the person beside the details; the account, its grants; the buttons."""
        place = self.signed_in.principal.workplace
        self.office_kind = ChoiceField("office_kind", "Druh úřadu:", [(place.office_kind.title, place.office_kind)])
        self.workplace = ChoiceField("workplace", "Pracoviště:", [(place.name, place.id)])
        with Horizontal(classes="columns place"):
            with Vertical(classes="labels-12"):
                yield self.office_kind
            with Vertical(classes="labels-12"):
                yield self.workplace
        with Horizontal(classes="columns"):
            with Vertical(classes="labels-20 person"):
                yield from self._compose_person()
            with Vertical(classes="labels-24"):
                yield from self._compose_details()
        with Horizontal(id="account-line"):
            yield self.with_account
            yield Static(id="lock")
        with Vertical(id="account"):
            yield from self._compose_account()

    def _compose_person(self) -> ComposeResult:
        with Horizontal(classes="with-buttons"):
            yield Label("Osoba z KRK:", classes="heading")
            yield from self.compose_person_buttons()
        yield from (self.ik, self.given_name, self.surname, self.second_surname, self.title_before, self.title_after)

    def _compose_details(self) -> ComposeResult:
        yield from self.compose_details_heading()
        yield from (self.valid_from, self.valid_to, self.phone, self.email, self.position, self.abbreviation)

    def _compose_account(self) -> ComposeResult:
        with Horizontal(classes="columns"):
            with Vertical(classes="labels-20"):
                yield Label("Uživatelský účet:", classes="heading")
                yield from (self.username, self.password, self.password_again)
            with Vertical(id="account-state"):
                yield from self.compose_account_state()
        yield Static(id="generated")
        with Horizontal(classes="with-buttons"):
            yield Label("Přístupová oprávnění:", classes="heading")
            yield from self.compose_grant_buttons()
        yield self.table

    def compose_details_heading(self) -> ComposeResult:
        """What stands over Data zaměstnance."""
        yield Label("Data zaměstnance:", classes="heading")

    def compose_person_buttons(self) -> ComposeResult:
        """What stands at the right of Osoba z KRK."""
        yield ActionButton("Obnovit", "refresh")
        yield ActionButton("Opravit ^P", "correct_person")

    def compose_grant_buttons(self) -> ComposeResult:
        """What stands at the right of Přístupová oprávnění."""
        yield ActionButton("Nové oprávnění", "new")
        yield ActionButton("Změnit", "edit")
        yield ActionButton("Zrušit oprávnění", "remove")

    def compose_account_state(self) -> ComposeResult:
        """What stands at the right of the password."""
        yield Static(classes="heading")
        yield ActionButton("Vygenerovat ^G", "generate")

    @property
    def may_edit(self) -> bool:
        """Whether the employee and the grants can be changed here."""
        return True

    @property
    def may_set_password(self) -> bool:
        """Whether the form takes a password at all."""
        return self.with_account.value

    @property
    def absent(self) -> frozenset[str]:
        """Who may not correct anybody has no button for it: in OKslužby only MPSV has (R2.2-2)."""
        never = denial(self.signed_in.principal, Action.CORRECT_PERSON) is not None
        return frozenset({"correct_person"}) if never else frozenset()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is not, and grey what cannot be done now."""
        if action in self.absent:
            return False
        if not self.allowed().get(action, True):
            return None
        return super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """What the action would need."""
        if self.check_action(action, ()) is not None:
            return ""
        needs_account = action in employees.OF_AN_ACCOUNT and not self.with_account.value
        return employees.TICK_ACCOUNT if needs_account else employees.NOT_POSSIBLE.get(action, "")

    def allowed(self) -> Mapping[str, bool]:
        """The actions that are not always possible, and whether they are now."""
        on_grants = self.may_edit and self.with_account.value
        row = self.table.row
        return {
            "confirm": self.may_edit,
            "refresh": self.may_edit,
            "new": on_grants,
            "edit": on_grants and row is not None and not row.over,
            "remove": on_grants and row is not None and not row.over,
            "generate": self.may_set_password,
            "accept_username": bool(self._free_username),
            "correct_person": self._correctable,
        }

    def show_state(self) -> None:
        """Show, grey and hide what the ticks and the actor's permissions decide."""
        self.query_one("#account").display = self.with_account.value
        self.refresh_bindings()

    async def load_workplaces(self) -> None:
        """Offer the workplaces within the actor's power that exist today."""
        today = self.today()
        places = await self.call(list_workplace_choices, self.actor, effects=self.effects)
        self._workplaces = [place for place in places if place.valid_on(today)]
        kinds = dict.fromkeys(place.office_kind for place in self._workplaces)
        self.office_kind.set_options([(kind.title, kind) for kind in kinds])
        self.offer_workplaces()

    def offer_workplaces(self, besides: Iterable[Workplace] = ()) -> None:
        """Offer the workplaces of the kind chosen, and `besides` those that an employee is at all the same."""
        kind = self.office_kind.value
        places = dict.fromkeys([*besides, *(place for place in self._workplaces if place.office_kind is kind)])
        self.workplace.set_options([(place.name, place.id) for place in places])

    def show_person(self, ik: str, person: PersonalData) -> None:
        """Show what KRK says of the person (R2.3-4)."""
        self.entitle(person.full_name)
        self.ik.value = ik
        for field in (self.given_name, self.surname, self.second_surname, self.title_before, self.title_after):
            field.value = getattr(person, field.name or "")

    def show_details(self, details: DetailsEntry) -> None:
        """Show Data zaměstnance as they are stored."""
        self.valid_from.refill(details.valid_from)
        self.valid_to.refill(details.valid_to)
        self.phone.refill(details.phone)
        self.email.refill(details.email)
        self.position.refill(details.position)
        self.abbreviation.refill(details.abbreviation)

    def go_to_missing(self, *fields: AnyField) -> None:
        """Put the cursor into the first of these fields that is to be filled in, so that typing can begin at once."""
        field = next((field for field in fields if not field.disabled and not field.value), None)
        if field is not None:
            field.focus_control()

    @property
    def details(self) -> DetailsEntry:
        """Data zaměstnance."""
        return DetailsEntry(
            valid_from=self.valid_from.value,
            valid_to=self.valid_to.value,
            phone=self.phone.value,
            email=self.email.value,
            position=self.position.value,
            abbreviation=self.abbreviation.value,
        )

    @property
    def password_entry(self) -> PasswordEntry:
        """The password typed twice."""
        return PasswordEntry(self.password.value, self.password_again.value)

    @property
    def new_account(self) -> NewAccount | None:
        """The account to create, if one is wanted (R2.3-6)."""
        if not self.with_account.value:
            return None
        return NewAccount(self.username.value, self.password_entry, self.grants.changes)

    @property
    def dirty(self) -> bool:
        """A grant waiting to be stored would be lost too."""
        return super().dirty or bool(self.grants.changes)

    @verb
    async def action_new(self) -> None:
        """Nové oprávnění: the module's permissions less those granted."""
        held, kind = self.grants.held, self.office_kind.chosen
        offered = grantable(self.signed_in.principal.module, kind, self.effects.policy, held)
        offered = tuple(permission for permission in offered if permission not in self.grants.taken)
        if not offered:
            await self.tell(*employees.NOTHING_TO_GRANT)
            return
        change = await self.open_form(GrantScreen(offered))
        if change is not None:
            self.table.reload(self.grants.add(change))

    @verb
    async def action_edit(self) -> None:
        """Změnit: level and validity of the grant under the cursor."""
        row = self.table.row
        if row is None:
            return
        change = await self.open_form(GrantScreen((), row))
        if change is not None:
            self.grants.alter(row.key, change)
            self.table.reload(row.key)

    def action_remove(self) -> None:
        """Zrušit: drop a grant that is not stored yet; have a stored one revoked, or leave it after all."""
        row = self.table.row
        if row is not None:
            self.grants.revoke(row.key)
            self.table.reload(row.key)

    @verb
    async def action_generate(self) -> None:
        """Make up a password that the rules accept, and show it (X-16, X-17)."""
        administrator = Permission.SYSTEM_ADMINISTRATION in self.grants.taken
        # Without the birth number, which the form does not show: no password made up has so many digits in a row.
        owner = Owner(self.username.value, self.surname.value, None, administrator)
        policy = self.effects.policy.passwords
        self._generated = await asyncio.to_thread(generate_for, owner, policy, self.effects.choose)
        self.password.value = self.password_again.value = self._generated
        self._show_generated()

    def action_accept_username(self) -> None:
        """Take the free username that was proposed (X-5)."""
        self.username.value = self._free_username
        self._free_username = ""

    @property
    def generated(self) -> str:
        """The password that was made up, as long as nobody types over it."""
        return self._generated

    def offer_username(self, username: str) -> None:
        """Offer a username after a surname that has changed; it is taken by one key, never by itself (R2.3-7)."""
        self._free_username = username
        self.username.warning = employees.username_offered(username) if username else None

    async def look_whether_correctable(self) -> None:
        """Ask whether the actor may correct the person shown."""
        self._correctable = await self.call(may_correct, self.actor, self.ik.value, effects=self.effects)

    @verb
    async def action_correct_person(self) -> None:
        """Opravit: what KRK has of the person, be it a typing mistake or a marriage (R2.2-2, R2.4-1)."""
        person = await correct(self, self.ik.value)
        if person is not None:
            await self.take_over(person)

    async def take_over(self, person: Person) -> None:
        """Show the person as they were corrected."""
        raise NotImplementedError

    def show_refusal(self, error: DomainError) -> None:
        """As any form; a username that is taken comes with a free one, which one key accepts (X-5)."""
        super().show_refusal(error)
        if isinstance(error, UsernameTaken):
            self._free_username = error.proposal
            self.username.error = refusals.proposal(error)

    def dismiss(self, result: int | None = None) -> AwaitComplete:
        """Leave, and keep no password."""
        self.forget_passwords()
        return super().dismiss(result)

    def forget_passwords(self) -> None:
        """Take the passwords out of the form."""
        self.password.clear()
        self.password_again.clear()
        self._generated = ""
        self._show_generated()

    def _show_generated(self) -> None:
        line = self.query_one("#generated", Static)
        line.display = bool(self._generated)
        line.update(safe(passwords.generated(self._generated)))

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        if event.field is self.office_kind:
            self.offer_workplaces()
        elif event.field is self.with_account:
            self._account_wanted()
        elif event.field is self.username:
            self._free_username = ""
        elif event.field in (self.password, self.password_again):
            self._generated = ""
            self._show_generated()

    def _account_wanted(self) -> None:
        self.show_state()
        if self.with_account.value:
            self.go_to_missing(self.username, self.password)  # at once: what is typed next belongs there
        else:
            self.forget_passwords()

    @on(WindowTable.Highlighted)
    def _other_row(self) -> None:
        self.show_state()

    @on(WindowTable.Selected)
    def _row_chosen(self) -> None:
        if self.check_action("edit", ()):
            self.action_edit()
