"""Dataclasses whose methods are written when the first value is made: otherwise as any."""

import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Generic, TypeVar

import pytest

from oktui.values import dataclass

T = TypeVar("T")


@dataclass(frozen=True)
class Named:
    """A value with a default."""

    name: str
    number: int = 3


@dataclass(frozen=True)
class Titled(Named):
    """A value that adds to another's."""

    titles: list[str] = dataclasses.field(default_factory=list)


@dataclass
class Holding(Generic[T]):
    """A value of any kind."""

    held: T

    def __post_init__(self) -> None:
        self.noted = f"holds {self.held}"


@dataclass(eq=False)
class Refused(Exception):
    """What is raised."""

    reason: str


def fresh() -> type:
    """A class of which there is no value yet."""

    @dataclass(frozen=True)
    class Fresh:
        left: int
        right: int = 0

    return Fresh


def test_a_value_is_as_any_dataclass_has_it() -> None:
    """Made, compared, shown, hashed, replaced and taken apart."""
    value = Named("a")
    assert (value, hash(value), repr(value)) == (Named("a", 3), hash(Named("a")), "Named(name='a', number=3)")
    assert dataclasses.replace(value, number=4) == Named("a", 4)
    assert dataclasses.asdict(value) == {"name": "a", "number": 3}
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.name = "b"  # type: ignore[misc]  # to be refused
    match value:
        case Named(name, number):
            assert (name, number) == ("a", 3)


def test_what_a_class_is_made_of_is_told_before_there_is_a_value() -> None:
    """Columns and titles are read off classes."""
    assert [field.name for field in dataclasses.fields(fresh())] == ["left", "right"]
    assert dataclasses.is_dataclass(fresh())
    assert fresh().__match_args__ == ("left", "right")  # type: ignore[attr-defined]  # mypy does not see a type's


def test_those_that_add_to_others_have_all_fields() -> None:
    """Whichever is made first."""
    first = Titled("a", titles=["Ing."])
    assert first == Titled("a", 3, ["Ing."])
    assert first != Titled("a")
    assert Titled("b").titles is not Titled("b").titles


def test_generic_ones_and_exceptions_are_made_too() -> None:
    """As columns and refusals are."""
    assert Holding[int](3).noted == "holds 3"
    with pytest.raises(Refused) as refused:
        raise Refused("no")
    assert refused.value.reason == "no"


@pytest.fixture
def _restless() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_restless")
def test_threads_that_make_the_first_values_at_once_all_get_them() -> None:
    """The terminal's use cases, the door and the forms loaded behind F1 run on threads."""
    for _ in range(50):
        made, together = fresh(), Barrier(4)

        def make(number: int, made: type = made, together: Barrier = together) -> object:
            together.wait()
            return made(number)

        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(make, range(4))) == [made(number) for number in range(4)]


def test_the_methods_are_written_with_the_first_value() -> None:
    """Design: a start does not pay for what it makes none of."""
    script = (
        "from oktui.domain.people import Person; print('__eq__' in vars(Person)); "
        "Person.__match_args__; print('__eq__' in vars(Person))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]


def test_too_few_arguments_are_told_as_ever() -> None:
    """And again, though it was the first."""
    made = fresh()
    for _ in range(2):
        with pytest.raises(TypeError, match="left"):
            made()
