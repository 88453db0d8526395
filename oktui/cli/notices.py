"""`oktui notices`: what owners and administrators are told by e-mail, and what could not be delivered."""

import click

from oktui.cli.grammar import Command
from oktui.cli.invocation import OK, Invocation, given
from oktui.cli.opening import machine_owner, open_to_look
from oktui.cli.settings import settings_of
from oktui.config import Settings
from oktui.domain.modules import Module
from oktui.domain.notices import Notice
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.machine.get_notices import Planned, get_notices, plan_notices
from oktui.worker import words_of
from screens.texts import notices as texts


@click.command("notices", cls=Command, help=texts.HELP)
@click.option("--dry-run", is_flag=True, help="ukáže, co by se teď poslalo: komu a v jakém znění; nic nepošle")
@given
def command(invocation: Invocation, *, dry_run: bool) -> int:
    """Say how the queue is, or what would be sent."""
    settings = settings_of(invocation)
    effects = open_to_look(settings)
    owner = machine_owner(invocation, Module.REGISTR)
    return (_show if dry_run else _status)(invocation, owner, settings, effects)


def _status(invocation: Invocation, owner: MachineOwner, settings: Settings, effects: Effects) -> int:
    queue = get_notices(owner, effects=effects)
    lines = [] if settings.mail is not None else [texts.OFF]
    lines += [texts.counted(queue.counts), *(texts.line(*each) for each in (*queue.waiting, *queue.failed))]
    told = {
        "on": settings.mail is not None,
        "counts": {state.value: number for state, number in queue.counts.items()},
        "waiting": [_data(*each) for each in queue.waiting],
        "failed": [_data(*each) for each in queue.failed],
    }
    invocation.answer("\n".join(lines), told)
    return OK


def _show(invocation: Invocation, owner: MachineOwner, settings: Settings, effects: Effects) -> int:
    words = words_of(settings)
    planned = [(each, words.write(each.notice, each.account, each.at)) for each in plan_notices(owner, effects=effects)]
    without, letters = [each for each, _ in planned if not _address(each)], []
    for each, written in planned:
        if _address(each):
            letters.append({"kind": each.notice.kind.value, "username": each.account.username, "to": _address(each),
                            "subject": written.subject, "text": written.text})  # fmt: skip
    lines = [] if settings.mail is not None else [texts.OFF, ""]
    lines += [texts.letter(_address(each), written) for each, written in planned if _address(each)]
    lines += [texts.no_address(len(without))] * bool(without) + [texts.NOTHING_TO_SEND] * (not planned)
    told = {"on": settings.mail is not None, "letters": letters, "without_address": len(without)}
    invocation.answer("\n".join(lines), told)
    return OK


def _address(planned: Planned) -> str:
    return planned.account.employee.details.email


def _data(notice: Notice, username: str) -> dict[str, object]:
    return {
        "id": notice.id,
        "kind": notice.kind.value,
        "username": username,
        "state": notice.state.value,
        "created_at": notice.created_at.isoformat(),
        "due_at": notice.due_at.isoformat(),
        "attempts": notice.attempts,
        "address": notice.address,
        "reason": notice.reason.value if notice.reason else None,
        "reply": notice.reply,
    }
