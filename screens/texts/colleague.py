"""Podle kolegy: what is taken after a colleague, and what not (F5, F6)."""

from collections.abc import Sequence
from typing import Final

from oktui.domain.accounts import GrantChange
from oktui.domain.colleague import LeftOut, Pattern, WhyLeft
from screens.texts import dates
from screens.texts.message import Message
from screens.texts.questions import Question

TITLE: Final = "Podle kolegy"
ASK: Final = "Napište, co víte: jméno, uživatelské jméno, e-mail, telefon, IK, pracoviště. Stačí začátky slov."
NOBODY: Final = "Nikdo tomu neodpovídá."
PLACE: Final = "Pracoviště"
POSITION: Final = "Funkce"
GRANTS: Final = "Oprávnění"
_WHY_LEFT: Final = {
    WhyLeft.OTHER_MODULE: "přidělí ho správce přihlášený v aplikaci",
    WhyLeft.OBSOLETE: "už se nepřiděluje",
    WhyLeft.MPSV_ONLY: "mají ho jen pracoviště MPSV",
    WhyLeft.BARRED: "nelze ho přidělit účtu, který má nebo měl Řešení odvolání",
    WhyLeft.HELD: "účet ho už má",
}


def overwriting(filled_in: Sequence[str]) -> Question:
    """The question before what was typed is taken anew after the colleague."""
    text = f"Už je vyplněno: {', '.join(filled_in)}. Přepsat to podle kolegy? Ostatní se převezme tak jako tak."
    return Question(TITLE, text, "Přepsat", "Nechat vyplněné")


def taken(pattern: Pattern, *, place: bool, position: bool) -> Message:
    """What was filled in after the colleague, what was left out and why, and that nothing is stored yet."""
    lines = [f"Podle: {pattern.name}"]
    if place and pattern.workplace is not None:
        lines.append(f"{PLACE}: {pattern.workplace.name}")
    if position:
        lines.append(f"{POSITION}: {pattern.position}")
    lines += [f"{GRANTS}: {_granted(grant)}" for grant in pattern.grants]
    if place and pattern.workplace is None:
        lines.append(f"{PLACE} se nepřevzalo: už není platné, nebo je mimo váš kraj.")
    if pattern.left_out:
        lines += ["", "Nepřevzala se oprávnění:", *map(_left_out, pattern.left_out)]
    lines += ["", "Uloží se až tlačítkem OK." if len(lines) > 1 else "Není co převzít."]
    return Message(TITLE, "\n".join(lines))


def _granted(grant: GrantChange) -> str:
    return f"{grant.permission.title} ({grant.level.title}, {dates.validity(grant.valid_from, grant.valid_to)})"


def _left_out(left: LeftOut) -> str:
    where = f" {left.module.title}" if left.why is WhyLeft.OTHER_MODULE else ""
    return f"{left.permission.title} ({left.level.title}): {_WHY_LEFT[left.why]}{where}."
