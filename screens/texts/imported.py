"""What is said of employees from a file: who they are, or what is wrong with which row (F3)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from oktui.domain.reading.faults import Fault
from oktui.services.employees.import_employees import Newcomer
from screens.texts import refusals

FAULTS: Final = "chyby"
"""The title of the column that is added to the rows."""


def by_row(faults: Iterable[Fault]) -> Mapping[int, str]:
    """What is wrong with each row, in one cell."""
    told: dict[int, list[str]] = {}
    for fault in faults:
        place = f"{fault.column}: " if fault.column else ""
        told.setdefault(fault.row, []).append(f"{place}{' '.join(refusals.refusal(fault.error).text.split())}")
    return {row: "; ".join(said) for row, said in told.items()}


def done(new: Sequence[Newcomer], *, stored: bool) -> str:
    """Who was created, with the passwords, or that everything is right."""
    if not stored:
        return f"Soubor je v pořádku. Zaměstnanců k založení: {len(new)}. Nic se nezměnilo."
    lines = [f"Založeno zaměstnanců: {len(new)}"]
    lines += [f"{each.ik}: {each.name}  {each.username}  {each.password}".rstrip() for each in new]
    return "\n".join(lines)
