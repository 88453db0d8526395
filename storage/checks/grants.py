"""What always holds of grants."""

from functools import partial

from oktui.domain.modules import Permission
from storage.checks.registry import Invariant, asking

INVARIANTS: list[Invariant] = []
_of_grants = partial(asking, INVARIANTS, table="permission_grant")


@_of_grants("R1.3-1")
def grant_is_in_the_realm_of_its_account() -> str:
    """And its module is."""
    return """
        SELECT g.id FROM permission_grant g
        LEFT JOIN account a ON a.id = g.account_id LEFT JOIN module m ON m.name = g.module
        WHERE a.id IS NULL OR m.name IS NULL OR a.realm <> g.realm OR m.realm <> g.realm"""


@_of_grants("R1-2")
def grant_is_of_the_modules_catalogue() -> str:
    """No module has a permission that it does not know."""
    return """
        SELECT g.id FROM permission_grant g LEFT JOIN permission p ON p.module = g.module AND p.name = g.permission
        WHERE p.name IS NULL"""


@_of_grants("R2.3-10")
def permission_is_granted_once() -> str:
    """To an account, as long as it is not revoked."""
    return """
        SELECT min(id) FROM permission_grant WHERE revoked_at IS NULL
        GROUP BY account_id, module, permission HAVING count(*) > 1"""


@_of_grants("R2.3-10")
def grant_ends_after_it_begins() -> str:
    """The days of a grant are in order."""
    return "SELECT id FROM permission_grant WHERE valid_to < valid_from"


@_of_grants("R2.1-3")
def nobody_granted_to_themselves() -> str:
    """Nor was it an account that is not there."""
    return """
        SELECT g.id FROM permission_grant g LEFT JOIN account a ON a.id = g.granted_by_id
        WHERE g.granted_by_id IS NOT NULL AND (a.id IS NULL OR g.granted_by_id = g.account_id)"""


@partial(asking, INVARIANTS, table="proposal")("R2.1-1")
def proposal_is_of_what_its_account_holds() -> str:
    """In the account's realm; the grant that it would change is Správa systému of that module, and not revoked."""
    administration = Permission.SYSTEM_ADMINISTRATION.value
    return f"""
        SELECT p.id FROM proposal p JOIN account a ON a.id = p.account_id JOIN module m ON m.name = p.module
        LEFT JOIN permission_grant g ON g.id = p.grant_id
        WHERE a.realm <> m.realm OR p.proposed_by_id = p.account_id OR p.grant_id IS NOT NULL AND (
            g.id IS NULL OR g.account_id <> p.account_id OR g.module <> p.module OR g.revoked_at IS NOT NULL
            OR g.permission <> '{administration}')"""  # noqa: S608


@_of_grants("R1.1-3")
def ministrys_permission_is_held_at_the_ministry() -> str:
    """Those that only MPSV's workplaces have."""
    names = ", ".join(f"'{permission.value}'" for permission in Permission if permission.mpsv_only)
    return f"""
        SELECT g.id FROM permission_grant g JOIN account a ON a.id = g.account_id
        JOIN employee e ON e.id = a.employee_id JOIN workplace w ON w.id = e.workplace_id
        WHERE g.permission IN ({names}) AND g.revoked_at IS NULL AND w.office_kind <> 'MPSV'"""  # noqa: S608
