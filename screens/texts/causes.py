"""What is told of a database that cannot be worked with, and what mends it, to those who look after the machine."""

from typing import Final

from oktui.domain.outages import Cause, DatabaseReadOnly, DatabaseUnavailable, KrkUnavailable

_OURS: Final = {
    Cause.ADDRESS: "Adrese databáze nelze rozumět. Opravte ji: [database] url v oktui.toml, nebo OKTUI_DATABASE_URL.",
    Cause.NOT_MADE: "Databáze {place} ještě není. Založte ji příkazem oktui db upgrade, nebo opravte její adresu.",
    Cause.NOT_A_DATABASE: "{place} není databáze. Opravte její adresu, nebo databázi obnovte: oktui restore.",
    Cause.DAMAGED: "Databáze {place} je poškozená. Obnovte ji ze zálohy: oktui restore.",
    Cause.NO_DATABASE: "Databáze {place} na serveru není. Založte ji (createdb) a spusťte oktui db upgrade.",
    Cause.NO_TABLES: "V databázi {place} chybí tabulky programu. Spusťte oktui db upgrade.",
    Cause.PRIVILEGES: (
        "Role nemá v databázi {place} práva, která program potřebuje. Dá jí je oktui db upgrade s adresou vlastníka "
        "tabulek v OKTUI_DATABASE_OWNER_URL."
    ),
    Cause.OTHER: "Databáze {place} hlásí chybu. Nic se neuložilo.",
}
_KRK: Final = {
    Cause.ADDRESS: "Adrese registru KRK nelze rozumět. Opravte ji: [krk] url v oktui.toml, nebo OKTUI_KRK_URL.",
    Cause.NOT_MADE: "Registr KRK {place} ještě není. Vlastní založí oktui db upgrade; jinak opravte jeho adresu.",
    Cause.NOT_A_DATABASE: "{place} není databáze registru KRK. Opravte její adresu, nebo ji obnovte ze zálohy.",
    Cause.DAMAGED: "Registr KRK {place} je poškozený. Obnovte ho ze zálohy.",
    Cause.NO_DATABASE: "Registr KRK {place} na serveru není. Opravte jeho adresu.",
    Cause.NO_TABLES: "V registru KRK {place} nejsou tabulky, které program čte. Zkontrolujte, zda adresa vede k němu.",
    Cause.PRIVILEGES: "Role nemá v registru KRK {place} práva, která program potřebuje. Požádejte o ně jeho správce.",
    Cause.OTHERS: "Registr KRK {place} odpověděl o jiných osobách, než na které se program ptal; odpověď se nepoužila.",
    Cause.OTHER: "Registr KRK {place} hlásí chybu.",
}
_OF_SERVICE: Final = {
    Cause.ADDRESS: (
        "Adrese registru KRK {place} nelze rozumět. Má být https://počítač/cesta, bez jména, hesla a otazníku; "
        "http:// smí být jen na tomto počítači. Opravte ji: [krk] url v oktui.toml, nebo OKTUI_KRK_URL."
    ),
    Cause.NO_DRIVER: "Chybí knihovna httpx. Nainstalujte program i s ní: pip install 'oktui[krk]'.",
    Cause.NO_HOST: "Počítač s registrem KRK {place} se nepodařilo najít. Zkontrolujte jeho jméno v adrese a DNS.",
    Cause.CLOSED: "Na adrese {place} žádná služba KRK není. Zkontrolujte, zda běží, její port a firewall.",
    Cause.SILENT: "Služba KRK {place} neodpovídá včas. Zkontrolujte síť a její zatížení; lhůta je [krk] patience.",
    Cause.BROKEN_OFF: "Služba KRK {place} ukončila spojení dřív, než odpověděla. Zkontrolujte ji a její log.",
    Cause.NO_TLS: "Se službou KRK {place} se nepodařilo domluvit šifrované spojení. Má umět TLS 1.2 nebo novější.",
    Cause.CERTIFICATE: (
        "Certifikátu služby KRK {place} nelze věřit. Zkontrolujte jeho platnost a jméno, nebo uveďte jeho autoritu: "
        "[krk] authority."
    ),
    Cause.CREDENTIALS: (
        "Certifikát, klíč nebo autoritu pro službu KRK {place} nelze použít. Zkontrolujte soubory [krk] certificate, "
        "key a authority: zda jsou to PEM, patří k sobě, klíč není zašifrován a účet programu je smí číst."
    ),
    Cause.UNAUTHORISED: (
        "Služba KRK {place} program nepustila. Zkontrolujte [krk] certificate a key, a u jejího správce, zda náš "
        "certifikát zná."
    ),
    Cause.NO_SERVICE: "Na adrese {place} odpovídá něco jiného než služba KRK. Opravte ji: [krk] url v oktui.toml.",
    Cause.REDIRECTED: "Služba KRK {place} odkazuje jinam, a tam program nechodí. Uveďte v [krk] url rovnou tu adresu.",
    Cause.NOT_READY: "Služba KRK {place} teď nemůže odpovědět. Zkuste to za chvíli.",
    Cause.FAULTY: "Služba KRK {place} hlásí svou chybu. Obraťte se na jejího správce.",
    Cause.TOO_LARGE: "Odpověď služby KRK {place} je delší, než smí být. Obraťte se na jejího správce.",
    Cause.NOT_UNDERSTOOD: (
        "Odpovědi služby KRK {place} nelze rozumět: není to, co říká docs/krk.md. Co nesouhlasí, ukáže oktui krk check."
    ),
    Cause.OTHERS: "Služba KRK {place} odpověděla o jiných osobách, než na které se program ptal; odpověď se nepoužila.",
}
_EITHER: Final = {
    Cause.NO_DRIVER: (
        "Chybí ovladač PostgreSQL nebo jeho knihovna. Nainstalujte obojí: apt-get install libpq5 a pip install "
        "'oktui[postgresql]'."
    ),
    Cause.FOLDER: "{place} je složka, a má to být soubor databáze. Opravte adresu.",
    Cause.FORBIDDEN: "Účet, pod kterým program běží, nesmí číst nebo psát {place}. Zkontrolujte vlastníka a práva.",
    Cause.WRITE_PROTECTED: (
        "Do {place} nelze psát, jen z něj číst. Zkontrolujte práva souboru a složky a to, zda není souborový systém "
        "připojen jen pro čtení (mount)."
    ),
    Cause.LOCKED: "Databázi {place} drží jiný program. Počkejte, až skončí; u souboru ho ukáže fuser {place}.",
    Cause.DEVICE: "Čtení nebo zápis {place} selhal: vada disku nebo souborového systému, viz dmesg.",
    Cause.NO_HOST: "Počítač s databází {place} se nepodařilo najít. Zkontrolujte jeho jméno v adrese a DNS.",
    Cause.CLOSED: "Na adrese {place} žádný server databáze není. Zkontrolujte, zda běží, jeho port a firewall.",
    Cause.SILENT: "Server databáze {place} neodpovídá včas. Zkontrolujte síť a jeho zatížení.",
    Cause.PASSWORD: "Server databáze {place} nepřijal heslo role. Opravte ho v souboru .pgpass účtu programu.",
    Cause.ROLE: "Server databáze {place} roli odtud nepustí. Zkontrolujte, zda je založena, a pg_hba.conf.",
    Cause.FULL: "Server databáze {place} má obsazena všechna spojení. Zvyšte max_connections, nebo počkejte.",
    Cause.NOT_READY: "Server databáze {place} se právě spouští nebo ukončuje. Zkuste to za chvíli.",
    Cause.NO_PRIMARY: (
        "Žádný ze serverů databáze {place} teď nepřijímá změny: hlavní vypadl a nový se volí. Zkuste to za chvíli."
    ),
    Cause.READ_ONLY: (
        "Server databáze {place} změny nepřijímá, lze v ní jen číst. Nejde-li o údržbu, vede adresa na záložní server: "
        "uveďte v ní hlavní, nebo všechny a target_session_attrs=read-write."
    ),
    Cause.NO_TLS: "Server databáze {place} neumí šifrované spojení. Zapněte na něm ssl.",
    Cause.CERTIFICATE: (
        "Certifikátu serveru databáze {place} nelze věřit. Zkontrolujte ho, nebo v adrese uveďte sslrootcert."
    ),
}


def to_mend(error: DatabaseUnavailable | DatabaseReadOnly | KrkUnavailable) -> str | None:
    """The sentence with its way out, and in brackets what the driver said; None where the cause is not known."""
    if error.cause is None:
        return None
    own = _KRK if isinstance(error, KrkUnavailable) else _OURS
    of_service = _OF_SERVICE if error.place.startswith("http") else {}
    text = (_OF_SERVICE | _EITHER | own | of_service)[error.cause].format(place=error.place)
    return f"{text} ({error.said})" if error.said else text
