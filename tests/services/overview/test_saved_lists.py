"""Lists of employees saved under a name: one's own, and for scripts those of whoever has saved them (F3, F18)."""

from dataclasses import replace

import pytest

from oktui import demo
from oktui.domain.authority import Forbidden
from oktui.domain.concerns import Concern
from oktui.domain.listing import Criteria, Order, Sorting
from oktui.domain.modules import Module, Permission
from oktui.domain.names import UnknownUsername
from oktui.domain.rows import Rows
from oktui.domain.saved_lists import AT_MOST, NAME_LENGTH, SavedList, TooManyLists, UnknownList
from oktui.domain.sessions import MachineOwner
from oktui.domain.text import Required, TooLong, UnsafeText
from oktui.services.overview.saved_lists import (
    find_on_list_of,
    list_lists_of,
    list_saved_lists,
    remove_list,
    save_list,
)
from tests.support.cast import Cast, granted

ADMINISTRATION = granted(Module.REGISTR, Permission.SYSTEM_ADMINISTRATION)
RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
OWNER = MachineOwner(module=Module.REGISTR, name="root")
MARTINKAS = SavedList("Martinkovi", Criteria(surname="martin"))

Refused = Required | TooLong | UnsafeText


def saved(cast: Cast, username: str = "homola") -> list[tuple[str, int]]:
    """The names of the account's lists, each with how many are on it."""
    return [(each.saved.name, each.number) for each in list_saved_lists(cast.actor(username), effects=cast.effects)]


def test_a_list_is_asked_for_again_as_it_was_saved(cast: Cast) -> None:
    """R2.3-2: all criteria and the order; those who were only kept in view are not among them."""
    place = cast.account("homola").employee.workplace
    criteria = Criteria("w", "a", "b", "c", "1", place.office_kind, place.id, with_invalid=True, concern=Concern.ENDING)
    order = Sorting(Order.VALID_TO, descending=True)
    save_list(
        cast.actor("homola"), SavedList(" Vše ", replace(criteria, kept=frozenset({1})), order), effects=cast.effects
    )
    [found] = list_saved_lists(cast.actor("homola"), effects=cast.effects)
    assert found.saved == SavedList("Vše", criteria, order)


def test_each_list_has_the_number_of_those_on_it_now(cast: Cast) -> None:
    """F18, R2.1-2: within the power of whoever asks, at the moment of asking."""
    save_list(cast.actor("homola"), MARTINKAS, effects=cast.effects)
    assert saved(cast) == [("Martinkovi", 0)]
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    assert saved(cast) == [("Martinkovi", 1)]


def test_a_list_is_its_owners_alone(cast: Cast) -> None:
    """Nobody sees, changes or removes another one's list."""
    save_list(cast.actor("homola"), MARTINKAS, effects=cast.effects)
    assert saved(cast, "mpsv_radek") == []
    with pytest.raises(UnknownList):
        remove_list(cast.actor("mpsv_radek"), MARTINKAS.name, effects=cast.effects)
    save_list(cast.actor("mpsv_radek"), SavedList(MARTINKAS.name, Criteria()), effects=cast.effects)
    [own] = list_saved_lists(cast.actor("homola"), effects=cast.effects)
    assert own.saved == MARTINKAS


def test_a_list_saved_again_takes_the_place_of_the_one_of_its_name(cast: Cast) -> None:
    """So OK pressed again after a lost answer does nothing twice (X-32)."""
    for surname in ("a", "martin", "martin"):
        save_list(cast.actor("homola"), SavedList("Martinkovi", Criteria(surname=surname)), effects=cast.effects)
    [own] = list_saved_lists(cast.actor("homola"), effects=cast.effects)
    assert own.saved == MARTINKAS
    remove_list(cast.actor("homola"), "Martinkovi", effects=cast.effects)
    assert saved(cast) == []
    with pytest.raises(UnknownList):
        remove_list(cast.actor("homola"), "Martinkovi", effects=cast.effects)


@pytest.mark.parametrize(
    ("name", "refused"),
    [(" ", Required), ("a" * (NAME_LENGTH + 1), TooLong), ("Mar\u202etin", UnsafeText), ("\x1b[5i", UnsafeText)],
)
def test_a_name_is_a_text_that_one_can_see(
    cast: Cast, name: str, refused: type[Required | TooLong | UnsafeText]
) -> None:
    """X-22: beside the box in which it was typed."""
    with pytest.raises(refused) as caught:
        save_list(cast.actor("homola"), replace(MARTINKAS, name=name), effects=cast.effects)
    assert caught.value.field == "name"
    assert saved(cast) == []


def test_nobody_has_more_lists_than_they_would_find(cast: Cast) -> None:
    """The last of them can still be put anew."""
    for number in range(AT_MOST):
        save_list(cast.actor("homola"), SavedList(f"{number:02}", Criteria()), effects=cast.effects)
    with pytest.raises(TooManyLists):
        save_list(cast.actor("homola"), MARTINKAS, effects=cast.effects)
    save_list(cast.actor("homola"), SavedList("00", MARTINKAS.criteria), effects=cast.effects)
    assert len(saved(cast)) == AT_MOST


def test_the_owner_of_the_machine_reads_a_list_as_the_one_who_saved_it_would(cast: Cast) -> None:
    """R2.1-2: an administrator of a region has nobody of another one on their list, whoever reads it."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS)
    everybody = SavedList("Všichni", Criteria(), Sorting(Order.PERSON, descending=True))
    for username in ("homola", "klicpera"):
        save_list(cast.actor(username), everybody, effects=cast.effects)
    [counted] = list_lists_of(OWNER, "klicpera", effects=cast.effects)
    rows = find_on_list_of(OWNER, "klicpera", "Všichni", Rows(10), effects=cast.effects)
    names = [row.username for row in rows]
    assert counted.number == len(names)
    assert "klicpera" in names
    assert not {"homola", "martinka"} & set(names)
    rows = find_on_list_of(OWNER, "homola", "Všichni", Rows(10), effects=cast.effects)
    assert [row.username for row in rows] == ["martinka", "homola"]
    with pytest.raises(UnknownList):
        find_on_list_of(OWNER, "homola", "Nikdo", Rows(10), effects=cast.effects)
    with pytest.raises(UnknownUsername):
        list_lists_of(OWNER, "nikdo", effects=cast.effects)
    assert list_saved_lists(OWNER, effects=cast.effects) == []


def test_only_the_owner_of_the_machine_reads_lists_of_others(cast: Cast) -> None:
    """X-3: no session gives that, not even for one's own."""
    for username in ("homola", "mpsv_radek"):
        with pytest.raises(Forbidden):
            list_lists_of(cast.actor(username), "homola", effects=cast.effects)
