"""One keystroke in F9: the rules that turn at once, and the estimate that follows from a thread."""

from oktui.domain.birth_number import BirthNumber
from oktui.domain.czech_words import czech_words
from oktui.domain.password_owner import Owner
from oktui.domain.password_policy import PasswordPolicy
from oktui.domain.passwords import hard_to_guess, requirements
from tests.benchmarks.measuring import Figures, milliseconds

_POLICY = PasswordPolicy()
_OWNER = Owner("sz_cerny", "Černý", BirthNumber("5908141767"), is_administrator=True, known=("Petr", "Kraj Vysočina"))
_FEWEST, _MOST = "kolovrátek přede!", " ".join(list(czech_words())[300:400])[:256]


def measure(password: str) -> Figures:
    """Milliseconds of either part."""
    return {
        "the rules at once": milliseconds(lambda: requirements(password, _OWNER, _POLICY)),
        "the estimate": milliseconds(lambda: hard_to_guess(password, _OWNER, _POLICY)),
    }


def compare_lengths() -> None:
    """Print what the fewest characters that an administrator may have take, what the most take, and the ratio."""
    few, many = measure(_FEWEST), measure(_MOST)
    print(f"\n{'a keystroke in F9, ms':44}{len(_FEWEST):>10,}{len(_MOST):>10,}{'ratio':>8}")
    for name, figure in few.items():
        print(f"  {name:42}{figure:10.2f}{many[name]:10.2f}{many[name] / figure:8.1f}")
