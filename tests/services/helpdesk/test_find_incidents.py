"""Incidents are found by the number that somebody reads out (F16, X-6)."""

from dataclasses import replace

import pytest

from oktui import demo
from oktui.domain.authority import Forbidden
from oktui.domain.incidents import Incident
from oktui.domain.modules import Module, Permission, Realm
from oktui.domain.rows import Rows
from oktui.domain.sessions import Actor
from oktui.domain.sign_in import NotSynchronised
from oktui.domain.sync import SyncState
from oktui.services.helpdesk.find_incidents import find_incidents
from tests.support.cast import JIHOMORAVSKY, Cast, granted

RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
SUPPORT = granted(Module.REGISTR, Permission.USER_SUPPORT)


def fail(cast: Cast, username: str, module: Module = Module.REGISTR) -> int:
    """Sign in while the permissions are not loaded; returns the number on the screen."""
    with pytest.raises(NotSynchronised) as refused:
        cast.sign_in(username, module)
    assert refused.value.incident is not None
    return refused.value.incident


def find(cast: Cast, actor: Actor, number: int | None = None) -> list[Incident]:
    """All that are found."""
    return find_incidents(actor, number, Rows(100), effects=cast.effects)


def test_the_number_tells_who_tried_when_where_from_and_in_which_state(cast: Cast) -> None:
    """X-6, R2.3-14: what the operator asks for is on record."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.PERSON_LOADED)
    number = fail(cast, "martinka")
    assert find(cast, cast.actor("homola"), number) == [
        Incident(
            number,
            cast.clock(),
            "martinka",
            "1284384629: Radomír Martinka",
            Module.REGISTR,
            SyncState.PERSON_LOADED,
            "test terminal",
        )
    ]
    assert find(cast, cast.actor("homola"), number + 1) == []


def test_incidents_are_those_of_the_actors_region_and_realm(cast: Cast) -> None:
    """R2.1-1, R2.1-2, R1.3-1: MPSV finds all of its realm, others their region's."""
    cast.employ(demo.MARTINKA, "near", RECORDS, state=SyncState.PERSON_LOADED)
    cast.employ(demo.CERNY, "far", RECORDS, workplace=JIHOMORAVSKY, state=SyncState.PERSON_LOADED)
    worker = granted(Module.OKNOUZE, Permission.SOCIAL_WORKER)
    cast.employ(demo.DLOUHY, "other_realm", worker, realm=Realm.OKNOUZE, state=SyncState.PERSON_LOADED)
    near, far = fail(cast, "near"), fail(cast, "far")
    other = fail(cast, "other_realm", Module.OKNOUZE)
    homola, radek = cast.actor("homola"), cast.actor("mpsv_radek")
    assert [row.number for row in find(cast, homola)] == [near]
    assert [row.number for row in find(cast, radek)] == [far, near]
    assert find(cast, homola, far) == find(cast, radek, other) == []
    assert [row.number for row in find(cast, cast.actor("mpsv_radek", Module.OKNOUZE))] == [other]


def test_the_helpdesk_finds_them_and_an_official_does_not(cast: Cast) -> None:
    """X-2, X-3, X-6: with the switch on."""
    cast.effects = replace(cast.effects, policy=replace(cast.effects.policy, user_support=True))
    cast.employ(demo.MARTINKA, "near", RECORDS, state=SyncState.PERSON_LOADED)
    cast.employ(demo.CERNY, "helpdesk", SUPPORT)
    number = fail(cast, "near")
    assert [row.number for row in find(cast, cast.actor("helpdesk"), number)] == [number]
    with pytest.raises(Forbidden):
        find(cast, cast.actor("klicpera"))


def test_pages_run_from_the_newest_to_the_oldest(cast: Cast) -> None:
    """F16: by number."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, state=SyncState.PERSON_LOADED)
    numbers = [fail(cast, "martinka") for _ in range(6)][::-1]
    homola = cast.actor("homola")

    def page(rows: Rows[int]) -> list[int]:
        return [row.number for row in find_incidents(homola, None, rows, effects=cast.effects)]

    assert page(Rows(3)) == numbers[:3]
    assert page(Rows(3, after=numbers[2])) == numbers[3:]
    assert page(Rows(2, before=numbers[4])) == numbers[2:4]
    assert page(Rows(2, backwards=True)) == numbers[-2:]
