"""What the printer at somebody's terminal is given."""

from screens.printing import page


def test_nothing_in_the_text_ends_the_printing() -> None:
    """X-22: what would act on a terminal is made harmless; only our own line ends are sent."""
    printed = page("První \x1b[4i\x9b4i\x1bc\r\x07\x00\u202e\n\nDruhý\t" + "slovo " * 40)
    assert not [each for line in printed.split("\r\n") for each in line if not each.isprintable()]
    assert printed.startswith("První ")
    assert "\r\n\r\nDruhý slovo" in printed
