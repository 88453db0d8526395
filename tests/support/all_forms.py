"""Every form of the program, found and not listed, so that a new one cannot be forgotten."""

import importlib
import pkgutil
from typing import Any

import screens
from screens.form_screen import FormScreen
from screens.reading import ReadingScreen

for module in pkgutil.walk_packages(screens.__path__, "screens."):
    importlib.import_module(module.name)


def _shown(base: type[FormScreen[Any]]) -> set[type[FormScreen[Any]]]:
    """All forms of the program that are shown as such, not those that others are made of."""
    found = set()
    for kind in base.__subclasses__():
        found |= _shown(kind) or {kind}
    return {kind for kind in found if kind.__module__.startswith("screens.")}


FORMS = sorted(_shown(FormScreen), key=lambda kind: kind.__name__)
PAGES = [form for form in FORMS if issubclass(form, ReadingScreen)]
"""Those with nothing to fill in: pages to read."""
