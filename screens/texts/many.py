"""What is said of a change that is made to many employees at once (F3)."""

from collections.abc import Sequence
from typing import Final

from oktui.domain.changes import (
    Change,
    End,
    Extend,
    Give,
    GiveNewPassword,
    Move,
    Planned,
    Restore,
    Retire,
    Revoke,
    Unlock,
)
from oktui.domain.errors import DomainError
from oktui.services.outcomes import Ending, Made
from screens.texts import dates, details, refusals
from screens.texts.questions import Question

TITLE: Final = "Hromadná změna"
TASKS: Final[dict[type[Change], str]] = {
    Extend: "Prodloužit platnost",
    End: "Ukončit platnost",
    Retire: "Vyřadit",
    Restore: "Obnovit vyřazené",
    Move: "Přeřadit na pracoviště",
    Give: "Přidat oprávnění",
    Revoke: "Zrušit oprávnění",
    Unlock: "Odemknout účty",
    GiveNewPassword: "Vygenerovat nová hesla",
}
ENDINGS: Final = {
    Ending.DONE: "provedeno",
    Ending.UNCHANGED: "beze změny",
    Ending.REFUSED: "nelze",
    Ending.LEFT: "neprovedeno",
}
FILL_IN: Final = "Náhled se ukáže, až vyplníte údaje nahoře."
NO_OUTCOME: Final = "Nic se neprovedlo."
LOOK_FIRST: Final = "Náhled je teď podle toho, co jste zadali. Zkontrolujte ho a potvrďte znovu."
NOTHING_TO_DO: Final = (TITLE, "Není co měnit: nikoho z vybraných by se změna netýkala.")
_NOT_SHOWN: Final = "Heslo je změněno, ale odpověď databáze se ztratila. Vygenerujte ho tomuto účtu znovu."
LEAVE_PASSWORDS: Final = Question(
    TITLE,
    "Hesla se jinde neukážou. Opravdu odejít? Uložit je do souboru můžete klávesou F9.",
    "Odejít",
    "Zůstat",
)
_DANGEROUS: Final[dict[type[Change], str]] = {
    End: "Ukončit platnost",
    Retire: "Vyřadit",
    Revoke: "Zrušit oprávnění",
    GiveNewPassword: "Změnit hesla",
}


def marked(count: int) -> str:
    """How many are marked; nothing when nobody is."""
    return f"označeno: {count} (F2)" if count else ""


def title(count: int) -> str:
    """Of how many the change is."""
    return f"zaměstnanců: {count}"


def marking_all(count: int) -> Question:
    """The question before all that match are marked."""
    return Question("Označit všechny", f"Označit všechny, kteří odpovídají? Je jich {count}.", "Označit", "Neoznačovat")


def surely(change: Change, count: int) -> Question | None:
    """The question before a change that takes something away; None of the others, which the preview alone precedes."""
    verb = _DANGEROUS.get(type(change))
    return (verb and Question(TITLE, f"{verb}? Zaměstnanců: {count}.", verb, "Nechat")) or None


def summary(rows: Sequence[Planned]) -> str:
    """How many will be changed, how many are so already, and how many cannot be."""
    to_do = sum(row.to_do for row in rows)
    refused = sum(row.refusal is not None for row in rows)
    sooner = sum(bool(row.end_sooner) for row in rows)
    left = f" · oprávnění končí dřív: {sooner}" if sooner else ""
    return f"Náhled: změní se {to_do} · beze změny {len(rows) - to_do - refused} · nelze {refused}{left}"


def planned(row: Planned) -> str:
    """What changes of one of them, in a cell."""
    if row.refusal is not None:
        return f"NELZE: {_short(row.refusal)}"
    return ", ".join(_change(*each) for each in row.changes) or "beze změny"


def told(row: Planned) -> str:
    """The same as a sentence."""
    if row.refusal is not None:
        return _short(row.refusal)
    left = ", ".join(f"{grant.permission.title} {dates.day(grant.valid_to)}" for grant in row.end_sooner)
    return f"{row.name}: {planned(row)}" + (f". Dřív končí oprávnění: {left}" if left else "")


def whom(row: Planned) -> str:
    """Whom it is about."""
    return row.name or f"zaměstnanec č. {row.employee_id}"


def done(count: int) -> str:
    """How far the work has come."""
    return f"Zpracováno zaměstnanců: {count}"


def counted(made: Sequence[Made]) -> str:
    """What became of them all."""
    counts = [(ending, sum(row.ending is ending for row in made)) for ending in Ending]
    return " · ".join(f"{ENDINGS[ending]} {count}" for ending, count in counts if count)


def reason(row: Made) -> str:
    """Why one of them was not changed; nothing of the others."""
    if row.refusal is not None:
        return _short(row.refusal)
    new = any(name == "password" for name, _, _ in row.planned.changes)
    return _NOT_SHOWN if new and row.ending is Ending.DONE and not row.password else ""


def outcome(row: Made) -> str:
    """What became of one of them, as a sentence."""
    return reason(row) or f"{whom(row.planned)}: {ENDINGS[row.ending]}."


def _short(refusal: DomainError) -> str:
    return " ".join(refusals.refusal(refusal).text.split())


def _change(name: str, before: object, after: object) -> str:
    if name == "password":
        return "nové heslo"
    was, now = (details.value(name, value) for value in (before, after))
    return f"{details.label(name)}: {was} → {now}"
