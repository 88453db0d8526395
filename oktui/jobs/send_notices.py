"""Send the notices of the queue by e-mail, each once (X-7).

A notice is given to the server between two committed states: `sending` before, `sent` after. Whatever ends the program
in between, or takes the server's answer away, leaves it `sending`; whoever has the lease next sends it again, under the
same Message-ID and to the byte the same, since nobody can know whether the server took it. At any other moment it is
known, and the notice is neither lost nor sent twice.
"""

from collections.abc import Callable
from dataclasses import field

from oktui.domain.accounts import Account
from oktui.domain.notices import Notice, NoticeReason, NoticeState, delay, out_of_date
from oktui.effects import Effects
from oktui.jobs.lease import Lease, LeaseLost
from oktui.jobs.post import Post
from oktui.jobs.sync_recording import LOGGER, log_failure
from oktui.mail import Conversation, Letter, MailCause, MailOut, MailRefused
from oktui.values import dataclass
from storage import accounts, notices
from storage.database import transaction

LEASE = "notices"


@dataclass
class Sent:
    """What came of the notices that were due."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0
    postponed: int = 0


def send_notices(holder: str, post: Post, *, effects: Effects, stop: Callable[[], bool] = lambda: False) -> Sent | None:
    """Send all that are due, until `stop` answers yes; None when another worker holds the lease.

    Raises:
        MailOut: the server does not work; what is left is still due.
        Outage: our own database does not.
    """
    lease = Lease(holder, effects, LEASE, lambda: post.server.patience)
    with transaction():
        if not notices.anything_to_do(effects.now()):
            return Sent()
        if not lease.take():
            return None
        if left := notices.take_back(effects.now()):
            LOGGER.warning("notices: %d sent again, since it is not known whether the server took them", left)
        if late := notices.expire(effects.now()):
            LOGGER.error("notices: %d expired", late)
    sender = _Sender(lease, post, effects, Sent(failed=late))
    try:
        sender.send_all(stop)
    except LeaseLost:
        LOGGER.warning("notices: another worker has taken over")
        return sender.sent
    finally:
        sender.hang_up()
    with transaction():
        lease.give_up()
    return sender.sent


@dataclass
class _Sender:
    """One run through the queue, in one conversation with the server."""

    lease: Lease
    post: Post
    effects: Effects
    sent: Sent = field(default_factory=Sent)
    conversation: Conversation | None = None

    def send_all(self, stop: Callable[[], bool]) -> None:
        """Send one after the other."""
        while not stop():
            now = self.effects.now()
            with transaction():
                self.lease.renew()
                notice = notices.next_due(now)
                account = None if notice is None else accounts.find(notice.account_id)
            if notice is None or account is None:
                return
            self._process(notice, account)

    def hang_up(self) -> None:
        """End the conversation, if there is one."""
        if self.conversation is not None:
            self.conversation.close()
            self.conversation = None

    def _process(self, notice: Notice, account: Account) -> None:
        """Send one notice, or say why not; what goes wrong with it is its own affair."""
        if out_of_date(notice, account.employee):
            self._settle(notice, NoticeState.DROPPED, NoticeReason.OUT_OF_DATE)
        elif not account.employee.details.email:
            self._settle(notice, NoticeState.DROPPED, NoticeReason.NO_ADDRESS)
        elif (letter := self._written(notice, account)) is not None:
            self._send(notice, *letter)

    def _written(self, notice: Notice, account: Account) -> tuple[str, bytes] | None:
        """Where to, and the letter; None where there cannot be one, which is settled then."""
        to = _as_sent(account.employee.details.email)
        if to is None:
            self._settle(notice, NoticeState.FAILED, NoticeReason.BAD_ADDRESS)
            return None
        try:
            subject, text = self.post.write(notice, account)
            letter = Letter(to, subject, text, notice.token, notice.created_at)
            return to, letter.as_bytes(self.post.server.sender)
        except Exception as error:  # noqa: BLE001 - a bug in one notice must not hold up the others
            log_failure(f"notice {notice.id}", error)
            self._postpone(notice, None)
            return None

    def _send(self, notice: Notice, to: str, letter: bytes) -> None:
        if self.conversation is None:
            self.conversation = Conversation(self.post.server)
        try:
            self.conversation.address(to)
            with transaction():
                self.lease.renew()
                if not notices.begin(notice.id, to):
                    return
            self.conversation.give(letter)
        except MailRefused as refused:
            self._refused(notice, refused, to)
        except MailOut as out:
            # The server may be out, or fall over this one letter; the others need not wait behind it.
            if out.cause is not MailCause.SENDER:
                self._postpone(notice, None)
            raise
        else:
            self._settle(notice, NoticeState.SENT, address=to)

    def _refused(self, notice: Notice, refused: MailRefused, to: str) -> None:
        if not refused.for_good:
            self._postpone(notice, refused.reply)
            return
        self._settle(notice, NoticeState.FAILED, NoticeReason.REFUSED, reply=refused.reply, address=to)

    def _postpone(self, notice: Notice, reply: int | None) -> None:
        with transaction():
            notices.postpone(notice.id, self.effects.now() + delay(notice.attempts), reply)
        self.sent.postponed += 1

    def _settle(
        self,
        notice: Notice,
        state: NoticeState,
        reason: NoticeReason | None = None,
        *,
        reply: int | None = None,
        address: str | None = None,
    ) -> None:
        """Note what came of it, whoever has the lease by now: it is so."""
        with transaction():
            notices.settle(notice.id, state, self.effects.now(), reason=reason, reply=reply, address=address)
        counted = state.value
        setattr(self.sent, counted, getattr(self.sent, counted) + 1)
        if state is NoticeState.FAILED and reason is not None:
            LOGGER.error("notices: %d (%s): %s %s", notice.id, notice.kind.value, reason.value, reply or "")


def _as_sent(address: str) -> str | None:
    """The address in the letters that every server knows; None where there are no such."""
    from email_validator import EmailNotValidError, validate_email  # here, because importing it takes long

    try:
        return validate_email(address, check_deliverability=False, test_environment=True).ascii_email
    except EmailNotValidError:
        return None
