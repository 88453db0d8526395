"""Loads the forms that nobody has opened yet, on a thread behind the first one, so that none is waited for."""

import pkgutil
from collections.abc import Callable
from importlib import import_module

import screens


def load_forms(stopped: Callable[[], bool]) -> None:
    """Import every module of the forms, until that is not wanted any more."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        if stopped():
            return
        import_module(module.name)
