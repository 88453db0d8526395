"""Modules, realms, offices and the catalogue of permissions (chapters 1.1 to 1.3)."""

from enum import Enum
from typing import Final

from oktui.domain.policy import Policy
from oktui.values import dataclass


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
        return _REALMS[self].category

    @property
    def enters_persons(self) -> bool:
        """Whether its administrators enter persons whom KRK does not know, with no consent (R2.2-3, R2.4-1)."""
        return _REALMS[self].enters_persons

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
    def about(self) -> "About":
        """All that sets the module apart."""
        return _MODULES[self]

    @property
    def title(self) -> str:
        """The application's name as the document writes it."""
        return self.about.title

    @property
    def realm(self) -> Realm:
        """The realm whose accounts sign in here (R1.1-1, R1.3-1)."""
        return self.about.realm

    @property
    def locks(self) -> bool:
        """Whether failures to sign in here lock the account (R2.6-1); elsewhere they slow down (R2.6-2)."""
        return self.about.locks

    @property
    def permissions(self) -> tuple["Permission", ...]:
        """Every permission that a grant of the module may hold (R1.1-3, R1.2-1, R1.3-2, R1.3-3, X-2)."""
        return self.about.permissions


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
        return _PERMISSIONS[self].title

    @property
    def covers(self) -> tuple[str, ...]:
        """What the document says this permission allows, if it says so (R1.2-1)."""
        return _PERMISSIONS[self].covers

    @property
    def obsolete(self) -> bool:
        """Whether it gives no access and is not granted any more (R1.3-3)."""
        return _PERMISSIONS[self].obsolete

    @property
    def mpsv_only(self) -> bool:
        """Whether only employees of MPSV's workplaces have it (R1.1-3)."""
        return _PERMISSIONS[self].mpsv_only

    @property
    def optional(self) -> bool:
        """Whether it is there only where a switch of the installation turns it on (X-2)."""
        return _PERMISSIONS[self].optional

    def shown(self, policy: Policy) -> bool:
        """Whether it is spoken of at all: with its switch off, Podpora uživatelů appears nowhere (X-2)."""
        return not self.optional or policy.user_support

    @property
    def bars(self) -> frozenset["Permission"]:
        """What cannot be granted to an account that holds it, or has held it (R1.3-3)."""
        return _PERMISSIONS[self].bars


class ModuleTask(Enum):
    """A task of Správa systému that only some modules have (F2)."""

    WORKPLACES = "workplaces"
    DATA_BOX = "data_box"
    APPEALS = "appeals"


@dataclass(frozen=True)
class About:
    """A module's row: what chapter 1 says of it (R1-2), and what it does otherwise than the others."""

    title: str
    realm: Realm
    purpose: tuple[str, ...]
    address: str
    permissions: tuple[Permission, ...]
    locks: bool = True
    employees_task: str = "Zaměstnanci"
    tasks: tuple[ModuleTask, ...] = ()


@dataclass(frozen=True)
class _RealmRow:
    category: Category
    enters_persons: bool = False


@dataclass(frozen=True)
class _PermissionRow:
    title: str
    covers: tuple[str, ...] = ()
    obsolete: bool = False
    mpsv_only: bool = False
    optional: bool = False
    bars: frozenset[Permission] = frozenset()


_REALMS: Final = {
    Realm.OKSLUZBY: _RealmRow(Category.SS),
    Realm.OKNOUZE: _RealmRow(Category.HN, enters_persons=True),
}

_PERMISSIONS: Final = {
    Permission.SYSTEM_ADMINISTRATION: _PermissionRow("Správa systému"),
    Permission.SOCIAL_SERVICES_RECORDS: _PermissionRow("Evidence sociálních služeb"),
    Permission.INSPECTION_RECORDS: _PermissionRow("Evidence inspekcí", mpsv_only=True),
    Permission.GRANT_APPLICATIONS: _PermissionRow(
        "Hodnocení žádostí o dotace",
        covers=("administrace dotačního řízení", "vyhodnocení žádostí o dotace", "podání žádosti kraje na MPSV"),
    ),
    Permission.REPORTS: _PermissionRow("Hodnocení výkazů"),
    Permission.SOCIAL_WORKER: _PermissionRow("Sociální pracovník"),
    Permission.APPEALS: _PermissionRow("Řešení odvolání", obsolete=True, bars=frozenset({Permission.SOCIAL_WORKER})),
    Permission.USER_SUPPORT: _PermissionRow("Podpora uživatelů", optional=True),
}

_MODULES: Final = {
    Module.REGISTR: About(
        title="OKslužby – registr",
        realm=Realm.OKSLUZBY,
        purpose=("Vedení registru poskytovatelů sociálních služeb.",),
        address="http://portal.mpsv.cz/soc/ssl/poskyt/proku",
        permissions=(
            Permission.SOCIAL_SERVICES_RECORDS,
            Permission.INSPECTION_RECORDS,
            Permission.SYSTEM_ADMINISTRATION,
            Permission.USER_SUPPORT,
        ),
        tasks=(ModuleTask.WORKPLACES, ModuleTask.DATA_BOX),
    ),
    Module.POSKYTOVATEL: About(
        title="OKslužby – poskytovatel",
        realm=Realm.OKSLUZBY,
        purpose=(
            "Zpracování výkazů poskytovatelů sociálních služeb",
            "Vyhodnocování žádostí o dotace pro poskytovatele soc. služeb",
            "Podávání žádosti kraje o dotace na sociální služby na MPSV",
        ),
        address="http://portal.mpsv.cz/soc/ssl/poskyt/proku",
        permissions=(
            Permission.GRANT_APPLICATIONS,
            Permission.REPORTS,
            Permission.SYSTEM_ADMINISTRATION,
            Permission.USER_SUPPORT,
        ),
        locks=False,
        employees_task="Správa uživatelů",
    ),
    Module.OKNOUZE: About(
        title="OKnouze/OKslužby",
        realm=Realm.OKNOUZE,
        purpose=("Vedení standardizovaných záznamů sociálního pracovníka",),
        address="http://portal.mpsv.cz/soc/szsp_obce",
        permissions=(
            Permission.SOCIAL_WORKER,
            Permission.SYSTEM_ADMINISTRATION,
            Permission.USER_SUPPORT,
            Permission.APPEALS,
        ),
        tasks=(ModuleTask.WORKPLACES, ModuleTask.APPEALS),
    ),
}


class Level(Enum):
    """How far a permission reaches (R2.3-10)."""

    VIEW = "view"
    UPDATE = "update"

    @property
    def title(self) -> str:
        """The level's name as the document writes it."""
        return "prohlížení" if self is Level.VIEW else "aktualizace"
