"""The defaults that the rules give."""

from datetime import timedelta

from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.policy import Policy


def test_the_defaults_are_those_of_the_rules() -> None:
    """X-2, R2.6-1, X-31, X-11, R2.3-14, X-27: each rule's own number."""
    assert Policy() == Policy(
        passwords=PasswordPolicy(),
        user_support=False,
        lock_after=3,
        source_failures=5,
        slow_down_at_most=timedelta(minutes=15),
        sync_every=timedelta(hours=2),
        idle_limit=timedelta(minutes=15),
        session_limit=timedelta(hours=8),
    )
