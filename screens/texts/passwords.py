"""Passwords: their rules, and how one is handed over (F9, F13)."""

from datetime import datetime
from typing import Final

from oktui.domain.generated_passwords import spell
from oktui.domain.password_owner import Owner
from oktui.domain.passwords import PasswordPolicy, PasswordRule
from screens.texts import dates, employees

CHANGED: Final = ("Změna hesla", "Heslo bylo změněno.")
AGREE: Final = "potvrzení souhlasí"
MET: Final = "splněno"
UNMET: Final = "nesplněno"
_UNJUDGED: Final = "–"
STORED: Final = "Heslo bylo uloženo"
WILL_UNLOCK: Final = f"{employees.LOCK}, nové heslo ho zruší."
READ_OUT: Final = "Přečtěte volajícímu, vše malými písmeny a mezi skupinami pomlčka. Jinde se heslo už neukáže."
RULES: Final = {
    PasswordRule.LENGTH: "dost znaků",
    PasswordRule.MAX_LENGTH: "nejvýše 256 znaků",
    PasswordRule.NO_USERNAME: "neobsahuje uživatelské jméno",
    PasswordRule.NO_SURNAME: "neobsahuje příjmení",
    PasswordRule.NO_BIRTH_NUMBER: "neobsahuje rodné číslo",
    PasswordRule.NOT_COMMON: "není běžné heslo",
    PasswordRule.HARD_TO_GUESS: "nelze snadno uhodnout",
}
"""Each rule as the end of «Heslo …»; forms that know the policy say the number of characters."""


def change_demanded(until: datetime | None) -> str:
    """Why nothing else can be done yet; `until` is when a temporary password dies (X-15, X-16)."""
    why = (
        f"dočasné platí jen do {dates.moment(until)}"
        if until
        else "dosavadní platí už dlouho, nebo máte nová oprávnění"
    )
    return f"Než budete pokračovat, změňte si heslo: {why}."


def rule(rule: PasswordRule, owner: Owner, policy: PasswordPolicy) -> str:
    """The rule as the end of «Heslo …», with the number of characters that the owner's password must have (X-15)."""
    if rule is PasswordRule.LENGTH:
        return f"má nejméně {policy.least_length(is_administrator=owner.is_administrator)} znaků"
    if rule is PasswordRule.MAX_LENGTH:
        return f"má nejvýše {policy.max_length} znaků"
    return RULES[rule]


def verdict(met: bool | None) -> str:
    """The word before a rule; None is a rule that there is nothing to be judged by yet."""
    if met is None:
        return _UNJUDGED
    return MET if met else UNMET


def remembered(count: int) -> str:
    """How far back a password counts as used (X-15); short enough to stand beside a form's fields."""
    return f"Posledních {count} hesel nelze znovu použít."


def generated(password: str) -> str:
    """A password that was made up, to be read."""
    return f"Vygenerované heslo: {password}" if password else ""


def spelled(password: str) -> str:
    """A generated password, group by group, with the Czech spelling alphabet (X-16)."""
    groups = (f"{group}   {' '.join(word for _, word in spell(group))}" for group in password.split("-"))
    return f"{password}\n\n" + "\n".join(groups) + "\n\nMezi skupinami je pomlčka. Jinde se heslo už neukáže."


def issued(until: datetime | None, *, unlocked: bool) -> str:
    """How long a password that was read out can be used (X-16), and what else its caller may hear."""
    limit = f"do {dates.moment(until)}" if until else "od sehrání účtu"
    said = f"Heslo platí {limit} a jen pro první přihlášení; při něm si volající zvolí vlastní."
    return f"{said}\nZámek přihlášení byl zrušen." if unlocked else said


def hint_at_spaces(password: str) -> str | None:
    """That a space stands before or after the password, which nobody sees under bullets."""
    before, after = password != password.lstrip(), password != password.rstrip()
    if before and after:
        return "Heslo začíná i končí mezerou."
    return "Heslo začíná mezerou." if before else "Heslo končí mezerou." if after else None
