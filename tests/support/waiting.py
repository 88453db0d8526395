"""Waiting in tests of screens: for a state, never for a frame or a number of seconds.

Textual's pilot takes a program for idle when its process has used little of the processor for 20 ms. On a busy
machine that is true of a program that was given none. Here one is at rest when its event loop has nothing to do, no
use case runs in a thread, and all is drawn: as quick as the program is, and as patient as the machine needs.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest
from textual._context import active_app
from textual.pilot import Pilot
from textual.screen import Screen

from oktui.terminal import screen_text

PATIENCE = 60.0
"""Seconds after which a test fails that waits for what never comes; none that passes takes as long."""


class Gate:
    """What a test holds a use case up with: the program counts as at rest while its thread waits here."""

    holding: ClassVar[set[tuple["Gate", int]]] = set()
    """The gates that somebody waits at, each with the thread that does."""

    def __init__(self, *, is_open: bool = False) -> None:
        self._opened = threading.Event()
        if is_open:
            self._opened.set()

    def pass_through(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Wait until the gate is open, calling `meanwhile` again and again."""
        here = (self, threading.get_ident())
        with _gates:
            if not self._opened.is_set():
                Gate.holding.add(here)
        try:
            while not self._opened.wait(0.01):
                meanwhile()
        finally:
            with _gates:
                Gate.holding.discard(here)

    def open(self) -> None:
        """Let everybody go on."""
        with _gates:
            self._opened.set()
            Gate.holding -= {here for here in Gate.holding if here[0] is self}

    def close(self) -> None:
        """Hold up whoever comes next."""
        self._opened.clear()

    @classmethod
    @contextmanager
    def elsewhere(cls) -> Iterator[None]:
        """Count one use case as waiting at a gate, while something else holds it up."""
        here = (cls(), 0)
        cls.holding.add(here)
        yield
        cls.holding.discard(here)


_gates = threading.Lock()
_at_work: set[asyncio.Future[Any]] = set()


async def at_rest(*_: object) -> None:
    """Wait until the program does nothing more by itself, and all that has changed is drawn."""
    app, check = active_app.get(None), _patience()
    while True:
        check()
        await _nothing_scheduled()
        if len(_at_work) > len(Gate.holding):
            await asyncio.wait(_at_work, timeout=0.01, return_when=asyncio.FIRST_COMPLETED)
        elif app is None or app._exit or not app.is_running:
            return
        elif app._resize_event is not None:  # Textual lets a moment pass, in case that more of them come
            await asyncio.sleep(0.01)
        elif _undrawn(app.screen):
            app.screen._on_timer_update()
        else:
            return


def _patience() -> Callable[[], None]:
    """Raise TimeoutError when called too late: a timer of asyncio's would keep the form alive that it began in."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE

    def check() -> None:
        if loop.time() > deadline:
            raise TimeoutError

    return check


async def _nothing_scheduled() -> None:
    loop: Any = asyncio.get_running_loop()
    await asyncio.sleep(0)
    while loop._ready:  # noqa: ASYNC110 - what is scheduled sets no event
        await asyncio.sleep(0)


def _undrawn(screen: Screen[Any]) -> bool:
    return screen.is_current and bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


def have_pilots_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have `pilot.press`, `pilot.pause` and their like return when the program is at rest."""
    _at_work.clear()
    monkeypatch.setattr(Gate, "holding", set())
    monkeypatch.setattr("textual.app.wait_for_idle", at_rest)
    monkeypatch.setattr("textual.pilot.wait_for_idle", at_rest)
    run_in_executor = asyncio.BaseEventLoop.run_in_executor

    def counted(loop: asyncio.BaseEventLoop, *arguments: Any) -> asyncio.Future[Any]:
        future = run_in_executor(loop, *arguments)
        _at_work.add(future)
        future.add_done_callback(_at_work.discard)
        return future

    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", counted)


async def until(pilot: Pilot[Any], happened: Callable[[], object]) -> None:
    """Wait for what comes by itself, after a time or in a thread; fail when it does not."""
    check = _patience()
    await settled(pilot)
    while not happened():
        check()
        await asyncio.sleep(0.005)
        await settled(pilot)


async def shows(pilot: Pilot[Any], text: str) -> None:
    """Wait until the screen shows the text."""
    await until(pilot, lambda: text in screen_text(pilot.app))


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until what was begun is done, or waits for an answer, and all is drawn."""
    active_app.set(pilot.app)  # pilots of snapshots do not know it
    await pilot.pause()
