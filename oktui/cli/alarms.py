"""`oktui alarms`: what somebody should look at (X-31)."""

from datetime import timedelta

import click

from oktui.cli.grammar import Command
from oktui.cli.invocation import OK, Invocation, given
from oktui.cli.opening import machine_owner, open_named
from oktui.domain.alarms import SHOWN_DAYS
from oktui.domain.audit import AuditCriteria, EventKind, Recorded
from oktui.domain.calendar import local_date
from oktui.domain.modules import Module
from oktui.domain.rows import Rows
from oktui.services.audit.list_events import list_events
from screens.texts import alarms

_MOST = 1_000


@click.command("alarms", cls=Command, help="Poplachy: co by měl někdo prověřit, od nejnovějšího.")
@click.option(
    "--days",
    type=click.IntRange(1, 3660),
    default=SHOWN_DAYS,
    metavar="POČET",
    help=f"za kolik posledních dní (jinak {SHOWN_DAYS})",
)
@given
def command(invocation: Invocation, *, days: int) -> int:
    """List them."""
    effects = open_named(invocation)
    criteria = AuditCriteria(since=local_date(effects.now()) - timedelta(days=days), kind=EventKind.ALARM)
    rows = list_events(machine_owner(invocation, Module.REGISTR), criteria, Rows(_MOST), effects=effects)
    invocation.answer(
        "\n\n".join(map(alarms.told, rows)) or alarms.none(days), {"alarms": [_data(row) for row in rows]}
    )
    return OK


def _data(row: Recorded) -> dict[str, object]:
    event = row.event
    return {
        "number": row.number,
        "at": event.at.isoformat(),
        "region": event.region.value if event.region else None,
        "origin": event.who.origin,
        "subject": event.subject_name,
        **event.after,
    }
