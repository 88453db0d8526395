"""`oktui audit`: whether the record of what was done is whole (X-19)."""

import click

from oktui.cli.grammar import Group
from oktui.cli.invocation import OK, REFUSED, Invocation, given
from oktui.cli.opening import machine_owner, open_named_to_read
from oktui.domain.chain import Position
from oktui.domain.modules import Module
from oktui.services.audit.get_head import get_head
from oktui.services.audit.verify_audit import verify_audit
from screens.texts import audit


@click.group("audit", cls=Group, help="Auditní záznam.")
def command() -> None:
    """Hold the commands."""


@command.command(
    "verify", help="Ověří klíčem, že v záznamu nikdo nic nezměnil; návratový kód 1 a první vada, když změnil."
)
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="KONEC",
    help="konec záznamu, jak ho dříve vypsal oktui audit head nebo worker do protokolu; lze uvést víckrát",
)
@given
def _verify(invocation: Invocation, *, heads: tuple[str, ...]) -> int:
    kept = [Position.of_line(head) for head in heads]
    effects = open_named_to_read(invocation)
    verdict = verify_audit(machine_owner(invocation, Module.REGISTR), kept, effects=effects)
    finding = verdict.finding
    told = {
        "whole": finding is None,
        "events": verdict.events,
        "flaw": finding.flaw.value if finding else None,
        "number": finding.number if finding else None,
        "restorations": [{"at": str(done.at), "made_at": str(done.made_at)} for done in verdict.restorations],
    }
    invocation.answer(audit.verdict(verdict.events, finding, verdict.restorations), told)
    return OK if finding is None else REFUSED


@command.command(
    "head", help="Vypíše konec záznamu: číslo a pečeť k uložení mimo počítač, třeba na papír; viz audit verify --head."
)
@given
def _head(invocation: Invocation) -> int:
    effects = open_named_to_read(invocation)
    head = get_head(machine_owner(invocation, Module.REGISTR), effects=effects)
    invocation.answer(head.line(), {"number": head.number, "head": head.line()})
    return OK
