"""Whoever gets at the database without the key is found out (X-19)."""

# ruff: noqa: S608 - the statements are made of this module's own names

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from oktui import demo
from oktui.domain.audit import AuditEvent, EventKind, SubjectKind, Who
from oktui.domain.authority import Forbidden
from oktui.domain.chain import AuditEndChanged, AuditKeyMissing, End, Finding, Flaw
from oktui.domain.files import Stopped
from oktui.domain.modules import Module, Permission
from oktui.services.audit.verify_audit import verify_audit
from storage import audit, audit_chain
from storage.database import close_database, database, execute, is_sqlite, transaction
from storage.models import AuditEndRow, AuditRow
from storage.sealing_key import SealingKey, use_sealing_key
from tests.support import use_cases
from tests.support.cast import AUDIT_KEY, Cast, granted
from tests.support.unguarded import unguarded


@pytest.fixture
def cast(cast: Cast, database_url: str) -> Cast:
    """Some events: homola signs in, retires Martinka, restores him, and edits him."""
    cast.employ(demo.MARTINKA, "martinka", granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS))
    homola = cast.actor("homola")
    martinka = cast.account("martinka")
    use_cases.retire(cast, homola, martinka)
    use_cases.restore(cast, homola, martinka)
    use_cases.edit(cast, homola, cast.account("martinka"))
    return cast


def numbers() -> list[int]:
    """The numbers of all events, in order."""
    with transaction():
        return [row.id for row in AuditRow.select(AuditRow.id).order_by(AuditRow.id)]


def finding(cast: Cast) -> Finding | None:
    """What a verification finds."""
    return verify_audit(cast.actor("homola"), effects=cast.effects).finding


def tamper(statement: str) -> None:
    """Do as somebody with the database's password, and no key, would do."""
    with unguarded():
        execute(database.obj, statement)


def test_a_record_left_alone_is_whole(cast: Cast) -> None:
    """X-19: all events are looked at, from the first to the last."""
    verdict = verify_audit(cast.actor("homola"), effects=cast.effects)
    assert (verdict.finding, verdict.events) == (None, len(numbers()))


SECOND = "(SELECT min(id) FROM audit_event WHERE id > (SELECT min(id) FROM audit_event))"
COLUMNS = {
    "at": "'2016-07-25T08:05:01.000000+00:00'",
    "actor_id": "777",
    "actor_name": "'nikdo'",
    "origin": "'elsewhere'",
    "kind": "'restored'",
    "outcome": "'refused'",
    "module": "'oknouze'",
    "subject_kind": "'session'",
    "subject_id": "1",
    "subject_name": "'1234567890: Nikdo'",
    "part_of": "'0123'",
    "realm": "'oknouze'",
    "region": "NULL",
    "before": "'{}'",
    "after": '\'{"retired":"no"}\'',
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_of_any_column_is_found_at_its_event(cast: Cast, column: str) -> None:
    """X-19: when, who, from where, what, on whom, before, after: nothing can be told otherwise."""
    tamper(f"UPDATE audit_event SET {column} = {COLUMNS[column]} WHERE id = {SECOND}")
    assert finding(cast) == Finding(Flaw.CHANGED, numbers()[1])


def test_the_test_above_misses_no_column() -> None:
    """X-19: a new column is sealed, or stands here with the reason why not."""
    unsealed = {"id", "previous_mac", "mac"}  # the chain's own
    assert set(AuditRow._meta.columns) - unsealed == set(COLUMNS)
    assert {field.column_name for field in audit_chain.SEALED} == set(COLUMNS)


@pytest.mark.parametrize("at", [0, 1, -2])
def test_a_removed_event_is_found_at_the_next_one(cast: Cast, at: int) -> None:
    """X-19: the first of all as well."""
    before = numbers()
    tamper(f"DELETE FROM audit_event WHERE id = {before[at]}")
    assert finding(cast) == Finding(Flaw.BROKEN, before[at + 1])


def test_an_inserted_event_is_found(cast: Cast) -> None:
    """X-19: a copy of a real one with its seals, put at the end, and one that claims to follow the last."""
    homola, columns = cast.actor("homola"), ", ".join(COLUMNS)
    source = f"FROM audit_event WHERE id = {numbers()[0]}"
    tamper(
        f"INSERT INTO audit_event (id, {columns}, previous_mac, mac) "
        f"SELECT {numbers()[-1] + 100}, {columns}, previous_mac, mac {source}"
    )
    assert verify_audit(homola, effects=cast.effects).finding == Finding(Flaw.BROKEN, numbers()[-1])


def test_an_event_forged_to_follow_the_last_is_found(cast: Cast) -> None:
    """X-19: its place in the chain can be copied, its seal cannot be made."""
    homola, columns = cast.actor("homola"), ", ".join(COLUMNS)
    last = numbers()[-1]
    tamper(
        f"INSERT INTO audit_event (id, {columns}, previous_mac, mac) "
        f"SELECT {last + 1}, {columns}, mac, previous_mac FROM audit_event WHERE id = {last}"
    )
    assert verify_audit(homola, effects=cast.effects).finding == Finding(Flaw.CHANGED, last + 1)


def test_events_that_change_places_are_found(cast: Cast) -> None:
    """X-19: the second and the third."""
    _, second, third, *_ = numbers()
    for before, after in ((second, -1), (third, second), (-1, third)):
        tamper(f"UPDATE audit_event SET id = {after} WHERE id = {before}")
    assert finding(cast) == Finding(Flaw.BROKEN, second)


def test_a_record_cut_off_is_found_by_its_sealed_end(cast: Cast) -> None:
    """X-19: what is left is a whole chain, yet shorter than the database itself says."""
    homola = cast.actor("homola")
    last = numbers()[-1]
    tamper(f"DELETE FROM audit_event WHERE id = {last}")
    left = numbers()[-1]
    assert verify_audit(homola, effects=cast.effects).finding == Finding(Flaw.CUT_OFF, left)


def test_a_cut_that_takes_the_end_along_is_found(cast: Cast) -> None:
    """X-19: events without an end are no record that has just begun, and nobody adds to them as if they were."""
    homola = cast.actor("homola")
    tamper(f"DELETE FROM audit_event WHERE id = {numbers()[-1]}")
    tamper("DELETE FROM audit_end WHERE name = 'head'")
    assert verify_audit(homola, effects=cast.effects).finding == Finding(Flaw.END_CHANGED, 0)
    with pytest.raises(AuditEndChanged):
        use_cases.retire(cast, homola, cast.account("martinka"))


def test_a_cut_goes_on_being_found_when_others_have_recorded_since(cast: Cast) -> None:
    """X-19: the next event follows the one that is missing."""
    last = numbers()[-1]
    tamper(f"DELETE FROM audit_event WHERE id = {last}")
    assert finding(cast) == Finding(Flaw.BROKEN, numbers()[-1])


def test_a_cut_together_with_the_old_end_is_found_by_the_anchor(cast: Cast) -> None:
    """X-19: who has kept a copy of the end's seal can put it back, but not into the file outside the database."""
    radek = cast.actor("mpsv_radek")
    with transaction():
        kept = AuditEndRow.get(AuditEndRow.name == End.HEAD)
    homola = cast.actor("homola")
    use_cases.retire(cast, homola, cast.account("martinka"))
    assert verify_audit(homola, effects=cast.effects).finding is None
    with unguarded():
        AuditRow.delete().where(AuditRow.id > kept.number).execute()
        AuditEndRow.update(number=kept.number, mac=kept.mac, proof=kept.proof).where(
            AuditEndRow.name == End.HEAD
        ).execute()
    assert verify_audit(radek, effects=cast.effects).finding == Finding(Flaw.CUT_OFF, kept.number)


def test_an_empty_record_that_had_events_is_found_by_the_anchor(cast: Cast) -> None:
    """X-19: everything gone, the ends too, as in a new database."""
    radek = cast.actor("mpsv_radek")
    assert finding(cast) is None
    for table in ("audit_event", "audit_end"):
        tamper(f"DELETE FROM {table}")
    assert verify_audit(radek, effects=cast.effects).finding == Finding(Flaw.CUT_OFF, 0)


@pytest.mark.parametrize("which", ["start", "head"])
def test_an_end_that_was_moved_is_found(cast: Cast, which: str) -> None:
    """X-19: who moves the start past an event, or the head before one, cannot seal it."""
    homola = cast.actor("homola")
    with transaction():
        audit_chain.move_end(End.START, audit_chain.links(audit_chain.end(End.START), 1)[0].position)
    tamper(f"UPDATE audit_end SET number = number + 1 WHERE name = '{which}'")
    assert verify_audit(homola, effects=cast.effects).finding == Finding(Flaw.END_CHANGED, 0)


def test_a_damaged_anchor_is_found(cast: Cast, tmp_path: Path) -> None:
    """X-19: the file is sealed as well."""
    assert finding(cast) is None
    anchor = tmp_path / "audit.anchor"
    assert anchor.stat().st_mode & 0o777 == 0o600
    anchor.write_text(anchor.read_text().replace('"number": ', '"number": 1'))
    assert finding(cast) == Finding(Flaw.END_CHANGED, 0)


def test_another_key_makes_nothing_whole(cast: Cast, tmp_path: Path) -> None:
    """X-19: and with another key nothing is recorded after what was sealed with the right one."""
    homola = cast.actor("homola")
    use_sealing_key(SealingKey(bytes(32), tmp_path / "other.anchor"))
    assert verify_audit(homola, effects=cast.effects).finding == Finding(Flaw.END_CHANGED, 0)
    with pytest.raises(AuditEndChanged):
        cast.actor("klicpera")


def test_without_a_key_nothing_is_recorded_and_so_nothing_changed(cast: Cast) -> None:
    """X-19: no key, no event, no change."""
    homola = cast.actor("homola")
    before = numbers()
    use_sealing_key(None)
    with pytest.raises(AuditKeyMissing):
        use_cases.retire(cast, homola, cast.account("martinka"))
    with pytest.raises(AuditKeyMissing):
        verify_audit(homola, effects=cast.effects)
    assert numbers() == before
    assert cast.account("martinka").employee.retired_at is None


def test_only_who_sees_the_audit_verifies_it(cast: Cast) -> None:
    """X-3: an official without Správa systému does not."""
    with pytest.raises(Forbidden):
        verify_audit(cast.actor("klicpera"), effects=cast.effects)


def test_it_tells_how_far_it_is_and_can_be_stopped(cast: Cast) -> None:
    """F15: after each part; stopped, it has changed nothing, and moved no anchor."""
    homola = cast.actor("homola")
    told: list[int] = []
    verify_audit(homola, effects=cast.effects, progress=told.append)
    assert told == [len(numbers())]

    def stop(_done: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        verify_audit(homola, effects=cast.effects, progress=stop)


def in_thread(work: Callable[[], None]) -> threading.Thread:
    """Run it on a thread of its own, with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            close_database()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def append_some(cast: Cast, count: int) -> None:
    """Append events, each in its own transaction."""
    for number in range(count):
        with transaction():
            audit.append(
                AuditEvent(
                    cast.clock(), Who(None, "sync", "worker"), EventKind.SYNCHRONISED, SubjectKind.AUDIT, number, ""
                )
            )


def append_and_fail(cast: Cast) -> None:
    """Append events in a transaction that fails."""
    with transaction():
        append_some(cast, 2)
        raise ZeroDivisionError


def test_events_recorded_at_once_make_one_chain(cast: Cast) -> None:
    """X-19: four programs record, a fifth verifies meanwhile; nobody finds a flaw."""
    homola = cast.actor("homola")
    threads = [in_thread(lambda: append_some(cast, 15)) for _ in range(4)]
    before = len(numbers())
    while any(thread.is_alive() for thread in threads):
        assert verify_audit(homola, effects=cast.effects).finding is None
    for thread in threads:
        thread.join()
    verdict = verify_audit(homola, effects=cast.effects)
    assert (verdict.finding, verdict.events) == (None, len(numbers()))
    assert verdict.events >= before
    assert len(numbers()) == 60 + len([kind for kind in _kinds() if kind is not EventKind.SYNCHRONISED])


def _kinds() -> list[EventKind]:
    with transaction():
        return [row.kind for row in AuditRow.select(AuditRow.kind)]


def test_a_transaction_that_fails_leaves_no_gap_in_the_chain(cast: Cast) -> None:
    """X-19: its number is lost, on PostgreSQL, but nothing hangs on numbers."""
    with pytest.raises(ZeroDivisionError):
        append_and_fail(cast)
    append_some(cast, 2)
    assert finding(cast) is None
    if not is_sqlite():
        assert numbers()[-1] - numbers()[0] >= len(numbers())


def test_what_comes_back_from_the_database_is_what_was_sealed(cast: Cast) -> None:
    """X-19: whatever an event says, in whichever zone, and of whatever types."""
    odd = {
        "text": '„Žluťoučký\\ kůň" \u2028 😀',
        "none": None,
        "yes": True,
        "number": 1.5,
        "day": cast.clock().date(),
        "list": (1, "a"),
    }
    with transaction():
        event = AuditEvent(
            cast.clock(), Who(None, "sync", ""), EventKind.SYNCHRONISED, SubjectKind.AUDIT, None, "ž", after=odd
        )
        audit.append(event)
    assert finding(cast) is None


def test_the_fixed_key_of_the_tests_is_no_ones(tmp_path: Path) -> None:
    """X-19: real keys are made by chance, each another."""
    from storage.sealing_key import make_key, read_key

    keys = set()
    for number in range(3):
        make_key(tmp_path / f"{number}.key")
        keys.add(read_key(tmp_path / f"{number}.key"))
    assert len(keys | {AUDIT_KEY}) == 4


def test_a_home_that_cannot_be_written_to_is_verified_all_the_same(cast: Cast, tmp_path: Path) -> None:
    """X-19: the anchor stays where it is, or is not made."""
    actor = cast.actor("homola")
    use_sealing_key(SealingKey(AUDIT_KEY, tmp_path / "missing" / "audit.anchor"))
    assert verify_audit(actor, effects=cast.effects).finding is None
