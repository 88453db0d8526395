"""What `oktui krk check` and `oktui krk upgrade` say of a register of persons."""

from typing import Final

from oktui.services.register_check import SLOW, Asked, Compared, Fault, Question
from screens.texts.causes import to_mend
from screens.texts.doctor import State
from screens.texts.refusals import refusal

CHECK: Final = (
    "Položí registru každou otázku, kterou program klade, a řekne, že odpověď je v pořádku, nebo co s ní. Nic "
    "nezapisuje. Na osoby, jejichž IK uvedete, se zeptá všemi způsoby a odpovědi porovná; jmenuje je jen jejich IK. "
    "Návratový kód 1, když něco v pořádku není, 3, když registr neodpovídá."
)
UPGRADE: Final = (
    "Založí tabulky vlastního registru na adrese z nastavení, nebo je převede na novou verzi. Cizí registr a webovou "
    "službu nechá být."
)
CURRENT: Final = "Registr je aktuální."
OF_SERVICE: Final = "Registr je webová služba a tabulky má u svého správce. Zkontroluje ho oktui krk check."
FOREIGN: Final = (
    "Na adrese {place} jsou tabulky nebo pohledy, které nezaložil program. Zůstaly, jak jsou; zkontroluje je "
    "oktui krk check."
)
QUESTIONS: Final = {
    Question.PING: "odpovídá",
    Question.PERSONS: "sto osob podle IK",
    Question.BIRTH_NUMBER: "osoba podle rodného čísla",
    Question.SEARCH: "osoby podle jmen",
    Question.CONSENTS: "souhlasy osoby",
}
_HOW: Final = "viz docs/krk.md, Jak se hledá podle jmen"
FAULTS: Final = {
    Fault.UNREADABLE: "záznam nelze přečíst, nebo je v registru dvakrát: viz povinná pole v docs/krk.md",
    Fault.MISSING: "registr ji podle IK nenašel",
    Fault.NOT_BY_BIRTH_NUMBER: "podle svého rodného čísla se nenajde: má být bez lomítka a jen u jedné osoby",
    Fault.NOT_BY_SURNAME: f"podle jména a příjmení se nenajde: {_HOW}",
    Fault.NOT_WITHOUT_DIACRITICS: f"bez diakritiky a velkými písmeny se nenajde: {_HOW}",
    Fault.NOT_BY_DAY: "podle příjmení a dne narození se nenajde: datum má být to, které je v rodném čísle",
    Fault.NO_CATEGORY: "nemá kategorii HN ani SS, zaměstnancem být nemůže",
}
_WORDS: Final = {State.WELL: "v pořádku", State.DOUBTFUL: "pozor", State.BAD: "CHYBA"}


def state(checked: Asked | Compared) -> State:
    """How it is with an answer."""
    if isinstance(checked, Asked):
        if checked.failure is not None:
            return State.BAD
        return State.DOUBTFUL if checked.seconds > SLOW else State.WELL
    if not set(checked.faults) <= {Fault.NO_CATEGORY}:
        return State.BAD
    return State.DOUBTFUL if checked.faults else State.WELL


def said(checked: Asked | Compared) -> str:
    """What was found, or what to do."""
    if isinstance(checked, Compared):
        return "; ".join(FAULTS[fault] for fault in checked.faults) or "najde se všemi způsoby"
    if checked.failure is not None:
        return to_mend(checked.failure) or refusal(checked.failure).text
    found = "" if checked.question is Question.PING else f", odpovědí: {checked.found}"
    return f"{max(1, round(checked.seconds * 1000))} ms{found}"


def subject(checked: Asked | Compared) -> str:
    """The question, or the person's IK."""
    return QUESTIONS[checked.question] if isinstance(checked, Asked) else f"IK {checked.ik}"


def line(checked: Asked | Compared) -> str:
    """The state first."""
    width = max(map(len, QUESTIONS.values()))
    return f"{_WORDS[state(checked)]:<9}  {subject(checked):<{width}}  {said(checked)}"
