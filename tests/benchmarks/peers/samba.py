"""Samba's samba-tool on the database of a domain of its own, as its owner; no server runs.

    /usr/bin/python3 -m tests.benchmarks.peers.samba FOLDER SIZE

Samba keeps an NT hash and Kerberos keys, never Argon2, and its audit is a log file that nobody syncs. An account is
stored in some 50 ms, so that more than a few thousand are not waited for.
"""

import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.peers.turns import OTHER, PASSWORD, Act, people_in, take_turns

MOST = 1_000
"""How many are loaded."""

_TOOL = "/usr/bin/samba-tool"
_DOMAIN = ["--realm=KRAJ.TEST", "--domain=KRAJ", "--server-role=dc", "--dns-backend=NONE", "--host-ip=127.0.0.1"]
_GROUPS = ("sluzby", "inspekce")


def provision(folder: Path) -> list[str]:
    """A new domain; the options by which it is named."""
    domain = folder / "samba"
    command = [_TOOL, "domain", "provision", "--use-rfc2307", *_DOMAIN, f"--adminpass={PASSWORD}"]
    subprocess.run([*command, f"--targetdir={domain}"], check=True, capture_output=True)
    configuration = domain / "etc" / "smb.conf"
    logged = "[global]\n\tlog level = 1 dsdb_json_audit:5\n"  # which goes where this program's own errors go
    configuration.write_text(configuration.read_text().replace("[global]\n", logged, 1))
    return ["-H", str(domain / "private" / "sam.ldb"), "-s", str(configuration)]


def fill(folder: Path) -> None:
    """Store the people in one transaction, by what samba-tool itself calls."""
    from samba.auth import system_session
    from samba.param import LoadParm
    from samba.samdb import SamDB

    configuration = LoadParm()
    configuration.load(str(folder / "samba" / "etc" / "smb.conf"))
    path = str(folder / "samba" / "private" / "sam.ldb")
    database = SamDB(url=path, lp=configuration, session_info=system_session())
    database.transaction_start()
    for username, given, surname in people_in(folder):
        database.newuser(username, PASSWORD, givenname=f"{given} {username}", surname=surname)
    for group in _GROUPS:
        database.newgroup(group)
    database.transaction_commit()


def acts(folder: Path, named: list[str]) -> dict[str, Act]:
    """What samba-tool can do of it; it finds nobody by a name, and verifies no password."""
    names = itertools.cycle([name for name, _, _ in people_in(folder) if name.startswith("u1")][:800])
    numbers = itertools.count()

    def run(*arguments: str) -> str:
        done = subprocess.run([_TOOL, *arguments, *named], stdout=subprocess.PIPE, text=True, check=True)
        return done.stdout

    def create() -> Callable[[], object]:
        name = f"nova{next(numbers)}"

        def timed() -> str:
            told = run("user", "create", name, OTHER, "--given-name=Radomir", f"--surname={name}")
            return told + "".join(run("group", "addmembers", group, name) for group in _GROUPS)

        return timed

    def reset() -> Callable[[], object]:
        name, new = next(names), f"--newpassword={OTHER}"
        return lambda: (
            run("user", "setpassword", name, new, "--must-change-at-next-login") + run("user", "unlock", name)
        )

    return {
        "open": lambda: lambda: f"{len(run('user', 'list').splitlines())}, usernames alone",
        "create": create,
        "reset": reset,
    }


if __name__ == "__main__":
    _folder = Path(sys.argv[1])
    _named = provision(_folder)
    fill(_folder)
    take_turns(acts(_folder, _named))
