"""See what the queue of notices holds, and what would be sent if it were sent now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from oktui.domain.accounts import Account
from oktui.domain.authority import Action
from oktui.domain.calendar import day_begins
from oktui.domain.concerns import BEHIND
from oktui.domain.notices import NewNotice, Notice, NoticeState, out_of_date
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.acting import seeing
from oktui.services.notices import Counted, digest_for, ends_to_tell_of
from oktui.values import dataclass
from storage import accounts, notices

SHOWN = 1_000
"""How many notices are listed at most."""


@dataclass(frozen=True)
class Queue:
    """How many notices there are of each state; those that wait and those that failed, with usernames."""

    counts: Mapping[NoticeState, int]
    waiting: Sequence[tuple[Notice, str]]
    failed: Sequence[tuple[Notice, str]]
    undelivered: int
    """How many could not be delivered in the days that are looked back on."""


@dataclass(frozen=True)
class Planned:
    """A notice that would be sent, to whom, and when what it tells of was."""

    notice: NewNotice
    account: Account
    at: datetime


def get_notices(owner: MachineOwner, *, effects: Effects) -> Queue:
    """How the queue is. Raises Forbidden."""
    with seeing(owner, Action.COMMAND_MACHINE, effects) as principal:
        waiting, failed = notices.waiting(SHOWN), notices.failed(SHOWN)
        owners = accounts.among({each.account_id for each in (*waiting, *failed)})
        return Queue(
            notices.counts(),
            [(each, owners[each.account_id].username) for each in waiting],
            [(each, owners[each.account_id].username) for each in failed],
            notices.count_failed(day_begins(principal.today - BEHIND)),
        )


def count_undelivered(owner: MachineOwner, *, effects: Effects) -> int:
    """How many notices could not be delivered in the days that are looked back on. Raises Forbidden."""
    with seeing(owner, Action.COMMAND_MACHINE, effects) as principal:
        return notices.count_failed(day_begins(principal.today - BEHIND))


def plan_notices(owner: MachineOwner, *, effects: Effects) -> list[Planned]:
    """What would be sent now, and what today's run would add to it; nothing is put anywhere. Raises Forbidden."""
    with seeing(owner, Action.COMMAND_MACHINE, effects) as principal:
        effects = effects.at_one_moment()
        counted: Counted = {}
        digests = [digest_for(account_id, counted, effects) for account_id in notices.administrators()]
        daily = [*ends_to_tell_of(effects), *(digest for digest in digests if digest is not None)]
        queued: list[tuple[NewNotice, datetime]] = [(each, each.created_at) for each in notices.waiting(SHOWN)]
        found = [*queued, *((notice, principal.at) for notice in daily)][:SHOWN]
        owners = accounts.among({notice.account_id for notice, _ in found})
        planned = [Planned(notice, owners[notice.account_id], at) for notice, at in found]
    return [each for each in planned if not out_of_date(each.notice, each.account.employee)]
