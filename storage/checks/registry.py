"""What always holds of our database, by name: an invariant is a question for the rows that break it."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

from oktui.domain.checks import Breach
from oktui.values import dataclass
from storage.database import database, is_sqlite

MOST: Final = 100
"""How many rows that break one invariant are named."""


@dataclass(frozen=True)
class Invariant:
    """What holds, by the name of the function that asks; the rule it comes of, and the table whose rows are named."""

    name: str
    rule: str
    table: str
    ask: Callable[[], Iterable[object]]

    def breaches(self) -> list[Breach]:
        """The first rows that break it."""
        return [Breach(self.name, self.rule, self.table, str(key)) for key in islice(self.ask(), MOST)]


def asking(invariants: list[Invariant], rule: str, table: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Add an invariant whose function returns an SQL query for the keys of the rows that break it."""

    def add(query: Callable[[], str]) -> Callable[[], str]:
        invariants.append(Invariant(query.__name__, rule, table, lambda: keys(query())))
        return query

    return add


def keys(sql: str) -> Iterable[object]:
    """The first column of what the query finds, MOST rows of it."""
    asked = f"SELECT * FROM ({sql}) AS found LIMIT {MOST}"  # noqa: S608 - of this package's own queries
    if not is_sqlite():
        asked = asked.replace("%", "%%")  # psycopg looks for parameters even where there are none
    return [row[0] for row in database.execute_sql(asked).fetchall()]
