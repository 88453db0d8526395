"""The installation's settings in words: what each is for (`oktui config init`), and what is wrong with one."""

from typing import Final

from oktui.config import Origin
from oktui.setting import Fault, Flaw, Setting, Unit

SECTIONS: Final = {
    "database": "Databáze programu",
    "krk": "Registr osob (KRK)",
    "audit": "Auditní záznam",
    "log": "Záznam programu",
    "files": "Soubory, které si úředníci v programu připraví",
    "notices": "Upozornění elektronickou poštou; dokud není napsán server, neposílá se nic (docs/upozorneni.md)",
    "policy": "Přihlašování, sehrávání a uchovávání",
    "passwords": "Hesla",
    "hashing": "Ukládání hesel (Argon2id); slabší než doporučení RFC 9106 se odmítne",
}
DESCRIPTIONS: Final = {
    "database.url": "soubor sqlite:///cesta, nebo postgresql://role@server/databáze",
    "krk.url": "soubor sqlite:///cesta, postgresql://role@server/databáze, nebo webová služba https://server/cesta",
    "krk.patience": "jak dlouho se čeká na odpověď",
    "krk.certificate": "webová služba: soubor PEM s certifikátem, kterým se jí program prokazuje",
    "krk.key": "webová služba: soubor PEM s klíčem k němu; není-li uveden, je v souboru certifikátu",
    "krk.authority": "webová služba: soubor PEM s autoritou jejího certifikátu; není-li uveden, platí autority systému",
    "audit.key_file": "klíč, kterým se záznamy pečetí; v zálohách databáze není",
    "audit.months": "jak dlouho se záznamy uchovávají, méně vyhláška nedovolí",
    "log.to": "file je soubor oktui.log ve složce instalace, syslog je systémový záznam (journald nebo rsyslog)",
    "log.level": "od jak závažných zpráv se zapisuje: DEBUG, INFO, WARNING nebo ERROR",
    "files.folder": "složka, do níž jdou; vzniká sama, s právy jen pro účet programu",
    "files.megabytes": "kolik místa zaberou všechny dohromady; nejstarší ustupují",
    "files.hours": "za jak dlouho se smaže, co si nikdo nevyzvedl",
    "notices.server": "smtps://jméno@server, smtp+starttls://jméno@server, na tomto počítači i smtp://localhost",
    "notices.sender": "adresa, z níž upozornění chodí",
    "notices.password_file": "soubor s heslem k serveru (práva 600); jinak proměnná OKTUI_SMTP_PASSWORD",
    "notices.authority": "soubor s certifikátem vlastní autority; prázdné znamená ty, kterým věří tento počítač",
    "notices.patience": "jak dlouho smí server vyřizovat jednu věc",
    "notices.phone": "telefon, který upozornění uvádějí",
    "notices.email": "adresa, kterou upozornění uvádějí",
    "policy.user_support": "je-li zavedeno oprávnění Podpora uživatelů (helpdesk)",
    "policy.second_person": "musí-li nové oprávnění Správa systému potvrdit druhý správce",
    "policy.lock_after": "po kolika chybných heslech se účet zablokuje",
    "policy.source_failures": "po kolika nezdarech se zpomalí jedno místo, odkud se někdo hlásí",
    "policy.slow_down_at_most": "nejdelší zpomalení",
    "policy.sync_every": "jak často se sehrávají účty",
    "policy.idle_limit": "po jaké nečinnosti se obrazovka zamkne",
    "policy.session_limit": "jak dlouho trvá přihlášení nejvýše",
    "policy.traces_months": "jak dlouho se drží skončená přihlášení, chybová hlášení, sehrání a upozornění",
    "passwords.min_length": "nejmenší počet znaků",
    "passwords.admin_min_length": "nejmenší počet znaků hesla správce",
    "passwords.max_length": "největší počet znaků",
    "passwords.max_age_months": "za jak dlouho se musí změnit; 0 znamená nikdy",
    "passwords.min_age": "jak dlouho po změně ho nelze měnit znovu",
    "passwords.remembered": "kolik posledních hesel nelze použít znovu",
    "passwords.temporary_lifetime": "jak dlouho platí nové heslo od správce",
    "passwords.temporary_grace": "jak dlouho platí nové heslo od správce po prvním přihlášení",
    "passwords.first_lifetime": "jak dlouho platí první heslo nového účtu od sehrání",
    "passwords.guesses": "kolik pokusů musí heslo vydržet (odhad zxcvbn)",
    "passwords.admin_guesses": "kolik pokusů musí vydržet heslo správce",
    "hashing.memory_cost": "paměť v KiB",
    "hashing.time_cost": "počet průchodů",
    "hashing.parallelism": "počet vláken",
}
UNITS: Final = {
    Unit.SECONDS: "sekundy",
    Unit.MINUTES: "minuty",
    Unit.HOURS: "hodiny",
    Unit.MONTHS: "měsíce",
    Unit.MEGABYTES: "MB",
}
_FLAWS: Final = {
    Fault.UNREADABLE: "{name} nelze přečíst: {said}.",
    Fault.NOT_UTF_8: "{name} není v kódování UTF-8.",
    Fault.NOT_TOML: "{name} není TOML ({said}).",
    Fault.UNKNOWN_SECTION: "Oddíl [{name}] neexistuje.",
    Fault.NOT_A_SECTION: "{name} má být oddíl: [{name}].",
    Fault.UNKNOWN: "Nastavení {name} neexistuje.",
    Fault.NOT_A_TEXT: "{name} má být text v uvozovkách, ne {said}.",
    Fault.NOT_A_FLAG: "{name} má být true nebo false, ne {said}.",
    Fault.NOT_A_NUMBER: "{name} má být číslo, ne {said}.",
    Fault.NOT_WHOLE: "{name} má být celé číslo, ne {said}.",
    Fault.OUT_OF_RANGE: "{name} má být od {least} do {most}, ne {said}.",
    Fault.NOT_AN_ADDRESS: "{name} má začínat sqlite:/// nebo postgresql://.",
    Fault.NOT_A_REGISTER: "{name} má začínat sqlite:///, postgresql:// nebo https://.",
    Fault.NOT_A_MAIL_SERVER: (
        "{name} má začínat smtps:// nebo smtp+starttls://, na tomto počítači i smtp://, a heslo v ní být nesmí."
    ),
    Fault.NOT_A_SENDER: "{name} má být adresa elektronické pošty bez diakritiky.",
    Fault.NO_SENDER: "{name} chybí: upozornění musí chodit z nějaké adresy.",
    Fault.NOT_A_CHOICE: "{name} má být {choices}, ne {said}.",
    Fault.NO_SUCH_USER: "V cestě {said} je uživatel, který neexistuje.",
}


def flaw(found: Flaw) -> str:
    """What is wrong."""
    least, most = (_number(number) for number in (found.least, found.most))
    choices = " nebo ".join(filter(None, (", ".join(found.choices[:-1]), *found.choices[-1:])))
    return _FLAWS[found.fault].format(name=found.name, said=found.said, least=least, most=most, choices=choices)


def _number(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}".replace(".", ",")


def written_out(settings: tuple[Setting, ...]) -> str:
    """An oktui.toml with every setting and its default, all commented out."""
    lines = ["# Nastavení OKtui. Každé má výchozí hodnotu; odkomentujte, co má být jinak.", ""]
    section = ""
    for setting in settings:
        if setting.section != section:
            section = setting.section
            lines += ["", f"# {SECTIONS[section]}", f"[{section}]"]
        unit = UNITS.get(setting.unit)
        also = f"; jinak proměnná {setting.environ}" if setting.environ else ""
        lines += ["", f"# {DESCRIPTIONS[setting.name]}{f' ({unit})' if unit else ''}{also}"]
        lines.append(f"# {setting.name.partition('.')[2]} = {as_toml(setting.default)}")
    return "\n".join([*lines, ""])


def as_toml(value: str | float) -> str:
    """A value as it is written."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return f"{int(value):_}" if value == int(value) else str(value)


ORIGINS: Final = {
    Origin.DEFAULT: "výchozí",
    Origin.FILE: "oktui.toml",
    Origin.ENVIRONMENT: "prostředí",
}
