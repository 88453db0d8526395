"""The document's own people, for trying the program out and for its tests."""

from datetime import date, datetime
from pathlib import Path

from oktui.config import Settings, load_settings
from oktui.domain.accounts import Grant
from oktui.domain.birth_number import BirthNumber
from oktui.domain.modules import Category, Level, Module, Permission, Realm
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import NOT_STORED, Details, Person, PersonalData, Workplace
from oktui.domain.sync import SyncState
from oktui.effects import Effects
from oktui.installation import upgrade_databases
from oktui.private_files import write_private
from oktui.values import dataclass
from storage import accounts, employee_seals, employees, facts, grants, krk, workplaces
from storage.accounts import NewPassword
from storage.database import transaction

PASSWORD = "Vysocina-Demo-2016"  # noqa: S105 - shown on the demo's sign-in form
MARK = "demo"
"""The key that a database of the demo is marked by."""

_SS, _HN = frozenset({Category.SS}), frozenset({Category.HN})


def _person(
    ik: str, birth_number: str, given_name: str, surname: str, categories: frozenset[Category], **rest: str
) -> Person:
    number = BirthNumber.parse(birth_number, today=date(2016, 7, 21))
    names = {"given_name": given_name, "surname": surname, "birth_surname": surname, **rest}
    return Person(ik, PersonalData(**names, birth_number=number), categories)


MARTINKA = _person("1284384629", "590814/1767", "Radomír", "Martinka", _SS, title_before="Ing.")
CERNY = _person("1291416423", "510203/011", "Alexandr", "Černý", _SS)
DLOUHY = _person("1273434910", "500117/012", "František", "Dlouhý", _SS)
KLICPERA = _person("1570733439", "481230/013", "Adam", "Klicpera", _SS)
GOLLOVA = _person("1273434239", "175227/014", "Nataša", "Gollová", _HN)
SMITKO = _person("1206548926", "490605/015", "Josef", "Smítko", _HN, title_before="Ing.", title_after="CSc.")
MARINKA = _person("1273434932", "521111/016", "Radomír", "Marinka", _SS | _HN)
HOMOLA = _person("1273434965", "530909/017", "Jiří", "Homola", _SS)
WITHOUT_CATEGORY = _person("1504965979", "470428/018", "Karel", "Neznámý", frozenset())

PERSONS = (MARTINKA, CERNY, DLOUHY, KLICPERA, GOLLOVA, SMITKO, MARINKA, HOMOLA, WITHOUT_CATEGORY)
"""Everybody in the demo's KRK. Birth numbers that the document does not give are of early years, with a suffix 0xx."""

WORKPLACES = (
    (OfficeKind.MPSV, "MPSV PHN a SS", None),
    *((OfficeKind.KU, f"{region.title} – referát SS", region) for region in Region),
    (OfficeKind.OU_HN, "KP Havlíčkův Brod (Havlíčkův Brod)", Region.VYSOCINA),
    (OfficeKind.OU_HN, "KOP Jindřichův Hradec", Region.JIHOCESKY),
    (OfficeKind.OU_SZ, "Smiřice", Region.KRALOVEHRADECKY),
)
"""Kind, name and region of every workplace: those of the document, and a regional office in each of the 14 regions."""


@dataclass(frozen=True)
class Official:
    """An employee of the demo with an account that is in use."""

    person: Person
    realm: Realm
    workplace: str
    username: str
    details: Details
    grants: tuple[Grant, ...]
    locked: bool = False


def _grant(module: Module, permission: Permission, since: date) -> Grant:
    return Grant(None, module, permission, Level.UPDATE, since)


def _details(since: date, email: str, position: str) -> Details:
    return Details(since, email=email, position=position)


_RECORDS, _ADMINISTRATION = Permission.SOCIAL_SERVICES_RECORDS, Permission.SYSTEM_ADMINISTRATION
_SINCE_2010, _SINCE_2014 = date(2010, 1, 1), date(2014, 7, 24)
_VYSOCINA, _JIHOMORAVSKY = "Kraj Vysočina – referát SS", "Jihomoravský kraj – referát SS"

OFFICIALS = (
    Official(
        HOMOLA,
        Realm.OKSLUZBY,
        _VYSOCINA,
        "homola",
        _details(_SINCE_2010, "homola@kr-vysocina.example", "správce systému"),
        (
            _grant(Module.REGISTR, _RECORDS, _SINCE_2010),
            _grant(Module.REGISTR, _ADMINISTRATION, _SINCE_2010),
            _grant(Module.POSKYTOVATEL, _ADMINISTRATION, _SINCE_2010),
        ),
    ),
    Official(
        DLOUHY,
        Realm.OKSLUZBY,
        _JIHOMORAVSKY,
        "dlouhy",
        _details(_SINCE_2010, "dlouhy@kr-jihomoravsky.example", "referent"),
        (
            _grant(Module.REGISTR, _RECORDS, _SINCE_2010),
            _grant(Module.REGISTR, Permission.USER_SUPPORT, _SINCE_2010),
        ),
    ),
    Official(
        KLICPERA,
        Realm.OKSLUZBY,
        _JIHOMORAVSKY,
        "klicpera",
        _details(_SINCE_2010, "klicpera@kr-jihomoravsky.example", "referent"),
        (
            _grant(Module.REGISTR, _RECORDS, _SINCE_2010),
            _grant(Module.POSKYTOVATEL, Permission.REPORTS, _SINCE_2010),
        ),
    ),
    Official(
        SMITKO,
        Realm.OKNOUZE,
        "Smiřice",
        "sz_smitko",
        _details(_SINCE_2014, "smitko@smirice.example", "4"),
        (
            _grant(Module.OKNOUZE, Permission.SOCIAL_WORKER, date(2014, 7, 25)),
            _grant(Module.OKNOUZE, _ADMINISTRATION, _SINCE_2014),
        ),
        locked=True,
    ),
    Official(
        GOLLOVA,
        Realm.OKNOUZE,
        "KOP Jindřichův Hradec",
        "gollova",
        _details(_SINCE_2014, "gollova@kop-jh.example", "správce systému"),
        (_grant(Module.OKNOUZE, _ADMINISTRATION, _SINCE_2014),),
    ),
    Official(
        MARINKA,
        Realm.OKSLUZBY,
        "MPSV PHN a SS",
        "mpsv_radek",
        _details(date(2009, 12, 17), "marinka@mpsv.example", "odborný referent registru"),
        (
            _grant(Module.REGISTR, Permission.INSPECTION_RECORDS, date(2014, 11, 27)),
            _grant(Module.REGISTR, _RECORDS, date(2010, 5, 6)),
            _grant(Module.REGISTR, _ADMINISTRATION, date(2009, 12, 17)),
            _grant(Module.POSKYTOVATEL, _ADMINISTRATION, date(2009, 12, 17)),
        ),
    ),
    Official(
        MARINKA,
        Realm.OKNOUZE,
        "MPSV PHN a SS",
        "mpsv_radek",
        _details(date(2009, 12, 17), "marinka@mpsv.example", "odborný referent"),
        (_grant(Module.OKNOUZE, _ADMINISTRATION, date(2009, 12, 17)),),
    ),
)
"""Everybody who can sign in to the demo, with the demo's password."""


def populate(*, effects: Effects) -> None:
    """Fill a new database and a new KRK with the document's people, and mark the database as a demo."""
    password_hash = effects.hashing.hash(PASSWORD)
    krk.store_persons(PERSONS)
    with transaction():
        places = {
            name: workplaces.insert(Workplace(NOT_STORED, kind, name, region, date(2008, 1, 1)))
            for kind, name, region in WORKPLACES
        }
        for official in OFFICIALS:
            employ(official, places[official.workplace], password_hash, effects.now())
        facts.put(MARK, PASSWORD)


def employ(
    official: Official,
    workplace: Workplace,
    password_hash: str,
    now: datetime,
    state: SyncState = SyncState.ACTIVE,
) -> int:
    """Store the official as if the sync had brought the account to the state already; returns the account's id."""
    employee_id = employees.insert(official.person, official.realm, workplace, official.details)
    password = NewPassword(password_hash, now, temporary=False)
    account_id = accounts.insert(employee_id, official.realm, official.username, password)
    for grant in official.grants:
        grants.insert(account_id, official.realm, grant, None)
    if state is not SyncState.NEW:
        accounts.advance(account_id, SyncState.NEW, state, now, temporary_until=None)
    if official.locked:
        accounts.lock(account_id, now)
    employee_seals.put(employee_id)
    return account_id


SETTINGS = """# The demo: the sync runs every two minutes, and there is a helpdesk.
[policy]
sync_every = 2
user_support = true
"""


def make_home(home: Path) -> Settings:
    """Make an installation for the demo in the folder, or go on with the one there. Raises Outage, SchemaMismatch."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = home / "oktui.toml"
    if not written.exists():
        write_private(written, SETTINGS)
    settings = load_settings(home, environ={})  # the demo never touches a database named in the environment
    upgrade_databases(settings)
    return settings


def prepare(*, effects: Effects) -> tuple[str, ...]:
    """Fill an empty database with the document's people; returns whom the demo may name on its sign-in form.

    A database that has other people in it is no demo: nobody is named and nothing is added.
    """
    with transaction():
        empty = facts.is_empty()
    if empty:
        populate(effects=effects)
    with transaction():
        marked = facts.get(MARK) is not None
    return tuple(dict.fromkeys(official.username for official in OFFICIALS)) if marked else ()
