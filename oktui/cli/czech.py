"""Click's own words in Czech: the catalogue is in `locale/`, and `make words` compiles it."""

import gettext
from collections.abc import MutableMapping
from pathlib import Path

DOMAIN = "click"
LOCALE = Path(__file__).parent / "locale"


def speak_czech(environ: MutableMapping[str, str]) -> None:
    """Let Click speak Czech in this process, whatever the locale."""
    environ["LANGUAGE"] = "cs"  # gettext takes its language from nowhere else
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
