"""Grants: permissions given, changed and revoked; none is ever deleted."""

from datetime import datetime

from oktui.domain.accounts import Grant
from oktui.domain.modules import Realm
from storage.mapping import columns
from storage.models import GrantRow


def insert(account_id: int, realm: Realm, grant: Grant, granted_by: int | None) -> None:
    """Give the account a permission (R2.3-10)."""
    GrantRow.insert(account=account_id, realm=realm, granted_by=granted_by, **columns(grant, but=("id",))).execute()


def update(grant: Grant) -> None:
    """Store what a stored grant has become."""
    query = GrantRow.update(**columns(grant, but=("id",)))
    query.where(GrantRow.id == grant.id).execute()


def revoke(grant: Grant, now: datetime) -> None:
    """Mark a stored grant as revoked (Zrušeno)."""
    GrantRow.update(revoked_at=now).where(GrantRow.id == grant.id).execute()
