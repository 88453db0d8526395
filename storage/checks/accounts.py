"""What always holds of accounts, and of the passwords that are kept for them."""

from functools import partial

from storage.checks.registry import Invariant, asking

INVARIANTS: list[Invariant] = []
_of_accounts = partial(asking, INVARIANTS, table="account")


@_of_accounts("R1.1-1")
def account_is_in_the_realm_of_its_employee() -> str:
    """An account whose employee is gone is nobody's."""
    return """
        SELECT a.id FROM account a LEFT JOIN employee e ON e.id = a.employee_id
        WHERE e.id IS NULL OR e.realm <> a.realm"""


@_of_accounts("R2.3-6")
def employee_has_one_account() -> str:
    """Or none."""
    return "SELECT min(id) FROM account GROUP BY employee_id HAVING count(*) > 1"


@_of_accounts("R2.3-8")
def username_is_one_accounts() -> str:
    """In a realm, whatever the case of its letters."""
    return "SELECT min(id) FROM account GROUP BY realm, lower(username) HAVING count(*) > 1"


@_of_accounts("R2.3-7")
def username_is_of_plain_letters() -> str:
    """Letters without diacritics, digits and three signs."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"
    return f"SELECT id FROM account WHERE username = '' OR ltrim(username, '{letters}') <> ''"  # noqa: S608


@_of_accounts("X-18")
def password_is_stored_as_its_hash() -> str:
    """Each hash begins with the way that it was made."""
    return "SELECT id FROM account WHERE password_hash NOT LIKE '%$%'"


@_of_accounts("X-15")
def past_password_is_an_accounts() -> str:
    """And stored as its hash."""
    return """
        SELECT p.account_id FROM past_password p LEFT JOIN account a ON a.id = p.account_id
        WHERE a.id IS NULL OR p.password_hash NOT LIKE '%$%'"""


@_of_accounts("X-16")
def temporary_password_must_be_changed() -> str:
    """At the next sign-in."""
    return "SELECT id FROM account WHERE temporary AND NOT must_change"


@_of_accounts("X-16")
def temporary_password_dies() -> str:
    """From the account's activation on its end is known."""
    return "SELECT id FROM account WHERE temporary AND sync_state = 'active' AND temporary_until IS NULL"


@_of_accounts("X-16")
def lasting_password_has_no_end() -> str:
    """Neither an end nor a use that ended it."""
    return """
        SELECT id FROM account
        WHERE NOT temporary AND (temporary_until IS NOT NULL OR temporary_used_at IS NOT NULL)"""


@_of_accounts("R2.6-1")
def lock_has_failures() -> str:
    """No account is locked that nobody failed to sign in to."""
    return "SELECT id FROM account WHERE failures < 0 OR (locked_at IS NOT NULL AND failures = 0)"


@_of_accounts("R2.3-12")
def signed_in_account_is_active() -> str:
    """Nobody signs in before the sync has made the account usable."""
    return "SELECT id FROM account WHERE sync_state <> 'active' AND first_signed_in_at IS NOT NULL"


@_of_accounts("R2.3-14")
def active_account_has_not_failed() -> str:
    """What the sync has made usable waits for nothing."""
    return "SELECT id FROM account WHERE sync_state = 'active' AND sync_failed"


@_of_accounts("X-26")
def first_sign_in_goes_with_the_last() -> str:
    """What was never signed in to may be deleted, so both are known or neither."""
    return "SELECT id FROM account WHERE (first_signed_in_at IS NULL) <> (last_signed_in_at IS NULL)"
