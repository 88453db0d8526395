"""`oktui demo`: the program with the document's people, to be tried or to play chapter 2.3 by itself."""

import tempfile
from contextlib import nullcontext
from pathlib import Path

import click

from oktui.cli.grammar import Command
from oktui.cli.invocation import OK, REFUSED, Invocation, given
from oktui.cli.linear import show as show_lines
from oktui.cli.opening import open_installation
from oktui.cli.program import show
from oktui.cli.settings import telling_flaws
from oktui.demo import make_home, prepare
from oktui.effects import Effects
from oktui.environment import has_terminal
from oktui.walkthrough import Stuck, play


@click.command(
    "demo",
    cls=Command,
    help="Ukázka s osobami z dokumentu. Bez --home po sobě nic nenechá; bez terminálu přehraje kapitolu 2.3 sama.",
)
@click.option("--linear", is_flag=True, help="program po řádcích, otázkami a odpověďmi")
@click.option("--walkthrough", is_flag=True, help="přehraje kapitolu 2.3 sama")
@click.option(
    "--pictures",
    type=click.Path(path_type=Path),
    metavar="ADRESÁŘ",
    help="při přehrávání ukládá obrazovky jako SVG",
)
@given
def command(invocation: Invocation, *, linear: bool, walkthrough: bool, pictures: Path | None) -> int:
    """Show the demo, or play it."""
    with nullcontext(invocation.home) if invocation.home else tempfile.TemporaryDirectory(prefix="oktui-demo-") as home:
        with telling_flaws():
            settings = make_home(Path(home))
        effects = open_installation(settings)
        usernames = prepare(effects=effects)
        if walkthrough or pictures or not has_terminal():
            return _play(invocation, effects, usernames, pictures)
        return (show_lines if linear else show)(settings, effects, demo=usernames)


def _play(invocation: Invocation, effects: Effects, usernames: tuple[str, ...], pictures: Path | None) -> int:
    played: list[dict[str, str]] = []

    def show_screen(title: str, screen: str) -> None:
        played.append({"title": title, "screen": screen})
        if not invocation.as_json:
            invocation.say(f"\n=== {len(played)}. {title} ===\n{screen}")

    try:
        play(effects, usernames, show=show_screen, pictures=pictures)
    except Stuck as error:
        text = f"Přehrávání se zastavilo: program neukázal {error}"
        return invocation.complain(text, REFUSED, reason=type(error).__name__)
    if invocation.as_json:
        invocation.answer("", {"screens": played})
    return OK
