"""Questions and their two answers, of which the second changes nothing."""

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from screens.texts import dates
from screens.texts.message import Message

if TYPE_CHECKING:  # a question about leaving F1 needs nobody
    from oktui.domain.listing import Listed
    from oktui.domain.people import Employee
    from oktui.domain.proposals import ListedProposal


class Question(NamedTuple):
    """A dialog that asks: its title and text, the answer that goes on, and the one that changes nothing."""

    title: str
    text: str
    yes: str
    no: str

    def about(self, sentence: str) -> "Question":
        """The same question under a sentence that says why it is asked."""
        return self._replace(text=f"{sentence}\n{self.text}")


class Answers(NamedTuple):
    """The answers to a sentence that is a refusal elsewhere: the one that goes on, and the one that changes nothing."""

    yes: str
    no: str

    def to(self, message: Message) -> Question:
        """The question whether to go on although the sentence says so."""
        return Question(message.title, message.text, self.yes, self.no)


DISCARD: Final = Question("Zpět", "Zahodit rozepsané údaje?", "Zahodit", "Pokračovat v psaní")
SIGN_OUT: Final = Question("Odhlásit", "Odhlásit se z aplikace?", "Odhlásit", "Zůstat")
LEAVE: Final = Question("Konec", "Ukončit program?", "Ukončit", "Zůstat")
SIGN_OUT_LOCKED: Final = Question(
    "Odhlásit",
    "Odhlásit se? Údaje rozepsané ve formulářích pod zámkem se zahodí.",
    "Odhlásit",
    "Zůstat",
)
END_OTHER: Final = Answers("Ukončit a přihlásit", "Nepřihlašovat")
DELETE_ALL_THE_SAME: Final = Answers("Přesto smazat", "Nechat")
STORE_ALL_THE_SAME: Final = Answers("Přesto uložit", "Neukládat")
RETIRE_ALL_THE_SAME: Final = Answers("Přesto vyřadit", "Nevyřazovat")
DOUBTFUL_PERSON: Final = Question("Nová osoba", "Zapsat osobu s tímto rodným číslem?", "Zapsat", "Opravit číslo")
ONE_NAME: Final = Question("Nová osoba", "Zapsat osobu jen s jedním jménem?", "Zapsat", "Doplnit jméno")
ONE_NAME_IN_REQUEST: Final = Question("Žádost", "Napsat žádost pro osobu s jediným jménem?", "Napsat", "Doplnit jméno")
DOUBTFUL_CORRECTION: Final = Question("Oprava osoby", "Zapsat toto rodné číslo?", "Zapsat", "Opravit číslo")
BIRTH_NUMBER: Final = Question("Oprava osoby", "Opravdu změnit rodné číslo?", "Změnit", "Neměnit")
ONE_NAME_LEFT: Final = Question("Oprava osoby", "Ponechat osobě jediné jméno?", "Ponechat", "Doplnit jméno")
PERSON_KNOWN: Final = Question("Nová osoba", "Převzít tuto osobu?", "Převzít", "Opravit údaje")


def sign_out_instead(until: datetime | None) -> Question:
    """The question before a demanded change is put off, with how long a temporary password opens it again (X-16)."""
    again = f"dočasným heslem jen do {dates.moment(until)}, potom už ne" if until else "dosavadním heslem"
    text = f"Bez změny hesla nelze pokračovat. Odhlásit se? Ke změně se můžete vrátit {again}."
    return Question("Změna hesla", text, "Odhlásit", "Změnit heslo")


def deleting(employee: "Employee") -> Question:
    """The question before an employee is deleted (X-26)."""
    text = (
        f"Smazat zaměstnance i s účtem: {employee.person.full_name}? Vzít to zpět nelze; lze to jen dokud se účtem "
        "nikdo nepřihlásil."
    )
    return Question("Smazání", text, "Smazat", "Nechat")


def retiring(row: "Listed") -> Question:
    """The question before an account is retired (R2.5-1)."""
    who = f"{row.person} ({row.username})" if row.username else row.person
    return Question("Zrušení – vyřazení účtu", f"Vyřadit zaměstnance {who}?", "Vyřadit", "Nevyřazovat")


def end_session(name: str, username: str) -> Question:
    """The question before somebody's session is ended (F10)."""
    text = f"Odhlásit uživatele {name} ({username})? Co má rozepsáno, už neuloží; zůstane mu to jen zobrazené."
    return Question("Odhlásit", text, "Odhlásit", "Ponechat")


def confirming_administration(row: "ListedProposal") -> Question:
    """The question before a second administrator confirms (R2.1-1)."""
    text = f"Má mít {row.name} ({row.username}) Správu systému, jak ji navrhl {row.proposal.by.name}?"
    return Question("Potvrzení", text, "Potvrdit", "Nepotvrzovat")


def rejecting_administration(row: "ListedProposal") -> Question:
    """The question before what waits is rejected."""
    text = f"Zamítnout Správu systému pro {row.name} ({row.username})?"
    return Question("Zamítnutí", text, "Zamítnout", "Nechat čekat")


def retiring_all(count: int) -> Question:
    """The question before the accounts of a preview are retired at once (R1.3-3)."""
    return Question("Vyřazení účtů", f"Vyřadit všechny vypsané účty ({count})?", "Vyřadit", "Nechat")
