"""What owners are told of stands in the queue with what it tells of, or neither does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.accounts import Account
from oktui.domain.authority import Forbidden
from oktui.domain.notices import NewNotice, NoticeKind, NoticeState
from oktui.domain.recognition import Recognition
from oktui.domain.sign_in import BadCredentials
from oktui.domain.sync import SyncState
from oktui.services.employees.delete_employee import delete_employee
from oktui.services.helpdesk.reset_password import ResetPassword, reset_password
from oktui.services.new_passwords import PasswordEntry
from oktui.services.notices import notify
from oktui.services.sign_in.change_password import ChangePassword, change_password
from storage import notices
from storage.database import transaction
from storage.models import NoticeRow
from tests.support.cast import PASSWORD, Cast
from tests.support.newcomers import RECORDS

NEW = "Zelený-Kopec-2016-Vlak"


@pytest.fixture
def cast(cast: Cast, database_url: str) -> Cast:
    """An installation that has a mail server."""
    cast.let_notify()
    return cast


def queued() -> list[tuple[NoticeKind, int]]:
    """Of what whose owner is told."""
    with transaction():
        return [(row.kind, row.account_id) for row in NoticeRow.select().order_by(NoticeRow.id)]


def reset(cast: Cast, account: Account, by: str = "homola") -> None:
    """Give the account a password that is made up."""
    request = ResetPassword(account.id, recognised_by=frozenset({Recognition.IN_PERSON}))
    reset_password(cast.actor(by), request, effects=cast.effects)


def fail(cast: Cast, times: int) -> None:
    """Type wrong passwords."""
    for _ in range(times):
        with pytest.raises(BadCredentials):
            cast.sign_in("dlouhy", password="nesprávné heslo")


def change(cast: Cast, place: str, before: str, after: str) -> None:
    """Sign in at a place, and change one's own password there."""
    cast.effects = replace(cast.effects, source=place)
    cast.clock.forward(timedelta(hours=1))
    actor = cast.sign_in("dlouhy", password=before).actor
    request = ChangePassword(before, PasswordEntry(after, after))
    change_password(actor, request, effects=cast.effects)


def test_a_reset_password_is_told_to_the_owner(cast: Cast) -> None:
    """R2.8-1: each reset on its own, and nothing of the password or of who did it."""
    account = cast.employ(demo.MARTINKA, "martinka", RECORDS)
    reset(cast, account)
    assert queued() == [(NoticeKind.PASSWORD_RESET, account.id)]
    cast.clock.forward(timedelta(seconds=1))
    reset(cast, account)
    assert queued() == [(NoticeKind.PASSWORD_RESET, account.id)] * 2
    with transaction():
        row = NoticeRow.get()
    assert (row.facts, row.address, row.state) == ({}, "", NoticeState.WAITING)


def test_what_was_refused_is_told_to_nobody(cast: Cast) -> None:
    """R2.1-1: what was not done is no news."""
    with pytest.raises(Forbidden):
        reset(cast, cast.account("homola"))
    assert queued() == []


def test_a_lock_is_told_to_the_owner_once(cast: Cast) -> None:
    """R2.6-1: by the failure that locked it, and by none after that."""
    fail(cast, 2)
    assert queued() == []
    fail(cast, 3)
    assert queued() == [(NoticeKind.ACCOUNT_LOCKED, cast.account("dlouhy").id)]


def test_a_password_changed_from_a_new_place_is_told_and_from_a_known_one_is_not(cast: Cast) -> None:
    """R2.7-1: the first place of all is no new one; another is, for a day."""
    change(cast, "first@here", PASSWORD, f"{NEW}-1")
    change(cast, "first@here", f"{NEW}-1", f"{NEW}-2")
    assert queued() == []
    change(cast, "second@there", f"{NEW}-2", f"{NEW}-3")
    assert queued() == [(NoticeKind.CHANGED_FROM_NEW_PLACE, cast.account("dlouhy").id)]
    cast.clock.forward(timedelta(days=1))
    change(cast, "second@there", f"{NEW}-3", f"{NEW}-4")
    change(cast, "first@here", f"{NEW}-4", f"{NEW}-5")
    assert len(queued()) == 1


def test_without_a_mail_server_nothing_is_put_into_the_queue(cast: Cast) -> None:
    """Or whoever gets one would tell everybody of last year."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, notify=False))
    reset(cast, cast.employ(demo.MARTINKA, "martinka", RECORDS))
    fail(cast, 3)
    assert queued() == []


def test_an_event_is_told_once_however_often_it_is_put_there(cast: Cast) -> None:
    """X-7: the first one stays as it was."""
    notice = NewNotice(NoticeKind.VALIDITY_ENDS, cast.account("dlouhy").id, "2016-08-01")
    with transaction():
        assert notify(notice, cast.effects)
        token = NoticeRow.get().token
        assert not notify(notice, cast.effects)
        assert notify(replace(notice, event="2016-08-02"), cast.effects)
        assert notices.told(notice)
        assert NoticeRow.get(NoticeRow.event == notice.event).token == token
    assert len(queued()) == 2


def test_a_notice_goes_with_the_account_that_it_was_for(cast: Cast) -> None:
    """X-26: an employee who never signed in is deleted, and what they were to be told with them."""
    account = cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.NEW)
    reset(cast, account)
    assert queued() == [(NoticeKind.PASSWORD_RESET, account.id)]
    delete_employee(cast.actor("homola"), account.employee.id, effects=cast.effects)
    assert queued() == []
