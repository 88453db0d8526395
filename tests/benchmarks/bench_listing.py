"""The queries of F3's list, on either engine."""

from collections.abc import Callable
from datetime import date
from functools import partial

from oktui.domain.authority import Scope
from oktui.domain.listing import Criteria, Cursor, Listed
from oktui.domain.modules import Realm
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.rows import Rows
from storage import listing, workplaces
from storage.database import transaction
from tests.benchmarks.crowd import RARE_GIVEN_NAME
from tests.benchmarks.measuring import Figures, Installation, milliseconds
from tests.support.cast import VYSOCINA

_DAY = date(2016, 7, 25)
_LIMIT = 101
_SMALL_OFFICE = "KP Havlíčkův Brod (Havlíčkův Brod)"


def measure(installation: Installation) -> Figures:
    """Milliseconds of the slowest page (first, next, last, one before) and of the count, by what is asked for."""
    figures = {}
    with installation.opened():
        for region in (None, Region.VYSOCINA):
            scope = Scope(Realm.OKSLUZBY, region)
            for name, criteria in _asked().items():
                case = f"{name}{', one region' if region else ''}"
                page = partial(listing.page, criteria, scope, day=_DAY)
                count = partial(listing.count, criteria, scope, day=_DAY)
                figures[case] = _slowest_page(page)
                figures[f"{case}: count"] = timed(count)
    return figures


def _asked() -> dict[str, Criteria]:
    with transaction():
        offices = {place.name: place.id for place in workplaces.within(None)}
    return {
        "everybody": Criteria(),
        "everybody, the retired too": Criteria(with_invalid=True),
        "surname cern": Criteria(surname="cern"),
        "surname c": Criteria(surname="c"),
        "surname ch": Criteria(surname="ch"),
        "surname s": Criteria(surname="s"),
        "surname of nobody": Criteria(surname="chxx"),
        "given name j": Criteria(given_name="j"),
        "rare given name": Criteria(given_name=RARE_GIVEN_NAME),
        "second surname": Criteria(second_surname="si"),
        "IK of five digits": Criteria(ik="10079"),
        "whole IK": Criteria(ik="1007926919"),
        "kind of office": Criteria(office_kind=OfficeKind.KU),
        "large workplace": Criteria(workplace_id=offices[VYSOCINA]),
        "small workplace": Criteria(workplace_id=offices[_SMALL_OFFICE]),
        "any word nov": Criteria(words="nov"),
        "two words, of which everybody has one": Criteria(words="kraj nov"),
        "surname, given name and kind": Criteria(surname="s", given_name="r", office_kind=OfficeKind.KU),
        "two frequent ones that seldom meet": Criteria(given_name="jiří", second_surname="k"),
    }


def _slowest_page(page: Callable[..., list[Listed]]) -> float:
    with transaction():
        first, last = page(Rows(_LIMIT)), page(Rows(_LIMIT, backwards=True))
    asked = [Rows[Cursor](_LIMIT), Rows[Cursor](_LIMIT, backwards=True)]
    if first:
        asked += [Rows(_LIMIT, after=first[-1].key), Rows(_LIMIT, before=last[0].key)]
    return max(timed(partial(page, rows)) for rows in asked)


def timed(query: Callable[[], object]) -> float:
    """Milliseconds of a query in a transaction of its own."""

    def in_transaction() -> None:
        with transaction():
            query()

    return milliseconds(in_transaction)
