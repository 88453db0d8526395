"""What a check of the database finds: records that break what always holds."""

from oktui.values import dataclass


@dataclass(frozen=True)
class Breach:
    """An invariant by its name and rule, and the record that breaks it: a table, and the row's key."""

    invariant: str
    rule: str
    table: str
    key: str
