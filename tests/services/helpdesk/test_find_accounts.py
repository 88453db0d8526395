"""Finding the account of somebody on the telephone (F13)."""

from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.authority import Denial, Forbidden
from oktui.domain.ik import next_ik
from oktui.domain.modules import Module, Permission, Realm
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import NOT_STORED, Workplace
from oktui.domain.sign_in import NotSynchronised
from oktui.domain.sync import SyncState
from oktui.services.helpdesk.find_accounts import AT_MOST, find_accounts
from storage import employees, workplaces
from storage.database import transaction
from tests.support.cast import JIHOMORAVSKY, Cast, granted, namesake

RADEK = ("mpsv_radek", Module.OKNOUZE)


def found(cast: Cast, text: str, who: tuple[str, Module] = RADEK) -> list[str | None]:
    """The usernames of those whom the text finds."""
    return [match.username for match in find_accounts(cast.actor(*who), text, effects=cast.effects)]


@pytest.mark.parametrize(
    "text",
    [
        "Smítko, Smiřice", "smitko, smirice", "SMITKO SMIRICE", "smi, smi", "josef smítko", "sz_smi", "Smiř, jos",
        " smítko ,, ", "smítko josef smiřice", "Sz_Smitko",
    ],
)  # fmt: skip
def test_somebody_is_found_by_beginnings_of_names_and_workplaces(cast: Cast, text: str) -> None:
    """F13: surname, given name, username or workplace, in any order, without case and diacritics."""
    assert found(cast, text) == ["sz_smitko"]


@pytest.mark.parametrize(
    "text", ["", " , ", "mítko", "smítko, jindřichův", "Smítko, Smiřice, x", "'; --", "%", "1234567"]
)
def test_what_does_not_begin_so_finds_nobody(cast: Cast, text: str) -> None:
    """F13: every part has to be true of them; an unknown incident is nobody's."""
    assert found(cast, text) == []


@pytest.mark.parametrize("text", ["malá", "nováková–malá", "Jana, nováková mal", "novakova-m", "o'b", "obr", "o’brien"])
def test_names_are_found_however_they_are_joined(cast: Cast, text: str) -> None:
    """F13, X-28: halves of a double surname, any dash, any apostrophe; a username keeps its own."""
    ik = next_ik(demo.MARTINKA.ik)
    double = namesake(demo.MARTINKA, ik, given_name="Jana", surname="Nováková-Malá")
    cast.employ(double, "novakova-mala")
    cast.employ(namesake(double, next_ik(ik), surname="O’Brien"), "obrien")
    wanted = "obrien" if text.startswith("o") else "novakova-mala"
    assert found(cast, text, ("mpsv_radek", Module.REGISTR)) == [wanted]


def test_a_workplace_is_found_by_any_of_its_words(cast: Cast) -> None:
    """F13: nobody says the whole of «KOP Jindřichův Hradec»."""
    assert found(cast, "hradec") == found(cast, "jindřichův hr") == found(cast, "kop") == ["gollova"]


def test_those_found_come_in_czech_order_and_are_not_too_many(cast: Cast) -> None:
    """F13: one asks more closely then."""
    registr = ("mpsv_radek", Module.REGISTR)
    assert found(cast, "kraj", registr) == ["dlouhy", "homola", "klicpera"]
    ik = demo.MARTINKA.ik
    for number in range(AT_MOST):
        ik = next_ik(ik)
        cast.employ(namesake(demo.MARTINKA, ik), f"martinka{number}")
    assert len(found(cast, "kraj", registr)) == AT_MOST


def test_only_those_within_the_actors_power_are_found(cast: Cast) -> None:
    """R2.1-1, R2.1-3, X-3: a region's administrator finds their region's, of their own realm."""
    assert found(cast, "klicpera", ("homola", Module.REGISTR)) == []
    assert found(cast, "smítko", ("gollova", Module.OKNOUZE)) == []
    assert found(cast, "smítko", ("mpsv_radek", Module.REGISTR)) == []
    assert found(cast, "homola", ("homola", Module.REGISTR)) == ["homola"]
    with pytest.raises(Forbidden) as refused:
        found(cast, "homola", ("klicpera", Module.REGISTR))
    assert refused.value.denial is Denial.NO_PERMISSION


def test_retired_ones_and_those_without_an_account_are_found_too(cast: Cast) -> None:
    """F13: both are reasons for not getting in."""
    with transaction():
        place = workplaces.load(cast.workplace_id(JIHOMORAVSKY))
        employees.insert(demo.CERNY, Realm.OKSLUZBY, place, demo.OFFICIALS[0].details)
        employees.set_retired(cast.account("klicpera").employee.id, cast.clock())
    matches = find_accounts(cast.actor("mpsv_radek"), "jihomoravský", effects=cast.effects)
    assert [(match.name, match.username, match.retired) for match in matches] == [
        ("Alexandr Černý", None, False),
        ("František Dlouhý", "dlouhy", False),
        ("Adam Klicpera", "klicpera", True),
    ]


def test_an_incident_is_found_by_its_number_with_the_module_it_happened_in(cast: Cast) -> None:
    """X-6: seven digits, read out over the telephone; out of one's power it is nobody's."""
    reports = granted(Module.POSKYTOVATEL, Permission.REPORTS)
    cast.employ(demo.CERNY, "cerny", reports, state=SyncState.PERSON_LOADED)
    with pytest.raises(NotSynchronised) as refused:
        cast.sign_in("cerny", Module.POSKYTOVATEL)
    number = str(refused.value.incident)
    (match,) = find_accounts(cast.actor("homola"), f" {number} ", effects=cast.effects)
    assert (match.username, match.module) == ("cerny", Module.POSKYTOVATEL)
    assert found(cast, number) == []
    gollova = ("gollova", Module.OKNOUZE)
    assert found(cast, number, gollova) == []


def test_a_namesake_elsewhere_is_told_apart_by_the_workplace(cast: Cast) -> None:
    """F13: that is what it is said for."""
    with transaction():
        since = cast.clock().date() - timedelta(days=1)
        workplaces.insert(Workplace(NOT_STORED, OfficeKind.OU_SZ, "Nová Ves", Region.VYSOCINA, since))
    other = namesake(demo.SMITKO, "1206548934")
    cast.employ(other, "smitko2", realm=Realm.OKNOUZE, workplace="Nová Ves")
    assert set(found(cast, "smítko")) == {"smitko2", "sz_smitko"}
    assert found(cast, "Smítko, Nová Ves") == found(cast, "smítko ves") == ["smitko2"]


def test_a_surname_of_two_words_is_found_by_both_or_by_the_first(cast: Cast) -> None:
    """F13: a blank is as good as a comma."""
    double = namesake(demo.CERNY, "1206548948", surname="Dlouhá Nováková", given_name="Nataša")
    cast.employ(double, "dlouha")
    who = ("homola", Module.REGISTR)
    assert found(cast, "dlouhá nov", who) == found(cast, "dlouha", who) == found(cast, "nataša dlouhá n", who)
