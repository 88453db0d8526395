"""The one box that finds (^K, F13), on either engine."""

from functools import partial

from oktui.domain.authority import Scope
from oktui.domain.lookup import asked_words
from oktui.domain.modules import Realm
from oktui.domain.offices import Region
from storage import lookup
from tests.benchmarks.bench_listing import timed
from tests.benchmarks.measuring import Figures, Installation

_LIMIT = 50
_TYPED = (
    "s", "sm", "smí", "cern", "jiří", "jiří ch", "nataša", "adam chroda", "u1234", "600 001 234", "+420 600 001",
    "1007926919", "urad", "kraj vysočina jiří", "nobody at all",
)  # fmt: skip


def measure(installation: Installation) -> Figures:
    """Milliseconds until those who are meant are known, by what was typed."""
    figures = {}
    with installation.opened():
        for region in (None, Region.JIHOMORAVSKY):
            scope = Scope(Realm.OKSLUZBY, region)
            for text in _TYPED:
                find = partial(lookup.find, asked_words(text), scope, limit=_LIMIT)
                figures[f"«{text}»{', one region' if region else ''}"] = timed(find)
    return figures
