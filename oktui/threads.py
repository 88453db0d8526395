"""Threads that the end of the program does not wait for (X-33)."""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
ResultT = TypeVar("ResultT")
_Job = Callable[[], None]


class ForsakenThreads(Executor):
    """As a ThreadPoolExecutor, whose threads Python joins at its exit however long they take."""

    def __init__(self, number: int, name: str, at_end: Callable[[], None]) -> None:
        """`at_end` is run by each thread when it goes."""
        self._at_end = at_end
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._number = number
        for each in range(number):
            threading.Thread(target=self._work, name=f"{name}_{each}", daemon=True).start()

    def submit(self, fn: Callable[P, ResultT], /, *args: P.args, **kwargs: P.kwargs) -> Future[ResultT]:
        """Run the function on the next thread that is free."""
        future: Future[ResultT] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - whoever waits for the result is told
                future.set_exception(error)
            else:
                future.set_result(result)

        self._jobs.put(job)
        return future

    def shutdown(self, wait: bool = False, *, cancel_futures: bool = False) -> None:  # noqa: ARG002 - as Executor's
        """Let the threads go when they have done what was given to them; never waits."""
        for _ in range(self._number):
            self._jobs.put(None)

    def _work(self) -> Any:
        while (job := self._jobs.get()) is not None:
            job()
            del job  # and all that the result holds
        self._at_end()
