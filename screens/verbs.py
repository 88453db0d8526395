"""What makes an action of a form's async method."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")


class Starts(Protocol):
    """A form, as what starts its work knows it."""

    def start(self, work: Callable[[], Awaitable[None]], *, reading: bool = False) -> None:
        """Run the work."""


FormT = TypeVar("FormT", bound=Starts)
Method = Callable[Concatenate[FormT, P], Coroutine[Any, Any, None]]


def verb(method: Method[FormT, P]) -> Callable[Concatenate[FormT, P], None]:
    """Make an action of an async method: it runs in a worker, one at a time, and its refusals are shown.

    A second start while one is running is refused. A DomainError that the method lets through is shown
    by `show_refusal`; anything else is a bug, reported by its number.
    """

    @wraps(method)
    def start(form: FormT, /, *args: P.args, **kwargs: P.kwargs) -> None:
        form.start(partial(method, form, *args, **kwargs))

    return start


def reading(
    method: Method[FormT, P],
) -> Callable[Concatenate[FormT, P], None]:
    """Make of an async method what a form reads by itself: as `verb`, but nobody has to wait for it.

    A verb started meanwhile follows it, for whoever presses a key does not know of it; and the form can be left.
    """

    @wraps(method)
    def start(form: FormT, /, *args: P.args, **kwargs: P.kwargs) -> None:
        form.start(partial(method, form, *args, **kwargs), reading=True)

    return start
