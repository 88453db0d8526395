"""Notices leave the queue through a real mail server: each once, and nobody's trouble is anybody else's."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from oktui.domain.notices import NewNotice, NoticeKind, NoticeReason, NoticeState
from oktui.jobs.post import Post
from oktui.jobs.post_notices import post_when_due
from oktui.jobs.purge_traces import purge_traces
from oktui.jobs.queue_notices import queue_notices
from oktui.jobs.send_notices import LEASE, Sent, send_notices
from oktui.mail import MailCause, MailOut
from oktui.mail_server import MailServer
from oktui.services.notices import notify
from storage import leases, notices
from storage.database import transaction
from storage.models import AccountRow, EmployeeRow, NoticeRow
from tests.jobs.test_schedule import Waits
from tests.support.cast import Cast
from tests.support.mail import Inbox, mail_server

pytestmark = pytest.mark.breaks_the_database("addresses are set beside the program")

PEOPLE = ("klicpera", "homola", "dlouhy")


@pytest.fixture
def cast(cast: Cast, database_url: str) -> Cast:
    """An installation that has a mail server, and three people with an address each."""
    cast.let_notify()
    for username in PEOPLE:
        move(username, f"{username}@urad.example")
    return cast


@pytest.fixture
def inbox() -> Inbox:
    """What the server is given."""
    return Inbox()


@pytest.fixture
def server(inbox: Inbox) -> Iterator[MailServer]:
    """A server within this machine."""
    with mail_server(inbox) as settings:
        yield settings


def move(username: str, email: str) -> None:
    """Give somebody another address."""
    with transaction():
        account = AccountRow.get(AccountRow.username == username)
        EmployeeRow.update(email=email).where(EmployeeRow.id == account.employee.id).execute()


def queue(cast: Cast, *usernames: str, kind: NoticeKind = NoticeKind.ACCOUNT_LOCKED, event: str = "2016") -> None:
    """Have people be told of something."""
    for username in usernames:
        account = cast.account(username)
        with transaction():
            assert notify(NewNotice(kind, account.id, event), cast.effects)


def send(cast: Cast, server: MailServer, holder: str = "worker") -> Sent | None:
    """Send what is due."""
    return send_notices(holder, Post(server, lambda notice, _: (notice.kind.value, "text")), effects=cast.effects)


def rows() -> dict[str, NoticeRow]:
    """The notices, by whom they are for."""
    with transaction():
        return {row.account.username: row for row in NoticeRow.select(NoticeRow, AccountRow).join(AccountRow)}


def test_what_is_due_is_sent_once_to_the_address_that_there_is_then(
    cast: Cast, server: MailServer, inbox: Inbox
) -> None:
    """X-7: not to that which there was when it was put into the queue; and a second run finds nothing."""
    queue(cast, *PEOPLE)
    move("klicpera", "nova.adresa@urad.example")
    assert send(cast, server) == Sent(sent=3)
    assert send(cast, server) == Sent()
    assert {to for to, _ in inbox.letters} == {
        "nova.adresa@urad.example", "homola@urad.example", "dlouhy@urad.example"
    }  # fmt: skip
    row = rows()["klicpera"]
    assert (row.state, row.attempts, row.address) == (NoticeState.SENT, 1, "nova.adresa@urad.example")
    assert row.settled_at == cast.clock()
    assert set(inbox.times) == {f"<oktui.{each.token}@urad.example>" for each in rows().values()}


def test_a_bad_recipient_stops_nobody_else(
    cast: Cast, server: MailServer, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """A 5xx is given up and told in the log, by number and without the address; a 4xx is tried again, and later."""
    queue(cast, *PEOPLE)
    inbox.answers = {"klicpera@urad.example": ["550 5.1.1 nobody"], "homola@urad.example": ["451 4.7.1 greylisted"] * 2}
    with caplog.at_level(logging.ERROR, "oktui"):
        assert send(cast, server) == Sent(sent=1, failed=1, postponed=1)
    assert "refused 550" in caplog.text
    assert "@" not in caplog.text
    found = rows()
    assert (found["klicpera"].state, found["klicpera"].reason, found["klicpera"].reply) == (
        NoticeState.FAILED, NoticeReason.REFUSED, 550
    )  # fmt: skip
    assert found["homola"].due_at == cast.clock() + timedelta(minutes=1)
    assert send(cast, server) == Sent()
    cast.clock.forward(timedelta(minutes=1))
    assert send(cast, server) == Sent(postponed=1)
    assert rows()["homola"].due_at == cast.clock() + timedelta(minutes=2)
    cast.clock.forward(timedelta(minutes=2))
    assert send(cast, server) == Sent(sent=1)
    assert rows()["homola"].attempts == 3


def test_who_has_no_address_is_counted_and_an_address_that_cannot_be_is_told(
    cast: Cast, server: MailServer, inbox: Inbox
) -> None:
    """A domain with diacritics is written in the letters that every server knows; a name before the @ is not."""
    queue(cast, *PEOPLE)
    move("klicpera", "")
    move("homola", "urad@žďár.example")
    move("dlouhy", "úřad@urad.example")
    assert send(cast, server) == Sent(sent=1, dropped=1, failed=1)
    assert {name: row.reason for name, row in rows().items()} == {
        "klicpera": NoticeReason.NO_ADDRESS, "homola": None, "dlouhy": NoticeReason.BAD_ADDRESS
    }  # fmt: skip
    assert [to for to, _ in inbox.letters] == ["urad@xn--r-tfa1lsr.example"]


def test_an_end_that_was_put_off_meanwhile_is_not_told(cast: Cast, server: MailServer, inbox: Inbox) -> None:
    """R2.5-1: whoever was prolonged need not be frightened."""
    queue(cast, "klicpera", kind=NoticeKind.VALIDITY_ENDS, event="2016-08-01")
    assert send(cast, server) == Sent(dropped=1)
    assert (rows()["klicpera"].reason, inbox.letters) == (NoticeReason.OUT_OF_DATE, [])


def test_an_end_that_is_so_again_is_told_after_all(cast: Cast, server: MailServer, inbox: Inbox) -> None:
    """R2.5-1: what was dropped because it was no longer so does not bar the way."""
    queue(cast, "klicpera", kind=NoticeKind.VALIDITY_ENDS, event="2016-08-01")
    assert send(cast, server) == Sent(dropped=1)
    with transaction():
        account = cast.account("klicpera")
        EmployeeRow.update(valid_to=date(2016, 8, 1)).where(EmployeeRow.id == account.employee.id).execute()
    queue_notices(effects=cast.effects)
    send(cast, server)
    assert rows()["klicpera"].state is NoticeState.SENT


def test_a_server_that_is_out_costs_no_notice_an_attempt(cast: Cast, server: MailServer, inbox: Inbox) -> None:
    """Until it is too late for it: then it is told that it was not delivered."""
    queue(cast, "klicpera")
    queue(cast, "homola", kind=NoticeKind.DIGEST, event="2016-07-25")
    with mail_server(Inbox()) as ended:
        pass
    with pytest.raises(MailOut) as caught:
        send(cast, ended)
    assert caught.value.cause is MailCause.UNREACHABLE
    assert {(row.state, row.attempts) for row in rows().values()} == {(NoticeState.WAITING, 0)}
    cast.clock.forward(timedelta(days=1, seconds=1))
    assert send(cast, server) == Sent(sent=1, failed=1)
    assert rows()["homola"].reason is NoticeReason.EXPIRED
    assert [to for to, _ in inbox.letters] == ["klicpera@urad.example"]


def test_an_answer_that_is_lost_leads_to_the_same_letter_again(cast: Cast, server: MailServer, inbox: Inbox) -> None:
    """X-7, X-32: to the byte and under the same Message-ID, since nobody can know; the others go on before it."""
    queue(cast, "klicpera")
    cast.clock.forward(timedelta(seconds=1))
    queue(cast, "homola")
    inbox.after = {"klicpera@urad.example": ["DROP"]}
    with pytest.raises(MailOut):
        send(cast, server)
    assert rows()["klicpera"].state is NoticeState.WAITING
    assert send(cast, server) == Sent(sent=1)
    cast.clock.forward(timedelta(minutes=1))
    assert send(cast, server) == Sent(sent=1)
    first, other, again = inbox.letters
    assert first == again != other
    assert sorted(inbox.times.values()) == [1, 2]


def test_what_a_killed_worker_was_sending_is_sent_again_when_its_lease_has_ended(
    cast: Cast, server: MailServer, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """X-7: and not before; two workers never send at once."""
    queue(cast, "klicpera")
    with transaction():
        assert leases.take(LEASE, "killed", cast.clock(), cast.clock() + timedelta(seconds=50))
        assert notices.begin(rows()["klicpera"].id, "klicpera@urad.example")
    assert send(cast, server) is None
    cast.clock.forward(timedelta(seconds=50))
    with caplog.at_level(logging.WARNING, "oktui"):
        assert send(cast, server) == Sent(sent=1)
    assert "1 sent again" in caplog.text
    assert rows()["klicpera"].attempts == 2


def test_a_notice_that_cannot_be_put_into_words_holds_up_nobody(cast: Cast, server: MailServer) -> None:
    """A bug in one kind: it is tried again, in case somebody mends it."""
    queue(cast, "klicpera", "homola")

    def write(notice: object, account: object) -> tuple[str, str]:
        if getattr(account, "username", "") == "klicpera":
            raise KeyError("bug")
        return "subject", "text"

    assert send_notices("worker", Post(server, write), effects=cast.effects) == Sent(sent=1, postponed=1)
    assert rows()["klicpera"].state is NoticeState.WAITING


def test_settled_notices_go_with_the_other_traces_and_waiting_ones_stay(cast: Cast, server: MailServer) -> None:
    """Retention: six months."""
    queue(cast, "klicpera")
    send(cast, server)
    cast.clock.forward(timedelta(days=200))
    queue(cast, "homola")
    purge_traces(effects=cast.effects)
    assert list(rows()) == ["homola"]


def test_the_post_goes_on_while_the_server_comes_and_goes(
    cast: Cast, server: MailServer, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """The day's notices first; a server that does not work is tried less and less often, and then all is sent."""
    with transaction():
        EmployeeRow.update(valid_to=None).execute()
    account = cast.account("klicpera")
    with transaction():
        EmployeeRow.update(valid_to=date(2016, 8, 1)).where(EmployeeRow.id == account.employee.id).execute()
    post = Post(server, lambda notice, _: (notice.kind.value, "text"))
    broken = Post(replace(server, at=replace(server.at, port=1)), post.write)
    waits = Waits(cast.clock, cast.clock() + timedelta(hours=1))
    post_when_due(waits, effects=cast.effects, holder="worker", post=broken)
    assert waits.waited[:6] == [30, 60, 120, 240, 480, 900]
    assert inbox.letters == []
    waits = Waits(cast.clock, cast.clock() + timedelta(seconds=30))
    post_when_due(waits, effects=cast.effects, holder="worker", post=post)
    assert waits.waited == [15, 15]
    assert "klicpera@urad.example" in [to for to, _ in inbox.letters]
    assert set(inbox.times.values()) == {1}


def test_a_stop_is_heard_between_two_letters(cast: Cast, server: MailServer, inbox: Inbox) -> None:
    """X-33: what is left waits for the next start."""
    queue(cast, *PEOPLE)
    stop = threading.Event()

    def write(notice: object, account: object) -> tuple[str, str]:
        stop.set()
        return "subject", "text"

    done = send_notices("worker", Post(server, write), effects=cast.effects, stop=stop.is_set)
    assert done == Sent(sent=1)
    assert len(inbox.letters) == 1
