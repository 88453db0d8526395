"""The program itself: hotline, maintenance, exports, faults."""

from typing import Final

from oktui.domain.preferences import Appearance
from screens.texts.message import ERROR, Message

WORKING: Final = "Pracuji…"
DONE_BEFORE: Final = "Uloženo, a to už prvním pokusem."
HOTLINE: Final = "Hotline: hotline.oknouze@oksystem.cz, tel. 236 072 230 (pracovní dny po–pá 8:00–16:00)"
PROGRAM: Final = "OKtui · uživatelské účty modulů OKslužby a OKnouze/OKslužby"
HOTLINE_OPEN: Final = "Hotline je nyní v provozu."
HOTLINE_CLOSED: Final = "Hotline má nyní zavřeno, otevírá {opening}."
MAINTENANCE_RULE: Final = (
    "Každé úterý a čtvrtek od 17:00 do 24:00 probíhá pravidelná údržba. V této době mohou být aplikace nedostupné."
)
CRASH: Final = "V programu nastala chyba a byl ukončen. Chyba je zapsána pod číslem {number}. " + HOTLINE
CRASH_UNRECORDED: Final = "V programu nastala chyba {number} a byl ukončen. Nebylo ji kam zapsat. " + HOTLINE
NO_TERMINAL: Final = "Tento příkaz potřebuje terminál."
TYPED_AHEAD: Final = "Co jste mezitím napsali, se nepřijalo. Nejdříve si přečtěte tuto zprávu."
TYPED_AHEAD_OF_MENU: Final = "Co jste mezitím napsali, se nepřijalo."
NOTHING_LISTED: Final = "Seznam je prázdný, není s čím pracovat."
OVERLOADED: Final = "Server má právě příliš mnoho práce. Zkuste to za chvíli znovu."
READ_ONLY_DIRECTORY: Final = "Adresář je jen ke čtení. Účty spravuje OKtui, heslo se mění v něm."
TOO_MANY_ENTRIES: Final = "Tolik lidí najednou se nehledá. Zužte filtr: uid, employeeNumber nebo memberOf."
ONLY_ENCRYPTED: Final = "Z jiného počítače se heslo bere jen šifrovaně: ldaps, nebo StartTLS."
EXTENSIONS_MISSING: Final = "V nastavení slapd chybí řádek extensions (docs/aplikace.md)."
BIND_FIRST: Final = "Číst smí aplikace se svým klíčem, a každý sám sebe."
NO_SUCH_PATH: Final = "Takový požadavek tu není. Které jsou, popisuje /v1/openapi.json."
NOT_HTTP: Final = "Tomu, co přišlo, nelze rozumět jako požadavku HTTP."
APPEARANCES: Final = {
    Appearance.DARK: "Vzhled je tmavý.",
    Appearance.LIGHT: "Vzhled je světlý.",
    Appearance.CONTRAST: "Vzhled je kontrastní.",
}
STOP: Final = "Zastavit"
STOPPING: Final = "Zastavuje se…"


def rows_written(done: int) -> str:
    """How far an export has come."""
    return f"Zapsáno řádků: {done}"


def demo(usernames: tuple[str, ...]) -> str:
    """Whom one can sign in to the demo as."""
    return f"Ukázka: přihlaste se jako {', '.join(usernames)}; heslo všech je Vysocina-Demo-2016."


def bug(number: str) -> Message:
    """An error of the program itself."""
    return Message(ERROR, f"V programu nastala chyba. Je zapsána pod číslem {number}.\n{HOTLINE}")
