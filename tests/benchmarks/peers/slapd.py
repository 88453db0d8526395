"""OpenLDAP's slapd with ppolicy, argon2 and accesslog, asked by OpenLDAP's own commands on a socket of this machine.

    python -m tests.benchmarks.peers.slapd FOLDER SIZE

A figure has the command's own start in it, some 10 ms, as whoever types the command has.
"""

import itertools
import shutil
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY

from tests.benchmarks.peers.turns import OTHER, PASSWORD, WRONG, Act, people_in, take_turns

_CONFIGURATION = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload argon2.la m=65536 t=3 p=4
moduleload ppolicy
moduleload accesslog
moduleload sssvlv
pidfile {folder}/slapd.pid
password-hash {{ARGON2}}
sizelimit unlimited
authz-regexp "gidNumber=.*uidNumber=.*,cn=peercred,cn=external,cn=auth" "cn=admin,dc=kraj"

database mdb
suffix cn=log
rootdn cn=admin,dc=kraj
directory {folder}/log
maxsize 4294967296
index reqStart eq

database mdb
suffix dc=kraj
rootdn cn=admin,dc=kraj
directory {folder}/people
maxsize 4294967296
index objectClass,uid,member eq
index sn eq,sub,approx
access to attrs=userPassword by anonymous auth by * none
access to * by * none
overlay ppolicy
ppolicy_default cn=policy,dc=kraj
ppolicy_hash_cleartext
overlay accesslog
logdb cn=log
logops writes session
logsuccess FALSE
overlay sssvlv
"""

_TREE = """\
dn: dc=kraj
objectClass: dcObject
objectClass: organization
o: Kraj
dc: kraj

dn: cn=policy,dc=kraj
objectClass: device
objectClass: pwdPolicy
cn: policy
pwdAttribute: userPassword
pwdLockout: TRUE
pwdMaxFailure: 3
pwdMustChange: TRUE
pwdInHistory: 5

dn: ou=lide,dc=kraj
objectClass: organizationalUnit
ou: lide

dn: cn=sluzby,dc=kraj
objectClass: groupOfNames
cn: sluzby
member: cn=admin,dc=kraj

dn: cn=inspekce,dc=kraj
objectClass: groupOfNames
cn: inspekce
member: cn=admin,dc=kraj
"""

_CREATED = """\
dn: uid={uid},ou=lide,dc=kraj
changetype: add
objectClass: inetOrgPerson
uid: {uid}
cn: Radomir Martinka
sn: Martinka
givenName: Radomir
mail: martinka@kr-vysocina.example
userPassword: {password}

dn: cn=sluzby,dc=kraj
changetype: modify
add: member
member: uid={uid},ou=lide,dc=kraj

dn: cn=inspekce,dc=kraj
changetype: modify
add: member
member: uid={uid},ou=lide,dc=kraj
"""

# A password that is set ends the lock by itself.
_RESET = """\
dn: uid={uid},ou=lide,dc=kraj
changetype: modify
replace: userPassword
userPassword: {password}
-
replace: pwdReset
pwdReset: TRUE
"""

_LOCK = """\
dn: uid={uid},ou=lide,dc=kraj
changetype: modify
replace: pwdAccountLockedTime
pwdAccountLockedTime: 000001010000Z
"""


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """A slapd with all people in it; the URL to ask."""
    for name in ("log", "people"):
        (folder / name).mkdir(parents=True)
    configuration = folder / "slapd.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder))
    (folder / "people.ldif").write_text(_ldif(folder.parent))
    slapadd = [_program("slapadd"), "-q", "-f", str(configuration), "-b", "dc=kraj"]
    subprocess.run([*slapadd, "-l", str(folder / "people.ldif")], check=True, stderr=subprocess.DEVNULL)
    url = f"ldapi://{str(folder / 'ldapi').replace('/', '%2f')}"
    command = [_program("slapd"), "-f", str(configuration), "-h", url, "-d", "0"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_until_it_listens(folder / "ldapi")
            yield url
        finally:
            server.terminate()


def _wait_until_it_listens(path: Path) -> None:
    until = time.monotonic() + 60
    with socket.socket(socket.AF_UNIX) as asking:
        while asking.connect_ex(str(path)):
            if time.monotonic() > until:
                raise TimeoutError("slapd does not listen")
            time.sleep(0.02)


def _ldif(folder: Path) -> str:
    """All of them with one hash, which is quick to make and as slow to verify as any."""
    hashed = "{ARGON2}" + PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).hash(PASSWORD)
    entries = [_TREE]
    for uid, given, surname in people_in(folder):
        lines = ["objectClass: inetOrgPerson", f"uid: {uid}", f"userPassword: {hashed}"]
        named = {"cn": f"{given} {surname}", "sn": surname, "givenName": given}
        lines += [f"{name}:: {b64encode(text.encode()).decode()}" for name, text in named.items()]
        locked = ["pwdAccountLockedTime: 000001010000Z"] if uid == "u999" else []
        entries.append("\n".join([f"dn: uid={uid},ou=lide,dc=kraj", *lines, *locked, ""]))
    return "\n".join(entries)


def _program(name: str) -> str:
    return shutil.which(name) or f"/usr/sbin/{name}"


def acts(folder: Path, url: str) -> dict[str, Act]:
    """Each is one command, as the keystrokes have it."""
    names = itertools.cycle([name for name, _, _ in people_in(folder) if name.startswith("u1")][:800])
    numbers = itertools.count()
    as_root = ["-Q", "-Y", "EXTERNAL", "-H", url]

    def run(program: str, *arguments: str, said: str = "") -> str:
        done = subprocess.run([program, *arguments], input=said, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    def look(found: str, *paged: str) -> str:
        answer = run("ldapsearch", *as_root, "-LLL", "-b", "ou=lide,dc=kraj", *paged, found, "uid", "sn", said="q\n")
        counted = answer.partition("count=")[2].split(" ")[0]
        return f"{answer.count('dn: uid=')} of {counted or answer.count('dn: uid=')}"

    def verify(uid: str, password: str) -> Callable[[], object]:
        name = f"uid={uid},ou=lide,dc=kraj"
        return lambda: run("ldapwhoami", "-x", "-H", url, "-D", name, "-w", password).strip()

    def modify(text: str, **names: str) -> Callable[[], object]:
        return lambda: run("ldapmodify", *as_root, said=text.format(**names)).strip()

    def reset() -> Callable[[], object]:
        uid = next(names)
        modify(_LOCK, uid=uid)()
        return modify(_RESET, uid=uid, password=OTHER)

    by_surname = ("-E", "!sss=sn:2.5.13.3", "-E", "!vlv=0/99/1/0")
    return {
        "open": lambda: lambda: look("(objectClass=inetOrgPerson)", *by_surname),
        "find": lambda: lambda: look("(sn~=smitko)"),
        "create": lambda: modify(_CREATED, uid=f"nova{next(numbers)}", password=OTHER),
        "good": lambda: verify("u1000", PASSWORD),
        "bad": lambda: verify(next(names), WRONG),
        "locked": lambda: verify("u999", PASSWORD),
        "reset": reset,
    }


if __name__ == "__main__":
    with running(Path(sys.argv[1]) / "slapd") as _url:
        take_turns(acts(Path(sys.argv[1]), _url))
