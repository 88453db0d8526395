"""`oktui audit`: whether the record of what was done is whole (X-19)."""

import argparse

from oktui.commands import OK, REFUSED, Add, answer, machine_owner, open_installation, settings_of
from oktui.domain.modules import Module


def add_commands(add: Add) -> None:
    """Add `audit verify`."""
    parser = add("audit", _verify, "auditní záznam")
    parser.add_argument("action", choices=["verify"], help="ověří klíčem, že v záznamu nikdo nic nezměnil")
    parser.add_argument("--json", action="store_true", help="výsledek jako JSON")


def _verify(options: argparse.Namespace) -> int:
    effects = open_installation(settings_of(options))
    from oktui.services.audit.verify_audit import verify_audit
    from screens.texts import audit

    verdict = verify_audit(machine_owner(Module.REGISTR), effects=effects)
    finding = verdict.finding
    told = {
        "whole": finding is None,
        "events": verdict.events,
        "flaw": finding.flaw.value if finding else None,
        "number": finding.number if finding else None,
    }
    answer(audit.verdict(verdict.events, finding), told, as_json=options.json)
    return OK if finding is None else REFUSED
