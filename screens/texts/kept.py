"""What is said of files that wait to be fetched, and of what was copied (X-30)."""

from typing import Final

from oktui.domain.kept_files import KeptFile
from screens.texts import dates

WHERE_IT_GOES: Final = (
    "Soubor dostane jméno od programu a počká v něm, až si ho vyzvednete. Program vám "
    "ukáže, kterým příkazem. CSV si také můžete přečíst a zkopírovat přímo tady."
)
HOW_TO_FETCH: Final = (
    "Příkaz zadejte na svém počítači. Místo SERVER napište, kam se k programu připojujete. "
    "Vyzvednout soubor lze jen jednou. Kdo zná celý název, ten ho dostane: nikomu ho neříkejte."
)
COMMAND: Final = "příkaz (vložte ho za ssh SERVER)"
CONTENT: Final = "celý obsah souboru"
LETTER: Final = "celá žádost"
MORE_IN_FILE: Final = "… Soubor pokračuje. Celý ho získáte příkazem."
TOO_LONG_TO_COPY: Final = (
    "Kopírovat",
    "Na zkopírování je text příliš dlouhý. Celý soubor získáte příkazem na předchozí obrazovce.",
)
NO_SUCH_NAME: Final = "Takový název soubor z programu nemá. Opište ho přesně, jak ho program ukázal."
NOT_TO_A_TERMINAL: Final = "Soubor se vydá jen jednou, proto výstup přesměrujte: oktui fetch NÁZEV > soubor"


def waiting(file: KeptFile) -> str:
    """What has been made, and how long it waits."""
    rows = "" if file.rows is None else f"Zapsáno řádků: {file.rows}\n"
    return f"{rows}Velikost: {_size(file.size)}\nČeká na vyzvednutí do {dates.moment(file.until)}."


def shown_command(file: KeptFile) -> str:
    """The command in lines short enough to be copied from the screen."""
    return f"ssh SERVER oktui fetch NÁZEV > {_own_name(file)}\n\nNÁZEV je {file.name}"


def command(file: KeptFile) -> str:
    """The command as it is given to a shell, but for the way to the server."""
    return f"oktui fetch {file.name} > {_own_name(file)}"


def copied(what: str, text: str) -> tuple[str, str]:
    """What the terminal was given."""
    return (
        "Zkopírováno",
        f"Do schránky terminálu: {what}. Znaků: {len(text)}.\n"
        "Je-li schránka prázdná, terminál kopírování z programů nedovoluje.",
    )


def _own_name(file: KeptFile) -> str:
    kind, _, rest = file.name.partition("-")
    return f"{kind}.{rest.rpartition('.')[2]}"


def _size(count: int) -> str:
    return f"{count} B" if count < 1024 else f"{(count + 1023) // 1024} kB"
