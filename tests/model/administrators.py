"""The steps that administrators take, and what is compared after each step."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from oktui.domain.accounts import Account, terms
from oktui.domain.modules import Level, Realm
from oktui.domain.people import DetailsEntry, Employee
from oktui.domain.sessions import Actor, MachineOwner
from oktui.domain.sign_in import refusal
from oktui.jobs.synchronise_accounts import sync_due
from oktui.services.audit.verify_audit import verify_audit
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.delete_employee import delete_employee
from oktui.services.employees.edit_employee import AccountEdit, EditEmployee, edit_employee
from oktui.services.employees.retire_employee import restore_employee, retire_employee
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.helpdesk.unlock_account import unlock_account
from oktui.services.new_accounts import NewAccount
from oktui.services.sign_in.end_session import end_session
from storage import accounts, employees
from storage.database import close_database, transaction
from storage.models import SessionRow
from tests.model.machine import (
    DETAILS,
    OFFICES,
    Officials,
    Wished,
    anybody,
    days,
    grants_wished,
    lengths,
    mostly,
    names,
    number,
    passwords,
    seldom,
    seldom_a,
    yes_or_no,
)
from tests.model.people import Held, Office, Official
from tests.model.region import REALMS, Password
from tests.support.soundness import breaches

somebody_is_in = precondition(lambda self: self.region.seats)


class Region(Officials):
    """All of it: officials, the sync, and administrators who change what the others may."""

    @initialize()
    def some_are_new(self) -> None:
        """Three new officials, so that fewer steps lead to where accounts differ."""
        self.begin()
        long = [Password(f"xK7vQ2mZr9La-bW4nHs{n}") for n in range(30, 33)]
        for which, password in enumerate(long, start=1):
            grants: Wished = [(None, which, Level.UPDATE, -10, None, False)]
            self.somebody_is_hired(which, 0, None, -10, None, f"novy.{which}", password, grants, True, True)

    @somebody_is_in
    @rule(
        which=anybody,
        ik=number,
        place=st.sampled_from([*[None] * 9, *OFFICES]),
        since=days,
        length=lengths,
        username=names,
        password=passwords,
        wished=grants_wished,
        with_account=mostly,
        confirmed=yes_or_no,
    )
    def somebody_is_hired(
        self,
        which: int,
        ik: int,
        place: str | None,
        since: int,
        length: int | None,
        username: str,
        password: Password,
        wished: Wished,
        with_account: bool,
        confirmed: bool,
    ) -> None:
        """F5: an employee, mostly with an account, all or nothing (R2.3-5 … R2.3-11)."""
        seat, region = self._seat(which), self.region
        module = seat.module
        office = self.offices[place] if place else seat.official.office
        first, last = self._days(since, length)
        new = Official(0, module.realm, self._whom(which, ik, module.realm, office), office, first, last)
        if which % 5 and region.named(module.realm, username):
            username = f"novak.{len(region.officials)}"
        wishes = self._wishes(wished, None, module)
        refused = region.refused(seat, new)
        grants, expected = region.granted(new, wishes if with_account else [], module)
        if new.until is not None and new.until < new.since:
            refused.add("dates_out_of_order")
        if new.ik not in self.persons:
            expected.add("person_not_found")
        elif new.realm.category not in self.persons[new.ik]:
            expected.add("person_unusable")
        if any(o.office == office and o.realm is new.realm and o.ik == new.ik and not o.gone for o in region.officials):
            expected.add("employee_exists")
        if with_account:
            expected |= self._faults_of_account(new, grants, username, password)
            if not confirmed and not region.opens(grants, module):
                expected.add("nothing_granted")
        details = DetailsEntry(new.since, new.until, email=DETAILS.email, position=DETAILS.position)
        account = NewAccount(username, self._typed(password), self._changes(wishes, None)) if with_account else None
        request = CreateEmployee(new.ik, office.id, details, account, useless_confirmed=confirmed)
        # Whatever a form is told at once is told first, then who may, then what takes longer.
        expected = refused or expected
        stored = self._held_to(expected, lambda: create_employee(Actor(seat.id), request, effects=self.effects))
        if isinstance(stored, int):
            new.employee_id = stored
            region.officials.append(new)
            region.audit("employee_created")
            if with_account:
                self._account_made(new, grants, username, password)

    def _whom(self, which: int, ik: int, realm: Realm, office: Office) -> str:
        there = {o.ik for o in self.region.officials if o.office == office and o.realm is realm and not o.gone}
        fit = [ik for ik in self.iks if realm.category in self.persons.get(ik, ()) and ik not in there]
        among = fit if fit and which % 5 else self.iks
        return among[ik % len(among)]

    def _faults_of_account(self, official: Official, grants: list[Held], username: str, password: Password) -> set[str]:
        administrator = any(g.administers and g.stands_sometime(self.region.today) for g in grants)
        faults = self.region.unfit(password, [], administrator=administrator)
        if self.region.named(official.realm, username) is not None:
            faults.add("username_taken")
        return faults

    def _account_made(self, official: Official, grants: list[Held], username: str, password: Password) -> None:
        with transaction():
            account = accounts.of_employee(official.employee_id)
        assert account is not None
        official.account_id, official.username, official.grants = account.id, username, grants
        official.give(password.text, self.region.now, temporary=True)

    @somebody_is_in
    @rule(
        which=anybody,
        whom=anybody,
        since=seldom_a(days),
        length=lengths,
        username=seldom_a(names),
        password=seldom_a(passwords),
        must_change=yes_or_no,
        wished=grants_wished,
        stale=seldom,
        confirmed=yes_or_no,
    )
    def somebody_is_edited(
        self,
        which: int,
        whom: int,
        since: int | None,
        length: int | None,
        username: str | None,
        password: Password | None,
        must_change: bool,
        wished: Wished,
        stale: bool,
        confirmed: bool,
    ) -> None:
        """F6: details, username, grants and a new password in one (R2.3-10, R2.5-1, R2.8-1, X-10, X-21)."""
        seat, region = self._seat(which), self.region
        official = self._official(whom, seat)
        module, has_account = seat.module, official.account_id is not None
        stale = stale and official.edits > 0
        first, last = official.since, official.until
        if since is not None:
            first, last = self._days(since, length)
        wanted = username or official.username or "novy"
        wishes = self._wishes(wished, official, module)
        refused = region.refused(seat, official) or ({"edit_conflict"} if stale else set())
        after, expected = region.granted(official, wishes, module)
        taken = region.named(official.realm, wanted)
        if taken is not None and taken is not official:
            expected.add("username_taken")
        if last is not None and last < first:
            expected.add("dates_out_of_order")
        new = password or Password("xK7vQ2mZr9La-bW4nHs99")
        if password is not None or not has_account:
            expected |= region.unfit(new, official.passwords, administrator=_administers(after, self))
        opened = not has_account or region.opens(official.grants, module)
        if not confirmed and opened and not region.opens(after, module):
            expected.add("nothing_granted")
        if not confirmed and self._leaves_alone(official, first, last, after):
            expected.add("last_administrator")
        entry = self._typed(new)
        changes = self._changes(wishes, official)
        account: AccountEdit | NewAccount = NewAccount(wanted, entry, changes)
        if has_account:
            account = AccountEdit(wanted, changes, entry if password else None, must_change)
        request = EditEmployee(
            official.employee_id,
            1 + official.edits - stale,
            official.office.id,
            DetailsEntry(first, last, email=DETAILS.email, position=DETAILS.position),
            account,
            confirmed=confirmed,
            useless_confirmed=confirmed,
        )
        if self._held_to(refused or expected, lambda: edit_employee(Actor(seat.id), request, effects=self.effects)):
            became = _administers(after, self) and not official.administrator(region.today)
            official.since, official.until, official.edits = first, last, official.edits + 1
            region.audit("employee_changed")
            if not has_account:
                self._account_made(official, after, wanted, new)
                return
            official.username, official.grants = wanted, after
            if password is not None:
                region.set_by_administrator(official, password.text, must_change=must_change)
            elif became:
                official.must_change = True
            if not official.valid(region.today):
                region.end_all(official, "not_valid")

    def _leaves_alone(self, official: Official, since: object, until: object, after: list[Held]) -> bool:
        """X-10: whether some office is without an administrator sooner than it would be without the change."""
        before = self.region.gaps(official)
        kept = official.since, official.until, official.grants
        official.since, official.until, official.grants = since, until, after  # type: ignore[assignment]
        gaps = self.region.gaps(official)
        official.since, official.until, official.grants = kept
        return _sooner(before, gaps)

    @somebody_is_in
    @rule(which=anybody, whom=anybody, retire=yes_or_no, confirmed=yes_or_no)
    def somebody_is_retired_or_restored(self, which: int, whom: int, retire: bool, confirmed: bool) -> None:
        """R2.5-1, X-9, X-10: Zrušit in F3, and again."""
        seat, region = self._seat(which), self.region
        official = self._official(whom, seat)
        expected = region.refused(seat, official)
        if not expected and retire and not official.retired and not confirmed:
            before = region.gaps(official)
            official.retired = True
            expected = {"last_administrator"} if _sooner(before, region.gaps(official)) else set()
            official.retired = False
        actor, effects = Actor(seat.id), self.effects

        def change() -> None:
            if retire:
                retire_employee(actor, official.employee_id, confirmed=confirmed, effects=effects)
            else:
                restore_employee(actor, official.employee_id, effects=effects)

        if self._held_to(expected, change) and official.retired != retire:
            official.retired, official.edits = retire, official.edits + 1
            region.audit("retired" if retire else "restored")
            if retire:
                region.end_all(official, "retired")

    @somebody_is_in
    @rule(which=anybody, whom=anybody, confirmed=yes_or_no)
    def somebody_is_deleted(self, which: int, whom: int, confirmed: bool) -> None:
        """X-26: for good, if the account has never been signed in to."""
        seat, region = self._seat(which), self.region
        official = self._official(whom, seat)
        expected = region.refused(seat, official)
        if not expected and official.ever_in:
            expected = {"ever_signed_in"}
        if not expected and not confirmed:
            before = region.gaps(official)
            official.gone = True
            expected = {"last_administrator"} if _sooner(before, region.gaps(official)) else set()
            official.gone = False

        def change() -> None:
            delete_employee(Actor(seat.id), official.employee_id, confirmed=confirmed, effects=self.effects)

        if self._held_to(expected, change):
            official.gone = True
            region.audit("employee_deleted")

    @somebody_is_in
    @rule(which=anybody, whom=anybody)
    def somebody_is_unlocked(self, which: int, whom: int) -> None:
        """R2.6-3: Odemknout účet."""
        seat, region = self._seat(which), self.region
        official = self._official(whom, seat)
        if official.account_id is None:
            return
        account_id = official.account_id

        def change() -> None:
            unlock_account(Actor(seat.id), account_id, effects=self.effects)

        if self._held_to(region.refused(seat, official), change) and official.locked:
            official.failures, official.edits = 0, official.edits + 1
            region.audit("unlocked")

    @somebody_is_in
    @rule(which=anybody, whom=anybody, password=passwords, must_change=yes_or_no, unlock=yes_or_no)
    def a_password_is_reset(self, which: int, whom: int, password: Password, must_change: bool, unlock: bool) -> None:
        """R2.8-1, X-15, X-16: with an end of the lock or without."""
        seat, region = self._seat(which), self.region
        official = self._official(whom, seat)
        if official.account_id is None:
            return
        expected = region.refused(seat, official)
        if not expected:
            expected = region.unfit(password, official.passwords, administrator=official.administrator(region.today))
        request = ResetPassword(official.account_id, self._typed(password), must_change, unlock)
        if self._held_to(expected, lambda: reset_password(Actor(seat.id), request, effects=self.effects)):
            region.set_by_administrator(official, password.text, must_change=must_change)
            official.edits += 1
            region.audit("password_reset")
            if unlock:
                official.failures = 0
                region.slowed.pop(official.username.lower(), None)

    @somebody_is_in
    @rule(which=anybody, whose=anybody)
    def somebodys_session_is_ended(self, which: int, whose: int) -> None:
        """X-9: Odhlásit in F10."""
        seat, region = self._seat(which), self.region
        other = region.seats[-1 - whose % len(region.seats)]
        expected = region.refused(seat, other.official)
        if not expected and other.module is not seat.module:
            expected = {"not_found"}
        going_on = other.over(region.now) is None
        if self._held_to(expected, lambda: end_session(Actor(seat.id), other.id, effects=self.effects)) and going_on:
            other.ended = "ended_by_administrator"
            region.audit("session_ended")

    # What is compared

    @invariant()
    def what_is_stored_is_what_was_expected(self) -> None:
        """Each account, who can sign in and why not, and what the audit counts."""
        region = self.region
        with transaction():
            assert self._audited() == region.events
            ids = [official.employee_id for official in region.officials]
            stored, held = employees.among(ids), accounts.of_employees(ids)
            row = SessionRow
            told = row.select(row.id, row.end_reason, row.locked_at, row.must_change).tuples().execute()
            begun = {number: (reason, locked_at is not None, must) for number, reason, locked_at, must in told}
        for official in region.officials:
            assert (official.employee_id in stored) != official.gone
            if not official.gone:
                self._compare(official, stored[official.employee_id], held.get(official.employee_id))
        for seat in region.seats:
            reason, locked, must_change = begun[seat.id]
            assert (reason.value if reason else None) == seat.ended
            assert (locked, must_change) == (seat.locked, seat.must_change)

    def _compare(self, official: Official, stored: Employee, account: Account | None) -> None:
        assert (stored.details.valid_from, stored.details.valid_to) == (official.since, official.until)
        assert (stored.retired_at is not None, stored.version) == (official.retired, 1 + official.edits)
        assert (account is None) == (official.account_id is None)
        if account is None:
            return
        assert (account.username, account.locked_at is not None) == (official.username, official.locked)
        assert official.locked or account.failures == official.failures
        assert (account.sync_state, account.sync_failed) == (official.state, official.sync_failed)
        assert (account.temporary, account.must_change) == (official.temporary, official.must_change)
        assert account.temporary_until == official.dies
        assert self.effects.hashing.verify(account.password_hash, official.passwords[-1])
        told = [(g.module, *terms(g).values(), g.permission, g.revoked_at is not None) for g in account.grants]
        assert told == [(g.module, g.level, g.since, g.until, g.permission, g.revoked) for g in official.grants]
        for module in REALMS[official.realm]:
            answer = refusal(account, module, self.region.now, self.effects.policy)
            assert (answer.code if answer else None) == official.why_not(module, self.region.now)

    @invariant()
    def a_run_is_due_when_its_slot_has_none(self) -> None:
        """X-7, X-8: also after the clock went back."""
        minute_on = self.region.slot(self.region.now), self.region.slot(self.region.now, ahead=1)
        assert sync_due(effects=self.effects) == (self.region.last_slot not in minute_on)

    def teardown(self) -> None:
        """What `oktui db check` and `oktui audit verify` ask of every database."""
        if not hasattr(self, "installation"):
            return
        try:
            assert breaches() == []
            assert verify_audit(MachineOwner(name="spravce"), effects=self.effects).finding is None
        finally:
            close_database()


def _administers(grants: list[Held], machine: Officials) -> bool:
    return any(grant.administers and grant.stands_sometime(machine.region.today) for grant in grants)


def _sooner(before: dict, after: dict) -> bool:  # type: ignore[type-arg]
    return any(after[m] is not None and (before[m] is None or after[m] < before[m]) for m in before)
