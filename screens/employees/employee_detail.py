"""F6 Zaměstnanec – «Detail zaměstnance»: an employee as stored, their account, its lock, password and sync."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from oktui.domain.accounts import Account, EverSignedIn, NothingGranted
from oktui.domain.audit import EditConflict
from oktui.domain.authority import Action, Denial, Forbidden, NotFound, Subject, denial
from oktui.domain.calendar import next_sync
from oktui.domain.names import username_from
from oktui.domain.people import Person
from oktui.domain.recognition import Recognition
from oktui.services.employees.delete_employee import delete_employee
from oktui.services.employees.edit_employee import AccountEdit, EditEmployee, edit_employee
from oktui.services.employees.get_employee import Seen, get_employee
from oktui.services.employees.refresh_person import refresh_person
from oktui.services.helpdesk.unlock_account import unlock_account
from oktui.services.new_accounts import NewAccount
from screens import keys
from screens.employees import storing
from screens.employees.like_colleague import ColleagueForm
from screens.employees.permissions_on_day import PermissionsOnDayScreen
from screens.employees.undo import take_back
from screens.form_screen import FormScreen
from screens.helpdesk import sheet
from screens.helpdesk.new_password import NewPasswordScreen, RecognitionScreen
from screens.texts import audit, employees, questions, refusals, sync
from screens.verbs import reading, verb
from screens.widgets.buttons import ActionButton, Verb
from screens.widgets.field import FIELD_ID
from screens.widgets.fields import AnyField, Field, TickField
from screens.widgets.safe import safe
from screens.widgets.state_line import StateLine

_NEEDS: Final = {
    "delete": Action.DELETE_EMPLOYEE,
    "generate": Action.RESET_PASSWORD,
    "permissions": Action.SEE_EMPLOYEE,
    "unlock": Action.UNLOCK,
    "why": Action.DIAGNOSE,
}


class EmployeeDetailScreen(ColleagueForm):
    """Shows an employee, and stores what those who may change it have changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.WHY,
        keys.UNDO,
        keys.unshown(keys.bind("ctrl+o", "unlock", "Odemknout účet")),
        keys.unshown(keys.bind("ctrl+t", "history", audit.HISTORY)),
        keys.unshown(keys.bind("ctrl+r", "permissions", "Oprávnění ke dni")),
        keys.unshown(sheet.OPEN),
        keys.unshown(keys.bind("ctrl+l", "delete", "Smazat zaměstnance, který se nikdy nepřihlásil")),
    ]
    AUTO_FOCUS = ""

    form_title = "Detail zaměstnance"
    buttons: ClassVar[Sequence[Verb] | None] = (("Smazat ^L", "delete"), ("OK", "confirm"))
    """Whoever never signed in can be deleted (X-26)."""

    def __init__(self, employee_id: int, why: Callable[[int], FormScreen[None]] | None = None) -> None:
        """`why` makes the form that tells why the employee cannot sign in (F13); without it there is no way there."""
        super().__init__()
        self._why = why
        self._employee_id = employee_id
        self._seen: Seen | None = None
        self._recognised_by: frozenset[Recognition] | None = None
        """How the caller who wants the password typed here was recognised; None as long as that was not asked."""
        self.change_password = TickField("change_password", "Změnit heslo", classes="flush")
        self.must_change = TickField("must_change", "Změnit při příštím přihlášení", True, classes="flush")

    def compose_form(self) -> ComposeResult:
        """As F5, under one line that says how it is with the account."""
        yield StateLine()
        yield from super().compose_form()

    def compose_account_state(self) -> ComposeResult:
        """The lock, the password's ticks and the sync."""
        with Horizontal(classes="line"):
            yield ActionButton("Odemknout účet ^O", "unlock")
            yield Static(classes="between")
            yield ActionButton("Historie ^T", "history")
        with Horizontal(classes="line"):
            yield self.change_password
            yield ActionButton("Vygenerovat ^G", "generate")
        yield self.must_change
        yield Static(id="sync")

    def compose_grant_buttons(self) -> ComposeResult:
        """As F5, and the permissions of another day."""
        yield ActionButton("Ke dni ^R", "permissions")
        yield from super().compose_grant_buttons()

    def on_mount(self) -> None:
        """Read the employee; until then nothing can be changed."""
        self.forget_passwords()
        self.show_state()
        self._open()

    @property
    def seen(self) -> Seen:
        """The employee as last read."""
        if self._seen is None:
            raise RuntimeError("the employee has not been read yet")
        return self._seen

    @property
    def _edited(self) -> tuple[AnyField, ...]:
        """The fields that only those who may edit can change."""
        details = (self.valid_from, self.valid_to, self.phone, self.email, self.position, self.abbreviation)
        return self.office_kind, self.workplace, *details, self.username, self.change_password

    @property
    def _account(self) -> Account | None:
        return None if self._seen is None else self._seen.account

    @property
    def request(self) -> EditEmployee:
        """What was filled in, for the employee as last read."""
        employee = self.seen.employee
        return EditEmployee(employee.id, employee.version, self.workplace.value, self.details, self._account_request)

    @property
    def _account_request(self) -> AccountEdit | NewAccount | None:
        if self._account is None:
            return self.new_account
        password = self.password_entry if self.may_set_password else None
        must_change, ways = self.must_change.value, self._recognised_by or frozenset()
        return AccountEdit(self.username.value, self.grants.changes, password, must_change, ways)

    def _denial(self, action: Action) -> Denial | None:
        subject = Subject.of(self.seen.employee, self._account, self.effects.now())
        return denial(self.signed_in.principal, action, subject)

    def _may(self, action: Action) -> bool:
        return self._seen is not None and self._denial(action) is None

    @property
    def may_edit(self) -> bool:
        """Whether the actor may change this employee (X-1, R2.1-1)."""
        return self._may(Action.EDIT_EMPLOYEE)

    @property
    def may_set_password(self) -> bool:
        """Of an account that exists, only when Změnit heslo is ticked (R2.8-1)."""
        if self._account is None:
            return self.may_edit and self.with_account.value
        return self.may_edit and self.change_password.value

    def allowed(self) -> Mapping[str, bool]:
        """As F5, and what only a stored account has."""
        may_reset = self._account is not None and self._may(Action.RESET_PASSWORD)
        return {
            **super().allowed(),
            "refresh": self._seen is not None,
            "generate": may_reset or self.may_set_password,
            "sheet": may_reset,
            "unlock": self._locked and self._may(Action.UNLOCK),
            "history": self._seen is not None,
            "why": self._why is not None and self._may(Action.DIAGNOSE),
            "permissions": self._account is not None,
            "undo": denial(self.signed_in.principal, Action.EDIT_EMPLOYEE) is None,
            "delete": self._may(Action.DELETE_EMPLOYEE) and not self._ever_signed_in,
        }

    def why_not(self, action: str) -> str:
        """The permission that is missing, else as F5."""
        if self._seen is None or self.check_action(action, ()) is not None:
            return ""
        needed = _NEEDS.get(action, Action.EDIT_EMPLOYEE)
        reason = self._denial(needed)
        if reason is not None:
            return refusals.refusal(Forbidden(needed, reason)).text
        if action == "delete":
            return refusals.refusal(EverSignedIn()).text
        return super().why_not(action)

    @property
    def _ever_signed_in(self) -> bool:
        return self._account is not None and self._account.first_signed_in_at is not None

    @property
    def _locked(self) -> bool:
        return self._account is not None and self._account.locked(self.effects.policy)

    def show_state(self) -> None:
        """As F5, and what cannot be changed is only shown."""
        has_account = self._account is not None
        for field in self._edited:
            field.disabled = not self.may_edit
        self.with_account.disabled = has_account or not self.may_edit
        self.change_password.disabled = not self.may_edit
        for field in (self.password, self.password_again, self.must_change):
            field.disabled = not self.may_set_password
        for widget in (self.change_password, self.must_change, self.query_one("#sync")):
            widget.display = has_account
        self.query_one("#lock", Static).update(safe(employees.LOCK if self._locked else ""))
        self.query_one("#unlock").visible = self._locked
        super().show_state()

    @reading
    async def _open(self) -> None:
        await self.load_workplaces()
        await self._read()
        self._go_to_start()

    def _go_to_start(self) -> None:
        """Begin where the work is most often: at the lock, else at the password, else at the details."""
        if self.allowed()["unlock"]:
            self.query_one("#unlock").focus()
        elif self._account is None:
            self.valid_from.focus_control()
        elif self.may_edit:
            self.change_password.focus_control()
        else:
            self.table.focus()

    @verb
    async def action_refresh(self) -> None:
        """Obnovit: show what KRK and we have now, and keep what was typed; whoever may not change it sees our copy."""
        if self._may(Action.REFRESH_PERSON):
            await self.make(refresh_person, self.actor, self._employee_id, effects=self.effects)
        await self._read()

    async def take_over(self, person: Person) -> None:  # noqa: ARG002 - our copy has followed
        """Show our copy, which has followed."""
        await self._read()

    @verb
    async def action_confirm(self) -> None:
        """Store; who comes second is told who changed what, and can store what they typed all the same (X-21)."""
        if not self.dirty:
            self.report(employees.NOTHING_CHANGED)
            self.dismiss(None)
            return
        account = self.request.account
        has_password = account is not None and account.password is not None
        if not await self._recognised():
            return
        try:
            stored = await self.confirming(self._store, questions.STORE_ALL_THE_SAME, NothingGranted)
        except EditConflict as conflict:
            await self._read()
            message = refusals.merged(conflict)
            await self.tell(message.title, message.text)
            return
        if stored is None:
            self.query_one("#new").focus()
        if not stored:
            return
        await storing.tell(self, self._employee_id, has_password=has_password)
        self.dismiss(self._employee_id)

    async def _recognised(self) -> bool:
        """Ask once, before a typed password is stored, how its owner was recognised (X-16); False to go back."""
        self.check_fields()
        account = self._account
        if account is None or not self.may_set_password or not self.password.value:
            return True
        if self._recognised_by is None:
            self._recognised_by = await self.open_form(RecognitionScreen(account))
        return self._recognised_by is not None

    @verb
    async def action_delete(self) -> None:
        """Delete the employee outright, after a question (X-26)."""
        sure = await self.ask(questions.deleting(self.seen.employee))
        if sure and await self.confirming(self._delete, questions.DELETE_ALL_THE_SAME):
            self.report(employees.deleted(self.seen.employee))
            self.dismiss(self._employee_id)

    async def _delete(self, confirmed: bool) -> bool:
        await self.make(delete_employee, self.actor, self._employee_id, confirmed=confirmed, effects=self.effects)
        return True

    async def _store(self, useless_confirmed: bool) -> bool:
        async def store(confirmed: bool) -> bool:
            request = replace(self.request, confirmed=confirmed, useless_confirmed=useless_confirmed)
            await self.change(edit_employee, self.actor, request, effects=self.effects)
            return True

        return bool(await self.confirming(store, questions.STORE_ALL_THE_SAME))

    @verb
    async def action_unlock(self) -> None:
        """Odemknout účet: at once, whatever else is typed on the form (R2.6-3)."""
        if self._account is not None:
            await self.make(unlock_account, self.actor, self._account.id, effects=self.effects)
            self.report(employees.unlocked(self._account))
            await self._read()
            self._go_to_start()

    @verb
    async def action_history(self) -> None:
        """How the sync went, and who changed the employee last."""
        due = next_sync(self.effects.now(), self.effects.policy.sync_every)
        await self.tell(audit.HISTORY, audit.history(self.seen, due))

    def action_generate(self) -> None:
        """As F5 for a new account; one that is stored gets a password at once, to be read out (R2.8-1, X-16)."""
        if self._account is None:
            super().action_generate()
        else:
            self._issue_password(self._account)

    @verb
    async def _issue_password(self, account: Account) -> None:
        if await self.open_form(NewPasswordScreen(account)):
            self.report(employees.reset(account))
            self.change_password.value = False
            self.forget_passwords()
            await self._read()

    @verb
    async def action_sheet(self) -> None:
        """List s údaji k účtu, without a password."""
        if self._account is not None:
            await self.open_form(sheet.SheetScreen(self._account))

    @verb
    async def action_why(self) -> None:
        """Proč se nelze přihlásit: every condition of it (F13); what it mends is shown here afterwards."""
        if self._why is not None:
            await self.open_form(self._why(self._employee_id))
            await self._read()

    @verb
    async def action_undo(self) -> None:
        """Take back the actor's own last change, of whomever it was; who is gone with it is not shown any more."""
        if await take_back(self):
            try:
                await self._read()
            except NotFound:
                self.dismiss(self._employee_id)

    @verb
    async def action_permissions(self) -> None:
        """What the account could do on another day."""
        await self.open_form(PermissionsOnDayScreen(self.seen.employee))

    async def _read(self) -> None:
        """Show what is stored now; what was typed before stays (X-21)."""
        self._seen = seen = await self.call(get_employee, self.actor, self._employee_id, effects=self.effects)
        typed = {field: field.kept() for field in self.typed_fields}
        self.offer_workplaces([seen.employee.workplace])
        self.show_person(seen.employee.ik, seen.employee.person)
        module = self.signed_in.principal.module
        held = seen.account.grants if seen.account else ()
        self.grants.show(
            (grant for grant in held if grant.module is module and grant.shown(self.effects.policy)),
            (each for each in seen.waiting if each.grant.module is module),
        )
        self._show_stored(seen)
        self.mark_clean()
        for field, put_back in typed.items():
            put_back()
            if field is self.office_kind:
                self.offer_workplaces([seen.employee.workplace])
        self._show_notes(seen)
        await self.look_whether_correctable()
        self.show_state()
        self.table.reload()

    def _show_stored(self, seen: Seen) -> None:
        """Fill the fields in; a username is offered to an employee without an account (R2.3-7)."""
        employee, account = seen.employee, seen.account
        self.office_kind.refill(employee.workplace.office_kind)
        self.offer_workplaces([employee.workplace])
        self.workplace.refill(employee.workplace.id)
        self.show_details(employee.details)
        self.with_account.refill(account is not None)
        self.username.refill(account.username if account else username_from(employee.person.surname))

    def _show_notes(self, seen: Seen) -> None:
        reason = self._denial(Action.EDIT_EMPLOYEE)
        note = audit.last_edit(seen.last_edit)
        if reason is not None:
            note = refusals.refusal(Forbidden(Action.EDIT_EMPLOYEE, reason)).text
        self.query_one("#note", Static).update(safe(note))
        self.query_one(StateLine).tell(seen.employee, seen.account, policy=self.effects.policy, today=self.today())
        if seen.account is not None:
            self.query_one("#sync", Static).update(safe(sync.state_of(seen.account)))
        if self.may_edit and self.username not in self.typed_fields:
            self.offer_username(seen.username_offered)

    @on(Field.Changed, f"#{FIELD_ID}change_password")
    def _reset_wanted(self) -> None:
        if self.may_set_password:
            self.call_after_refresh(self.go_to_missing, self.password)
        else:
            self.forget_passwords()
        self.show_state()
