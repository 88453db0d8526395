"""Passwords: their rules, and how one is handed over (F9, F13)."""

from datetime import datetime
from typing import Final

from oktui.domain.accounts import Account
from oktui.domain.generated_passwords import spell
from oktui.domain.handing_over import HandedOver
from oktui.domain.password_owner import Owner
from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.passwords import PasswordRule
from screens.texts import dates, employees

CHANGED: Final = ("Změna hesla", "Heslo bylo změněno.")
AGREE: Final = "potvrzení souhlasí"
MET: Final = "splněno"
UNMET: Final = "nesplněno"
_UNJUDGED: Final = "–"
WILL_UNLOCK: Final = f"{employees.LOCK}, nové heslo ho zruší."
READ_OUT: Final = "Přečtěte uživateli; mezi skupinami je pomlčka. Pak už jen na listu (F9)."
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
    groups = (group for group in password.split("-") if group)
    return "\n".join(f"{group}   {' – '.join(word for _, word in spell(group))}" for group in groups)


def recognised(*, required: bool) -> str:
    """The question how a caller was recognised, and whether it has to be answered (X-16)."""
    return "Jak byl volající rozpoznán?" + ("" if required else " (nepovinné)")


def whom(account: Account) -> str:
    """Whose password is to be changed."""
    employee = account.employee
    return f"{employee.person.full_name} · {account.username} · {employee.workplace.name}"


def owner(handed: HandedOver) -> str:
    """Whose password it is."""
    return f"{handed.name} · {handed.username} · {handed.workplace}"


def terms(handed: HandedOver, *, unlocked: bool = False) -> str:
    """From when a password opens, how long it lives (X-16), and what else its owner may hear."""
    said = [_opens(handed), _lives(handed), *["Zámek přihlášení byl zrušen."] * unlocked]
    return "\n".join(said)


def _opens(handed: HandedOver) -> str:
    if handed.opens_at is None:
        return "Přihlásit se zatím nepůjde: účtu chybí platné oprávnění, neplatí, nebo je zablokován."
    if not handed.synced:
        return f"Přihlásit se půjde po sehrání účtů, nejdříve {dates.moment(handed.opens_at)}."
    return f"Přihlásit se lze od {dates.moment(handed.opens_at)}."


def _lives(handed: HandedOver) -> str:
    if not handed.temporary:
        return "Heslo není dočasné, při přihlášení se měnit nemusí."
    end = handed.dies_at
    limit = f"do {dates.moment(end)}" if end else f"{dates.hours(handed.lifetime)} od sehrání účtu"
    return (
        f"Heslo platí {limit}, od prvního přihlášení už jen {dates.duration(handed.grace)}.\n"
        "Otevře jen změnu hesla, při ní si uživatel zvolí vlastní."
    )
