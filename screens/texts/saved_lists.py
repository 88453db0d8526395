"""Lists of employees saved under a name, and what one is asked for, in words (F3, F18)."""

from collections.abc import Mapping
from typing import Final

from oktui.domain.listing import Criteria, Sorting
from oktui.domain.saved_lists import CountedList
from screens.texts import concerns, employees
from screens.texts.message import sentence
from screens.texts.questions import Question

TITLE: Final = "Uložené seznamy"
CRITERIA: Final = "Výběrová kritéria:   (^P jednotlivě, ^T uložené seznamy)"
NONE: Final = "Žádný seznam tohoto názvu."
NOTHING: Final = "Žádný uložený seznam."
NO_ROW: Final = "Takový seznam uložen není."
WITHOUT_WORKPLACE: Final = "Pracoviště tohoto seznamu už vybrat nelze; jsou v něm jen ti, kdo odpovídají ostatnímu."
_EVERYBODY: Final = "všichni, kdo nejsou vyřazení ani neplatní"
_FIELDS: Final = {"given_name": "jméno", "surname": "příjmení", "second_surname": "druhé příjmení", "ik": "IK MPSV"}


def in_words(criteria: Criteria, workplaces: Mapping[int, str]) -> str:
    """What the criteria ask for; `workplaces` are the names of those that can be chosen."""
    said = [] if criteria.concern is None else [concerns.TITLES[criteria.concern]]
    if criteria.words:
        said.append(f"„{criteria.words.strip()}“")
    said += [f"{title} {text}…" for field, title in _FIELDS.items() if (text := getattr(criteria, field))]
    if criteria.office_kind is not None:
        said.append(f"úřad {criteria.office_kind.title}")
    if criteria.workplace_id is not None:
        said.append(workplaces.get(criteria.workplace_id, "pracoviště, které už vybrat nelze"))
    if criteria.with_invalid:
        said.append("i vyřazení a neplatní")
    return ", ".join(said) or _EVERYBODY


def asking(criteria: Criteria, sorting: Sorting, workplaces: Mapping[int, str]) -> str:
    """What would be saved now, and how."""
    order = employees.briefly_sorted_by(sorting)
    return f"Teď je v seznamu: {in_words(criteria, workplaces)}{order}\nF7 to uloží pod názvem, který napíšete."


def line(listed: CountedList) -> str:
    """The list as one of what needs doing."""
    return f"seznam „{listed.saved.name}“"


def saved(name: str) -> str:
    """That the list has been saved."""
    return sentence(f"Seznam je uložen: {name}")


def removed(name: str) -> str:
    """That the list has been removed."""
    return sentence(f"Seznam je smazán: {name}")


def saving(name: str) -> Question:
    """The question of whoever opens a list that there is not."""
    text = f"Seznam „{name}“ uložen není. Uložit pod tímto názvem to, co je v seznamu teď?"
    return Question(TITLE, text, "Uložit", "Neukládat")


def overwriting(name: str) -> Question:
    """The question before a list gives way to another one of its name."""
    return Question(TITLE, f"Seznam „{name}“ už je. Nahradit ho tím, co je v seznamu teď?", "Nahradit", "Nechat")


def removing(name: str) -> Question:
    """The question before a list is removed; nothing happens to those who are on it."""
    text = f"Smazat seznam „{name}“? Se zaměstnanci, kteří v něm jsou, se nic nestane."
    return Question(TITLE, text, "Smazat", "Nechat")
