"""Threads that use cases run on, so that the event loop never waits; whoever has to wait too long is turned away."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from oktui.services.answering import in_time, leave
from oktui.threads import ForsakenThreads

AnswerT = TypeVar("AnswerT")

WAITS: Final = 20.0
"""Seconds after which a request whose turn has not come is refused; nothing was begun, so nothing was counted."""
MOST_WAITING: Final = 256
"""How many requests of one application may wait, so that no other one's wait behind a flood."""


class Overloaded(Exception):
    """There is more to do than is done in time."""


class Pool:
    """So many use cases at once, each from its begin to its end; the others wait for their turn, in order.

    A password is hashed within a turn: a use case whose time runs (X-33) never waits for another one's hash.
    """

    def __init__(self, number: int, name: str) -> None:
        self._threads = ForsakenThreads(number, name, leave)
        self._turns = asyncio.Semaphore(number)
        self._waiting = Counter[str]()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return self._waiting.total()

    async def run(self, case: Callable[[], AnswerT], *, of: str = "") -> AnswerT:
        """Run the use case in its turn. Raises Overloaded, and whatever the case raises."""
        if self._waiting[of] >= MOST_WAITING:
            raise Overloaded
        await self._wait(of)
        running = self._threads.submit(in_time, case)
        loop = asyncio.get_running_loop()

        def give_turn(_: object) -> None:
            with suppress(RuntimeError):  # of a loop that has ended: nobody waits any more
                loop.call_soon_threadsafe(self._turns.release)

        # When the thread is done, not whoever waits: a caller who goes away leaves it at work.
        running.add_done_callback(give_turn)
        return await asyncio.wrap_future(running)

    async def _wait(self, of: str) -> None:
        self._waiting[of] += 1
        try:
            async with asyncio.timeout(WAITS):
                await self._turns.acquire()
        except TimeoutError as error:
            raise Overloaded from error
        finally:
            self._waiting[of] -= 1
            if not self._waiting[of]:
                del self._waiting[of]

    def close(self) -> None:
        """Let the threads go when they have done what they are at."""
        self._threads.shutdown()
