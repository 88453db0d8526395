"""E-mail addresses and telephone numbers as people type them (X-28)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.contacts import InvalidEmail, InvalidPhone, check_email, check_phone
from oktui.domain.errors import DomainError


@pytest.mark.parametrize(
    "text",
    [
        "jana@kraj.example", " jana@kraj.example ", "jana@kraj.example,", "jana@kraj.example;", "<jana@kraj.example>",
        "mailto:jana@kraj.example", "<MAILTO:jana@kraj.example>", "Jana Nová <jana@kraj.example>", "jana@KRAJ.example.",
    ],
)  # fmt: skip
def test_an_address_is_taken_out_of_what_a_mail_program_puts_around_it(text: str) -> None:
    """X-28: stored in one form."""
    assert check_email(text) == "jana@kraj.example"


@pytest.mark.parametrize("text", ["j.nova-2+x@kraj.test", "Jana@ok.vysocina.cz", "jana@háčky.cz", "jana@почта.рф"])
def test_an_address_in_order_stays_as_it_is(text: str) -> None:
    """R2.3-9: domains for tests too; what stands before the @ is the recipient's business."""
    assert check_email(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "jana.@kraj.example", "jana@kraj-.example", "(jana)@kraj.example", "jana", "jana@kraj", "@kraj.example", "<>",
        ",", "jana nova@kraj.example", "nováková@kraj.example", "a@kraj.example; b@kraj.example", "jana@10.1.2.3",
        "jana@[10.1.2.3]", "jana@test", "jana@kraj.1c", "j..n@kraj.example", "jana@kraj..example", "jana@@kraj.example",
    ],
)  # fmt: skip
def test_what_no_mail_could_reach_is_refused(text: str) -> None:
    """X-28: beside its field."""
    with pytest.raises(InvalidEmail):
        check_email(text)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("495000000", "+420 495 000 000"),
        ("495 000 000", "+420 495 000 000"),
        ("495\u00a0000\u2011000", "+420 495 000 000"),
        ("(495) 000-000", "+420 495 000 000"),
        ("+420495000000", "+420 495 000 000"),
        ("00420 495 000 000", "+420 495 000 000"),
        ("420 495 000 000", "+420 495 000 000"),
        ("+421 2 5975 1111", "+421 2 597 511 11"),
        ("495 000 000 linka 123", "+420 495 000 000 linka 123"),
        ("495 000 000, kl. 12", "+420 495 000 000 linka 12"),
        ("495000000 l. 7", "+420 495 000 000 linka 7"),
        ("495 000 000, 777 123 456", "+420 495 000 000, +420 777 123 456"),
        ("495 000 000 nebo 777123456", "+420 495 000 000, +420 777 123 456"),
        ("495 000 000 linka 5; 777 123 456", "+420 495 000 000 linka 5, +420 777 123 456"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_telephone_is_stored_in_the_international_form(text: str, stored: str) -> None:
    """X-28: Czech unless it says otherwise; with its extension, several with commas."""
    assert check_phone(text) == stored
    assert check_phone(stored) == stored


@pytest.mark.parametrize(
    "text", ["566", "495 000 00", "495 000 0001", "ústředna", "495 KRAJ 00", "linka 12", ",", "8,00E+09"]
)
def test_what_nobody_could_dial_is_refused(text: str) -> None:
    """X-28: beside its field."""
    with pytest.raises(InvalidPhone):
        check_phone(text)


@given(st.text(max_size=30) | st.text("+0123456789 ,;/()-linka", max_size=30))
def test_nothing_typed_is_a_crash(text: str) -> None:
    """X-28: a value that is read again as itself, or a refusal."""
    for check in (check_email, check_phone):
        try:
            stored = check(text)
        except DomainError:
            continue
        assert check(stored) == stored
