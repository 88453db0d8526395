"""Modules, realms and the catalogue of permissions: chapters 1.1 to 1.3."""

import pytest

from oktui.domain.modules import Category, Level, Module, Permission, Realm
from oktui.domain.offices import OfficeKind, Region

EVERYWHERE = {"Správa systému", "Podpora uživatelů"}


def test_there_are_three_modules_named_as_the_document_names_them() -> None:
    """R1-1: what the sign-in form offers, in that order."""
    assert [module.title for module in Module] == [
        "OKslužby – registr",
        "OKslužby – poskytovatel",
        "OKnouze/OKslužby",
    ]


def test_registr_and_poskytovatel_share_accounts_and_oknouze_has_its_own() -> None:
    """R1.1-1, R1.3-1: two realms."""
    assert Realm.OKSLUZBY.modules == (Module.REGISTR, Module.POSKYTOVATEL)
    assert Realm.OKNOUZE.modules == (Module.OKNOUZE,)
    assert {module.realm for module in Realm.OKSLUZBY.modules} == {Realm.OKSLUZBY}
    assert Module.OKNOUZE.realm is Realm.OKNOUZE


@pytest.mark.parametrize(
    ("module", "titles"),
    [
        (Module.REGISTR, {"Evidence sociálních služeb", "Evidence inspekcí"}),
        (Module.POSKYTOVATEL, {"Hodnocení žádostí o dotace", "Hodnocení výkazů"}),
        (Module.OKNOUZE, {"Sociální pracovník", "Řešení odvolání"}),
    ],
)
def test_a_module_has_its_own_permissions_and_those_that_every_module_has(module: Module, titles: set[str]) -> None:
    """R1.1-3, R1.2-1, R1.3-2, R1.3-3, X-2: the catalogue."""
    assert {permission.title for permission in module.permissions} == titles | EVERYWHERE


def test_the_permission_for_grants_says_what_it_covers() -> None:
    """R1.2-1: three tasks under Hodnocení žádostí o dotace; the others stand for themselves."""
    assert len(Permission.GRANT_APPLICATIONS.covers) == 3
    assert Permission.SYSTEM_ADMINISTRATION.covers == ()


@pytest.mark.parametrize("module", Module)
def test_each_module_tells_its_purpose_and_where_to_read_more(module: Module) -> None:
    """R1-2: shown in the program."""
    assert all(module.about.purpose)
    assert module.about.address.startswith("http")


def test_each_realm_asks_krk_for_its_own_category() -> None:
    """R2.2-1: Zaměstnanec SS for registr and poskytovatel, Zaměstnanec HN for OKnouze/OKslužby."""
    assert Realm.OKSLUZBY.category is Category.SS
    assert Realm.OKNOUZE.category is Category.HN
    assert Category.SS.title == "Zaměstnanec SS"


def test_only_poskytovatel_does_not_lock() -> None:
    """R2.6-1, R2.6-2: where failures lock the account."""
    assert [module for module in Module if not module.locks] == [Module.POSKYTOVATEL]


@pytest.mark.parametrize("member", [*Realm, *Module, *Permission])
def test_every_realm_module_and_permission_has_its_row(member: Realm | Module | Permission) -> None:
    """R1-1: what sets one apart is data; a new one without its row is told of here."""
    row = {Realm: "category", Module: "about", Permission: "title"}[type(member)]
    assert getattr(member, row)


def test_there_are_fourteen_regions_four_kinds_of_office_and_two_levels() -> None:
    """R2.3-10, the glossary: the document's own words."""
    assert len({region.title for region in Region}) == 14
    assert [kind.title for kind in OfficeKind] == ["KÚ", "MPSV", "OÚ pro HN", "OÚ pro SZ"]
    assert [level.title for level in Level] == ["prohlížení", "aktualizace"]
