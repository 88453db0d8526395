"""What an installation asks of passwords (X-15 … X-17): numbers alone, which settings are read with."""

from datetime import timedelta

from oktui.values import dataclass


@dataclass(frozen=True)
class PasswordPolicy:
    """The rules in force, as configured (X-15 … X-17)."""

    min_length: int = 12
    admin_min_length: int = 17
    max_length: int = 256
    max_age_months: int = 18
    min_age: timedelta = timedelta(minutes=30)
    remembered: int = 12
    temporary_lifetime: timedelta = timedelta(minutes=60)
    temporary_grace: timedelta = timedelta(minutes=15)
    first_lifetime: timedelta = timedelta(hours=72)
    guesses: int = 10**10
    admin_guesses: int = 10**12

    def least_length(self, *, is_administrator: bool) -> int:
        """The fewest characters that such an account's password may have."""
        return self.admin_min_length if is_administrator else self.min_length

    def least_guesses(self, *, is_administrator: bool) -> int:
        """How many guesses such an account's password must withstand."""
        return self.admin_guesses if is_administrator else self.guesses
