"""Letters of offices as mail programs send them on, read or refused (R2.4-2, X-28)."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from oktui.domain.administrator_request import AdministratorRequest, UnreadableRequest, write
from oktui.domain.birth_number import BirthNumber
from oktui.domain.modules import Module
from oktui.domain.office_letter import LetterNotPlain, LineTwice, read
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.reading.decoding import read_text

TODAY = date(2016, 7, 25)
REQUEST = AdministratorRequest(
    module=Module.OKNOUZE,
    region=Region.VYSOCINA,
    office_kind=OfficeKind.OU_HN,
    workplace="KP Havlíčkův Brod (Havlíčkův Brod)",
    data_box="sc9aavg",
    given_name="Robert",
    surname="Dlouhý",
    birth_surname="Dlouhý",
    birth_number=BirthNumber.parse("900806/5121", today=TODAY),
    email="dlouhy@havlbrod.example",
    position="referent",
)
LETTER = write(REQUEST)
SIGNATURE = "\n-- \nJméno: Petr\nEmail: podatelna@jinde.example\nRodné číslo: 590814/1767\n"


def quoted(letter: str, mark: str = "> ") -> str:
    """The letter in an answer to it."""
    return "".join(f"{mark}{line}\n" for line in letter.splitlines())


@pytest.mark.parametrize(
    "letter",
    [
        LETTER.replace("\n", "\r\n"),
        unicodedata.normalize("NFD", LETTER),
        LETTER.replace(" ", "\u00a0"),
        LETTER.replace("Jméno:", "JMENO :").replace("Kraj: Kraj Vysočina", "kraj:KRAJ VYSOCINA"),
        quoted(LETTER),
        quoted(quoted(LETTER), ">"),
        f"Předávám k vyřízení.\n\n{quoted(LETTER)}\nDne 25. 7. 2016 napsal úřad:\n{LETTER}",
        LETTER.replace("KP Havlíčkův Brod (Havlíčkův Brod)", "KP Havlíčkův Brod \n(Havlíčkův Brod)"),
        quoted(LETTER.replace("KP Havlíčkův Brod (Havlíčkův Brod)", "KP Havlíčkův Brod \n(Havlíčkův Brod)")),
        LETTER.replace("KP Havlíčkův Brod (Havlíčkův Brod)", "KP Havlíčkův Brod\n   (Havlíčkův Brod)"),
        LETTER.replace("Pracoviště: ", "Pracoviště:\n"),
        LETTER.replace("dlouhy@havlbrod.example", "dlouhy@havlbrod.example <mailto:dlouhy@havlbrod.example>"),
        "\n".join(reversed(LETTER.splitlines())),
        f"{LETTER}\n-- \nRobert Dlouhý\ntel.: 569 000 000\n",
        f"Předávám.\n-- \nPetr\n\n{quoted(LETTER)}",
        f"{LETTER}S pozdravem\nRobert Dlouhý\n",
    ],
)
def test_a_letter_is_read_as_mail_programs_send_it(letter: str) -> None:
    """R2.4-2: line ends, decomposed letters, case, quoting, wrapping, another order, a harmless signature."""
    assert read(letter, today=TODAY) == REQUEST


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "utf-16"])
def test_a_letter_is_read_from_every_encoding(encoding: str) -> None:
    """X-28: what Czech programs write."""
    assert read(read_text(LETTER.encode(encoding)), today=TODAY) == REQUEST


@pytest.mark.parametrize(
    "letter", [LETTER + SIGNATURE, LETTER + SIGNATURE.replace("-- ", "S pozdravem"), SIGNATURE + quoted(LETTER)]
)
def test_a_line_that_says_two_things_is_refused_with_both(letter: str) -> None:
    """R2.4-2: a signature does not decide who becomes the first administrator."""
    with pytest.raises(LineTwice) as refused:
        read(letter, today=TODAY)
    assert refused.value.line == "Jméno"
    assert {refused.value.first, refused.value.second} == {"Robert", "Petr"}


def test_a_quoted_letter_that_was_mended_is_refused() -> None:
    """R2.4-2: which of the two is meant nobody can tell."""
    other = write(replace(REQUEST, position="vedoucí"))
    with pytest.raises(LineTwice) as refused:
        read(f"{LETTER}\n{quoted(other)}", today=TODAY)
    assert (refused.value.first, refused.value.second) == ("referent", "vedoucí")


def test_a_signature_fills_no_line() -> None:
    """R2.4-2: what the letter does not say is missing, whatever stands under it."""
    letter = "\n".join(line for line in LETTER.splitlines() if not line.startswith("Email:"))
    with pytest.raises(UnreadableRequest) as refused:
        read(f"{letter}\n-- \nEmail: podatelna@jinde.example\n", today=TODAY)
    assert refused.value.line == "Email"


def test_a_web_page_is_refused() -> None:
    """R2.4-2: what is shown of it, and what is hidden, cannot be told."""
    page = "<html><body>" + LETTER.replace("\n", "<br>\n") + "</body></html>"
    with pytest.raises(LetterNotPlain):
        read(page, today=TODAY)
