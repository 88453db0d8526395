"""What is said of a file of rows: why it cannot be read, what is wrong in it, what to look at again (X-28)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from oktui.domain import employee_file, person_file
from oktui.domain.birth_number import BirthNumber
from oktui.domain.errors import DomainError
from oktui.domain.reading import faults
from oktui.domain.reading.faults import Cell, Damage, FileKind, Notice, Warned
from screens.texts import dates
from screens.texts.message import WARNING

_KINDS: Final = {
    FileKind.ARCHIVE: "archiv, rozbalte ho",
    FileKind.BINARY: "program nebo jiná data",
    FileKind.DOCUMENT: "textový dokument",
    FileKind.IMAGE: "obrázek",
    FileKind.MARKUP: "webová stránka nebo XML",
    FileKind.PDF: "PDF",
}
_DAMAGES: Final = {
    Damage.SHORTENED: "Tabulkový program zkrátil rodné číslo na tvar s E a jeho číslice se ztratily.",
    Damage.DECIMAL: "Rodné číslo je zapsáno jako desetinné.",
}
_AS_TEXT: Final = "Nastavte sloupci formát Text a zadejte údaj znovu."

NOTICES: Final = {
    Notice.DOUBTFUL_BIRTH_NUMBER: (
        "Kontrolní číslice rodného čísla odpovídá jen výjimce, která platila do roku 1985. Ověřte ho v dokladu."
    ),
    Notice.ONE_NAME: "Jméno není vyplněno, osoba bude mít jen příjmení.",
}

REFUSALS: Final[Mapping[type[DomainError], str | Callable[[Any], str]]] = {
    faults.NotATable: lambda error: f"Soubor není tabulka, ale {_KINDS[error.kind]}. Uložte seznam jako CSV nebo XLSX.",
    faults.EncodingUnknown: "Kódování souboru nelze rozpoznat. Uložte ho jako „CSV UTF-8“ nebo XLSX.",
    faults.EncodingMixed: lambda error: (
        f"Řádek {error.line} je v jiném kódování než zbytek souboru. Uložte ho celý jako „CSV UTF-8“ nebo XLSX."
    ),
    faults.EncodingUnclear: lambda error: (
        f"Kódování souboru nelze určit: může v něm stát „{error.one}“, nebo „{error.other}“. "
        "Uložte ho jako „CSV UTF-8“ nebo XLSX."
    ),
    faults.FileEmpty: "Soubor je prázdný.",
    faults.HeadingMissing: lambda error: (
        f"V souboru chybí záhlaví s názvy sloupců: {', '.join(error.columns)}. Vzor ukáže --help."
    ),
    faults.HeadingNotFirst: lambda error: (
        f"Záhlaví s názvy sloupců je až na řádku {error.row}. Odstraňte řádky, které jsou nad ním."
    ),
    faults.HeadingGarbled: lambda error: (
        f"Záhlaví má poškozená písmena („{error.title}“). Otevřete původní soubor ve správném kódování "
        "a uložte ho znovu."
    ),
    faults.NothingBelowHeading: "V souboru je jen záhlaví, žádný řádek s údaji.",
    faults.WorkbookDamaged: "Sešit je poškozený a nejde otevřít. Uložte ho znovu jako XLSX nebo CSV.",
    faults.WorkbookOutdated: "Soubor je sešit XLS nebo XLSB, ve kterém nejsou vidět chybné buňky. Uložte ho jako XLSX.",
    faults.WorkbookLocked: "Sešit je chráněn heslem. Uložte ho bez hesla.",
    faults.SeveralSheets: lambda error: (
        f"Sešit má údaje na více listech ({', '.join(error.names)}). Nechte v něm jen list, který se má načíst."
    ),
    faults.WorkbookTooLarge: "Sešit je příliš velký. Zkopírujte vyplněné řádky do nového sešitu.",
    faults.WorkbookErrors: lambda error: (
        f"V sešitu je místo údaje chyba (například #N/A) v buňkách: {', '.join(error.cells)}. Opravte je."
        if error.cells
        else "V sešitu je v některé buňce místo údaje chyba (například #N/A). Opravte ji."
    ),
    faults.LineUnreadable: "Řádek nelze přečíst, zkontrolujte uvozovky.",
    faults.ColumnMissing: lambda error: f"V záhlaví chybí sloupec {error.column}.",
    faults.ColumnUnknown: lambda error: f"Záhlaví má neznámý nebo opakovaný sloupec „{error.column}“.",
    faults.CellWithoutColumn: lambda error: f"Údaj „{error.text}“ stojí ve sloupci bez názvu.",
    faults.LineBreakInCell: "Údaj je rozdělen na více řádků, spojte ho do jednoho.",
    faults.LettersLost: lambda error: f"Údaj má poškozená písmena („{error.text}“). Napište ho znovu.",
    faults.CellConverted: lambda error: f"Tabulkový program údaj změnil na „{_shown(error.value)}“. {_AS_TEXT}",
    faults.CellBroken: lambda error: f"Místo údaje je v buňce „{error.text}“ z tabulkového programu. Doplňte ho.",
    faults.BirthNumberDamaged: lambda error: f"{_DAMAGES[error.damage]} {_AS_TEXT}",
    faults.ZeroLost: lambda error: _zero_lost(error),
    faults.YearCut: "Rok má jen dvě číslice. Napište datum s celým rokem, například 15.9.2014.",
    faults.SerialDate: lambda error: (
        "Místo data je pořadové číslo dne z tabulkového programu "
        f"(znamenalo by {dates.day(error.day)}). Napište datum, například 15.9.2014."
    ),
    faults.DayUnclear: lambda error: (
        f"Datum s lomítky může být {dates.day(error.day)}, nebo {dates.day(error.other)}. Napište ho s tečkami."
    ),
    employee_file.GrantUnreadable: lambda error: (
        f"Oprávnění „{error.text}“ nelze přečíst. Napište ho s úrovní v závorce, například Správa systému "
        "(aktualizace); více jich oddělte středníkem."
    ),
    employee_file.OfficeKindUnknown: lambda error: f"Neznámý druh úřadu „{error.text}“.",
    employee_file.WorkplaceUnknown: lambda error: f"Pracoviště „{error.text}“ mezi vašimi není.",
    employee_file.WorkplaceUnclear: lambda error: (
        f"Pracoviště „{error.text}“ má více úřadů. Doplňte sloupec druh úřadu."
    ),
    employee_file.RowRepeated: lambda error: f"Tato osoba je na tomto pracovišti v souboru již na řádku {error.line}.",
    person_file.BirthNumberRepeated: lambda error: f"Rodné číslo je v souboru již na řádku {error.line}.",
    person_file.CategoryUnknown: lambda error: f"Neznámá kategorie „{error.text}“, možné jsou HN a SS.",
}


def warned(warning: Warned) -> str:
    """What to look at again, behind its row."""
    return f"{WARNING}, řádek {warning.row}: {NOTICES[warning.notice]}"


def _shown(value: Cell) -> str:
    """A cell as a Czech spreadsheet shows it."""
    match value:
        case bool():
            return "PRAVDA" if value else "NEPRAVDA"
        case datetime() | date():
            return dates.day(value)
        case float():
            return str(value).replace(".", ",")
    return str(value)


def _zero_lost(error: faults.ZeroLost) -> str:
    """Whole numbers (X-20): whoever brings the file has to choose between them."""
    numbers = ", nebo ".join(map(_with_birth, error.candidates))
    return (
        f"Tabulkový program možná odstranil úvodní nuly, rodné číslo může být {numbers}. Napište ho správně s lomítkem."
    )


def _with_birth(number: BirthNumber) -> str:
    return f"{number!s} (nar. {dates.day(number.born)})"
