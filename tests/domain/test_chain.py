"""The chain of seals over audit events (X-19)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.chain import (
    GENESIS,
    End,
    Finding,
    Flaw,
    Link,
    NotAPosition,
    Position,
    cut_off,
    follow,
    seal,
    seal_end,
)

KEY = b"k" * 32
CONTENTS = st.lists(st.text(max_size=5), min_size=2, max_size=8, unique=True)


def chain_of(contents: Sequence[str], start: Position = GENESIS) -> list[Link]:
    """A whole chain; numbers have gaps, as a database's do."""
    links: list[Link] = []
    position = start
    for content in contents:
        links.append(Link(position.number + 2, position.seal, content, seal(KEY, position.seal, content)))
        position = links[-1].position
    return links


def flaw_in(links: Sequence[Link], landmarks: Sequence[Position]) -> Flaw | None:
    """What walking the whole of it finds."""
    answer = follow(KEY, GENESIS, links, landmarks)
    finding = answer if isinstance(answer, Finding) else cut_off(answer, landmarks)
    return finding.flaw if finding else None


@given(contents=CONTENTS, part=st.integers(0, 8))
def test_a_chain_left_alone_is_whole_walked_at_once_or_in_parts(contents: list[str], part: int) -> None:
    """X-19: where one part ends the next goes on."""
    links = chain_of(contents)
    head = links[-1].position
    assert follow(KEY, GENESIS, links, [head]) == head
    middle = follow(KEY, GENESIS, links[:part])
    assert isinstance(middle, Position)
    assert follow(KEY, middle, links[part:]) == head
    assert cut_off(head, [head, links[0].position]) is None


@given(contents=CONTENTS, data=st.data())
def test_whatever_is_done_to_one_event_is_found_where_it_shows(contents: list[str], data: st.DataObject) -> None:
    """X-19: changed, removed, inserted, moved; the rest of the chain does not have to be looked at."""
    links = chain_of(contents)
    head = links[-1].position
    at = data.draw(st.integers(0, len(links) - 1))
    hit = links[at]

    changed = [*links[:at], replace(hit, content=hit.content + "x"), *links[at + 1 :]]
    assert follow(KEY, GENESIS, changed) == Finding(Flaw.CHANGED, hit.number)

    removed = [*links[:at], *links[at + 1 :]]
    expected = Finding(Flaw.BROKEN, links[at + 1].number) if at + 1 < len(links) else None
    answer = follow(KEY, GENESIS, removed)
    assert answer == expected if expected else flaw_in(removed, [head]) is Flaw.CUT_OFF

    forged = Link(hit.number + 1, hit.seal, "forged", seal(b"another key", hit.seal, "forged"))
    inserted = [*links[: at + 1], forged, *links[at + 1 :]]
    assert follow(KEY, GENESIS, inserted) == Finding(Flaw.CHANGED, forged.number)

    copied = [*links[: at + 1], replace(hit, number=hit.number + 1), *links[at + 1 :]]
    assert follow(KEY, GENESIS, copied) == Finding(Flaw.BROKEN, hit.number + 1)


@given(contents=CONTENTS)
def test_events_in_another_order_are_no_chain(contents: list[str]) -> None:
    """X-19: two neighbours that change places."""
    links = chain_of(contents)
    for at, (first, second) in enumerate(pairwise(links)):
        swapped = [replace(second, number=first.number), replace(first, number=second.number)]
        answer = follow(KEY, GENESIS, [*links[:at], *swapped, *links[at + 2 :]])
        assert answer == Finding(Flaw.BROKEN, first.number)


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_an_end_that_was_seen_before_is_missed(kept: int) -> None:
    """X-19: a chain cut off is whole in itself; only a landmark tells."""
    links = chain_of(["a", "b", "c"])
    last = links[kept - 1].position if kept else GENESIS
    assert follow(KEY, GENESIS, links[:kept]) == last
    assert cut_off(last, [links[-1].position]) == Finding(Flaw.CUT_OFF, last.number)


def test_a_past_told_otherwise_with_the_right_key_is_not_the_one_that_was_seen() -> None:
    """X-19: an old copy of the database, carried on, has another event at the landmark."""
    seen = chain_of(["a", "b"])[-1].position
    retold = chain_of(["a", "x", "y"])
    assert flaw_in(retold, [seen]) is Flaw.BROKEN


def test_a_purged_chain_begins_where_its_start_says() -> None:
    """X-19: what the landmark tells of may have been purged since."""
    links = chain_of(["a", "b", "c"])
    start = links[0].position
    assert follow(KEY, start, links[1:], [start]) == links[-1].position
    assert follow(KEY, GENESIS, links[1:]) == Finding(Flaw.BROKEN, links[1].number)


def test_the_seals_on_the_ends_are_no_ones_elses() -> None:
    """X-19: a start is no head, and neither passes for an event's seal or for another position's."""
    position = Position(7, b"m" * 32)
    seals = {
        seal_end(KEY, End.START, position),
        seal_end(KEY, End.HEAD, position),
        seal_end(KEY, End.HEAD, position._replace(number=8)),
        seal_end(KEY, End.HEAD, Position(7, b"n" * 32)),
        seal_end(b"another", End.HEAD, position),
        seal(KEY, position.seal, "7"),
    }
    assert len(seals) == 6


@given(number=st.integers(0, 10**18 - 1), seal=st.binary(min_size=32, max_size=32))
def test_a_position_written_outside_the_machine_is_read_back(number: int, seal: bytes) -> None:
    """X-19: copied from paper by hand, in groups and in capitals."""
    position = Position(number, seal)
    line = position.line()
    grouped = " ".join(line[at : at + 4] for at in range(0, len(line), 4)).upper()
    assert Position.of_line(line) == Position.of_line(f" {grouped}\n") == position


@pytest.mark.parametrize(
    "line",
    ["", "7", f"7:{'0' * 63}", f"7:{'0' * 65}", f"7:{'g' * 64}", f":{'0' * 64}", f"-7:{'0' * 64}", f"7:{'0' * 64}:"],
)
def test_a_position_with_a_digit_missing_or_too_many_is_not_guessed(line: str) -> None:
    """X-19: one that nobody has seen would prove nothing."""
    with pytest.raises(NotAPosition):
        Position.of_line(line)
