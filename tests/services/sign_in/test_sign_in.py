"""Signing in: F1 and every rule behind it."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from oktui import demo
from oktui.domain.accounts import GrantChange
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.sessions import Actor, Place, SessionEnd, SessionOver
from oktui.domain.sign_in import (
    AccountNotValid,
    AlreadySignedIn,
    BadCredentials,
    NameAsPassword,
    NotSynchronised,
    NoUsablePermission,
    SignInRefused,
    SlowedDown,
)
from oktui.domain.sync import SyncState
from oktui.domain.text import Required, UnsafeText
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.services.employees.create_employee import CreateEmployee, create_employee
from oktui.services.employees.find_employees import list_workplace_choices
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.helpdesk.unlock_account import unlock_account
from oktui.services.new_accounts import NewAccount
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.get_own_account import get_own_account
from oktui.services.sign_in.sign_in import SignedIn, SignIn, sign_in
from screens.texts import refusals
from storage import accounts, krk
from storage.database import close_database, transaction
from storage.models import IncidentRow
from tests.support import use_cases
from tests.support.cast import DETAILS, PASSWORD, VYSOCINA, Cast, granted
from tests.support.effects import QuickHashing
from tests.support.journal import everything_audited, new_events

WRONG = "nespravne heslo"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _unhindered(cast: Cast) -> None:
    """Failures at one source do not slow it down here: that rule has tests of its own."""
    cast.let_fail()


def fail(cast: Cast, username: str, module: Module = Module.REGISTR, times: int = 1) -> None:
    """Type a wrong password; where failures slow down, wait as long as asked."""
    for _ in range(times):
        with pytest.raises(BadCredentials):
            patiently(cast, username, module, WRONG)


def patiently(cast: Cast, username: str, module: Module, password: str) -> SignedIn:
    """Sign in, after the wait if there is one."""
    try:
        return cast.sign_in(username, module, password)
    except SlowedDown as refused:
        cast.clock.now = refused.until
        return cast.sign_in(username, module, password)


def test_a_session_begins_with_the_permissions_of_the_module_alone(cast: Cast) -> None:
    """R1.1-1, R2.1-3: one account for two modules, with other permissions in each."""
    assert cast.sign_in("klicpera").principal.permissions == {Permission.SOCIAL_SERVICES_RECORDS: Level.UPDATE}
    in_poskytovatel = cast.sign_in("klicpera", Module.POSKYTOVATEL)
    assert in_poskytovatel.principal.permissions == {Permission.REPORTS: Level.UPDATE}
    assert not in_poskytovatel.must_change


def test_the_username_is_taken_without_regard_to_case_and_spaces(cast: Cast) -> None:
    """R2.3-7: unique without regard to case, so typed without it."""
    assert cast.sign_in(" HoMoLa ").principal.username == "homola"


def test_an_account_of_one_realm_does_not_open_the_other(cast: Cast) -> None:
    """R1.3-1: OKnouze/OKslužby needs an account of its own."""
    with pytest.raises(BadCredentials):
        cast.sign_in("homola", Module.OKNOUZE)
    assert cast.sign_in("gollova", Module.OKNOUZE).principal.realm is Realm.OKNOUZE


def test_an_empty_field_is_no_attempt(cast: Cast) -> None:
    """F1, X-14: nothing is verified and nothing is counted."""
    with new_events() as added:
        for username, password, field in (("", "x", "username"), ("homola", "", "password")):
            with pytest.raises(Required) as refused:
                cast.sign_in(username, password=password)
            assert refused.value.field == field
    assert cast.hashing.verified == []
    assert added() == []


@pytest.mark.parametrize("module", Module)
@pytest.mark.parametrize("username", ["homola", "gollova", "nobody"])
def test_the_name_typed_for_the_password_is_no_attempt(cast: Cast, username: str, module: Module) -> None:
    """F1, X-12, X-14: out of habit, in any case, with spaces; nobody learns whether the name is anybody's."""
    with new_events() as added:
        for typed in (username, f" {username.upper()} ", username.title()):
            for _ in range(2):
                with pytest.raises(NameAsPassword) as refused:
                    cast.sign_in(f" {username}", module, typed)
                assert refused.value.field == "password"
    assert cast.hashing.verified == []
    assert added() == []


def test_whatever_is_typed_as_a_name_is_only_an_unknown_name(cast: Cast) -> None:
    """X-12, X-22: people paste anything; neither database may stumble over it."""
    pasted = ["Ho\x00mola", "[/x]", "ňáký pán", "x" * 500, "homola\ud800", "\u212alicpera"]
    for username in pasted:
        for module in (Module.REGISTR, Module.POSKYTOVATEL):
            with pytest.raises(BadCredentials):
                cast.sign_in(username, module)
    assert cast.hashing.verified == [cast.hashing.decoy] * 2 * len(pasted)


# Locking


def test_three_failures_in_a_row_lock_the_account(cast: Cast) -> None:
    """R2.6-1: in registr and OKnouze/OKslužby; then the right password opens nothing, in any module of the realm."""
    for username, module in (("homola", Module.REGISTR), ("gollova", Module.OKNOUZE)):
        fail(cast, username, module, times=2)
        assert cast.account(username, module.realm).locked_at is None
        fail(cast, username, module)
        assert cast.account(username, module.realm).locked_at == cast.clock()
        for other in module.realm.modules:
            with pytest.raises(BadCredentials):
                cast.sign_in(username, other)


def test_a_success_in_between_starts_the_count_anew(cast: Cast) -> None:
    """R2.6-1: three in a row, not three in all."""
    for _ in range(3):
        fail(cast, "homola", times=2)
        cast.sign_in("homola")
    assert cast.account("homola").failures == 0


def test_a_lock_never_ends_by_itself(cast: Cast) -> None:
    """R2.6-3: a year later it is still there, until an administrator unlocks."""
    fail(cast, "homola", times=3)
    cast.clock.forward(timedelta(days=365))
    fail(cast, "homola")
    radek = cast.actor("mpsv_radek")
    unlock_account(radek, cast.account("homola").id, effects=cast.effects)
    assert cast.sign_in("homola").principal.username == "homola"


def test_poskytovatel_never_locks(cast: Cast) -> None:
    """R2.6-2: however often one fails there, registr stays open."""
    fail(cast, "klicpera", Module.POSKYTOVATEL, times=20)
    assert not cast.account("klicpera").locked(cast.effects.policy)
    assert cast.sign_in("klicpera").principal.username == "klicpera"


def test_a_locked_account_does_not_open_poskytovatel_either(cast: Cast) -> None:
    """R2.6-2: it is the same account."""
    fail(cast, "klicpera", times=3)
    with pytest.raises(BadCredentials):
        patiently(cast, "klicpera", Module.POSKYTOVATEL, PASSWORD)


@pytest.mark.parametrize("username", ["klicpera", "nobody"])
def test_poskytovatel_slows_down_and_the_same_for_a_name_that_nobody_has(cast: Cast, username: str) -> None:
    """X-11, X-12: 5 s after the third failure, doubling up to 15 minutes; meanwhile nobody's password is verified."""
    waits = []
    fail(cast, username, Module.POSKYTOVATEL, times=2)
    for _ in range(10):
        with pytest.raises(BadCredentials):
            cast.sign_in(username, Module.POSKYTOVATEL, WRONG)
        cast.hashing.verified.clear()
        with pytest.raises(SlowedDown) as refused:
            cast.sign_in(username.upper(), Module.POSKYTOVATEL)
        assert cast.hashing.verified == [cast.hashing.decoy]
        waits.append((refused.value.until - cast.clock()) / SECOND)
        cast.clock.now = refused.value.until
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]


def test_a_right_password_starts_the_waiting_anew(cast: Cast) -> None:
    """X-11: failures in a row, as where they lock."""
    fail(cast, "klicpera", Module.POSKYTOVATEL, times=5)
    patiently(cast, "klicpera", Module.POSKYTOVATEL, PASSWORD)
    fail(cast, "klicpera", Module.POSKYTOVATEL, times=2)
    assert cast.sign_in("klicpera", Module.POSKYTOVATEL).principal.module is Module.POSKYTOVATEL


# No oracle


def verified_for(cast: Cast, username: str, module: Module, password: str) -> list[str]:
    """The hashes that were verified for an attempt which was refused as any other."""
    cast.hashing.verified.clear()
    with pytest.raises(BadCredentials):
        cast.sign_in(username, module, password)
    return list(cast.hashing.verified)


def test_unknown_wrong_and_locked_cannot_be_told_apart(cast: Cast) -> None:
    """X-12: one answer for the three and one verification each, of the same cost."""
    fail(cast, "dlouhy", times=3)
    for module in (Module.REGISTR, Module.POSKYTOVATEL):
        assert verified_for(cast, "nobody", module, PASSWORD) == [cast.hashing.decoy]
        assert verified_for(cast, "klicpera", module, WRONG) == [cast.account("klicpera").password_hash]
        assert verified_for(cast, "dlouhy", module, PASSWORD) == [cast.hashing.decoy]
        assert verified_for(cast, "dlouhy", module, WRONG) == [cast.hashing.decoy]


# A right password is no failure


def test_a_right_password_is_no_failure_whatever_it_meets(cast: Cast) -> None:
    """X-13: a sync state, a missing permission, an end of validity; the count even starts anew."""
    records = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
    cast.employ(demo.MARTINKA, "martinka", records, state=SyncState.NEW)
    cast.employ(demo.CERNY, "cerny")
    cast.employ(demo.SMITKO, "smitko", records, details=replace(DETAILS, valid_to=cast.clock().date() - timedelta(1)))
    met = {"martinka": NotSynchronised, "cerny": NoUsablePermission, "smitko": AccountNotValid}
    for username, refusal in met.items():
        fail(cast, username, times=2)
        for _ in range(4):
            with pytest.raises(refusal):
                cast.sign_in(username)
        assert cast.account(username).failures == 0
        assert cast.account(username).locked_at is None


def test_an_account_without_a_permission_of_the_module_is_told_so(cast: Cast) -> None:
    """R1.1-2: dlouhy has nothing in poskytovatel."""
    with pytest.raises(NoUsablePermission) as refused:
        cast.sign_in("dlouhy", Module.POSKYTOVATEL)
    assert refused.value.module is Module.POSKYTOVATEL


def test_a_retired_employee_does_not_sign_in(cast: Cast) -> None:
    """R2.5-1: Vyřazen = Ano."""
    retire_employee(cast.actor("mpsv_radek"), cast.account("dlouhy").employee.id, effects=cast.effects)
    with pytest.raises(AccountNotValid):
        cast.sign_in("dlouhy")


# Many at once


class Meeting(QuickHashing):
    """Verifies only when so many are verifying that nobody can have been counted by the outcome of another."""

    def __init__(self, at_once: int) -> None:
        super().__init__()
        self.barrier = Barrier(at_once)

    def verify(self, stored: str, password: str) -> bool:
        """Wait for the others first."""
        self.barrier.wait(timeout=30)
        return super().verify(stored, password)


def guess_at_once(cast: Cast, module: Module, guesses: int) -> list[type[DomainError]]:
    """The answers to so many wrong passwords for klicpera, sent by as many threads."""

    def guess(number: int) -> type[DomainError]:
        try:
            sign_in(SignIn(module, "klicpera", f"{WRONG} {number}"), effects=cast.effects)
        except DomainError as refused:
            return type(refused)
        finally:
            close_database()
        raise AssertionError("a wrong password was let in")

    with ThreadPoolExecutor(guesses) as threads:
        return list(threads.map(guess, range(guesses)))


def test_guesses_made_at_once_are_no_cheaper(cast: Cast) -> None:
    """X-14: of twelve at the same moment three are verified, the rest cost time and tell nothing."""
    hashing = Meeting(12)
    cast.effects = replace(cast.effects, hashing=hashing)
    answers = guess_at_once(cast, Module.REGISTR, 12)
    assert answers == [BadCredentials] * 12
    assert hashing.verified.count(cast.account("klicpera").password_hash) == 3
    assert cast.account("klicpera").locked_at is not None


def test_guesses_made_at_once_are_no_cheaper_where_they_slow_down(cast: Cast) -> None:
    """X-11, X-14: three are verified, the rest have to wait."""
    hashing = Meeting(3)
    cast.effects = replace(cast.effects, hashing=hashing)
    answers = guess_at_once(cast, Module.POSKYTOVATEL, 12)
    assert sorted(answers, key=str) == [BadCredentials] * 3 + [SlowedDown] * 9
    assert hashing.verified.count(cast.account("klicpera").password_hash) == 3


class Interrupted(QuickHashing):
    """Lets something happen while the first password is verified."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__()
        self.happens = [happens]

    def verify(self, stored: str, password: str) -> bool:
        """What happens comes first."""
        if self.happens:
            self.happens.pop()()
        return super().verify(stored, password)


@pytest.mark.breaks_the_database("the lock comes from nobody, while the program runs")
def test_a_password_that_was_replaced_while_it_was_verified_opens_nothing(cast: Cast) -> None:
    """R2.8-1, X-9: an administrator resets it, or others lock the account, in the same third of a second."""
    klicpera, radek = cast.account("klicpera"), cast.actor("mpsv_radek")

    def reset() -> None:
        use_cases.reset(cast, radek, klicpera)

    def lock() -> None:
        with transaction():
            accounts.lock(klicpera.id, cast.clock())

    plain = cast.effects
    for happens, password in ((reset, PASSWORD), (lock, use_cases.NEW_PASSWORD)):
        cast.effects = replace(plain, hashing=Interrupted(happens))
        with pytest.raises(BadCredentials):
            cast.sign_in("klicpera", password=password)


# The sync


def changes(*permissions: Permission) -> tuple[GrantChange, ...]:
    """What homola would grant in registr."""
    assert DETAILS.valid_from is not None
    return tuple(GrantChange(permission, Level.UPDATE, DETAILS.valid_from) for permission in permissions)


def create_martinka(cast: Cast, *permissions: Permission) -> None:
    """Let homola make an account, which waits for the sync."""
    account = NewAccount("martinka", PasswordEntry("Zelenina-Na-Trhu", "Zelenina-Na-Trhu"), changes(*permissions))
    request = CreateEmployee(
        demo.MARTINKA.ik, cast.workplace_id(VYSOCINA), DETAILS, account, useless_confirmed=not permissions
    )
    create_employee(cast.actor("homola"), request, effects=cast.effects)


def refused_martinka(cast: Cast) -> NotSynchronised:
    """What martinka is told."""
    with pytest.raises(NotSynchronised) as refused:
        cast.sign_in("martinka", password="Zelenina-Na-Trhu")
    return refused.value


def lose_person(krk_path: str) -> None:
    """KRK does not know martinka any more."""
    in_krk(krk_path, "DELETE FROM person_category WHERE ik = ?", "DELETE FROM person WHERE ik = ?")


def withdraw_category(krk_path: str) -> None:
    """KRK does not let martinka be employed any more."""
    in_krk(krk_path, "DELETE FROM person_category WHERE ik = ?")


def cut_off(krk_path: str) -> None:
    """KRK is not there any more."""
    krk.open_krk(f"sqlite:///{krk_path}.gone", patience=2)


def in_krk(krk_path: str, *statements: str) -> None:
    """Change the other system behind the program's back."""
    connection = sqlite3.connect(krk_path)
    for statement in statements:
        connection.execute(statement, (demo.MARTINKA.ik,))
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("happens", "state", "failed", "message"),
    [
        (None, SyncState.NEW, False, "CHYBA_AAExternNenalezen"),
        (lose_person, SyncState.NEW, False, "CHYBA_AAExternNenalezen"),
        (withdraw_category, SyncState.IK_CONFIRMED, False, "Osobu s CSP: 1284384629"),
        (cut_off, SyncState.NEW, True, "Nastala chyba při komunikaci s KRK"),
    ],
)
def test_each_state_of_the_sync_has_its_message(
    cast: Cast,
    krk_url: str,
    happens: Callable[[str], None] | None,
    state: SyncState,
    failed: bool,
    message: str,
) -> None:
    """R2.3-14: reached as it is reached in life; the fourth message is below."""
    create_martinka(cast, Permission.SOCIAL_SERVICES_RECORDS)
    if happens is not None:
        happens(krk_url.removeprefix("sqlite:///"))
        synchronise_accounts("test", effects=cast.effects)
    refused = refused_martinka(cast)
    assert (refused.state, refused.failed, refused.incident) == (state, failed, None)
    assert message in refusals.refusal(refused).text
    assert refusals.LATER in refusals.refusal(refused).text


def test_an_account_without_permissions_gets_an_incident_that_is_on_record(cast: Cast) -> None:
    """R2.3-14, X-6: Neoprávněný přístup, with the number of who tried, when, where from and in which state."""
    create_martinka(cast)
    synchronise_accounts("test", effects=cast.effects)
    refused = refused_martinka(cast)
    assert refused.state is SyncState.PERSON_LOADED
    assert refused.incident is not None
    assert refused.incident >= 1_000_000
    assert f"pod číslem {refused.incident}" in refusals.refusal(refused).text
    with transaction():
        incident = IncidentRow.get_by_id(refused.incident)
    assert (incident.username, incident.at, incident.origin) == ("martinka", cast.clock(), "test terminal")
    assert (incident.module, incident.sync_state) == (Module.REGISTR, SyncState.PERSON_LOADED)
    assert refused_martinka(cast).incident == refused.incident + 1


def test_an_account_that_got_over_krks_failure_says_what_is_missing_now(cast: Cast, krk_url: str) -> None:
    """R2.3-14: the message is by the last attempt."""
    create_martinka(cast, Permission.SOCIAL_SERVICES_RECORDS)
    cut_off(krk_url.removeprefix("sqlite:///"))
    synchronise_accounts("test", effects=cast.effects)
    krk.open_krk(krk_url)
    withdraw_category(krk_url.removeprefix("sqlite:///"))
    synchronise_accounts("test", effects=cast.effects)
    refused = refused_martinka(cast)
    assert (refused.state, refused.failed) == (SyncState.IK_CONFIRMED, False)


def test_the_state_of_the_sync_is_told_only_after_the_right_password(cast: Cast) -> None:
    """F1, X-12: nobody learns from a wrong one that the account waits."""
    create_martinka(cast, Permission.SOCIAL_SERVICES_RECORDS)
    fail(cast, "martinka")


# One session


def test_a_second_sign_in_offers_to_end_the_first_and_ends_it(cast: Cast) -> None:
    """X-23: one account, one session in the module; the first is over at its next action."""
    first = cast.actor("homola")
    started = cast.clock()
    cast.clock.forward(5 * MINUTE)
    request = SignIn(Module.REGISTR, "homola", PASSWORD)
    with pytest.raises(AlreadySignedIn) as refused:
        sign_in(request, effects=cast.effects)
    assert (refused.value.since, refused.value.origin) == (started, "test terminal")
    list_workplace_choices(first, effects=cast.effects)

    second = sign_in(replace(request, end_other=True), effects=cast.effects).actor
    with pytest.raises(SessionOver) as over:
        list_workplace_choices(first, effects=cast.effects)
    assert over.value.reason is SessionEnd.SIGNED_IN_ELSEWHERE
    list_workplace_choices(second, effects=cast.effects)


def test_another_module_has_a_session_of_its_own(cast: Cast) -> None:
    """X-23: neither is in the other's way."""
    registr = cast.actor("klicpera")
    poskytovatel = sign_in(SignIn(Module.POSKYTOVATEL, "klicpera", PASSWORD), effects=cast.effects).actor
    for actor in (registr, poskytovatel):
        assert get_own_account(actor, effects=cast.effects).username == "klicpera"


def test_a_check_and_the_terminal_are_different_places(cast: Cast) -> None:
    """X-23: neither is in the other's way."""
    terminal = cast.actor("klicpera")
    request = SignIn(Module.REGISTR, "klicpera", PASSWORD, place=Place.CHECK)
    check = sign_in(request, effects=cast.effects).actor
    for actor in (terminal, check):
        assert get_own_account(actor, effects=cast.effects).username == "klicpera"
    with pytest.raises(AlreadySignedIn):
        sign_in(request, effects=cast.effects)


def retire(cast: Cast, radek: Actor) -> None:
    """Retire klicpera."""
    retire_employee(radek, cast.account("klicpera").employee.id, effects=cast.effects)


def reset(cast: Cast, radek: Actor) -> None:
    """Give klicpera another password."""
    use_cases.reset(cast, radek, cast.account("klicpera"))


@pytest.mark.parametrize(("end", "reason"), [(retire, SessionEnd.RETIRED), (reset, SessionEnd.PASSWORD_RESET)])
def test_what_ends_an_account_ends_it_everywhere_and_says_by_whom(
    cast: Cast, end: Callable[[Cast, Actor], None], reason: SessionEnd
) -> None:
    """X-9, X-23: in both modules; the owner is told when and by whom."""
    everywhere, radek = [cast.actor("klicpera", module) for module in Realm.OKSLUZBY.modules], cast.actor("mpsv_radek")
    end(cast, radek)
    for actor in everywhere:
        with pytest.raises(SessionOver) as over:
            list_workplace_choices(actor, effects=cast.effects)
        assert (over.value.reason, over.value.at) == (reason, cast.clock())
        assert over.value.by.startswith("mpsv_radek (")


def test_a_session_past_its_time_does_not_stand_in_the_way(cast: Cast) -> None:
    """X-23, X-27: there is nothing left to end, so nobody is asked."""
    first = cast.actor("homola")
    cast.clock.forward(timedelta(hours=8))
    sign_in(SignIn(Module.REGISTR, "homola", PASSWORD), effects=cast.effects)
    with pytest.raises(SessionOver) as over:
        list_workplace_choices(first, effects=cast.effects)
    assert over.value.reason is SessionEnd.TOO_LONG


def test_of_two_sign_ins_at_once_one_gets_the_session(cast: Cast) -> None:
    """X-23: the database has room for one open session of an account in a module and place."""
    cast.effects = replace(cast.effects, hashing=Meeting(4))

    def try_it(_: int) -> bool:
        try:
            return bool(sign_in(SignIn(Module.REGISTR, "homola", PASSWORD), effects=cast.effects).actor)
        except (AlreadySignedIn, BadCredentials):
            return False
        finally:
            close_database()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(try_it, range(4))) == 1


# The hash


def test_a_hash_of_an_older_profile_is_made_anew_at_sign_in(cast: Cast) -> None:
    """X-18: silently, and the same password goes on opening."""
    cast.sign_in("homola")
    before = cast.account("homola").password_hash
    assert before.startswith("quick$")
    cast.hashing.profile = "stronger"
    cast.sign_in("homola")
    after = cast.account("homola").password_hash
    assert after == before.replace("quick$", "stronger$")
    cast.sign_in("homola")
    assert cast.account("homola").password_hash == after


def test_a_refused_sign_in_leaves_the_hash_as_it_is(cast: Cast) -> None:
    """X-18: rehashed at sign-in, not at each attempt."""
    before = cast.account("dlouhy").password_hash
    cast.hashing.profile = "stronger"
    with pytest.raises(NoUsablePermission):
        cast.sign_in("dlouhy", Module.POSKYTOVATEL)
    assert cast.account("dlouhy").password_hash == before


# The record


ATTEMPTS = [
    ("homola", PASSWORD, Module.REGISTR, None, "homola", "1273434965: Jiří Homola"),
    ("homola", WRONG, Module.REGISTR, "wrong_password", "homola", "1273434965: Jiří Homola"),
    ("nobody", WRONG, Module.REGISTR, "unknown_name", "", ""),
    ("Moje Tajné Heslo 1", WRONG, Module.REGISTR, "unknown_name", "", ""),
    ("sz_smitko", PASSWORD, Module.OKNOUZE, "locked", "sz_smitko", "1206548926: Josef Smítko"),
    ("dlouhy", PASSWORD, Module.POSKYTOVATEL, "no_usable_permission", "dlouhy", "1273434910: František Dlouhý"),
]


def test_every_attempt_is_on_record_with_its_reason(cast: Cast) -> None:
    """X-19: who, from where, at what and why not; never what was typed where a name should be and is none."""
    for username, password, module, reason, who, whom in ATTEMPTS:
        with new_events() as added:
            if reason is None:
                cast.sign_in(username, module, password)
            else:
                with pytest.raises(SignInRefused):
                    cast.sign_in(username, module, password)
        (event,) = (event for event in added() if event.kind is not EventKind.ALARM)  # so many names in vain
        assert (event.kind, event.module, event.at) == (EventKind.SIGN_IN, module, cast.clock())
        assert event.outcome is (Outcome.REFUSED if reason else Outcome.DONE)
        assert event.after.get("reason") == reason
        assert (event.who.name, event.who.origin, event.subject_name) == (who, "test terminal", whom)


def test_an_attempt_that_has_to_wait_is_on_record_too(cast: Cast) -> None:
    """X-11, X-19: every attempt, also one that nothing was verified for."""
    fail(cast, "klicpera", Module.POSKYTOVATEL, times=3)
    with new_events() as added, pytest.raises(SlowedDown):
        cast.sign_in("klicpera", Module.POSKYTOVATEL)
    (event,) = added()
    assert (event.outcome, event.after["reason"]) == (Outcome.REFUSED, "slowed_down")
    assert event.subject_name == "1570733439: Adam Klicpera"


def test_the_failure_that_locks_says_so(cast: Cast) -> None:
    """R2.6-1, X-19: the lock is a change, and this is its event."""
    with new_events() as added:
        fail(cast, "homola", times=4)
    assert [(event.after["reason"], event.after["locked"]) for event in added()] == [
        ("wrong_password", False),
        ("wrong_password", False),
        ("wrong_password", True),
        ("locked", False),
    ]


def test_a_lock_ends_the_session_that_is_open(cast: Cast) -> None:
    """X-9: whoever guesses from elsewhere throws the owner out; unlocking does not bring the session back."""
    actor, radek = cast.actor("homola"), cast.actor("mpsv_radek")
    fail(cast, "homola", times=3)
    for _ in range(2):
        with pytest.raises(SessionOver) as over:
            list_workplace_choices(actor, effects=cast.effects)
        assert over.value.reason is SessionEnd.LOCKED
        unlock_account(radek, cast.account("homola").id, effects=cast.effects)


def test_signing_in_is_remembered_first_and_last(cast: Cast) -> None:
    """X-26: whether an account was ever signed in to decides whether it may be deleted."""
    first = cast.clock()
    cast.sign_in("homola")
    cast.clock.forward(MINUTE)
    cast.sign_in("homola")
    account = cast.account("homola")
    assert (account.first_signed_in_at, account.last_signed_in_at) == (first, first + MINUTE)


def test_what_was_typed_as_a_name_that_nobody_has_is_kept_nowhere(cast: Cast) -> None:
    """X-19, X-20: people type passwords and birth numbers into the field above."""
    for typed in ("Moje-Tajne-Heslo-2016", "5908141767"):
        with pytest.raises(BadCredentials):
            cast.sign_in(typed, password="cokoli-je-spatne")
    assert "Tajne" not in everything_audited()
    assert "5908141767" not in everything_audited()


def test_a_password_that_is_no_text_is_refused_before_it_counts(cast: Cast) -> None:
    """X-4, X-14: half a character, as a terminal that is not UTF-8 makes it, is neither a crash nor a failure."""
    with pytest.raises(UnsafeText):
        cast.sign_in("homola", password="heslo\udce1")
    assert cast.account("homola").failures == 0
