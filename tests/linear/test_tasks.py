"""Each task of the program line by line, at a real terminal, from its first question to its end."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from oktui.effects import Effects
from tests.support.cast import PASSWORD
from tests.support.effects import NO_FILES
from tests.support.line import Talk
from tests.support.shell import make_home

OWN = "Dikobraz-Ve-Vrzi-16"
NOW = "Co chcete udělat?"


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    """The program at the line, with the document's people."""
    with Talk(make_home(tmp_path / "oktui", Effects(files=NO_FILES))) as talk:
        yield talk


def made_up(said: str) -> str:
    """The password that was read out."""
    found = re.search(r"Vygenerované heslo: (\S+)", said)
    assert found is not None, said
    return found[1]


def test_a_refused_sign_in_keeps_what_was_typed_and_shows_no_password(talk: Talk) -> None:
    """R2.6-1: the refusal is its sentence, and the question comes again; of a password nothing is ever echoed."""
    talk.sign_in("homola", password="Spatne-Heslo-1")
    talk.hear("Neplatné uživatelské jméno nebo heslo.")
    talk.sign_in("", "")
    talk.hear("Přihlášen: Jiří Homola, OKslužby – registr, Kraj Vysočina – referát SS.")
    assert b"Spatne-Heslo" not in talk.output
    assert PASSWORD.encode() not in talk.output


def test_three_wrong_passwords_lock_the_account_at_the_line_too(talk: Talk) -> None:
    """R2.6-1: the count is the service's, whoever asks."""
    for _ in range(3):
        talk.sign_in("homola", password="spatne")
        talk.hear("Neplatné uživatelské jméno nebo heslo.")
    talk.sign_in("homola")
    assert "zablokován" in talk.hear("Aplikace:")


def test_somebody_is_found_explained_unlocked_and_given_a_password_that_works(talk: Talk) -> None:
    """R2.6-3, R2.8-1, X-16: the verdict comes first; the new password opens only the change of it."""
    talk.sign_in("mpsv_radek", "oknouze")
    talk.answer(("slova:", "najít"), ("hledat:", "nikdo takový"), ("hledat [nikdo takový]:", "smit"))
    detail = talk.hear("Co dál s tímto zaměstnancem?")
    assert "ZABLOKOVÁN od" in detail
    assert "IK MPSV: 1206548926" in detail
    assert "OKnouze/OKslužby: Sociální pracovník (aktualizace, od 25.7.2014)" in detail
    talk.answer(("slova:", "proč"))
    why = talk.hear("Co pomůže?")
    assert why.index("se nepřihlásí") < why.index("Nesplněno: zámek přihlášení") < why.index("Splněno:")
    talk.answer(("slova:", "odem"))
    assert "Účet sz_smitko je odblokován." in talk.hear("Účtu nic nebrání.")
    talk.answer(("slova:", "nové heslo"), ("(neuvádím)]:", "1, 9"), ("(neuvádím)]:", "1, 3"), ("slova [1]:", ""))
    password = made_up(talk.hear("Otevře jen změnu hesla"))
    talk.answer(("slova:", "zpět"), ("slova:", "ZPET"), ("slova:", "odhl"), ("slova [2]:", "odhlásit"))
    talk.sign_in("sz_smitko", "3", password)
    assert "dočasné platí jen do" in talk.hear("Pravidla pro nové heslo:")
    talk.answer(("Původní heslo:", password), ("Nové heslo:", "kratke"), ("Potvrzení hesla:", "kratke"))
    talk.answer(("Původní heslo:", password), ("Nové heslo:", OWN), ("Potvrzení hesla:", OWN))
    assert "Heslo bylo změněno." in talk.hear(NOW)
    assert OWN.encode() not in talk.output


def test_each_task_can_be_begun_from_the_menu(talk: Talk) -> None:
    """F12, F13: whom it is about is asked first; an account that is not locked is not unlocked."""
    talk.sign_in("mpsv_radek", "3")
    talk.answer(("slova:", "odemknout"), ("hledat:", "sz_smitko"))
    assert "Účet sz_smitko je odblokován." in talk.hear(NOW)
    talk.answer(("slova:", "odemknout"), ("hledat:", "sz_smitko"))
    assert "není co odemykat" in talk.hear(NOW)
    talk.answer(("slova:", "proč"), ("hledat:", "gollova"))
    assert "Účtu nic nebrání." in talk.hear("Co pomůže?")
    talk.answer(("slova:", "zpět"), ("slova:", "3"), ("hledat:", "gollova"), ("(neuvádím)]:", ""))
    talk.answer(("slova [1]:", "napsat"), ("slova [1]:", "ano"))
    talk.answer(("Nové heslo:", OWN), ("Potvrzení hesla:", f"{OWN}x"))
    talk.hear("Hesla se neshodují.")
    talk.answer(("Nové heslo:", OWN), ("Potvrzení hesla:", OWN))
    said = talk.hear(NOW)
    assert "Otevře jen změnu hesla" in said
    assert "Vygenerované" not in said


def test_an_employee_is_created_and_each_refusal_asks_its_own_question_again(talk: Talk) -> None:
    """R2.3-3 … R2.3-12: a person out of KRK, the account and its grants; what was typed stays."""
    talk.sign_in("homola")
    talk.answer(("slova:", "založit"), ("slova [1]:", ""), ("Rodné číslo:", "590814/1766"))
    talk.hear("nemá správnou kontrolní číslici")
    talk.answer(("[590814/1766]:", "590814 1767"), ("slova [1]:", "ano"), ("slova [1]:", "kú"))
    talk.answer(("Platnost od [", ""), ("Platnost do:", "31. února"), ("[31. února]:", "včera"))
    talk.answer(("Platnost do [", "-"), ("Telefon:", "\x1b[A567 111 222"), ("Email:", "x"), ("Email [x]:", "x@kr.cz"))
    talk.answer(("číslo:", ""), ("číslo:", "referent"), ("zaměstnance:", ""), ("slova [1]:", "ano"))
    talk.answer(("jméno [martinka]:", "homola"), ("slova:", "evid"), ("slova [1]:", "aktualizace"))
    talk.answer(("Platnost od [", ""), ("Platnost do:", "1.1.2100"), ("slova:", "hotovo"), ("slova [1]:", ""))
    assert "aktualizace, od" in talk.hear("Uložit?")
    talk.answer(("slova [1]:", "uložit"))
    assert "již použito" in talk.hear("jméno [homola2]:")
    talk.answer(("jméno [homola2]:", ""))
    said = talk.hear(NOW)
    assert "Uloženo: Ing. Radomír Martinka." in said
    assert len(made_up(said)) > 15
    talk.answer(("slova:", "najít"), ("hledat:", "homola2"))
    detail = talk.hear("Co dál")
    assert "Telefon: +420 567 111 222" in detail
    assert "Evidence sociálních služeb (aktualizace, od" in detail


def test_what_was_begun_is_left_by_a_word_or_by_ctrl_c_and_nothing_is_stored(talk: Talk) -> None:
    """Zpět: from any question, and from the first one out of the program, after a question."""
    talk.sign_in("homola")
    for leave in ("zpět\r", "\x03"):
        talk.answer(("slova:", "založit"), ("slova [1]:", "ik"))
        talk.hear("IK:")
        talk.type(leave)
        talk.hear("Zpět, nic se neuložilo.")
    talk.answer(("slova:", "zpět"), ("slova [2]:", "1"))
    talk.answer(("slova [1]:", "zpět"), ("slova [2]:", "ukončit"))
    talk.hear("Konec programu.")
    assert talk.exit_status == 0


def test_whoever_may_do_less_is_offered_less(talk: Talk) -> None:
    """R2.1-1: the menu has what the table of permissions allows."""
    talk.sign_in("klicpera")
    menu = talk.hear("slova:")
    assert "1. Změnit své heslo" in menu
    assert "Najít" not in menu
