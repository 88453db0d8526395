"""The request for an office's first administrator, as a text (R2.4-2)."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.administrator_request import (
    MPSV_DATA_BOX,
    AdministratorRequest,
    InvalidDataBox,
    MpsvsDataBox,
    UnreadableRequest,
    check_data_box,
    check_named,
    check_office_box,
    check_request,
    write,
)
from oktui.domain.birth_number import BirthNumber
from oktui.domain.contacts import InvalidEmail
from oktui.domain.modules import Module
from oktui.domain.office_letter import read
from oktui.domain.offices import OfficeKind, Region
from oktui.domain.reading.decoding import compose
from oktui.domain.register import OneNameOnly
from oktui.domain.text import Required, UnsafeText

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


def test_the_letter_names_what_the_document_asks_for() -> None:
    """R2.4-2: to MPSV's data box, with the region's identification and the person's names and birth number."""
    letter = write(REQUEST)
    for line in (
        "Datová schránka: sc9aavg",
        "odbor informačních a komunikačních technologií",
        "Kraj: Kraj Vysočina",
        "Jméno: Robert",
        "Příjmení: Dlouhý",
        "Rodné příjmení: Dlouhý",
        "Rodné číslo: 900806/5121",
    ):
        assert line in letter


WORDS = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=20)


@given(WORDS, WORDS, st.sampled_from(Module), st.sampled_from([*Region, None]))
def test_whatever_is_written_is_read_again(surname: str, workplace: str, module: Module, region: Region | None) -> None:
    """R2.4-2: MPSV's side reads what the office's wrote."""
    request = replace(REQUEST, surname=surname, workplace=workplace, module=module, region=region)
    try:
        check_request(request)
    except UnsafeText:  # a letter that no version of Unicode has assigned
        return
    again = read(write(request), today=TODAY)
    assert again == replace(request, surname=again.surname, workplace=again.workplace)
    assert (again.surname, again.workplace) == (compose(surname), compose(workplace))


@pytest.mark.parametrize("label", ["Aplikace", "Kraj", "Rodné číslo", "Email"])
def test_a_missing_line_is_named(label: str) -> None:
    """R2.4-2: a letter that was cut says where."""
    letter = "\n".join(line for line in write(REQUEST).splitlines() if not line.startswith(f"{label}:"))
    with pytest.raises(UnreadableRequest) as refused:
        read(letter, today=TODAY)
    assert refused.value.line == label


def test_a_module_that_there_is_not_is_refused() -> None:
    """R1-1: there are three modules."""
    with pytest.raises(UnreadableRequest):
        read(write(REQUEST).replace("Aplikace: OKnouze/OKslužby", "Aplikace: OKnic"), today=TODAY)


def test_a_line_break_smuggles_nothing_in() -> None:
    """X-22: a name that carries another line of the letter is refused before it is written."""
    with pytest.raises(UnsafeText):
        check_request(replace(REQUEST, surname="Dlouhý\nRodné číslo: 590814/1767"))


@pytest.mark.parametrize("field", ["workplace", "surname", "birth_surname", "email", "position"])
def test_what_mpsv_needs_is_required(field: str) -> None:
    """R2.4-2: no request without the person and the office."""
    with pytest.raises(Required) as refused:
        check_request(replace(REQUEST, **{field: " "}))  # type: ignore[arg-type]  # these are texts
    assert refused.value.field == field


def test_an_email_is_read_as_everywhere() -> None:
    """X-28: what a mail program puts around it is dropped, and what is none is refused beside its field."""
    assert check_request(replace(REQUEST, email="Dlouhý <Dlouhy@Smirice.EXAMPLE>;")).email == "Dlouhy@smirice.example"
    with pytest.raises(InvalidEmail) as refused:
        check_request(replace(REQUEST, email="dlouhy na smirice.example"))
    assert refused.value.field == "email"


def test_somebody_with_one_name_only_is_asked_for_when_that_is_confirmed() -> None:
    """X-28: and the letter is read again."""
    alone = replace(REQUEST, given_name="", surname="Ngawang", birth_surname="Ngawang")
    with pytest.raises(OneNameOnly):
        check_named(alone, confirmed=False)
    check_named(alone, confirmed=True)
    assert read(write(alone), today=TODAY) == alone


@pytest.mark.parametrize("box", ["sc9aavg", "SC9AAVG", " abcdefi ", ""])
def test_a_data_box_is_written_in_small_letters(box: str) -> None:
    """R2.4-2: as the portal shows it, or none."""
    assert check_data_box(box) == box.strip().lower()


@pytest.mark.parametrize(
    "box", ["sc9aav", "sc9aavgg", "sc9aavl", "sc0aavg", "sc9-avg", "čc9aavg", "sc9aavh", "cs9aavg"]
)
def test_another_data_box_is_refused(box: str) -> None:
    """F12: seven characters, without those that look like others, of which the last one checks the others."""
    with pytest.raises(InvalidDataBox):
        check_data_box(box)


def test_the_ministrys_box_is_the_ministrys_alone() -> None:
    """F12: an office that names it as its own has mistaken the addressee for itself."""
    assert check_office_box("SC9AAVG", OfficeKind.MPSV) == MPSV_DATA_BOX
    assert check_office_box("abcdefi", OfficeKind.KU) == "abcdefi"
    for kind in (OfficeKind.KU, OfficeKind.OU_HN, OfficeKind.OU_SZ):
        with pytest.raises(MpsvsDataBox):
            check_office_box(" SC9AAVG", kind)


def test_no_slip_in_one_character_of_a_data_box_passes() -> None:
    """F12: that is what its last character is for."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    slips = ["sc9aavg"[:at] + other + "sc9aavg"[at + 1 :] for at in range(7) for other in alphabet]
    passing = []
    for box in slips:
        with suppress(InvalidDataBox):
            passing.append(check_data_box(box))
    assert set(passing) == {"sc9aavg"}
