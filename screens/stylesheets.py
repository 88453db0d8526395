"""The style sheets of all forms, for the App to read before it shows the first.

A sheet that comes with a screen has Textual parse all sheets anew and apply them to every widget there is, each time a
form is opened for the first time.
"""

from pathlib import Path, PurePath
from typing import Final

_HERE = Path(__file__).parent

STYLESHEETS: Final[list[str | PurePath]] = [
    *sorted(_HERE.glob("*.tcss")),
    *sorted((_HERE / "widgets").glob("*.tcss")),
    *sorted(path for path in _HERE.glob("*/*.tcss") if path.parent.name != "widgets"),
]
"""Those for all forms first: of two rules of the same weight the form's own wins."""
