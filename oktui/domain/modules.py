"""Modules, realms, offices and the catalogue of permissions (chapters 1.1 to 1.3)."""

from dataclasses import dataclass
from enum import Enum


class Category(Enum):
    """What KRK says a person may be employed for (R2.2-1)."""

    HN = "HN"
    SS = "SS"

    @property
    def title(self) -> str:
        """The category's name in KRK."""
        return f"Zaměstnanec {self.value}"


class Realm(Enum):
    """The set of modules that share accounts (R1.1-1, R1.3-1)."""

    OKSLUZBY = "okslužby"
    OKNOUZE = "oknouze"

    @property
    def category(self) -> Category:
        """The category that KRK must have for a person before an account can be made (R2.2-1)."""
        return Category.SS if self is Realm.OKSLUZBY else Category.HN

    @property
    def modules(self) -> tuple["Module", ...]:
        """The modules that an account of this realm can sign in to."""
        return tuple(module for module in Module if module.realm is self)


class Module(Enum):
    """One of the three applications a user signs in to (R1-1)."""

    REGISTR = "registr"
    POSKYTOVATEL = "poskytovatel"
    OKNOUZE = "oknouze"

    @property
    def title(self) -> str:
        """The application's name as the document writes it."""
        return _ABOUT[self].title

    @property
    def realm(self) -> Realm:
        """The realm whose accounts sign in here (R1.1-1, R1.3-1)."""
        return Realm.OKNOUZE if self is Module.OKNOUZE else Realm.OKSLUZBY

    @property
    def locks(self) -> bool:
        """Whether failures to sign in here lock the account (R2.6-1); elsewhere they slow down (R2.6-2)."""
        return self is not Module.POSKYTOVATEL

    @property
    def about(self) -> "About":
        """Purpose and information address (R1-2)."""
        return _ABOUT[self]


@dataclass(frozen=True)
class About:
    """What chapter 1 says of a module (R1-2)."""

    title: str
    purpose: tuple[str, ...]
    address: str


_ABOUT = {
    Module.REGISTR: About(
        "OKslužby – registr",
        ("Vedení registru poskytovatelů sociálních služeb.",),
        "http://portal.mpsv.cz/soc/ssl/poskyt/proku",
    ),
    Module.POSKYTOVATEL: About(
        "OKslužby – poskytovatel",
        (
            "Zpracování výkazů poskytovatelů sociálních služeb",
            "Vyhodnocování žádostí o dotace pro poskytovatele soc. služeb",
            "Podávání žádosti kraje o dotace na sociální služby na MPSV",
        ),
        "http://portal.mpsv.cz/soc/ssl/poskyt/proku",
    ),
    Module.OKNOUZE: About(
        "OKnouze/OKslužby",
        ("Vedení standardizovaných záznamů sociálního pracovníka",),
        "http://portal.mpsv.cz/soc/szsp_obce",
    ),
}


class Permission(Enum):
    """An entry of a module's catalogue; the same word may stand in several modules."""

    SYSTEM_ADMINISTRATION = "system_administration"
    SOCIAL_SERVICES_RECORDS = "social_services_records"
    INSPECTION_RECORDS = "inspection_records"
    GRANT_APPLICATIONS = "grant_applications"
    REPORTS = "reports"
    SOCIAL_WORKER = "social_worker"
    APPEALS = "appeals"
    USER_SUPPORT = "user_support"

    @property
    def title(self) -> str:
        """The permission's name as the document writes it."""
        return _PERMISSION_TITLES[self]

    @property
    def covers(self) -> tuple[str, ...]:
        """What the document says this permission allows, if it says so (R1.2-1)."""
        return _COVERS.get(self, ())


_PERMISSION_TITLES = {
    Permission.SYSTEM_ADMINISTRATION: "Správa systému",
    Permission.SOCIAL_SERVICES_RECORDS: "Evidence sociálních služeb",
    Permission.INSPECTION_RECORDS: "Evidence inspekcí",
    Permission.GRANT_APPLICATIONS: "Hodnocení žádostí o dotace",
    Permission.REPORTS: "Hodnocení výkazů",
    Permission.SOCIAL_WORKER: "Sociální pracovník",
    Permission.APPEALS: "Řešení odvolání",
    Permission.USER_SUPPORT: "Podpora uživatelů",
}
_COVERS = {
    Permission.GRANT_APPLICATIONS: (
        "administrace dotačního řízení",
        "vyhodnocení žádostí o dotace",
        "podání žádosti kraje na MPSV",
    ),
}

CATALOGUE: dict[Module, tuple[Permission, ...]] = {
    Module.REGISTR: (
        Permission.SOCIAL_SERVICES_RECORDS,
        Permission.INSPECTION_RECORDS,
        Permission.SYSTEM_ADMINISTRATION,
        Permission.USER_SUPPORT,
    ),
    Module.POSKYTOVATEL: (
        Permission.GRANT_APPLICATIONS,
        Permission.REPORTS,
        Permission.SYSTEM_ADMINISTRATION,
        Permission.USER_SUPPORT,
    ),
    Module.OKNOUZE: (
        Permission.SOCIAL_WORKER,
        Permission.SYSTEM_ADMINISTRATION,
        Permission.USER_SUPPORT,
        Permission.APPEALS,
    ),
}
"""Every permission that a grant of the module may hold (R1.1-3, R1.2-1, R1.3-2, R1.3-3, X-2)."""


class Level(Enum):
    """How far a permission reaches (R2.3-10)."""

    VIEW = "view"
    UPDATE = "update"

    @property
    def title(self) -> str:
        """The level's name as the document writes it."""
        return "prohlížení" if self is Level.VIEW else "aktualizace"


class OfficeKind(Enum):
    """The kind of an office (Druh úřadu)."""

    KU = "KÚ"
    MPSV = "MPSV"
    OU_HN = "OÚ pro HN"
    OU_SZ = "OÚ pro SZ"

    @property
    def title(self) -> str:
        """The kind as the document writes it."""
        return self.value


class Region(Enum):
    """One of the 14 regions (kraje): the boundary of an administrator's power (R2.1-1)."""

    PRAHA = "Hlavní město Praha"
    STREDOCESKY = "Středočeský kraj"
    JIHOCESKY = "Jihočeský kraj"
    PLZENSKY = "Plzeňský kraj"
    KARLOVARSKY = "Karlovarský kraj"
    USTECKY = "Ústecký kraj"
    LIBERECKY = "Liberecký kraj"
    KRALOVEHRADECKY = "Královéhradecký kraj"
    PARDUBICKY = "Pardubický kraj"
    VYSOCINA = "Kraj Vysočina"
    JIHOMORAVSKY = "Jihomoravský kraj"
    OLOMOUCKY = "Olomoucký kraj"
    ZLINSKY = "Zlínský kraj"
    MORAVSKOSLEZSKY = "Moravskoslezský kraj"

    @property
    def title(self) -> str:
        """The region's name."""
        return self.value
