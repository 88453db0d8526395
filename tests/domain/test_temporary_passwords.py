"""How long a password set by an administrator lives (X-16)."""

from dataclasses import replace
from datetime import datetime, timedelta

from oktui.domain.accounts import Account
from oktui.domain.temporary_passwords import dies_at, password_alive
from tests.support.roles import ACCOUNT, NOW, POLICY

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
TEMPORARY = replace(ACCOUNT, temporary=True, temporary_until=NOW + 60 * MINUTE)


def dies(account: Account, moment: datetime) -> bool:
    """Whether the password opens up to that moment, and not from it on."""
    alive = [password_alive(account, moment - SECOND, POLICY), password_alive(account, moment, POLICY)]
    return alive == [True, False] and dies_at(account, POLICY) == moment


def test_a_temporary_password_dies_after_its_time() -> None:
    """X-16: an hour, whether it is used or not."""
    assert dies(TEMPORARY, NOW + 60 * MINUTE)
    assert dies(replace(TEMPORARY, temporary_used_at=NOW + 50 * MINUTE), NOW + 60 * MINUTE)


def test_it_dies_a_quarter_of_an_hour_after_its_first_use() -> None:
    """X-16: so long can a sign-in that was cut off be done again."""
    assert dies(replace(TEMPORARY, temporary_used_at=NOW + 5 * MINUTE), NOW + 20 * MINUTE)


def test_an_own_password_does_not_die_nor_does_one_that_waits_for_the_activation() -> None:
    """X-16: the time of a new account's first password begins with the activation."""
    for account in (replace(ACCOUNT, temporary_used_at=NOW), replace(TEMPORARY, temporary_until=None)):
        assert dies_at(account, POLICY) is None
        assert password_alive(account, NOW + timedelta(days=1000), POLICY)
