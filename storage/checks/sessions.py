"""What always holds of sessions, of incidents and of the sync's runs."""

from functools import partial

from storage.checks.registry import Invariant, asking

INVARIANTS: list[Invariant] = []
_of_sessions = partial(asking, INVARIANTS, table="session")


@_of_sessions("R1-1")
def session_is_in_a_module_of_its_account() -> str:
    """Somebody's, and in their realm."""
    return """
        SELECT s.id FROM session s
        LEFT JOIN account a ON a.id = s.account_id LEFT JOIN module m ON m.name = s.module
        WHERE a.id IS NULL OR m.name IS NULL OR m.realm <> a.realm"""


@_of_sessions("X-9")
def ended_session_has_a_reason() -> str:
    """And one that goes on has none."""
    return "SELECT id FROM session WHERE (ended_at IS NULL) <> (end_reason IS NULL)"


@_of_sessions("X-9")
def retired_employee_has_no_open_session() -> str:
    """Retirement ends them."""
    return """
        SELECT s.id FROM session s JOIN account a ON a.id = s.account_id JOIN employee e ON e.id = a.employee_id
        WHERE s.ended_at IS NULL AND e.retired_at IS NOT NULL"""


@_of_sessions("X-9")
def locked_account_has_no_open_session() -> str:
    """A lock ends them."""
    return """
        SELECT s.id FROM session s JOIN account a ON a.id = s.account_id
        WHERE s.ended_at IS NULL AND a.locked_at IS NOT NULL"""


@_of_sessions("X-23")
def account_has_one_session_in_a_module() -> str:
    """In each place."""
    return """
        SELECT min(id) FROM session WHERE ended_at IS NULL
        GROUP BY account_id, module, place HAVING count(*) > 1"""


@_of_sessions("X-23")
def session_through_an_application_is_in_its_module() -> str:
    """And one that goes on is known to an application."""
    return """
        SELECT s.id FROM session s LEFT JOIN application_session t ON t.session_id = s.id
        LEFT JOIN application a ON a.id = t.application_id
        WHERE (a.id IS NOT NULL AND (s.place <> 'application' OR s.module <> a.module))
        OR (s.place = 'application' AND s.ended_at IS NULL AND a.id IS NULL)"""


@_of_sessions("R2.3-12")
def session_is_of_an_account_that_was_signed_in_to() -> str:
    """Each sign-in is remembered by the account too."""
    return """
        SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.first_signed_in_at IS NULL"""


@partial(asking, INVARIANTS, table="incident")("X-6")
def incident_is_of_an_account_or_of_none() -> str:
    """And has one of the numbers that people read out."""
    return """
        SELECT i.number FROM incident i LEFT JOIN account a ON a.id = i.account_id
        WHERE i.number <= 1000000 OR (i.account_id IS NOT NULL AND a.id IS NULL)"""


@partial(asking, INVARIANTS, table="sync_run")("X-7")
def run_activates_no_more_than_it_processes() -> str:
    """Activated or failed, each account was processed."""
    return "SELECT id FROM sync_run WHERE activated + failed > processed"
