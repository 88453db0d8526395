"""Reading the audit: whose events one sees, and what can be asked for (F15)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from oktui import demo
from oktui.domain.audit import AuditCriteria, AuditEvent, EventKind, Outcome, Recorded, SubjectKind, Who
from oktui.domain.authority import Forbidden
from oktui.domain.dates import FIRST_DAY, LAST_DAY, DateOutOfRange, DatesOutOfOrder
from oktui.domain.modules import Module, Permission, Realm
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor, MachineOwner
from oktui.domain.sign_in import BadCredentials
from oktui.services.audit.list_events import list_events
from storage import audit
from storage.database import transaction
from tests.support import use_cases
from tests.support.cast import Cast, granted

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)


def read(cast: Cast, reader: Actor, /, **criteria: object) -> list[Recorded]:
    """The first hundred events that match."""
    return list_events(reader, AuditCriteria(**criteria), Rows(100), effects=cast.effects)  # type: ignore[arg-type]  # ditto


def told(cast: Cast, reader: Actor, /, **criteria: object) -> list[tuple[EventKind, str]]:
    """Kind and subject's name of each."""
    return [(row.event.kind, row.event.subject_name.rpartition(": ")[2]) for row in read(cast, reader, **criteria)]


def test_a_region_reads_of_its_own_employees_whoever_acted(cast: Cast) -> None:
    """R2.1-1, X-19: also what MPSV has done to them; not what happened elsewhere."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    use_cases.retire(cast, cast.actor("mpsv_radek"), cast.account("klicpera"))
    use_cases.retire(cast, cast.actor("mpsv_radek"), cast.account("martinka"))
    assert told(cast, cast.actor("homola")) == [
        (EventKind.SIGN_IN, "Jiří Homola"),
        (EventKind.RETIRED, "Radomír Martinka"),
    ]


def test_mpsv_reads_everything_attempts_by_unknown_names_included(cast: Cast) -> None:
    """R2.1-2, X-19: of both realms; nobody's region has such attempts."""
    cast.actor("gollova", Module.OKNOUZE)
    with pytest.raises(BadCredentials):
        cast.sign_in("nobody")
    cast.actor("homola")
    assert told(cast, cast.actor("mpsv_radek")) == [
        (EventKind.SIGN_IN, "Radomír Marinka"),
        (EventKind.SIGN_IN, "Jiří Homola"),
        (EventKind.SIGN_IN, ""),
        (EventKind.SIGN_IN, "Nataša Gollová"),
    ]
    assert told(cast, cast.actor("homola")) == [(EventKind.SIGN_IN, "Jiří Homola")] * 2
    owner = MachineOwner(module=Module.REGISTR, name="root")
    assert len(read(cast, owner)) == 5


def test_the_same_region_in_the_other_realm_is_another_scope(cast: Cast) -> None:
    """R1.3-1: an administrator of OKslužby reads nothing of OKnouze's accounts."""
    account = cast.employ(demo.SMITKO, "smitko2", realm=Realm.OKNOUZE, workplace="Kraj Vysočina – referát SS")
    owner = MachineOwner(module=Module.OKNOUZE, name="root")
    use_cases.retire(cast, owner, account)
    assert told(cast, cast.actor("homola")) == [(EventKind.SIGN_IN, "Jiří Homola")]


@pytest.mark.parametrize("username", ["klicpera", "dlouhy"])
def test_who_is_no_administrator_reads_nothing(cast: Cast, username: str) -> None:
    """R2.1-1, X-3: not even of themselves."""
    with pytest.raises(Forbidden):
        read(cast, cast.actor(username))


def test_events_are_found_by_actor_subject_kind_and_day(cast: Cast) -> None:
    """F15: each alone and together; the actor by username, the subject by username, by IK or by name."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    homola = cast.actor("homola")
    use_cases.retire(cast, homola, cast.account("martinka"))
    use_cases.restore(cast, homola, cast.account("martinka"))
    retired, restored = (EventKind.RETIRED, "Radomír Martinka"), (EventKind.RESTORED, "Radomír Martinka")
    signed_in = (EventKind.SIGN_IN, "Jiří Homola")
    assert told(cast, homola, kind=EventKind.RETIRED) == [retired]
    for subject in ("martinka", "MARTINKA", demo.MARTINKA.ik, f"{demo.MARTINKA.ik}: Radomír Martinka"):
        assert told(cast, homola, subject=subject) == [restored, retired], subject
    assert told(cast, homola, actor="homola") == [restored, retired, signed_in]
    assert told(cast, homola, actor="homola", subject="homola") == [signed_in]
    assert told(cast, homola, actor="martinka") == told(cast, homola, subject="nikdo") == []
    radek = cast.actor("mpsv_radek")
    assert told(cast, radek, actor="homola", subject="martinka", kind=EventKind.RESTORED) == [restored]


def test_what_the_program_does_by_itself_is_found_by_its_name(cast: Cast) -> None:
    """F15: the sync has no account."""
    with transaction():
        audit.append(
            AuditEvent(cast.clock(), Who(None, "sync", ""), EventKind.SYNCHRONISED, SubjectKind.EMPLOYEE, 1, "x")
        )
    assert told(cast, cast.actor("mpsv_radek"), actor="sync") == [(EventKind.SYNCHRONISED, "x")]


def test_days_are_those_of_prague_both_included(cast: Cast) -> None:
    """F15: 25 July lasts from 22:00 UTC to 22:00 UTC."""
    radek = cast.actor("mpsv_radek")
    begins, ends = datetime(2016, 7, 24, 22, tzinfo=UTC), datetime(2016, 7, 25, 22, tzinfo=UTC)
    moments = [begins - timedelta(seconds=1), begins, ends]
    for number, moment in enumerate(moments):
        with transaction():
            who = Who(None, "clock", "")
            audit.append(AuditEvent(moment, who, EventKind.SYNCHRONISED, SubjectKind.AUDIT, number, str(number)))
    ask = {"actor": "clock"}
    monday = date(2016, 7, 25)
    assert [name for _, name in told(cast, radek, since=monday, until=monday, **ask)] == ["1"]
    assert [name for _, name in told(cast, radek, since=monday, **ask)] == ["2", "1"]
    assert [name for _, name in told(cast, radek, until=date(2016, 7, 24), **ask)] == ["0"]
    with pytest.raises(DatesOutOfOrder):
        read(cast, radek, since=monday, until=date(2016, 7, 24))


@pytest.mark.parametrize("criteria", [{}, {"kind": EventKind.SIGN_IN}, {"actor": "homola"}, {"subject": "homola"}])
def test_pages_follow_each_other_in_both_directions(cast: Cast, criteria: dict[str, object]) -> None:
    """F15: newest first, in the order of their numbers where the time is the same."""
    for _ in range(6):
        cast.actor("homola")
    homola = cast.actor("homola")
    every = read(cast, homola, **criteria)
    assert [row.number for row in every] == sorted((row.number for row in every), reverse=True)
    asked = AuditCriteria(**criteria)  # type: ignore[arg-type]  # the cases name its fields

    def page(rows: Rows[object]) -> list[Recorded]:
        return list_events(homola, asked, rows, effects=cast.effects)  # type: ignore[arg-type]  # keys are cursors

    assert page(Rows(3)) == every[:3]
    assert page(Rows(3, after=every[2].key)) == every[3:6]
    assert page(Rows(2, before=every[5].key)) == every[3:5]
    assert page(Rows(2, backwards=True)) == every[-2:]


def test_an_event_comes_back_as_it_was_recorded(cast: Cast) -> None:
    """X-19: before and after, origin and outcome."""
    with pytest.raises(BadCredentials):
        cast.sign_in("homola", password="spatne heslo")
    (row,) = read(cast, cast.actor("mpsv_radek"), kind=EventKind.SIGN_IN, actor="homola")
    assert row.event.outcome is Outcome.REFUSED
    assert row.event.after == {"reason": "wrong_password", "locked": False}
    assert (row.event.at, row.event.who.origin) == (cast.clock(), "test terminal")


@pytest.mark.parametrize(("since", "until", "field"), [(date.min, None, "since"), (None, date.max, "until")])
def test_days_that_cannot_be_calculated_with_are_refused(
    cast: Cast, since: date | None, until: date | None, field: str
) -> None:
    """X-28: from 1.1.0001, to 31.12.9999."""
    with pytest.raises(DateOutOfRange) as refused:
        read(cast, cast.actor("homola"), since=since, until=until)
    assert refused.value.field == field
    assert read(cast, cast.actor("homola"), since=FIRST_DAY, until=LAST_DAY)
