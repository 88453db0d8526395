"""Every change leaves one audit event, and no change is without one (X-19)."""

from collections.abc import Callable

import peewee
import pytest

from oktui import demo
from oktui.domain.accounts import GrantChange
from oktui.domain.audit import EventKind, Outcome, differences
from oktui.domain.chain import AuditUnwritable
from oktui.domain.errors import DomainError, Outage
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.passwords import WrongPassword
from oktui.domain.sessions import Actor
from oktui.services.employees.edit_employee import edit_employee
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.change_password import ChangePassword, change_password
from oktui.services.sign_in.sign_out import sign_out
from screens.texts.refusals import refusal
from storage import accounts
from storage.database import database, execute, is_sqlite, transaction
from tests.support import use_cases
from tests.support.cast import PASSWORD, Cast, granted
from tests.support.journal import everything_audited, new_events, stored
from tests.support.use_cases import ENTRY, NEW_PASSWORD, SINCE, edit_of

OWN_PASSWORD = "Devatero-Dikobraz-77"
RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)

Change = Callable[[Cast, Actor], object]


def prepare(cast: Cast) -> Actor:
    """homola signed in, and martinka, who is locked, and dlouhy, who is retired, to do something to."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    cast.employ(demo.CERNY, "nekdo", RECORDS)
    cast.employ(demo.SMITKO, "smitko", RECORDS)
    cast.clock.forward(cast.effects.policy.passwords.min_age)
    homola = cast.actor("homola")
    use_cases.retire(cast, homola, cast.account("nekdo"))
    with transaction():
        accounts.lock(cast.account("martinka").id, cast.clock())
    return homola


def change_own_password(cast: Cast, actor: Actor, original: str = PASSWORD) -> None:
    """The actor's own password."""
    entry = PasswordEntry(OWN_PASSWORD, OWN_PASSWORD)
    change_password(actor, ChangePassword(original, entry), effects=cast.effects)


def mistype_own_password(cast: Cast, actor: Actor) -> None:
    """An attempt at a change with another original password."""
    with pytest.raises(WrongPassword):
        change_own_password(cast, actor, original="nespravne heslo")


def create_in_vysocina(cast: Cast, actor: Actor) -> object:
    """A new employee where martinka works."""
    return use_cases.create(cast, actor, cast.account("martinka"), demo.DLOUHY.ik)


CHANGES: dict[str, tuple[Change, EventKind, str]] = {
    "create": (create_in_vysocina, EventKind.EMPLOYEE_CREATED, "1273434910: František Dlouhý"),
    "edit": (
        lambda cast, actor: use_cases.edit(cast, actor, cast.account("martinka")),
        EventKind.EMPLOYEE_CHANGED,
        "1284384629: Radomír Martinka",
    ),
    "retire": (
        lambda cast, actor: use_cases.retire(cast, actor, cast.account("martinka")),
        EventKind.RETIRED,
        "1284384629: Radomír Martinka",
    ),
    "restore": (
        lambda cast, actor: use_cases.restore(cast, actor, cast.account("nekdo")),
        EventKind.RESTORED,
        "1291416423: Alexandr Černý",
    ),
    "unlock": (
        lambda cast, actor: use_cases.unlock(cast, actor, cast.account("martinka")),
        EventKind.UNLOCKED,
        "1284384629: Radomír Martinka",
    ),
    "reset": (
        lambda cast, actor: use_cases.reset(cast, actor, cast.account("martinka")),
        EventKind.PASSWORD_RESET,
        "1284384629: Radomír Martinka",
    ),
    "change_password": (change_own_password, EventKind.PASSWORD_CHANGED, "1273434965: Jiří Homola"),
    "mistype": (mistype_own_password, EventKind.PASSWORD_CHANGED, "1273434965: Jiří Homola"),
    "sign_in": (lambda cast, _: cast.sign_in("smitko"), EventKind.SIGN_IN, "1206548926: Josef Smítko"),
    "sign_out": (lambda cast, actor: sign_out(actor, effects=cast.effects), EventKind.SIGN_OUT, "homola"),
}


def test_every_change_appends_one_event_with_when_who_where_what_and_on_whom(cast: Cast) -> None:
    """X-19: exactly one each; the actor with username and name, the terminal, the module."""
    homola = prepare(cast)
    for name, (change, kind, subject) in CHANGES.items():
        with new_events() as added:
            change(cast, homola)
        (event,) = added()
        assert (event.kind, event.subject_name) == (kind, subject), name
        assert event.at == cast.clock()
        assert event.module is Module.REGISTR
        assert event.who.origin == "test terminal"
        assert event.who.name == ("smitko" if name == "sign_in" else "homola (Jiří Homola)")
        assert event.outcome is (Outcome.REFUSED if name == "mistype" else Outcome.DONE)


def test_no_password_hash_or_birth_number_is_ever_on_record(cast: Cast) -> None:
    """X-19, X-20: whatever is done, with whatever is typed."""
    homola = prepare(cast)
    for change, _, _ in CHANGES.values():
        change(cast, homola)
    record = everything_audited()
    assert "Radomír Martinka" in record
    hashes = [cast.hashing.hash(password) for password in (PASSWORD, NEW_PASSWORD, OWN_PASSWORD)]
    digests = [stored.partition("$")[2] for stored in hashes]
    numbers = [person.data.birth_number.digits for person in demo.PERSONS]
    for secret in (PASSWORD, NEW_PASSWORD, OWN_PASSWORD, *digests, *numbers):
        assert secret not in record


COUNTED = {"sign_in": ("account", "source", "source_name"), "mistype": ("session",)}
"""Where an attempt is counted before it is verified, and so stays (X-14)."""


def test_no_event_no_change(cast: Cast) -> None:
    """X-19: when the audit cannot be written, what it would have told of has not happened."""
    homola = prepare(cast)
    with transaction():
        execute(database.obj, "ALTER TABLE audit_event RENAME TO audit_event_away")
    for name, (change, _, _) in CHANGES.items():
        before = stored()
        with pytest.raises((Outage, peewee.DatabaseError)):
            change(cast, homola)
        assert stored() | {table: before[table] for table in COUNTED.get(name, ())} == before, name


@pytest.mark.breaks_the_database("a trigger of the test's own refuses every event")
def test_an_event_that_the_database_refuses_is_said_and_changes_nothing(cast: Cast) -> None:
    """X-19: not a bug with a number, whoever meets it; the program's own tables are as they were."""
    homola = prepare(cast)
    with transaction():
        for statement in REFUSING[is_sqlite()]:
            execute(database.obj, statement)
    for name, (change, _, _) in CHANGES.items():
        before = stored()
        with pytest.raises(AuditUnwritable) as refused:
            change(cast, homola)
        assert "auditního záznamu" in refusal(refused.value).text
        assert stored() | {table: before[table] for table in COUNTED.get(name, ())} == before, name


REFUSING = {
    True: ("CREATE TRIGGER refusing BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'no'); END",),
    False: (
        "CREATE FUNCTION refuse() RETURNS trigger AS $$BEGIN RAISE insufficient_privilege; END$$ LANGUAGE plpgsql",
        "CREATE TRIGGER refusing BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse()",
    ),
}


def test_an_edit_tells_each_field_before_and_after(cast: Cast) -> None:
    """X-19, X-21: details, username and grants; what did not change is not told."""
    homola = prepare(cast)
    martinka = cast.account("martinka")
    held = martinka.grants[0].id
    changes = (
        GrantChange(Permission.SOCIAL_SERVICES_RECORDS, Level.VIEW, SINCE, id=held),
        GrantChange(Permission.SYSTEM_ADMINISTRATION, Level.VIEW, SINCE),
    )
    with new_events() as added:
        edit_employee(homola, edit_of(martinka, *changes, username="radomir", password=ENTRY), effects=cast.effects)
    (event,) = added()
    told = {name: (before, after) for name, before, after in differences(event.before, event.after)}
    assert set(told) == {
        "phone",
        "email",
        "position",
        "username",
        "password",
        "must_change",
        "grant:registr/social_services_records",
        "grant:registr/system_administration",
    }
    assert told["username"] == ("martinka", "radomir")
    assert told["email"] == ("urad@kr-vysocina.example", "nova@kr-vysocina.example")
    levels = [described["level"] for described in told["grant:registr/social_services_records"]]  # type: ignore[index]
    assert levels == [Level.UPDATE.value, Level.VIEW.value]
    assert told["grant:registr/system_administration"][0] is None


def test_what_changes_nothing_is_no_event(cast: Cast) -> None:
    """X-19: retiring the retired, unlocking the unlocked, signing out twice."""
    homola = prepare(cast)
    use_cases.retire(cast, homola, cast.account("martinka"))
    use_cases.unlock(cast, homola, cast.account("martinka"))
    radek = cast.actor("mpsv_radek")
    sign_out(radek, effects=cast.effects)
    with new_events() as added:
        use_cases.retire(cast, homola, cast.account("martinka"))
        use_cases.unlock(cast, homola, cast.account("martinka"))
        use_cases.restore(cast, homola, cast.account("smitko"))
        sign_out(radek, effects=cast.effects)
    assert added() == []


def test_what_is_refused_is_no_event_and_no_change(cast: Cast) -> None:
    """R2.1-1, X-3: a forbidden change leaves nothing behind."""
    prepare(cast)
    dlouhy = cast.actor("dlouhy")
    before = stored()
    with new_events() as added:
        for change in (use_cases.edit, use_cases.retire, use_cases.unlock, use_cases.reset, use_cases.create):
            with pytest.raises(DomainError):
                change(cast, dlouhy, cast.account("martinka"))
    assert added() == []
    assert stored() == before
