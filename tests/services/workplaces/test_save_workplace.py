"""Workplaces: MPSV's administrators add and change them, others read (F11)."""

from dataclasses import replace
from datetime import date

import pytest

from oktui.domain.administrator_request import InvalidDataBox, MpsvsDataBox
from oktui.domain.audit import EditConflict, EventKind
from oktui.domain.authority import Denial, Forbidden
from oktui.domain.dates import DatesOutOfOrder
from oktui.domain.errors import DomainError
from oktui.domain.listing import Criteria
from oktui.domain.modules import Module
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.people import RegionDisagrees, WorkplaceInUse, WorkplaceTaken
from oktui.domain.records import values
from oktui.domain.text import Required
from oktui.services.employees.find_employees import count_employees
from oktui.services.workplaces.list_workplaces import list_workplaces
from oktui.services.workplaces.save_workplace import SaveWorkplace, save_workplace
from tests.support.cast import JIHOMORAVSKY, VYSOCINA, Cast
from tests.support.journal import new_events, stored

NEW = SaveWorkplace(OfficeKind.OU_SZ, "Třebíč", Region.VYSOCINA, date(2016, 8, 1), data_box="abcdefi")


def existing(cast: Cast, name: str) -> SaveWorkplace:
    """What the form holds when a workplace is opened."""
    rows = list_workplaces(cast.actor("mpsv_radek"), effects=cast.effects)
    place = next(row.workplace for row in rows if row.workplace.name == name)
    return SaveWorkplace(**values(place))


def test_mpsv_adds_a_workplace_and_changes_it(cast: Cast) -> None:
    """F11, X-19: each is an audit event with before and after."""
    actor = cast.actor("mpsv_radek")
    with new_events() as added:
        workplace_id = save_workplace(actor, NEW, effects=cast.effects)
        save_workplace(actor, replace(NEW, name="Třebíč 2", id=workplace_id), effects=cast.effects)
    created, changed = added()
    assert (created.kind, changed.kind) == (EventKind.WORKPLACE_CREATED, EventKind.WORKPLACE_CHANGED)
    assert (changed.before["name"], changed.after["name"]) == ("Třebíč", "Třebíč 2")
    assert existing(cast, "Třebíč 2").data_box == "abcdefi"


def test_a_region_reads_its_own_workplaces_only(cast: Cast) -> None:
    """R2.1-1, R2.1-2: with how many employees each has."""
    rows = {row.workplace.name: row.heads for row in list_workplaces(cast.actor("homola"), effects=cast.effects)}
    assert rows == {VYSOCINA: 1, "KP Havlíčkův Brod (Havlíčkův Brod)": 0}
    everywhere = list_workplaces(cast.actor("mpsv_radek"), effects=cast.effects)
    assert {row.heads for row in everywhere if row.workplace.name == JIHOMORAVSKY} == {2}
    assert len(everywhere) == 18


def test_a_region_changes_nothing(cast: Cast) -> None:
    """F11, X-3: the domain refuses it, whatever a screen hides."""
    actor = cast.actor("homola")
    before = stored()
    with pytest.raises(Forbidden) as refused:
        save_workplace(actor, NEW, effects=cast.effects)
    assert refused.value.denial is Denial.MPSV_ONLY
    assert stored() == before


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"name": " "}, Required),
        ({"office_kind": None}, Required),
        ({"valid_from": None}, Required),
        ({"valid_to": date(2016, 7, 31)}, DatesOutOfOrder),
        ({"region": None}, RegionDisagrees),
        ({"office_kind": OfficeKind.MPSV}, RegionDisagrees),
        ({"data_box": "1234567"}, InvalidDataBox),
        ({"data_box": "sc9aavg"}, MpsvsDataBox),
        ({"office_kind": OfficeKind.KU, "name": VYSOCINA}, WorkplaceTaken),
    ],
)
def test_a_field_at_fault_stores_nothing(cast: Cast, change: dict[str, object], refusal: type[DomainError]) -> None:
    """F11: bad input changes nothing, and names its field."""
    actor = cast.actor("mpsv_radek")
    before = stored()
    with pytest.raises(refusal) as refused:
        save_workplace(actor, replace(NEW, **change), effects=cast.effects)  # type: ignore[arg-type]  # named above
    assert refused.value.field is not None
    assert stored() == before


def test_the_second_to_save_is_told_who_changed_what(cast: Cast) -> None:
    """X-21: as with employees."""
    opened, actor = existing(cast, VYSOCINA), cast.actor("mpsv_radek")
    save_workplace(actor, replace(opened, data_box="abcdefi"), effects=cast.effects)
    with pytest.raises(EditConflict) as refused:
        save_workplace(actor, replace(opened, valid_to=date(2020, 1, 1)), effects=cast.effects)
    assert refused.value.changes == (("data_box", "", "abcdefi"),)
    assert "mpsv_radek" in refused.value.who


def test_employees_follow_their_workplace_to_another_region(cast: Cast) -> None:
    """R2.1-1: whoever works there belongs to the new region's administrators; MPSV takes nobody over so."""
    opened, actor = existing(cast, JIHOMORAVSKY), cast.actor("mpsv_radek")
    with pytest.raises(WorkplaceInUse):
        save_workplace(actor, replace(opened, office_kind=OfficeKind.MPSV, region=None), effects=cast.effects)
    homola = cast.actor("homola")
    assert count_employees(homola, Criteria(), effects=cast.effects) == 1
    save_workplace(actor, replace(opened, region=Region.VYSOCINA), effects=cast.effects)
    assert count_employees(homola, Criteria(), effects=cast.effects) == 3


def test_workplaces_are_the_same_in_every_module(cast: Cast) -> None:
    """F11: the heads are those of the realm one is signed in to."""
    rows = list_workplaces(cast.actor("gollova", Module.OKNOUZE), effects=cast.effects)
    assert {row.workplace.name: row.heads for row in rows} == {
        "Jihočeský kraj – referát SS": 0,
        "KOP Jindřichův Hradec": 1,
    }
