"""The list of employees and its choices, as the actor may see them: F3. How it is sorted and paged: tests/storage."""

from dataclasses import replace
from datetime import timedelta

import pytest

from oktui import demo
from oktui.domain.listing import Criteria
from oktui.domain.modules import Module
from oktui.domain.offices import Region
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.services.employees.find_employees import count_employees, find_employees, list_workplace_choices
from oktui.services.employees.retire_employee import retire_employee
from storage import listing
from tests.support.cast import DETAILS, Cast


def listed(cast: Cast, actor: Actor, criteria: Criteria | None = None) -> list[str | None]:
    """The usernames that the actor finds."""
    found = find_employees(actor, criteria or Criteria(), Rows(100), effects=cast.effects)
    assert count_employees(actor, criteria or Criteria(), effects=cast.effects) == len(found)
    return [row.username for row in found]


def test_an_administrator_finds_their_region_and_the_ministry_finds_everybody(cast: Cast) -> None:
    """R2.1-1, R2.1-2, R1.3-1: in Czech order, of the realm one is signed in to."""
    cast.employ(demo.MARTINKA, "martinka")
    assert listed(cast, cast.actor("homola")) == ["homola", "martinka"]
    assert listed(cast, cast.actor("mpsv_radek")) == ["dlouhy", "homola", "klicpera", "mpsv_radek", "martinka"]
    assert listed(cast, cast.actor("gollova", Module.OKNOUZE)) == ["gollova"]
    assert listed(cast, cast.actor("mpsv_radek", Module.OKNOUZE)) == ["gollova", "mpsv_radek", "sz_smitko"]


def test_who_is_retired_or_has_ended_is_found_only_when_asked_for(cast: Cast) -> None:
    """F3: Včetně vyřazených a neplatných; the last day of a validity still counts."""
    cast.employ(demo.MARTINKA, "martinka")
    today = cast.clock().date()
    cast.employ(demo.CERNY, "ends_today", details=replace(DETAILS, valid_to=today))
    cast.employ(demo.DLOUHY, "ended", details=replace(DETAILS, valid_to=today - timedelta(1)))
    homola = cast.actor("homola")
    retire_employee(homola, cast.account("martinka").employee.id, effects=cast.effects)
    assert listed(cast, homola) == ["ends_today", "homola"]
    assert listed(cast, homola, Criteria(with_invalid=True)) == ["ends_today", "ended", "homola", "martinka"]


def test_any_words_of_theirs_find_somebody(cast: Cast) -> None:
    """F3, X-28: beginnings in any order, together with the other criteria; within the actor's power (R2.1-1)."""
    cast.employ(demo.MARTINKA, "martinka", details=replace(DETAILS, phone="+420 566 000 111"))
    cast.employ(demo.CERNY, "cernyrr", details=replace(DETAILS, valid_to=cast.clock().date() - timedelta(1)))
    homola, ministry = cast.actor("homola"), cast.actor("mpsv_radek")
    for words, usernames in (
        ("mart rad", ["martinka"]),
        ("Vysočina HOM", ["homola"]),
        ("566 000 111", ["martinka"]),
        (demo.MARTINKA.ik[:6], ["martinka"]),
        ("-", ["homola", "martinka"]),
        ("nikdo", []),
        ("klicpera", []),
        ("cernyrr", []),
    ):
        assert listed(cast, homola, Criteria(words=words)) == usernames, words
    assert listed(cast, ministry, Criteria(words="klicpera")) == ["klicpera"]
    assert listed(cast, homola, Criteria(words="cernyrr", with_invalid=True)) == ["cernyrr"]
    assert listed(cast, homola, Criteria(words="kraj", given_name="rad")) == ["martinka"]


def test_words_that_many_have_are_looked_at_in_the_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3: whichever way the engine goes, the same are found."""
    cast.employ(demo.MARTINKA, "martinka")
    criteria, ministry = Criteria(words="kraj a"), cast.actor("mpsv_radek")
    found = listed(cast, ministry, criteria)
    for name in ("_FEW", "_SOME", "_SOME_TO_COUNT"):
        monkeypatch.setattr(listing, name, 0)
    assert listed(cast, ministry, criteria) == found


def test_the_choice_of_workplaces_is_the_actors_own(cast: Cast) -> None:
    """F3, F5: only what the actor may see."""
    own = list_workplace_choices(cast.actor("homola"), effects=cast.effects)
    assert {place.region for place in own} == {Region.VYSOCINA}
    everywhere = list_workplace_choices(cast.actor("mpsv_radek"), effects=cast.effects)
    assert {place.name for place in everywhere} == {name for _, name, _ in demo.WORKPLACES}


def test_a_search_never_leaves_the_region(cast: Cast) -> None:
    """R2.1-1: whatever the criteria, those of another office included."""
    klicpera = cast.account("klicpera").employee
    homola = cast.actor("homola")
    for criteria in (
        Criteria(surname="Klicpera"),
        Criteria(ik=klicpera.ik),
        Criteria(workplace_id=klicpera.workplace.id),
        Criteria(office_kind=klicpera.workplace.office_kind, given_name="Adam"),
    ):
        assert listed(cast, homola, criteria) == []
        assert listed(cast, cast.actor("mpsv_radek"), criteria)[-1] == "klicpera"
