"""`oktui fetch`: hands out a file that somebody had made in the program, once (X-30)."""

import base64
import shutil
import sys

import click

from oktui.cli.grammar import Command
from oktui.cli.invocation import OK, Invocation, Unusable, given
from oktui.cli.opening import open_named
from oktui.domain.kept_files import is_name, public_name
from oktui.services.files.fetch_file import fetch_file
from screens.texts import kept


@click.command(
    "fetch",
    cls=Command,
    help="Vydá jednou na standardní výstup soubor, jehož název program ukázal tomu, kdo ho vytvořil.",
)
@click.argument("name", metavar="NÁZEV", help="název souboru, jak ho program ukázal")
@given
def command(invocation: Invocation, *, name: str) -> int:
    """Write the file's bytes on standard output."""
    if not is_name(name):
        raise Unusable(kept.NO_SUCH_NAME)
    if not invocation.as_json and sys.stdout.isatty():
        raise Unusable(kept.NOT_TO_A_TERMINAL)
    effects = open_named(invocation)
    with fetch_file(name, effects=effects) as file:
        if invocation.as_json:
            content = base64.b64encode(file.read()).decode()
            invocation.answer("", {"file": public_name(name), "base64": content})
        else:
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.flush()
    return OK
