"""Czech words and their forms, ranked by how soon a guesser tries them (X-17); zxcvbn itself knows no Czech."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_SHORTEST_STEM = 3
_INFLECTED = 3  # a form is tried later than its word, yet not much: there are some ten of each
_COMMON_YEARS = range(2039, 1799, -1)

_ENDINGS = {
    "ovat": ("ovat", "uji", "uju", "ujes", "uje", "ujeme", "ujete", "ujou", "oval", "ovala", "ovali", "ovany"),
    "at": ("at", "am", "as", "a", "ame", "ate", "aji", "al", "ala", "ali", "ej"),
    "it": ("it", "im", "is", "i", "ime", "ite", "il", "ila", "ili"),
    "et": ("et", "im", "is", "i", "el", "ela", "eli"),
    "ek": ("ek", "ku", "ka", "kem", "ky", "cich", "kum", "kovi"),
    "ec": ("ec", "ci", "ce", "cem", "cu", "cich", "cum", "covi"),
    "a": (
        "a",
        "y",
        "i",
        "e",
        "u",
        "o",
        "ou",
        "am",
        "ach",
        "ami",
        "in",
        "ina",
        "iny",
        "ova",
        "ove",
        "ka",
        "icka",
        "inka",
    ),
    "e": ("e", "i", "im", "ich", "emi", "ete", "ata", "aty"),
    "i": ("i", "iho", "imu", "im", "ich", "imi"),
    "o": ("o", "a", "u", "e", "em", "y", "um", "ech"),
    "y": ("y", "a", "e", "i", "eho", "emu", "ym", "ou", "ych", "ymi", "ejsi"),
    "": (
        *("", "a", "u", "e", "i", "y", "em", "ovi", "ove", "um", "ech", "ich"),
        *("uv", "ova", "ovo", "ovy", "ovou", "ka", "ik", "ek"),
    ),
}


@cache
def czech_words() -> dict[str, int]:
    """Each word and each of its forms, without diacritics, with the number of guesses after which it is tried."""
    ranks = {str(year): rank for rank, year in enumerate(_COMMON_YEARS, 1)}
    listed = {word: rank for rank, word in enumerate(_listed(), 1)}
    for word, rank in listed.items():
        for form in forms(word):
            ranks.setdefault(form, min(rank * _INFLECTED, listed.get(form, rank * _INFLECTED)))
    return ranks | {word: min(rank, ranks.get(word, rank)) for word, rank in listed.items()}


def forms(word: str) -> Iterator[str]:
    """The word declined or conjugated, by its ending alone: some forms are not Czech, which does no harm."""
    ending = next(ending for ending in _ENDINGS if word.endswith(ending))
    stem = word.removesuffix(ending)
    if len(stem) < _SHORTEST_STEM:
        yield word
    else:
        yield from (stem + other for other in _ENDINGS[ending])


def _listed() -> Iterator[str]:
    text = files("oktui.domain").joinpath("czech_words.txt").read_text("ascii")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from line.split()
