"""`oktui employees`: new employees with accounts and grants from a file, and taking that back (R2.3-11, X-26)."""

from pathlib import Path

import click

from oktui.cli.grammar import ByValue, Group
from oktui.cli.invocation import OK, REFUSED, Invocation, given
from oktui.cli.opening import machine_owner, open_named
from oktui.cli.reading import read_named
from oktui.domain.employee_file import COLUMNS
from oktui.domain.errors import DomainError
from oktui.domain.modules import Module
from oktui.domain.reading.faults import Fault, FileRefused
from oktui.private_files import drafted
from oktui.services.employees.import_employees import ImportEmployees, Newcomer, import_employees
from oktui.services.employees.undo_change import preview_undo, undo_change
from oktui.services.file_rows import rows_with_faults
from oktui.services.tables import write_table
from screens.texts import imported, many, refusals, undo

_COLUMNS = "\n".join(
    f"  {title}{' (může chybět)' if name in COLUMNS.optional else ''}" for name, title in COLUMNS.titles.items()
)
_FORMAT = f"""\
Založí zaměstnance ze souboru CSV v běžném kódování a s běžným oddělovačem, nebo ze sešitu XLSX či ODS. Záhlaví má názvy
sloupců v libovolném pořadí:

\b
{_COLUMNS}

Osobu určuje IK, nebo rodné číslo s lomítkem. Druh úřadu je třeba jen tam, kde má pracoviště víc úřadů. Účet vznikne
tomu, kdo má v řádku uživatelské jméno nebo oprávnění; vynechané jméno se odvodí z příjmení. Oprávnění píšete s úrovní
v závorce, dny nejsou nutné a více jich oddělí středník: Správa systému (aktualizace, od 1.1.2027 do 31.12.2027).

Založí se všichni, nebo při jediné chybě nikdo. Hesla jsou dočasná a vypíší se jen jednou."""


@click.group("employees", cls=Group, help="Zaměstnanci ze souboru.")
def command() -> None:
    """Hold the commands."""


@command.command("import", short_help="založí zaměstnance ze souboru CSV nebo ze sešitu", help=_FORMAT)
@click.argument("file", type=click.Path(path_type=Path), metavar="SOUBOR", help="soubor; - čte standardní vstup")
@click.option(
    "--module", type=ByValue(Module), default=Module.REGISTR, help="aplikace, do které účty patří (jinak registr)"
)
@click.option("--check", is_flag=True, help="jen zkontroluje, nic nezaloží")
@click.option(
    "--faults",
    type=click.Path(path_type=Path),
    metavar="SOUBOR",
    help="nový soubor .csv nebo .xlsx: řádky se sloupcem chyb",
)
@given
def _import(invocation: Invocation, *, file: Path, module: Module, check: bool, faults: Path | None) -> int:
    effects, content = open_named(invocation), read_named(file)
    number = effects.number_request()
    request = ImportEmployees(content, number, check=check)
    try:
        done = import_employees(machine_owner(invocation, module), request, effects=effects)
    except FileRefused as error:
        if faults is not None:
            with drafted(faults) as draft:
                write_table(draft, rows_with_faults(content, COLUMNS, imported.by_row(error.faults)))
        details = {"stored": False, "employees": [], "faults": list(map(_fault, error.faults))}
        return invocation.complain(refusals.refusal(error).text, REFUSED, reason=type(error).__name__, **details)
    stored = not check
    told = {"number": number if stored else "", "employees": list(map(_newcomer, done)), "faults": []}
    invocation.answer(imported.done(done, stored=stored), {"stored": stored, **told})
    return OK


@command.command("undo", help="Vezme zpět vaši poslední změnu zaměstnanců, hromadnou celou, do 10 minut po ní.")
@click.option(
    "--module", type=ByValue(Module), default=Module.REGISTR, help="aplikace, do které účty patří (jinak registr)"
)
@click.option("--yes", is_flag=True, help="opravdu ji vezme zpět; bez toho jen řekne, co by bylo zase jako dřív")
@given
def _undo(invocation: Invocation, *, module: Module, yes: bool) -> int:
    effects, owner = open_named(invocation), machine_owner(invocation, module)
    undoing = preview_undo(owner, effects=effects)
    if not yes:
        lines = [undo.change(undoing), *map(many.told, undoing.rows), undo.SAY_YES]
        told = [_row(row.employee_id, row.name, row.refusal) for row in undoing.rows]
        invocation.answer("\n".join(lines), {"undone": False, "employees": told})
        return OK
    made = undo_change(owner, undoing, effects.number_request(), effects=effects)
    lines = [many.counted(made), *(many.outcome(row) for row in made if row.refusal is not None)]
    told = [_row(row.key, row.planned.name, row.refusal) for row in made]
    invocation.answer("\n".join(lines), {"undone": True, "employees": told})
    return OK if all(row.refusal is None for row in made) else REFUSED


def _row(employee_id: int, name: str, refusal: DomainError | None) -> dict[str, object]:
    return {"id": employee_id, "name": name, "reason": None if refusal is None else type(refusal).__name__}


def _newcomer(new: Newcomer) -> dict[str, object]:
    return {
        "row": new.row,
        "ik": new.ik,
        "name": new.name,
        "username": new.username or None,
        "password": new.password or None,
    }


def _fault(fault: Fault) -> dict[str, object]:
    return {
        "row": fault.row or None,
        "column": fault.column or None,
        "reason": type(fault.error).__name__,
        "text": refusals.refusal(fault.error).text,
    }
