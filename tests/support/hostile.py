"""Texts that are to harm whoever shows, keeps or reads them; and databases that are full of them."""

import itertools
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final

from oktui.domain.people import PersonalData
from tests.support.unguarded import unguarded_file

ACTS: Final = "app.boom"
"""What a click must never run."""
_MARKUP = (
    f"[@click={ACTS}]N[/]", f"[@click={ACTS}", "[/x]", "[[", "]]", "[", "[bold red]N", "[link=file:///etc/passwd]N[/]",
    "[/]", "\\[N]", "$text", "[$error]N[/]", ":smile:",
)  # fmt: skip
_SEQUENCES = (
    "\x1b[31m", "\x1b]0;t\x07", "\x1b]52;c;QQ==\x1b\\", "\x1bP+q544e\x1b\\", "\x1b[6n", "\x1b_x\x1b\\", "\x1bc",
    "\x9b2J",    "\x9d0;t\x9c", "\x90x\x9c", "\x85", "\x07", "\x08\x08", "\x7f", "\r", "\n", "\t", "\0", "\x0e", "\x1a",
)  # fmt: skip
_UNSEEN = (
    "\u202e", "\u2066", "\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u034f", "\u3164", "\u115f", "\ufe0f",
    "\U000e0100", "\U000e0041", "\u2800", "\u2028", "\u2029", "\ue000", "\u0378", "\uffff",
)  # fmt: skip
_SEEMING = (
    "е",
    "А",
    "Ｎ",
    "ﬁ",
    "e\u0301",
    "N" + "\u0301" * 30,
    "👩\u200d💻",
    "한",
    "ا",
    "۱۲",
    "İ",
    "ß",
    "\u00a0",
    "\u3000",
)
_FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1",
    "\r=1",
    '=HYPERLINK("x")',
    "'",
    '"',
    ";",
    "%s",
    "{0}",
)
_LONG = ("x" * 5000, "[" * 500, "ž" * 1000, " " * 500, "\x1b" * 200, "\u0301" * 500)
_ALONE = (*_MARKUP, *_SEQUENCES, *_UNSEEN, *_SEEMING, *_FORMULAS, *_LONG)
_WITHIN = ("Nov{}ák", "{}Novák", "Novák{}", "{}", "Nov{}{}ák", "{} {}", "N{}")
STRINGS: Final = tuple(dict.fromkeys(form.format(*[one] * 2) for form in _WITHIN for one in _ALONE))[:520]
SURROGATES: Final = ("\ud800", "Nov\udfffák", "\udc80=1")
"""What no database can hold, but a line of input can."""

_WORDS: Final = frozenset(
    (*(each.name for each in fields(PersonalData)), *("phone", "email", "position", "abbreviation", "name", "username"))
)
"""What the audit keeps in somebody's own words, by its name there."""
OURS: Final[Mapping[str, tuple[str, ...]]] = {
    "workplace": ("name", "data_box"),
    "employee": (
        *("given_name", "surname", "second_surname", "birth_surname", "title_before", "title_after"),
        *("phone", "email", "position", "abbreviation"),
    ),
    "session": ("origin", "ended_by"),
    "incident": ("username", "origin"),
    "sync_run": ("holder",),
    "lease": ("holder",),
    "proposal": ("proposer_name",),
    "application": ("name",),
    "notice": ("address",),
    "audit_event": ("actor_name", "origin", "subject_name"),
}
"""All that is words in our own database, but a username, of which its table says what it is made of."""
IN_JSON: Final = (("audit_event", "before"), ("audit_event", "after"))
"""Columns of JSON, of which each text is replaced that a rule does not read as a code."""
KRK: Final[Mapping[str, tuple[str, ...]]] = {
    "person": ("given_name", "surname", "birth_surname", "title_before", "title_after")
}


def fill(path: Path, columns: Mapping[str, tuple[str, ...]], first: int = 0) -> int:
    """Put another of the strings into each of these columns of each row, past the program; returns how many."""
    texts = itertools.cycle(STRINGS[first:] + STRINGS[:first])
    count = 0
    database = sqlite3.connect(path)
    with database, unguarded_file(database):
        for table, names in columns.items():
            for (row,) in database.execute(f"SELECT rowid FROM {table}").fetchall():  # noqa: S608 - our own names
                for name in names:
                    text = next(texts)
                    database.execute(f"UPDATE {table} SET {name} = ? WHERE rowid = ?", (f"{text}{row}", row))  # noqa: S608
                    count += 1
        if columns is OURS:
            count += _fill_json(database, texts)
    database.close()
    return count


def _fill_json(database: sqlite3.Connection, texts: Iterator[str]) -> int:
    count = 0
    for table, column in IN_JSON:
        for row, written in database.execute(f"SELECT rowid, {column} FROM {table}").fetchall():  # noqa: S608
            said = {key: next(texts) if key in _WORDS else value for key, value in json.loads(written).items()}
            database.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (json.dumps(said), row))  # noqa: S608
            count += sum(key in _WORDS for key in said)
    return count
