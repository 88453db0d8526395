"""How many keys each act takes: OKtui's are counted at a real terminal, the others' are listed here to be recounted.

A click of the mouse counts as one key, wherever it must be aimed; OKtui needs none. Text that is somebody's own (a
name, a password, an address) counts apart, as many characters as it has; a command line is such text, Enter the key.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oktui import demo
from oktui.domain.modules import Module
from tests.benchmarks.peers.turns import OTHER, PASSWORD
from tests.support.at_the_keyboard import installed, program, sign_in_as
from tests.support.cast import begin_with_the_menu
from tests.support.terminal import Terminal

_CLICK, _DOUBLE, _ENTER, _TAB = "click", "double click", "Enter", "Tab"
_KEYS = {_CLICK: 1, _DOUBLE: 2, _ENTER: 1, _TAB: 1}

Step = tuple[str, str]
"""A key with what it is pressed for, or "type" with the text."""

_EMAIL, _GIVEN, _SURNAME = "martinka@kr-vysocina.example", "Radomír", "Martinka"

_OPEN: tuple[Step, ...] = ((_CLICK, "Users, on the first page"),)
_FIND: tuple[Step, ...] = ((_CLICK, "the search box"), ("type", "Smítko"), (_ENTER, "Search"))
_SMITKO: tuple[Step, ...] = (*_OPEN, *_FIND, (_CLICK, "Smítko's row"))

DJANGO: dict[str, tuple[Step, ...]] = {
    "open": _OPEN,
    "find": _FIND,  # with its accent: «smitko» finds nobody
    "create": (
        (_CLICK, "Add, beside Users"),
        ("type", "martinka"),
        (_TAB, "to the password, past the choice of having one"),
        (_TAB, "on"),
        ("type", OTHER),
        (_TAB, "to the same again"),
        ("type", OTHER),
        (_ENTER, "Save"),
        (_CLICK, "First name, on the page that follows"),
        ("type", _GIVEN),
        (_TAB, "to the last name"),
        ("type", _SURNAME),
        (_TAB, "to the address"),
        ("type", _EMAIL),
        (_DOUBLE, "a permission, if it is in sight"),
        (_DOUBLE, "another one"),
        (_CLICK, "Save"),
    ),
    "good": (("type", "homola"), (_TAB, "to the password"), ("type", PASSWORD), (_ENTER, "Log in")),
    "reset": (  # it has no must-change
        *_SMITKO,
        (_CLICK, "Reset password"),
        ("type", OTHER),
        (_TAB, "to the same again"),
        ("type", OTHER),
        (_ENTER, "Change password"),
        (_CLICK, "Active, which is Django's lock"),
        (_CLICK, "Save"),
    ),
}

_SOCKET = "-QY EXTERNAL -H ldapi:///"
_ADDED = """\
dn: uid=martinka,ou=lide,dc=kraj
changetype: add
objectClass: inetOrgPerson
uid: martinka
cn: Radomir Martinka
sn: Martinka
givenName: Radomir
mail: martinka@kr-vysocina.example
userPassword: Dikobraz-Ve-Vrzi-16

dn: cn=sluzby,dc=kraj
changetype: modify
add: member
member: uid=martinka,ou=lide,dc=kraj

dn: cn=inspekce,dc=kraj
changetype: modify
add: member
member: uid=martinka,ou=lide,dc=kraj
"""
_RESET = """\
dn: uid=u999,ou=lide,dc=kraj
changetype: modify
replace: userPassword
userPassword: Dikobraz-Ve-Vrzi-16
-
replace: pwdReset
pwdReset: TRUE
"""


def _shell(*lines: str) -> tuple[Step, ...]:
    """Lines typed, each with Enter."""
    return tuple(step for line in lines for step in (("type", line), (_ENTER, "run")))


_BY_NAME = f"ldapsearch {_SOCKET} -LLL -b ou=lide,dc=kraj '(sn~=smitko)' uid sn"
SLAPD: dict[str, tuple[Step, ...]] = {
    "open": _shell(
        f"ldapsearch {_SOCKET} -LLL -b ou=lide,dc=kraj -E '!sss=sn:2.5.13.3' -E '!vlv=0/99/1/0' "
        "'(objectClass=inetOrgPerson)' uid sn"
    ),
    "find": _shell(_BY_NAME),
    "create": _shell(f"ldapmodify {_SOCKET}", *_ADDED.splitlines(), ""),
    "good": _shell(f"ldapwhoami -xH ldapi:/// -D uid=homola,ou=lide,dc=kraj -w {PASSWORD}"),
    "reset": _shell(_BY_NAME, f"ldapmodify {_SOCKET}", *_RESET.splitlines(), ""),
}

SAMBA: dict[str, tuple[Step, ...]] = {
    "open": _shell("samba-tool user list"),
    "create": _shell(
        f"samba-tool user create martinka {OTHER} --given-name=Radomír --surname=Martinka",
        "samba-tool group addmembers sluzby martinka",
        "samba-tool group addmembers inspekce martinka",
    ),
    "reset": _shell(  # for whoever knows the username
        f"samba-tool user setpassword u999 --newpassword={OTHER} --must-change-at-next-login",
        "samba-tool user unlock u999",
    ),
}


def compare(folder: Path) -> None:
    """Print keys and characters of each act, OKtui's from the real program."""
    counted = {"OKtui": _walk(folder), **_listed({"Django admin": DJANGO, "slapd": SLAPD, "samba-tool": SAMBA})}
    acts = {
        "open": "open the users' list",
        "find": "find Smítko in it",
        "create": "create with two permissions",
        "good": "sign in",
        "reset": "reset, unlock and must-change, with finding Smítko",
    }
    print("\nkeys (clicks count as keys) + characters typed\n")
    print(f"| | {' | '.join(counted)} |")
    print(f"| --- |{' ---: |' * len(counted)}")
    for act, described in acts.items():
        cells = (f"{each[act][0]} + {each[act][1]}" if act in each else "–" for each in counted.values())
        print(f"| {described} | {' | '.join(cells)} |")


Counted = dict[str, tuple[int, int]]


def _listed(peers: dict[str, dict[str, tuple[Step, ...]]]) -> dict[str, Counted]:
    return {title: {act: _count(steps) for act, steps in listed.items()} for title, listed in peers.items()}


def _count(steps: tuple[Step, ...]) -> tuple[int, int]:
    keys = sum(_KEYS.get(key, 0) for key, _ in steps)
    return keys, sum(len(text) for key, text in steps if key == "type")


def _walk(folder: Path) -> Counted:
    """The real program on the document's people, in the hands of who administers the ministry."""
    installed(folder)
    begin_with_the_menu()
    counted: Counted = {}
    with program(folder) as terminal:
        terminal.wait_for("Heslo:")
        with _counting(terminal, counted, "good"):
            terminal.type("mpsv_radek")
            terminal.press("tab")
            terminal.type(demo.PASSWORD)
            terminal.press("enter")
            terminal.wait_for("Hlavní menu")
        with _counting(terminal, counted, "open"):
            terminal.press(_number_of(terminal, "Zaměstnanci"))
            terminal.wait_for("1273434965: Jiří Homola")
        with _counting(terminal, counted, "create"):
            _create(terminal)
    with program(folder) as terminal:
        sign_in_as(terminal, "mpsv_radek", module=Module.OKNOUZE)
        terminal.press(_number_of(terminal, "Zaměstnanci"))
        terminal.wait_for("Výběrová kritéria")
        with _counting(terminal, counted, "find"):
            terminal.type("smitko")
            terminal.wait_for("kritériím: 1")
        terminal.press("escape")
        terminal.wait_for("Hlavní menu")
        with _counting(terminal, counted, "reset"):
            terminal.press(_number_of(terminal, "Proč se nelze přihlásit"))
            terminal.wait_for("Koho hledat:")
            terminal.type("smitko")
            terminal.press("enter")
            terminal.wait_for("Ing. Josef Smítko, CSc. · sz_smitko · Smiřice")
            terminal.press("ctrl+g")
            terminal.wait_for("Jak byl volající rozpoznán?")
            terminal.press("space", "f2")
            terminal.wait_for("od prvního přihlášení už jen 15 min")
    return counted


def _create(terminal: Terminal) -> None:
    terminal.press("f7")
    terminal.wait_for("V centrální evidenci")
    terminal.type(str(demo.MARTINKA.data.birth_number))
    terminal.press("enter")
    terminal.wait_for(demo.MARTINKA.ik)
    terminal.press("enter")
    terminal.wait_for("Nový zaměstnanec")
    terminal.type(_EMAIL)
    terminal.press("tab")
    terminal.type("referent")
    terminal.press("tab", "tab", "space")
    terminal.wait_for("Potvrzení hesla")
    terminal.type(OTHER)
    terminal.press("tab")
    terminal.type(OTHER)
    terminal.press("f7")
    terminal.wait_for("Evidence sociálních služeb")
    terminal.press("f2")
    terminal.wait_for("prohlížení")
    terminal.press("f7")
    terminal.wait_for("(o) Evidence inspekcí")
    terminal.press("f2")
    terminal.wait_for(re.compile("Evidence inspekcí +prohlížení"))
    terminal.press("f2")
    terminal.wait_for("Účet je uložen")


@contextmanager
def _counting(terminal: Terminal, counted: Counted, act: str) -> Iterator[None]:
    terminal.keystrokes = terminal.typed = 0
    yield
    counted[act] = terminal.keystrokes, terminal.typed


def _number_of(terminal: Terminal, task: str) -> str:
    """The key of a task in the menu."""
    line = next(line for line in terminal.text.splitlines() if task in line)
    return line.partition(task)[0].strip(" │┃|>▶▌")[-1]
