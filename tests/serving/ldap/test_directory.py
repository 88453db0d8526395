"""What slapd is answered: binds, searches and all the rest (docs/aplikace.md)."""

import socket
from functools import partial

import pytest

from oktui import demo
from oktui.domain.audit import EventKind, Outcome
from oktui.domain.directory import Reader, Wanted
from oktui.domain.modules import Level, Module, Permission
from oktui.domain.outages import DatabaseUnavailable
from oktui.domain.sign_in import BadCredentials
from oktui.effects import Effects
from oktui.services.applications.find_members import Found, find_members
from oktui.services.applications.remove_application import remove_application
from oktui.services.applications.renew_key import renew_key
from oktui.services.sign_in.get_own_account import get_own_account
from oktui.serving.ldap import directory as answering
from oktui.serving.ldap import searching
from oktui.serving.ldap.wire import Code
from storage import accounts
from storage.database import transaction
from tests.support.cast import JIHOMORAVSKY, PASSWORD, Cast, granted
from tests.support.journal import new_events
from tests.support.ldap import BASE, OWNER, Opened, application, ended, names, person
from tests.support.newcomers import newcomers

WRONG = "Spatne-heslo-2016"
RECORDS = granted(Module.REGISTR, Permission.SOCIAL_SERVICES_RECORDS)
ALL = "(objectClass=*)"


def reads(directory: Opened, name: str = "evidence", module: Module = Module.REGISTR) -> str:
    """The name of an application that has bound."""
    assert directory.bind(application(name), directory.add(name, module)) == (Code.SUCCESS, "")
    return application(name)


def test_a_bind_is_a_sign_in_that_lasts_for_nothing(cast: Cast, directory: Opened) -> None:
    """R1.1-2, X-19, X-23: nobody at a terminal is in the way of it, nor it in theirs; the audit says from where."""
    at_work = cast.sign_in("homola").actor
    with new_events() as happened:
        for written in (person("homola"), person("HOMOLA")):
            assert directory.bind(written, peer="IP=192.0.2.7:50000", ssf=256) == (Code.SUCCESS, "")
        events = happened()
    assert [(each.kind, each.outcome, each.who.origin) for each in events] == [
        (EventKind.SIGN_IN, Outcome.DONE, "192.0.2.7 (LDAP)"),
        (EventKind.SIGN_OUT, Outcome.DONE, "192.0.2.7 (LDAP)"),
    ] * 2
    assert get_own_account(at_work, effects=cast.effects).username == "homola"


def test_whoever_may_not_is_told_the_same_as_in_the_program(cast: Cast, directory: Opened) -> None:
    """X-12: unknown, wrong, locked and of another realm are told alike; after the right password it is said why."""
    cast.employ(demo.MARTINKA, "martinka")
    nobody, wrong = directory.bind(person("nikdo")), directory.bind(person("homola"), WRONG)
    elsewhere = directory.bind(person("sz_smitko"))
    assert nobody == wrong == elsewhere
    assert nobody[0] == Code.INVALID_CREDENTIALS
    assert nobody[1].startswith("Chyba: Neplatné uživatelské jméno nebo heslo.")
    assert "oprávnění" in directory.bind(person("martinka"))[1]


def test_three_wrong_passwords_lock_wherever_they_are_tried(cast: Cast, directory: Opened) -> None:
    """R2.6-1: one count, over LDAP as at the terminal."""
    for _ in range(2):
        directory.bind(person("homola"), WRONG)
    with pytest.raises(BadCredentials):
        cast.sign_in("homola", password=WRONG)
    assert cast.account("homola").locked_at is not None
    assert directory.bind(person("homola"))[0] == Code.INVALID_CREDENTIALS


def test_a_password_that_has_to_be_changed_opens_nothing(cast: Cast, directory: Opened) -> None:
    """X-16: software that speaks LDAP could not have it changed first."""
    homola = cast.account("homola")
    with transaction():
        accounts.demand_change(homola.id)
    code, said = directory.bind(person("homola"))
    assert (code, "hesl" in said) == (Code.INVALID_CREDENTIALS, True)


def test_only_its_own_key_opens_an_application(directory: Opened) -> None:
    """X-3: nor the key of another, nor an old one, nor that of one that was removed."""
    key, other = directory.add(), directory.add("dotace", Module.POSKYTOVATEL)
    assert directory.bind(application("evidence"), key)[0] == Code.SUCCESS
    renewed = renew_key(OWNER, "evidence", effects=directory.effects)
    for wrong in (other, key, "", renewed[:-1]):
        assert directory.bind(application("evidence"), wrong)[0] == Code.INVALID_CREDENTIALS
    assert directory.bind(application("evidence"), renewed)[0] == Code.SUCCESS
    reader = application("evidence")
    remove_application(OWNER, "evidence", effects=directory.effects)
    assert ended(directory.search(reader))[0] == Code.INSUFFICIENT_ACCESS


def test_a_password_from_elsewhere_is_looked_at_only_if_nobody_could_read_it(directory: Opened) -> None:
    """X-20: from another host in clear, or of a slapd that does not say from where, it is refused unseen."""
    assert directory.bind(person("homola"), peer="IP=192.0.2.7:5000", ssf=0)[0] == Code.CONFIDENTIALITY_REQUIRED
    assert directory.bind(person("homola"), peer="IP=[2001:db8::1]:5000", ssf=0)[0] == Code.CONFIDENTIALITY_REQUIRED
    assert directory.bind(person("homola"), peer="IP=[::1]:5000", ssf=0)[0] == Code.SUCCESS
    assert directory.bind(person("homola"), peer="")[0] == Code.UNWILLING
    assert directory.bind(person("homola"), peer="IP=nowhere:1")[0] == Code.PROTOCOL_ERROR


def test_an_application_sees_its_own_module(cast: Cast, directory: Opened) -> None:
    """X-3: people who have a permission in it, its groups, and nothing of the others."""
    cast.employ(demo.MARTINKA, "martinka", RECORDS, workplace=JIHOMORAVSKY)
    answer = directory.search(reads(directory))
    found = names(answer)
    assert ended(answer) == (Code.SUCCESS, "")
    assert person("martinka") in found
    assert person("homola") in found
    assert not [each for each in found if "ou=registr" not in each and each != BASE]
    assert "sz_smitko" not in answer
    elsewhere = directory.search(reads(directory, "socialni", Module.OKNOUZE), base=f"ou=registr,{BASE}")
    assert ended(elsewhere)[0] == Code.NO_SUCH_OBJECT


def test_somebody_who_may_not_sign_in_is_not_there(cast: Cast, directory: Opened) -> None:
    """R1.1-2, R2.5-1: without a permission in force in the module nobody is its member; a lock is nobody's matter."""
    cast.employ(demo.MARTINKA, "martinka")
    for _ in range(3):
        directory.bind(person("dlouhy"), WRONG)
    found = names(directory.search(reads(directory), "(objectClass=person)"))
    assert person("martinka") not in found
    assert person("dlouhy") in found


def test_a_person_is_found_by_what_software_asks_for(cast: Cast, directory: Opened) -> None:
    """R1.1-3: by name, number, mail, group; with what colleagues know of them, and no birth number."""
    reader = reads(directory)
    homola = cast.account("homola").employee
    group = f"cn=system-administration-update,ou=skupiny,ou=registr,{BASE}"
    for filter_ in (
        "(uid=homola)",
        f"(employeeNumber={homola.ik})",
        f"(&(objectClass=person)(mail={homola.details.email}))",
        f"(&(memberOf={group})(uid=h*))",
        "(cn=Jiří Homola)",
    ):
        answer = directory.search(reader, filter_)
        assert names(answer) == [person("homola")], filter_
        assert f"employeeNumber: {homola.ik}" in answer
        assert str(homola.person.birth_number) not in answer
        assert f"memberOf: {group}" in answer
    assert person("homola") in directory.search(reader, f"(member={person('homola')})", base=group, scope=0)


def test_whoever_is_looked_for_is_all_that_is_read(directory: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-33: by name, from the top of the tree, as most software asks: nobody else, and no group's members."""
    reader, read = reads(directory), list[Wanted]()

    def find(who: Reader, wanted: Wanted, *, effects: Effects) -> Found:
        read.append(wanted)
        return find_members(who, wanted, effects=effects)

    monkeypatch.setattr(searching, "find_members", find)
    assert names(directory.search(reader, "(&(objectClass=person)(uid=homola))")) == [person("homola")]
    assert read == [Wanted(username="homola")]
    read.clear()
    [group] = names(directory.search(reader, "(&(objectClass=groupOfNames)(cn=system-administration-update))"))
    assert group.startswith("cn=system-administration-update,")
    assert [each.holding for each in read] == [(Permission.SYSTEM_ADMINISTRATION, Level.UPDATE)]


def test_more_than_are_looked_at_are_refused(cast: Cast, directory: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 4511, appendix A.2: with what would be good."""
    for each in newcomers(5):
        cast.employ(each, f"nova{each.ik}", RECORDS)
    reader = reads(directory)
    monkeypatch.setattr(searching, "MOST", 3)
    monkeypatch.setattr(searching, "Wanted", partial(Wanted, limit=2))
    code, said = ended(directory.search(reader))
    assert (code, "Zužte filtr" in said) == (Code.ADMIN_LIMIT, True)


def test_a_password_is_nowhere(cast: Cast, directory: Opened) -> None:
    """X-18: no hash leaves the database, nor can it be asked about."""
    reader = reads(directory)
    secret = cast.account("homola").password_hash
    for filter_ in (ALL, "(userPassword=*)", f"(userPassword={secret})"):
        answer = directory.search(reader, filter_)
        assert secret not in answer
        assert "userPassword" not in answer
    assert names(directory.search(reader, "(userPassword=*)")) == []
    compared = directory.ask("COMPARE", f"dn: {person('homola')}", f"userPassword: {PASSWORD}", by=reader)
    assert ended(compared)[0] == Code.NO_SUCH_ATTRIBUTE


def test_a_person_reads_themselves_and_nobody_else(directory: Opened) -> None:
    """X-3: whoever has bound with their own password."""
    assert names(directory.search(person("dlouhy"), "(objectClass=person)")) == [person("dlouhy")]
    assert ended(directory.search(person("dlouhy"), base=person("homola"), scope=0))[0] == Code.NO_SUCH_OBJECT
    assert "member: uid=homola" not in directory.search(person("dlouhy"), "(objectClass=groupOfNames)")
    for nobody in ("", BASE, f"cn=admin,{BASE}"):
        assert ended(directory.search(nobody))[0] == Code.INSUFFICIENT_ACCESS


@pytest.mark.parametrize(("scope", "found"), [(0, 1), (1, 2), (2, 3)])
def test_a_search_goes_as_deep_as_it_is_asked_to(directory: Opened, scope: int, found: int) -> None:
    """RFC 4511, 4.5.1.2: the name itself, what stands right under it, or all below."""
    reader = reads(directory)
    top = f"ou=registr,{BASE}"
    answer = directory.search(reader, "(objectClass=organizationalUnit)", base=top, scope=scope)
    assert len(names(answer)) == found


def test_what_is_asked_of_a_name_is_compared(directory: Opened) -> None:
    """RFC 4511, 4.10."""
    reader = reads(directory)
    for line, code in (
        ("uid: HOMOLA", Code.COMPARE_TRUE),
        ("uid: dlouhy", Code.COMPARE_FALSE),
        ("roomNumber: 1", Code.NO_SUCH_ATTRIBUTE),
    ):
        assert ended(directory.ask("COMPARE", f"dn: {person('homola')}", line, by=reader))[0] == code
    assert ended(directory.ask("COMPARE", f"dn: {person('homola')}", by=reader))[0] == Code.PROTOCOL_ERROR


def test_no_more_is_given_than_was_asked_for_or_is_good(
    cast: Cast, directory: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 4511, 4.5.1.4: those that were found come first, then that there are more."""
    for each in newcomers(5):
        cast.employ(each, f"nova{each.ik}", RECORDS)
    reader = reads(directory)
    answer = directory.search(reader, "(uid=nova*)", most=2)
    assert (len(names(answer)), ended(answer)[0]) == (2, Code.SIZE_LIMIT)
    monkeypatch.setattr(searching, "MOST", 3)
    answer = directory.search(reader, "(uid=nova*)")
    assert (len(names(answer)), ended(answer)[0]) == (3, Code.SIZE_LIMIT)


@pytest.mark.parametrize("operation", ["ADD", "MODIFY", "MODRDN", "DELETE", "EXTENDED"])
def test_nothing_is_changed(directory: Opened, operation: str) -> None:
    """Accounts are administered in the program alone."""
    code, said = ended(directory.ask(operation, f"dn: {person('homola')}", by=reads(directory)))
    assert (code, said) == (Code.UNWILLING, "Adresář je jen ke čtení. Účty spravuje OKtui, heslo se mění v něm.")


def test_an_outage_is_no_wrong_password(directory: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-32, X-33: whoever asks tries again later, and no failure is counted."""
    reader = reads(directory)

    def fail(*_: object, **__: object) -> None:
        raise DatabaseUnavailable

    monkeypatch.setattr(answering, "sign_in", fail)
    monkeypatch.setattr(searching, "find_members", fail)
    assert directory.bind(person("homola"))[0] == Code.UNAVAILABLE
    assert ended(directory.search(reader))[0] == Code.UNAVAILABLE


def test_a_bug_is_told_by_its_number(directory: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """And by nothing of what is within."""
    reader = reads(directory)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(searching, "find_members", fail)
    code, said = ended(directory.search(reader))
    assert (code, "secret" in said) == (Code.OTHER, False)


@pytest.mark.parametrize(
    "sent",
    [
        b"BIND\n\n",
        b"BIND\ndn: x\nmethod: many\npeername: PATH=x\nssf: 128\n\n",
        b"SEARCH\nno colon\n\n",
        b"\xff\xfe\n\n",
        b"BIND\ncredlen: 3\ncred: longer\n\n",
        b"BIND\ncredlen: -1\ncred: x\n\n",
        b"BIND\ncred: x\n\n",
        b"BIND\ncredlen: 2\ncred: \xff\xff\n\n",
        b"SEARCH\n" + b"a: b\n" * 20_000 + b"\n",
        b"SEARCH\n" + b"a" * 100_000 + b"\n\n",
        b"\n\n",
    ],
)
def test_what_is_no_request_does_no_harm(directory: Opened, sent: bytes) -> None:
    """X-33: it is refused, and the next one is answered."""
    assert ended(directory.send(sent))[0] in (Code.PROTOCOL_ERROR, Code.UNWILLING)
    assert directory.bind(person("homola"))[0] == Code.SUCCESS


def test_a_password_may_have_any_characters(cast: Cast, directory: Opened) -> None:
    """X-15: the ends of lines in it are not those of the request, nor does it say anything in the request's place."""
    forged = f"x\n\nBIND\ndn: {person('dlouhy')}"
    assert directory.bind(person("homola"), forged)[0] == Code.INVALID_CREDENTIALS
    assert directory.bind(person("homola"), f"{PASSWORD}\n")[0] == Code.INVALID_CREDENTIALS
    assert cast.account("dlouhy").failures == 0
    assert cast.account("homola").failures == 2


def test_whoever_asks_slowly_is_in_nobodys_way(directory: Opened) -> None:
    """X-33: one that never ends its request is dropped, while others are answered."""
    with socket.socket(socket.AF_UNIX) as slow:
        slow.connect(str(directory.path))
        slow.sendall(b"BIND\n")
        assert directory.bind(person("homola"))[0] == Code.SUCCESS
        assert ended(slow.recv(4096).decode())[0] == Code.PROTOCOL_ERROR


@pytest.mark.parametrize("value", ["*)(uid=*", "homola)(|(uid=*", r"\2a", "(", "homola\x00", "á" * 500])
def test_what_is_put_into_a_filter_stays_a_value(directory: Opened, value: str) -> None:
    """Software that forgets to escape finds nobody whom it did not ask for: slapd has read the filter before us."""
    answer = directory.search(reads(directory), f"(&(objectClass=person)(uid={value}))")
    assert ended(answer)[0] in (Code.SUCCESS, Code.PROTOCOL_ERROR)
