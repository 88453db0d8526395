"""Once a day owners are told of the end of their validity, and administrators of what needs doing."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from oktui import demo
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.notices import NewNotice, NoticeKind
from oktui.jobs.queue_notices import due_today, queue_notices
from oktui.services.notices import digest_for
from storage import accounts
from storage.database import transaction
from storage.models import AccountRow, EmployeeRow, NoticeRow
from tests.support.cast import DETAILS, JIHOMORAVSKY, Cast, granted
from tests.support.newcomers import RECORDS

TODAY = date(2016, 7, 25)

pytestmark = pytest.mark.breaks_the_database("ends of validity are set beside the program")


@pytest.fixture
def cast(cast: Cast, database_url: str) -> Cast:
    """An installation that has a mail server."""
    cast.let_notify()
    return cast


def told(kind: NoticeKind) -> list[tuple[str, str]]:
    """Who is told of what."""
    with transaction():
        rows = NoticeRow.select(NoticeRow, AccountRow).join(AccountRow).where(NoticeRow.kind == kind)
        return sorted((row.account.username, row.event) for row in rows)


def end(username: str, day: date | None) -> None:
    """Have somebody's validity end."""
    with transaction():
        account = AccountRow.get(AccountRow.username == username)
        EmployeeRow.update(valid_to=day).where(EmployeeRow.id == account.employee.id).execute()


@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (14, True), (15, False)])
def test_whose_validity_ends_within_fourteen_days_is_told(cast: Cast, days: int, *, is_told: bool) -> None:
    """R2.5-1: from the fourteenth day before on, and not when it is over."""
    day = TODAY + timedelta(days=days)
    end("klicpera", day)
    queue_notices(effects=cast.effects)
    assert (("klicpera", day.isoformat()) in told(NoticeKind.VALIDITY_ENDS)) is is_told


def test_an_end_is_told_once_and_another_end_again(cast: Cast) -> None:
    """X-7: a job that runs again adds nothing, a validity that was prolonged ends another day."""
    end("klicpera", TODAY)
    assert queue_notices(effects=cast.effects) > 0
    assert queue_notices(effects=cast.effects) == 0
    cast.clock.forward(timedelta(days=1))
    end("klicpera", TODAY + timedelta(days=10))
    queue_notices(effects=cast.effects)
    days = [day for username, day in told(NoticeKind.VALIDITY_ENDS) if username == "klicpera"]
    assert days == [TODAY.isoformat(), (TODAY + timedelta(days=10)).isoformat()]


def test_who_is_retired_is_told_nothing(cast: Cast) -> None:
    """R2.5-1: their account is at its end already."""
    with transaction():
        EmployeeRow.update(valid_to=TODAY, retired_at=cast.clock()).execute()
    assert queue_notices(effects=cast.effects) == 0


def test_an_administrator_has_one_digest_a_day_of_their_own_region(cast: Cast) -> None:
    """R2.1-1, R2.1-2: what F18 counts for them; whoever only looks, or only works there, has none."""
    brno = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION)
    view = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION, Level.VIEW)
    cast.employ(demo.MARTINKA, "brno", brno, workplace=JIHOMORAVSKY)
    newcomer = replace(demo.MARTINKA, ik="1273434910")
    cast.employ(newcomer, "divak", view, RECORDS, details=replace(DETAILS, valid_to=TODAY))
    queue_notices(effects=cast.effects)
    usernames = [username for username, _ in told(NoticeKind.DIGEST)]
    assert {"homola", "brno"} <= set(usernames)
    assert "divak" not in usernames
    assert [usernames.count(name) for name in ("homola", "brno", "mpsv_radek")] == [1, 1, 2], "one for each account"
    with transaction():
        rows = NoticeRow.select(NoticeRow, AccountRow).join(AccountRow).where(NoticeRow.kind == NoticeKind.DIGEST)
        facts = {row.account.username: row.facts for row in rows}
    assert facts["homola"]["counts"]["ending"] == 1
    assert "ending" not in facts["brno"]["counts"]
    assert facts["homola"]["module"] == "registr"
    assert queue_notices(effects=cast.effects) == 0
    cast.clock.forward(timedelta(days=1))
    assert queue_notices(effects=cast.effects) > 0
    assert {day for _, day in told(NoticeKind.DIGEST)} == {"2016-07-25", "2016-07-26"}


def test_who_could_not_sign_in_has_no_digest(cast: Cast) -> None:
    """X-9: a locked administrator is told that they are locked, and not what others do."""
    with transaction():
        AccountRow.update(locked_at=cast.clock(), failures=3).where(AccountRow.username == "homola").execute()
    queue_notices(effects=cast.effects)
    assert "homola" not in [username for username, _ in told(NoticeKind.DIGEST)]


def test_the_day_begins_at_six_in_prague(cast: Cast) -> None:
    """In summer, when it is two hours ahead."""
    cast.clock.now = cast.clock.now.replace(hour=3, minute=59)
    assert not due_today(effects=cast.effects)
    cast.clock.forward(timedelta(minutes=1))
    assert due_today(effects=cast.effects)


def test_a_bug_with_one_stops_nobody_elses(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-7: the first administrator's digest fails, the others have theirs."""
    end("klicpera", TODAY)
    failed: list[int] = []

    def digest(account_id: int, *rest: Any) -> NewNotice | None:
        if not failed:
            failed.append(account_id)
            raise ZeroDivisionError
        return digest_for(account_id, *rest)

    monkeypatch.setattr("oktui.jobs.queue_notices.digest_for", digest)
    queue_notices(effects=cast.effects)
    with transaction():
        without = accounts.load(failed[0]).username
    told_of = [username for username, _ in told(NoticeKind.DIGEST)]
    assert told_of
    assert without not in told_of
