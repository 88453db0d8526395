"""Sessions that officials have through an application, which knows each by its token (X-9, X-23, X-27)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from oktui.domain.applications import Application, UnknownKey
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.passwords import WrongPassword
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor, MustChangePassword, SessionEnd, SessionOver, UnknownSession
from oktui.domain.sign_in import AlreadySignedIn, BadCredentials
from oktui.domain.sources import SourceSlowedDown
from oktui.services.application_keys import actor_of, recognise
from oktui.services.applications.add_application import add_application
from oktui.services.applications.remove_application import remove_application
from oktui.services.employees.retire_employee import retire_employee
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.change_password import ChangePassword, change_password
from oktui.services.sign_in.end_session import end_session
from oktui.services.sign_in.get_own_account import get_own_account
from oktui.services.sign_in.get_session import get_session, get_session_permissions
from oktui.services.sign_in.list_sessions import list_sessions
from oktui.services.sign_in.sign_in import SignedIn, SignIn, sign_in
from oktui.services.sign_in.sign_out import sign_out
from storage.database import close_database
from tests.support import use_cases
from tests.support.cast import PASSWORD, Cast
from tests.support.door import ADDRESS, OWNER
from tests.support.journal import everything_audited, new_events, stored

NEW = "Zelenina-Na-Trhu-0001"
MINUTE = timedelta(minutes=1)


def application(cast: Cast, name: str = "evidence", module: Module = Module.REGISTR) -> Application:
    """An application that was added."""
    return recognise(add_application(OWNER, name, module, effects=cast.effects))


def enter(
    cast: Cast, through: Application, username: str = "klicpera", password: str = PASSWORD, address: str = ADDRESS
) -> SignedIn:
    """Sign in through the application; another session there is ended."""
    asked = SignIn.through(through, username, password, end_other=True)
    return sign_in(asked, effects=cast.effects.on_behalf(address, through.name))


def why_over(cast: Cast, actor: Actor) -> SessionEnd:
    """Why the session is over."""
    with pytest.raises(SessionOver) as over:
        get_session(actor, effects=cast.effects)
    return over.value.reason


def test_the_application_knows_the_session_by_a_token_of_its_own(cast: Cast) -> None:
    """R1.1-2: whoever has the token is that session's owner; nothing stored or on record is the token."""
    evidence = application(cast)
    signed_in = enter(cast, evidence)
    assert actor_of(evidence, signed_in.token) == signed_in.actor
    assert len(signed_in.token) == 43
    assert signed_in.token not in repr(stored()) + everything_audited() + repr(signed_in)
    assert enter(cast, evidence).token != signed_in.token


@pytest.mark.parametrize("token", ["", "x", "\ud800", "\x00", "a" * 100_000])
def test_what_is_no_token_is_nobodys(cast: Cast, token: str) -> None:
    """X-22: whatever it looks like."""
    with pytest.raises(UnknownSession):
        actor_of(application(cast), token)


def test_another_applications_token_is_nobodys(cast: Cast) -> None:
    """X-3: of the same module as well; there is no telling it from one that never was."""
    signed_in = enter(cast, application(cast))
    for other in (application(cast, "jina"), application(cast, "treti", Module.POSKYTOVATEL)):
        with pytest.raises(UnknownSession):
            actor_of(other, signed_in.token)


def test_an_application_signs_in_to_its_own_module_alone(cast: Cast) -> None:
    """R1-1, R1.3-1: gollova has an account in OKnouze, of which an application of registr learns nothing."""
    with pytest.raises(BadCredentials):
        enter(cast, application(cast), "gollova")
    oknouze = application(cast, "nouze", Module.OKNOUZE)
    assert enter(cast, oknouze, "gollova").principal.module is Module.OKNOUZE


def test_one_account_has_one_session_in_the_applications_of_a_module(cast: Cast) -> None:
    """X-23: the other one is offered to be ended; whoever sits at a terminal is in nobody's way."""
    first, second = application(cast), application(cast, "jina")
    terminal = cast.actor("klicpera")
    before = enter(cast, first)
    with pytest.raises(AlreadySignedIn) as already:
        sign_in(SignIn.through(second, "klicpera", PASSWORD), effects=cast.effects)
    assert already.value.origin == f"{ADDRESS} (evidence)"
    enter(cast, second)
    assert why_over(cast, before.actor) is SessionEnd.SIGNED_IN_ELSEWHERE
    assert get_own_account(terminal, effects=cast.effects).username == "klicpera"
    poskytovatel = enter(cast, application(cast, "treti", Module.POSKYTOVATEL))
    assert get_session(poskytovatel.actor, effects=cast.effects).principal.username == "klicpera"


def test_a_session_that_is_not_touched_ends(cast: Cast) -> None:
    """X-27: asking whether it is good prolongs nothing; there is no lock screen, so it is over, and says so once."""
    signed_in = enter(cast, application(cast))
    idle = cast.effects.policy.idle_limit
    assert signed_in.good_until == cast.clock() + idle
    cast.clock.forward(idle - MINUTE)
    assert get_session(signed_in.actor, effects=cast.effects).good_until == cast.clock() + MINUTE
    touched = get_session(signed_in.actor, touch=True, effects=cast.effects)
    assert touched.good_until == cast.clock() + idle
    cast.clock.forward(idle - MINUTE)
    get_session(signed_in.actor, effects=cast.effects)
    cast.clock.forward(MINUTE)
    with new_events() as events:
        assert [why_over(cast, signed_in.actor) for _ in range(2)] == [SessionEnd.LEFT_ALONE] * 2
    assert [(event.kind, event.after["reason"]) for event in events()] == [(EventKind.SESSION_ENDED, "left_alone")]


def test_a_session_that_was_left_alone_is_in_nobodys_way(cast: Cast) -> None:
    """X-23, X-27, F10: signing in anew asks nothing, and administrators do not see it any more."""
    evidence = application(cast)
    enter(cast, evidence)
    radek = cast.actor("mpsv_radek")
    seen = [row.origin for row in list_sessions(radek, Rows(100), effects=cast.effects) if row.username == "klicpera"]
    assert seen == [f"{ADDRESS} (evidence)"]
    cast.clock.forward(cast.effects.policy.idle_limit)
    rows = list_sessions(cast.actor("mpsv_radek"), Rows(100), effects=cast.effects)
    assert "klicpera" not in [row.username for row in rows]
    sign_in(SignIn.through(evidence, "klicpera", PASSWORD), effects=cast.effects)


def test_a_touched_session_ends_all_the_same(cast: Cast) -> None:
    """X-27: after eight hours, however much is done."""
    signed_in = enter(cast, application(cast))
    end = cast.clock() + cast.effects.policy.session_limit
    while cast.clock() < end:
        going_on = get_session(signed_in.actor, touch=True, effects=cast.effects)
        assert going_on.good_until <= end
        cast.clock.forward(10 * MINUTE)
    assert why_over(cast, signed_in.actor) is SessionEnd.TOO_LONG


def test_what_ends_a_session_ends_an_applications(cast: Cast) -> None:
    """X-9: a lock, a retirement, an administrator, a reset, and a change of the password elsewhere."""
    cast.let_fail()
    evidence, radek = application(cast), cast.actor("mpsv_radek")
    cast.clock.forward(cast.effects.policy.passwords.min_age)
    signed_in = enter(cast, evidence)
    entry = PasswordEntry(NEW, NEW)
    change_password(cast.actor("klicpera"), ChangePassword(PASSWORD, entry), effects=cast.effects)
    assert why_over(cast, signed_in.actor) is SessionEnd.PASSWORD_CHANGED
    signed_in = enter(cast, evidence, password=NEW)
    end_session(cast.actor("mpsv_radek"), signed_in.actor.session_id, effects=cast.effects)
    assert why_over(cast, signed_in.actor) is SessionEnd.ENDED_BY_ADMINISTRATOR
    signed_in = enter(cast, evidence, password=NEW)
    for _ in range(3):
        with pytest.raises(BadCredentials):
            enter(cast, evidence, password="spatne")
    assert why_over(cast, signed_in.actor) is SessionEnd.LOCKED
    radek = cast.actor("mpsv_radek")
    signed_in = enter(cast, evidence, "dlouhy")
    use_cases.reset(cast, radek, cast.account("dlouhy"))
    assert why_over(cast, signed_in.actor) is SessionEnd.PASSWORD_RESET
    signed_in = enter(cast, evidence, "homola")
    retire_employee(radek, cast.account("homola").employee.id, confirmed=True, effects=cast.effects)
    assert why_over(cast, signed_in.actor) is SessionEnd.RETIRED


def test_its_permissions_are_those_it_began_with(cast: Cast) -> None:
    """R2.3-13, R2.3-10: with their levels."""
    signed_in = enter(cast, application(cast), "homola")
    assert get_session_permissions(signed_in.actor, effects=cast.effects) == {
        Permission.SOCIAL_SERVICES_RECORDS: Level.UPDATE,
        Permission.SYSTEM_ADMINISTRATION: Level.UPDATE,
    }


def test_before_a_demanded_change_of_password_there_is_nothing_else(cast: Cast) -> None:
    """X-16: but seeing that it is demanded, and signing out."""
    evidence = application(cast)
    use_cases.reset(cast, cast.actor("mpsv_radek"), cast.account("klicpera"))
    signed_in = enter(cast, evidence, password=use_cases.ENTRY.password)
    assert signed_in.must_change
    with pytest.raises(MustChangePassword):
        get_session_permissions(signed_in.actor, effects=cast.effects)
    going_on = get_session(signed_in.actor, effects=cast.effects)
    assert (going_on.must_change, going_on.password_dies_at) == (True, signed_in.password_dies_at)
    change = ChangePassword(use_cases.ENTRY.password, PasswordEntry(NEW, NEW))
    change_password(signed_in.actor, change, effects=cast.effects)
    assert get_session_permissions(signed_in.actor, effects=cast.effects)
    sign_out(signed_in.actor, effects=cast.effects)
    assert why_over(cast, signed_in.actor) is SessionEnd.SIGNED_OUT


def test_removing_an_application_ends_its_sessions(cast: Cast) -> None:
    """X-9: and nobody else's; what was begun a moment before finds no application any more."""
    evidence, other = application(cast), application(cast, "treti", Module.POSKYTOVATEL)
    gone, left = enter(cast, evidence), enter(cast, other)
    assert remove_application(OWNER, "evidence", effects=cast.effects) == 1
    assert why_over(cast, gone.actor) is SessionEnd.ENDED_BY_ADMINISTRATOR
    with pytest.raises(UnknownSession):
        actor_of(evidence, gone.token)
    get_session(left.actor, effects=cast.effects)
    before = stored()
    with pytest.raises(UnknownKey):
        enter(cast, evidence, "homola")
    after = stored()
    assert (after["session"], after["application_session"]) == (before["session"], before["application_session"])


def test_the_audit_has_the_application_and_the_address(cast: Cast) -> None:
    """X-19: of signing in and of all that is done in the session."""
    with new_events() as events:
        signed_in = enter(cast, application(cast), address="2001:db8::7")
        sign_out(signed_in.actor, effects=cast.effects)
    kinds = [(event.kind, event.who.origin) for event in events()][1:]
    origin = "2001:db8::7 (evidence)"
    assert kinds == [(EventKind.SIGN_IN, origin), (EventKind.SIGN_OUT, origin)]


def test_one_applications_users_do_not_slow_down_anothers(cast: Cast) -> None:
    """X-31: nor those of the same application at another address."""
    evidence, other = application(cast), application(cast, "jina")
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, source_failures=1))
    with pytest.raises(BadCredentials):
        enter(cast, evidence, "nikdo", "spatne")
    with pytest.raises(SourceSlowedDown):
        enter(cast, evidence)
    enter(cast, evidence, address="192.0.2.8")
    enter(cast, other, "homola")


@pytest.mark.slow
def test_guesses_at_the_original_password_are_three_however_many_are_made_at_once(cast: Cast) -> None:
    """X-14: whoever has got hold of a token guesses no cheaper by asking forty times at one moment."""
    actor = enter(cast, application(cast)).actor
    kept = cast.account("klicpera").password_hash
    before = cast.hashing.verified.count(kept)

    def guess(_: int) -> str:
        try:
            change_password(actor, ChangePassword("spatne", PasswordEntry(NEW, NEW)), effects=cast.effects)
        except DomainError as error:
            return type(error).__name__
        finally:
            close_database()
        return "changed"

    with new_events() as events, ThreadPoolExecutor(8) as together:
        answers = list(together.map(guess, range(40)))
    assert cast.hashing.verified.count(kept) - before <= 3
    assert set(answers) <= {WrongPassword.__name__, SessionOver.__name__}
    assert why_over(cast, actor) is SessionEnd.WRONG_PASSWORDS
    refused = [event for event in events() if event.kind is EventKind.PASSWORD_CHANGED]
    assert {event.outcome for event in refused} <= {Outcome.REFUSED}
