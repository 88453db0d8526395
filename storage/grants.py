"""Grants: permissions given, changed and revoked; none is ever deleted."""

from datetime import datetime

from oktui.domain.accounts import Grant
from oktui.domain.modules import Realm
from storage.models import GrantRow


def insert(account_id: int, realm: Realm, grant: Grant, granted_by: int | None) -> None:
    """Give the account a permission (R2.3-10)."""
    GrantRow.insert(
        account=account_id,
        realm=realm,
        module=grant.module,
        permission=grant.permission,
        level=grant.level,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        granted_by=granted_by,
    ).execute()


def update(grant: Grant) -> None:
    """Change the level and validity of a stored grant."""
    query = GrantRow.update(level=grant.level, valid_from=grant.valid_from, valid_to=grant.valid_to)
    query.where(GrantRow.id == grant.id).execute()


def revoke(grant: Grant, now: datetime) -> None:
    """Mark a stored grant as revoked (Zrušeno)."""
    GrantRow.update(revoked_at=now).where(GrantRow.id == grant.id).execute()
