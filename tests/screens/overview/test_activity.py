"""What happened by day, as F18 tells it."""

from datetime import date, timedelta

from oktui.domain.concerns import Activity
from screens.texts import concerns


def test_the_bars_are_read_without_colour_and_said_in_words() -> None:
    """F18: a day of little is still more than a day of nothing, and who hears the screen hears the numbers."""
    first = date(2016, 7, 1)
    counts = [0, 1, 1000, 500, 3]
    days = [Activity(first + timedelta(number), signed_in=count) for number, count in enumerate(counts)]
    assert concerns.activity(days) == (
        "Od 1.7.2016 do dneška, každý den jeden sloupec:\n"
        "Přihlášení  ·▁█▄▁\n"
        "            dnes 3, celkem 1504, nejvíc 1000 dne 3.7.2016\n"
        "Odmítnutí   ·····\n"
        "            žádné\n"
        "Zablokování ·····\n"
        "            žádné"
    )
