"""Lists of employees that owners of accounts have saved under a name (F3)."""

from typing import Any

from oktui.domain.listing import Criteria, Sorting
from oktui.domain.saved_lists import SavedList
from storage.mapping import columns, record
from storage.models import SavedListRow


def of_account(account_id: int) -> list[SavedList]:
    """All that the account has, by name."""
    query = SavedListRow.select().where(SavedListRow.account == account_id)
    return [_value_of(row) for row in query.order_by(SavedListRow.name)]


def put(account_id: int, saved: SavedList) -> None:
    """Store it, in the place of the one of this name."""
    row, criteria = SavedListRow, columns(saved.criteria, but=("kept",))
    asked = {**criteria, "sorted_by": saved.sorting.order, "descending": saved.sorting.descending}
    query = row.insert(account=account_id, name=saved.name, **asked)
    query.on_conflict(conflict_target=[row.account, row.name], update=asked).execute()


def delete(account_id: int, name: str) -> bool:
    """Delete the one of this name; False where there is none."""
    row = SavedListRow
    return bool(row.delete().where(row.account == account_id, row.name == name).execute())


def _value_of(row: Any) -> SavedList:
    criteria = record(Criteria, row, kept=frozenset())
    return SavedList(row.name, criteria, Sorting(row.sorted_by, descending=row.descending))
