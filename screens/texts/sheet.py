"""The sheet that whoever has got an account or a password is handed (2.3, 2.7, 3)."""

from collections.abc import Sequence
from typing import Final

from oktui.domain.handing_over import HandedOver
from oktui.domain.sheet import Paragraph, Sheet
from screens.texts import dates, program

TITLE: Final = "List s údaji k účtu"
ALSO: Final = "Uvést i heslo"
PRINTER: Final = "Můj terminál umí tisknout (PuTTY: Terminal, ANSI printer output)"
NO_PRINTER: Final = "Nejdříve zaškrtněte, že váš terminál umí tisknout."
PRINTED: Final = "List se poslal na tiskárnu u vašeho terminálu."
NOT_ON_IT: Final = "Heslo na listu nebude: uvést lze jen dočasné, jednou, a hned jak ho program vygeneroval."
ON_IT_ONCE: Final = "Heslo se na list uvede jen jednou. Kdo list má, může se přihlásit: předejte ho osobně."


def title(sheet: Sheet) -> str:
    """What the sheet is about."""
    return f"Uživatelský účet k aplikaci {', '.join(module.title for module in sheet.modules)}"


def document(sheet: Sheet) -> tuple[str, Sequence[Paragraph]]:
    """The title and all that the sheet says, in the document's words."""
    handed = sheet.handed
    about = tuple(f"{module.title}: {module.about.address}" for module in sheet.modules)
    return title(sheet), (
        Paragraph(
            "Komu účet patří",
            (
                f"Jméno: {handed.name}",
                f"Pracoviště: {handed.workplace}",
                f"Uživatelské jméno: {handed.username}",
                f"Heslo: {sheet.password or 'sdělí vám ho správce systému'}",
            ),
        ),
        Paragraph("Informace o aplikaci", about),
        Paragraph("Od kdy se lze přihlásit", (_opens(handed), *_lives(handed))),
        Paragraph("Co udělat nejdříve", _first(sheet)),
        Paragraph("Údržba a hotline", (program.MAINTENANCE_RULE, program.HOTLINE)),
        Paragraph("", (f"Vystaveno {dates.moment(sheet.made_at)}, {sheet.made_by}",)),
    )


def plain(sheet: Sheet) -> str:
    """The same as plain text."""
    heading, paragraphs = document(sheet)
    parts = ["\n".join(filter(None, (each.heading.upper(), *each.lines))) for each in paragraphs]
    return "\n\n".join([heading, *parts])


def _opens(handed: HandedOver) -> str:
    if handed.opens_at is None:
        return "Přihlásit se zatím nelze: účtu chybí platné oprávnění, neplatí, nebo je zablokován."
    if not handed.synced:
        opens = dates.moment(handed.opens_at)
        return f"Nový účet je aktivní po sehrání účtů, nejdříve {opens}. Do té doby se přihlásit nelze."
    return f"Přihlásit se lze od {dates.moment(handed.opens_at)}."


def _lives(handed: HandedOver) -> tuple[str, ...]:
    if not handed.temporary:
        return ()
    end = handed.dies_at
    limit = f"do {dates.moment(end)}" if end else f"{dates.hours(handed.lifetime)} od sehrání účtu"
    return (f"Heslo od správce platí {limit}, od prvního přihlášení už jen {dates.duration(handed.grace)}.",)


def _first(sheet: Sheet) -> tuple[str, ...]:
    change = (
        f"2. Program hned vyzve ke změně hesla: zvolte si vlastní, nejméně {sheet.least_length} znaků."
        if sheet.handed.temporary
        else f"2. Heslo si můžete kdykoli změnit v úloze Změna hesla; má nejméně {sheet.least_length} znaků."
    )
    return (
        "1. Zvolte aplikaci, napište uživatelské jméno a heslo.",
        change,
        "3. Heslo nikomu nesdělujte. Tento list potom zničte." if sheet.password else "3. Heslo nikomu nesdělujte.",
        "4. Po třech nesprávných pokusech za sebou se účet může zablokovat; odblokuje ho správce systému.",
        "5. Změna oprávnění se projeví až po opětovném přihlášení.",
    )
