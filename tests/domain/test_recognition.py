"""How a caller was recognised (X-16)."""

import pytest

from oktui.domain.modules import Level, Permission
from oktui.domain.recognition import Recognition, check_recognition
from oktui.domain.text import Required
from tests.domain.test_authority import principal

ADMINISTRATION, SUPPORT = Permission.SYSTEM_ADMINISTRATION, Permission.USER_SUPPORT


@pytest.mark.parametrize(
    "permissions",
    [{SUPPORT: Level.UPDATE}, {SUPPORT: Level.UPDATE, ADMINISTRATION: Level.VIEW}],
    ids=["helpdesk", "helpdesk that may look"],
)
def test_the_helpdesk_has_to_say_how(permissions: dict[Permission, Level]) -> None:
    """X-16: one way at least."""
    with pytest.raises(Required) as refused:
        check_recognition(principal(permissions), frozenset())
    assert refused.value.field == "recognised_by"
    for way in Recognition:
        check_recognition(principal(permissions), {way})


def test_an_administrator_may_say_it() -> None:
    """X-16: they answer for the account in any case."""
    check_recognition(principal({ADMINISTRATION: Level.UPDATE}), frozenset())


@pytest.mark.parametrize("way", Recognition)
def test_every_way_has_a_name_that_tells_no_answer(way: Recognition) -> None:
    """X-16: what stands on the form and in the audit."""
    assert way.title.islower() or "," in way.title
    assert not any(character.isdigit() for character in way.title)
