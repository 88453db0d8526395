"""`oktui report`: what needs doing, as F18 counts it, for scripts."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

import click

from oktui.cli.grammar import ByValue, Command
from oktui.cli.invocation import OK, Invocation, given
from oktui.cli.opening import machine_owner, open_named
from oktui.domain.audit import AuditCriteria, EventKind
from oktui.domain.calendar import local_date
from oktui.domain.concerns import BEHIND, Concern
from oktui.domain.listing import Criteria, Cursor, Listed
from oktui.domain.modules import Module
from oktui.domain.rows import Rows
from oktui.domain.sessions import MachineOwner
from oktui.effects import Effects
from oktui.services.audit.list_events import list_events
from oktui.services.employees.confirm_administration import list_proposals
from oktui.services.employees.find_employees import find_employees
from oktui.services.helpdesk.find_incidents import find_incidents
from oktui.services.machine.get_notices import count_undelivered
from oktui.services.overview.get_overview import get_overview, list_thin_offices
from oktui.services.overview.saved_lists import find_on_list_of, list_lists_of
from oktui.services.tables import Cell, csv_text
from screens.texts import concerns, notices, saved_lists

Row = Mapping[str, Cell]
_AT_ONCE = 1_000


class _Name(ByValue[Concern]):
    """One of the lists that everybody has; with --of whatever name its owner has given it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if ctx is not None and isinstance(ctx.params.get("of"), str):  # what was not given is no None of Click
            return value
        return super().convert(value, param, ctx)


@click.command("report", cls=Command, help="Co je třeba udělat: kolik koho je v seznamech přehledu, a kdo v nich je.")
@click.argument(
    "name",
    type=_Name(Concern),
    required=False,
    metavar="[SEZNAM]",
    help="seznam; bez něj se vypíší všechny s počty",
)
@click.option(
    "--of",
    metavar="ÚČET",
    is_eager=True,
    help="místo nich seznamy, které si uložil vlastník účtu, a jen ti, které vidí",
)
@click.option(
    "--module", type=ByValue(Module), default=Module.REGISTR, help="aplikace, o jejíž účty jde (jinak registr)"
)
@click.option("--csv", "as_csv", is_flag=True, help="řádky jako CSV")
@given
def command(invocation: Invocation, *, name: Concern | str | None, of: str | None, module: Module, as_csv: bool) -> int:
    """Count the lists, or say who is on the one that is named."""
    effects = open_named(invocation)
    owner = machine_owner(invocation, module)
    if name is None:
        rows, text, more = _counts(owner, effects) if of is None else _counts_of(owner, of, effects)
        told = {"lists": _plain(rows), **more}
    else:
        if isinstance(name, Concern):
            title, value = concerns.TITLES[name], name.value
            rows = _ROWS.get(name, _concerned)(owner, name, effects)
        else:
            title = value = name
            rows = _employees(partial(find_on_list_of, owner, str(of), name, effects=effects), effects)
        text = "\n".join(" · ".join(_csv_line(row)) for row in rows) or f"Nic: {title} ({module.title})."
        told = {"list": value, "rows": _plain(rows)}
    invocation.answer(_csv(rows) if as_csv else text, {"module": module.value, **told})
    return OK


def _counts(owner: MachineOwner, effects: Effects) -> tuple[list[Row], str, dict[str, object]]:
    """What F18 counts; also what is not of employees."""
    seen, undelivered = get_overview(owner, effects=effects), count_undelivered(owner, effects=effects)
    lines = [
        f"{concerns.counted(number):>8}  {each.value:<20} {concerns.line(each, number, seen.waiting_since)}"
        for each, number in seen.counts.items()
    ]
    if undelivered:
        lines.append(notices.undelivered(undelivered))
    since = seen.waiting_since.isoformat() if seen.waiting_since else None
    rows: list[Row] = [{"list": each.value, "number": number} for each, number in seen.counts.items()]
    text = "\n".join([owner.module.title, *lines])
    return rows, text, {"waiting_since": since, "undelivered_notices": undelivered}


def _counts_of(owner: MachineOwner, username: str, effects: Effects) -> tuple[list[Row], str, dict[str, object]]:
    """What the account's owner has saved."""
    lists = list_lists_of(owner, username, effects=effects)
    lines = [f"{concerns.counted(each.number):>13}  {each.saved.name}" for each in lists] or [saved_lists.NOTHING]
    rows: list[Row] = [{"list": each.saved.name, "number": each.number} for each in lists]
    return rows, "\n".join([f"{owner.module.title}, {username}", *lines]), {}


def _concerned(owner: MachineOwner, name: Concern, effects: Effects) -> list[Row]:
    return _employees(partial(find_employees, owner, Criteria(concern=name), effects=effects), effects)


def _employees(find: Callable[[Rows[Cursor]], list[Listed]], effects: Effects) -> list[Row]:
    found = list[Listed]()
    after: Cursor | None = None
    while page := find(Rows(_AT_ONCE, after=after)):
        found += page
        after = page[-1].key
    today = local_date(effects.now())
    return [
        {
            "username": row.username,
            "ik": row.ik,
            "given_name": row.given_name,
            "surname": row.surname,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "state": row.status(today).value,
        }
        for row in found
    ]


def _offices(owner: MachineOwner, _: Concern, effects: Effects) -> list[Row]:
    return [
        {
            "kind": row.workplace.office_kind.value,
            "workplace": row.workplace.name,
            "administrators": row.staffing.today,
            "fewer_on": row.staffing.fewer_on,
            "then": row.staffing.then if row.staffing.fewer_on else None,
        }
        for row in list_thin_offices(owner, effects=effects)
    ]


def _incidents(owner: MachineOwner, _: Concern, effects: Effects) -> list[Row]:
    found = find_incidents(owner, None, Rows(_AT_ONCE), unsettled=True, effects=effects)
    return [
        {
            "number": row.number,
            "at": row.at,
            "username": row.username,
            "person": row.person,
            "module": row.module.value,
            "state": row.state.value,
        }
        for row in found
    ]


def _alarms(owner: MachineOwner, _: Concern, effects: Effects) -> list[Row]:
    criteria = AuditCriteria(since=local_date(effects.now()) - BEHIND, kind=EventKind.ALARM)
    return [
        {
            "number": row.number,
            "at": row.event.at,
            "alarm": str(row.event.after["alarm"]),
            "subject": row.event.subject_name,
            "region": row.event.region.value if row.event.region else None,
        }
        for row in list_events(owner, criteria, Rows(_AT_ONCE), effects=effects)
    ]


def _proposals(owner: MachineOwner, _: Concern, effects: Effects) -> list[Row]:
    return [
        {
            "number": row.key,
            "username": row.username,
            "name": row.name,
            "level": row.proposal.grant.level.value,
            "valid_from": row.proposal.grant.valid_from,
            "valid_to": row.proposal.grant.valid_to,
            "proposed_by": row.proposal.by.name,
            "at": row.proposal.at,
        }
        for row in list_proposals(owner, effects=effects)
    ]


_ROWS = {
    Concern.PROPOSALS: _proposals,
    Concern.ADMINISTRATORS: _offices,
    Concern.INCIDENTS: _incidents,
    Concern.ALARMS: _alarms,
}


def _plain(rows: Sequence[Row]) -> list[dict[str, object]]:
    return [
        {name: cell.isoformat() if isinstance(cell, date | datetime) else cell for name, cell in row.items()}
        for row in rows
    ]


def _csv_line(row: Row) -> list[str]:
    return [csv_text(cell) for cell in row.values()]


def _csv(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(list(rows[0]))
    writer.writerows(map(_csv_line, rows))
    return written.getvalue().rstrip("\n")
