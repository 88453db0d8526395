"""Searching, ordering and checking names: F3, R2.3-7, X-5, X-22."""

import sys
import unicodedata
from itertools import pairwise, product, starmap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktui.domain.names import (
    InvalidUsername,
    check_username,
    czech_sort_key,
    fold,
    last_word_key,
    next_free_username,
    plain,
    prefix_range,
    sort_bounds,
    username_from,
)

CZECH = "aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzžAÁCČĎHRŘŠŽ -'"
LETTERS = st.characters(categories=["L", "Mn", "Zs", "Pd"])
NAMES = st.text(st.sampled_from(CZECH), max_size=8) | st.text(LETTERS, max_size=8)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Černý", "cerny"),
        ("C\u030cerny\u0301", "cerny"),
        ("  GOLLOVÁ \t Nataša ", "gollova natasa"),
        ("Straße", "strasse"),
        ("Łukasz Ærø", "lukasz aero"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("O´Brien", "obrien"),
        ("O`Brien", "obrien"),
        ("Nováková-Malá", "novakova mala"),
        ("Nováková – Malá", "novakova mala"),
        ("Nováková\u2011Malá", "novakova mala"),
        ("Nováková\u00a0\u202f Malá", "novakova mala"),
    ],
)
def test_a_search_key_has_no_case_no_diacritics_and_single_spaces(name: str, folded: str) -> None:
    """F3: searching ignores case and diacritics."""
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("name", "key"),
    [("Nováková-Malá", "mala"), ("Nováková Malá", "mala"), ("von der Leyen", "leyen"), ("Malá", ""), ("-Malá", "")],
)
def test_the_last_word_of_a_surname_is_a_key_of_its_own(name: str, key: str) -> None:
    """F3, X-28: halves of double surnames are found."""
    assert last_word_key(name) == key


@pytest.mark.parametrize("text", ["O’Brien–Malá", "o`brien \u2014\u00a0MALA"])
def test_plain_text_keeps_its_signs_in_one_kind(text: str) -> None:
    """X-28: dates and usernames need them."""
    assert plain(text).replace(" ", "") == "o'brien-mala"


def test_folding_a_folded_character_changes_nothing() -> None:
    """F3: stored keys and typed prefixes are folded alike, for every character there is."""
    folded = [fold(chr(code)) for code in range(sys.maxunicode + 1)]
    assert [fold(text) for text in folded] == folded


@given(NAMES, NAMES)
def test_the_range_of_a_prefix_holds_exactly_the_keys_that_begin_with_it(name: str, prefix: str) -> None:
    """F3: a range of the index finds the same as looking at every name would."""
    low, high = prefix_range(prefix)
    for other in (name, prefix + name):
        assert (low <= fold(other) < high) == fold(other).startswith(fold(prefix))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
def test_the_bounds_keep_their_order_in_the_database(prefix: str) -> None:
    """F3: code-point order is the byte order of UTF-8, in which both engines compare."""
    for low, high in (prefix_range(prefix), sort_bounds(prefix)):
        assert (low < high) == (low.encode() < high.encode())


def in_czech_order(*names: str) -> bool:
    """Whether the keys of the names rise from each to the next."""
    return all(earlier < later for earlier, later in pairwise(map(czech_sort_key, names)))


def test_czech_letters_stand_where_the_czech_alphabet_has_them() -> None:
    """F3: č after c, ch after h, ř after r, š after s, ž after z."""
    assert in_czech_order("acer", "babka", "cena", "cukr", "čas", "čtvrt", "dar", "ďas", "erb")
    assert in_czech_order("had", "holub", "hůl", "chalupa", "chyba", "ibis", "ňadra", "nula")
    assert in_czech_order("rak", "ruka", "rys", "řada", "sad", "suk", "sysel", "šat", "ťapka", "tis")
    assert in_czech_order("úl", "um", "yperit", "ýr", "zub", "žába")


def test_other_diacritics_only_break_ties_and_case_breaks_the_last() -> None:
    """F3: the order of ČSN 97 6030, levels one after another."""
    assert in_czech_order("dal", "Dal", "dál", "Dál", "Dala", "dalo", "rada", "ráda", "rádce", "řada")


def test_ch_is_one_letter_whatever_its_case() -> None:
    """F3: CH and Ch follow H as ch does, while čh is two letters."""
    assert in_czech_order("Čhal", "Huk", "chata", "Chata", "CHATA", "Ibis")


def test_a_surname_decides_before_the_given_name() -> None:
    """F3: part by part, a shorter surname before a longer one."""
    people = [
        ("Černá", "Zuzana"),
        ("Černý", "Alexandr"),
        ("Dlouhy", "Robert"),
        ("Dlouhý", "František"),
        ("Dlouhý", "Robert"),
        ("Dlouhý Homola", "Adam"),
        ("Homola", "Jiří"),
        ("Chytil", "Adam"),
        ("Marinka", "Radomír"),
        ("Martinka", "Radomír"),
    ]
    assert all(earlier < later for earlier, later in pairwise(starmap(czech_sort_key, people)))


@given(NAMES)
def test_composed_and_decomposed_names_sort_alike_up_to_the_last_tie(name: str) -> None:
    """F3: the keyboard that a name came from does not move it."""
    forms = {czech_sort_key(unicodedata.normalize(form, name)).split("\x1f")[0] for form in ("NFC", "NFD")}
    assert len(forms) == 1


@pytest.mark.parametrize(
    ("prefix", "inside", "outside"),
    [
        ("c", ["c", "Cukr", "Čáp", "Chytil"], ["Bílý", "Ibis"]),
        ("cern", ["Cerny", "Černý", "Čerňák", "Čeřník"], ["Cermak", "Čeřovský"]),
        ("ch", ["Chytil", "Čhal"], ["Cukr", "Čada", "Ibis"]),
        ("s", ["Smítko", "Šustr"], ["Rys", "Tis"]),
        ("", ["a", "Žižka", "Яна"], []),
    ],
)
def test_a_prefix_spans_the_letters_that_fold_to_it(prefix: str, inside: list[str], outside: list[str]) -> None:
    """F3: c is looked for among c, č and ch."""
    low, high = sort_bounds(prefix)
    assert all(low <= czech_sort_key(name, "Adam") < high for name in inside)
    assert not any(low <= czech_sort_key(name, "Adam") < high for name in outside)


@given(st.text(max_size=8))
def test_folding_folded_text_changes_nothing(text: str) -> None:
    """F3: signs that leave a space or a mark behind too."""
    assert fold(fold(text)) == fold(text)


@given(NAMES, NAMES)
def test_the_sorted_range_holds_every_name_that_begins_with_the_prefix(name: str, prefix: str) -> None:
    """F3: reading the list in Czech order misses nobody."""
    low, high = sort_bounds(prefix)
    for other in (name, prefix + name):
        if fold(other).startswith(fold(prefix)):
            assert low <= czech_sort_key(other, "Adam") < high


WORDS = ["".join(letters) for length in range(1, 5) for letters in product("cčhiě", repeat=length)]


@pytest.mark.parametrize("prefix", ["c", "h", "i", "ch", "cc", "hc", "ec", "cch", "chc", "ich"])
def test_the_sorted_range_is_the_smallest(prefix: str) -> None:
    """F3: nothing before the first name that fits, nothing after the last."""
    low, high = sort_bounds(prefix)
    keys = {czech_sort_key(word): word for word in WORDS}
    fitting = [key for key, word in keys.items() if fold(word).startswith(prefix)]
    spanned = [key for key in keys if low <= key < high]
    assert (min(fitting), max(fitting)) == (min(spanned), max(spanned))


@pytest.mark.parametrize(
    ("surname", "username"),
    [
        ("Černý", "cerny"),
        ("Martinka", "martinka"),
        ("Gollová", "gollova"),
        ("Nováková-Černá", "novakova-cerna"),
        ("Nováková – Černá", "novakova-cerna"),
        ("Nováková Černá", "novakova-cerna"),
        ("O'Brien", "obrien"),
        ("-Dlouhý.", "dlouhy"),
        ("Łoś", "los"),
        ("Ó", "o1"),
        ("Иванов", "ivanov"),
        ("Шевченко", "shevchenko"),
        ("Əliyeva", "aliyeva"),
        ("Đặng", "dang"),
        ("王", "wang"),
        ("Ng", "ng"),
        ("O’Brien", "obrien"),
        ("al-Sayed", "al-sayed"),
        ("Ørsted", "orsted"),
        ("Straße", "strasse"),
        ("N\u030cuňo", "nuno"),
        ("’–", ""),
        ("", ""),
    ],
)
def test_the_surname_is_offered_as_the_username(surname: str, username: str) -> None:
    """R2.3-7: lower case, no diacritics, no letter swallowed; nothing where there are no letters."""
    assert username_from(surname) == username


@given(NAMES | st.text(max_size=80) | st.text("-ab. _", min_size=30, max_size=40))
def test_whatever_is_offered_is_a_username(surname: str) -> None:
    """R2.3-7: an offer can be stored as it is."""
    offer = username_from(surname)
    assert offer == "" or check_username(offer) == offer == offer.lower()


@pytest.mark.parametrize("text", ["cerny", "sz_smitko", "mpsv_radek", "cernyrr", "Cerny.A-2", "ab", "a" * 32])
def test_usernames_as_the_document_has_them_are_accepted(text: str) -> None:
    """R2.3-7: ASCII letters, digits and three signs; spaces around it are dropped."""
    assert check_username(f" {text} ") == text


@pytest.mark.parametrize("text", ["", "a", "a" * 33, "černý", "ce rny", "_cerny", "-cerny", "cerny\x1b", "cerny;"])
def test_other_usernames_are_refused(text: str) -> None:
    """R2.3-7: no other characters, a letter or a digit first, 2 to 32 of them."""
    with pytest.raises(InvalidUsername) as refusal:
        check_username(text)
    assert refusal.value.field == "username"


@pytest.mark.parametrize(
    ("wanted", "taken", "free"),
    [
        ("cerny", set(), "cerny"),
        ("cerny", {"cerny"}, "cerny2"),
        ("cerny", {"cerny", "cerny2", "cerny3"}, "cerny4"),
        ("cerny2", {"cerny", "cerny2"}, "cerny3"),
        ("Cerny", {"cerny"}, "cerny2"),
        ("1959", {"1959"}, "19592"),
        ("a" * 32, {"a" * 32}, "a" * 31 + "2"),
    ],
)
def test_the_next_free_username_is_proposed(wanted: str, taken: set[str], free: str) -> None:
    """X-5: the lowest number behind the name that nobody has."""
    assert next_free_username(wanted, taken.__contains__) == free
