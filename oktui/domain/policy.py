"""What the installation may set, with the defaults that the rules give (X-2, X-8, X-11, X-15, X-27, X-31)."""

from dataclasses import field
from datetime import timedelta

from oktui.domain.password_policy import PasswordPolicy
from oktui.values import dataclass

LEAST_AUDIT_MONTHS = 18
"""For how long decree 409/2025 Sb., § 22, wants audit events kept (X-19)."""


@dataclass(frozen=True)
class Policy:
    """Limits and switches that the rules are decided with."""

    passwords: PasswordPolicy = field(default_factory=PasswordPolicy)
    user_support: bool = False
    second_person: bool = False
    """Whether Správa systému that somebody grants waits until a second administrator confirms it (R2.1-1)."""
    lock_after: int = 3
    source_failures: int = 5
    """How many failures from one source make it wait (X-31)."""
    slow_down_at_most: timedelta = timedelta(minutes=15)
    sync_every: timedelta = timedelta(hours=2)
    idle_limit: timedelta = timedelta(minutes=15)
    session_limit: timedelta = timedelta(hours=8)
    audit_months: int = LEAST_AUDIT_MONTHS
    traces_months: int = 6
    """For how long sessions that ended, incidents, runs of the sync and notices are kept; the audit keeps it longer."""
    notify: bool = False
    """Whether anybody is told anything by e-mail: where the installation has a mail server."""
