"""A real slapd in front of the directory, and what speaks LDAP to it: OpenLDAP's own clients, and curl."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.test_encrypted_connections import free_port
from tests.support.cast import PASSWORD, Cast
from tests.support.ldap import BASE, Opened, Slapd, application, person, run, slapd

pytestmark = pytest.mark.slow

WRONG = "Spatne-heslo-2016"
INVALID, CONFIDENTIAL, NO_ACCESS, UNWILLING, NO_SUCH_OBJECT = 49, 13, 50, 53, 32


@pytest.fixture
def server(directory: Opened, tmp_path: Path) -> Iterator[Slapd]:
    """A slapd in front of it."""
    with slapd(tmp_path, directory.path, (free_port(), free_port())) as running:
        yield running


def test_ldapwhoami_is_told_who_it_is_and_why_not(cast: Cast, server: Slapd) -> None:
    """R1.1-2, R2.6-1, X-12: three wrong passwords lock the account, and the words are those of the form."""
    right = server.run("ldapwhoami", by=person("homola"), password=PASSWORD)
    assert (right.returncode, right.stdout.strip()) == (0, f"dn:{person('homola')}")
    wrong = [server.run("ldapwhoami", by=person("homola"), password=WRONG) for _ in range(3)]
    assert {each.returncode for each in wrong} == {INVALID}
    assert "Neplatné uživatelské jméno nebo heslo." in wrong[0].stderr
    assert cast.account("homola").locked_at is not None
    locked = server.run("ldapwhoami", by=person("homola"), password=PASSWORD)
    assert (locked.returncode, locked.stderr) == (wrong[0].returncode, wrong[0].stderr)


def test_ldapsearch_finds_people_and_groups(directory: Opened, server: Slapd) -> None:
    """R1.1-3: by the application's key; who is asked for, what is asked for."""
    by, key = application("evidence"), directory.add()
    found = server.run("ldapsearch", "-LLL", "-b", BASE, "(uid=homola)", "mail", "memberOf", by=by, password=key)
    assert f"dn: {person('homola')}" in found.stdout
    assert "memberOf: cn=system-administration-update,ou=skupiny,ou=registr,dc=oktui" in found.stdout.replace("\n ", "")
    assert "uid:" not in found.stdout
    members = server.run(
        "ldapsearch", "-LLL", "-b", BASE, "(cn=system-administration-update)", "member", by=by, password=key
    )
    assert f"member: {person('homola')}" in members.stdout
    nobody = server.run("ldapsearch", "-LLL", "-b", BASE, "(uid=homola)", by=by, password=WRONG)
    assert (nobody.returncode, nobody.stdout) == (INVALID, "")
    beyond = server.run("ldapsearch", "-b", f"ou=oknouze,{BASE}", by=by, password=key)
    assert beyond.returncode == NO_SUCH_OBJECT


def test_curl_reads_what_it_is_asked_to(directory: Opened, server: Slapd) -> None:
    """Software that is not OpenLDAP's, from the network: encrypted, by the certificate."""
    if " ldaps " not in run("curl", "--version").stdout:
        pytest.skip("there is no curl that speaks LDAP")
    url = f"{server.encrypted}/{BASE}?mail?sub?(uid=homola)"
    whose = f"{application('evidence')}:{directory.add()}"
    done = run("curl", "--silent", "--show-error", "--cacert", str(server.certificate), "--user", whose, url)
    assert (done.returncode, person("homola") in done.stdout, "homola@" in done.stdout) == (0, True, True), done.stderr


def test_nothing_is_changed_and_nobody_is_anonymous(cast: Cast, directory: Opened, server: Slapd) -> None:
    """X-18: neither by whoever is let in, nor by whoever says nothing."""
    before, by = cast.account("homola").password_hash, application("evidence")
    change = f"dn: {person('homola')}\nchangetype: modify\nreplace: mail\nmail: x@example.cz\n"
    changed = server.run("ldapmodify", by=by, password=directory.add(), said=change)
    assert changed.returncode in (NO_ACCESS, UNWILLING)
    password = server.run("ldappasswd", "-s", "Zelenina-Na-Trhu-0001", by=person("homola"), password=PASSWORD)
    assert password.returncode != 0
    assert cast.account("homola").password_hash == before
    silent = server.run("ldapsearch", "-b", BASE)
    assert silent.returncode != 0
    assert "dn:" not in silent.stdout


def test_a_password_in_clear_is_refused_on_the_network(server: Slapd) -> None:
    """X-20: slapd refuses it before we hear of it."""
    done = server.run("ldapwhoami", by=person("homola"), password=PASSWORD, url=server.clear)
    assert done.returncode == CONFIDENTIAL


def test_a_search_of_an_application_that_has_forgotten_to_escape(directory: Opened, server: Slapd) -> None:
    """slapd has read the filter: what is left of it reaches us whole, or not at all."""
    by, key = application("evidence"), directory.add()
    for written in ("(uid=*)(uid=*)", "(&(uid=x)(|(uid=*))", "(uid=a\\zz)"):
        assert server.run("ldapsearch", "-LLL", "-b", BASE, written, by=by, password=key).returncode != 0
    found = server.run("ldapsearch", "-LLL", "-b", BASE, "(neznámý=1)", by=by, password=key)
    assert "dn:" not in found.stdout
