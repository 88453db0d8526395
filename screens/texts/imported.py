"""What is said of employees from a file: who they are, or what is wrong with which row (F3)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from oktui.domain.employee_file import COLUMNS
from oktui.domain.reading.faults import Fault
from oktui.services.employees.import_employees import Newcomer
from screens.texts import refusals
from screens.texts.questions import Question

TITLE: Final = "Založit ze souboru"
HOW: Final = (
    "V tabulkovém procesoru zkopírujte řádky i se záhlavím a vložte je sem (Ctrl+Shift+V). Sloupce:\n"
    f"{', '.join(COLUMNS.titles.values())}.\n"
    "Založí se všichni, nebo při jediné chybě nikdo. Nic se nezmění, dokud nestisknete OK."
)
PASTE: Final = "Zatím nic není vloženo."
MEND: Final = "Nejdříve opravte chyby a vložte řádky znovu."
NO_FAULTS: Final = "V řádcích není žádná chyba."


def summary(ready: Sequence[Newcomer], faults: Sequence[Fault]) -> str:
    """How many would be created, or how much is wrong."""
    if faults:
        return f"Chyb: {len(faults)}. Opravte je v tabulkovém procesoru a vložte řádky znovu."
    return f"V pořádku, založí se zaměstnanců: {len(ready)}" if ready else ""


def surely(count: int) -> Question:
    """The question before all of them are created."""
    return Question(TITLE, f"Založit všechny? Zaměstnanců: {count}.", "Založit", "Nezakládat")


def to_be_created(new: Newcomer) -> str:
    """What would be created by a row."""
    return f"založí se s účtem {new.username}" if new.username else "založí se bez účtu"


def fault(fault: Fault) -> str:
    """What is wrong, in one line."""
    return " ".join(refusals.refusal(fault.error).text.split())


def by_row(faults: Iterable[Fault]) -> Mapping[int, str]:
    """What is wrong with each row, in one cell."""
    told: dict[int, list[str]] = {}
    for each in faults:
        place = f"{each.column}: " if each.column else ""
        told.setdefault(each.row, []).append(f"{place}{fault(each)}")
    return {row: "; ".join(said) for row, said in told.items()}


def done(new: Sequence[Newcomer], *, stored: bool) -> str:
    """Who was created, with the passwords, or that everything is right."""
    if not stored:
        return f"Soubor je v pořádku. Zaměstnanců k založení: {len(new)}. Nic se nezměnilo."
    lines = [f"Založeno zaměstnanců: {len(new)}"]
    lines += [f"{each.ik}: {each.name}  {each.username}  {each.password}".rstrip() for each in new]
    return "\n".join(lines)
