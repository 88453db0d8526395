"""E-mail addresses and telephone numbers as people type them, each stored in one form (X-28)."""

import re
from typing import Final

from oktui.domain.errors import DomainError
from oktui.domain.text import check_text

_COUNTRY: Final = "CZ"
_WITH_A_NAME = re.compile(r"[^<>@]*<(?P<address>[^<>]*)>[\s,;.]*")
_AROUND_EMAIL = " <>,;."
_EXTENSION = re.compile(
    r"[\s,;/]*(?:linka(?: č\.)?|klapka|kl\.?|l\.|ext\.?|x)\s*(?P<digits>\d{1,6})\s*$", re.IGNORECASE
)
_BETWEEN_NUMBERS = re.compile(r"[,;]|\s(?:nebo|a)\s", re.IGNORECASE)


class InvalidEmail(DomainError, code="invalid_email"):
    """Not an e-mail address."""

    field = "email"


class InvalidPhone(DomainError, code="invalid_phone"):
    """Not a telephone number."""

    field = "phone"


def check_email(text: str) -> str:
    """The address alone, its domain in small letters, or "" for none; nothing is asked of the network.

    What a mail program puts around an address is dropped: `mailto:`, brackets, a name before them, a comma after it.

    Raises:
        InvalidEmail, UnsafeText, TooLong
    """
    clean = check_text(text, "email")
    named = _WITH_A_NAME.fullmatch(clean)
    address = (named["address"] if named else clean).strip(_AROUND_EMAIL)
    address = re.sub(r"^mailto: *", "", address, flags=re.IGNORECASE)
    if not address:
        if clean:
            raise InvalidEmail
        return ""
    from email_validator import EmailNotValidError, validate_email  # here, because few runs need it

    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError:
        raise InvalidEmail from None
    if not re.search(r"\.[^.\d]+$", found.domain):
        raise InvalidEmail
    return found.normalized


def check_phone(text: str) -> str:
    """The numbers in the international form, `+420 495 000 000 linka 12`, with commas between them; "" for none.

    A number that does not say its country is Czech.

    Raises:
        InvalidPhone, UnsafeText, TooLong
    """
    clean = check_text(text, "phone")
    whole = _number(clean)
    if whole is not None or not clean:
        return whole or ""
    numbers = [_number(part) for part in _BETWEEN_NUMBERS.split(clean) if part.strip()]
    if not numbers or None in numbers:
        raise InvalidPhone
    return check_text(", ".join(number for number in numbers if number), "phone")


def is_phone(text: str) -> bool:
    """Whether it is one telephone number, of whatever country."""
    return _number(re.sub(r"^\D*00", "+", text.strip())) is not None


def _number(text: str) -> str | None:
    import phonenumbers  # here, because few runs need it

    extension = _EXTENSION.search(text)
    alone = text[: extension.start()] if extension else text
    if re.search(r"[^\W\d_]", alone):  # the library would read letters as keys of a telephone
        return None
    try:
        number = phonenumbers.parse(alone, _COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"{shown} linka {extension['digits']}" if extension else shown
