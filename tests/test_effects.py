"""Where the program is used from, and how many passwords it hashes at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

import pytest
from argon2.profiles import CHEAPEST

from oktui.effects import AT_ONCE, Argon2, source_of


@pytest.mark.parametrize(
    ("connection", "network"),
    [
        ("192.0.2.7 50022 198.51.100.1 22", "192.0.2.7"),
        ("::ffff:192.0.2.7 50022 ::1 22", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1 50022 ::1 22", "2001:db8:1:2::/64"),
        ("fe80::1%eth0 50022 ::1 22", "fe80::/64"),
        ("UNKNOWN 65535 UNKNOWN 65535", "UNKNOWN"),
    ],
)
def test_a_source_is_the_os_user_at_a_network(connection: str, network: str) -> None:
    """X-31: addresses of one IPv6 network are had for nothing, so they are one source."""
    here = source_of({})
    user, _, _ = here.partition("@")
    assert source_of({"SSH_CONNECTION": connection, "USER": "somebody", "LOGNAME": "else"}) == f"{user}@{network}"


def test_at_the_machine_itself_every_terminal_is_one_source() -> None:
    """X-31: another window is no other place."""
    assert source_of({"SSH_TTY": "/dev/pts/1"}) == source_of({"SSH_TTY": "/dev/pts/2"})


class Counting:
    """Counts how many are at it at once; each waits for as many as there may be."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self._lock, self._meeting = Lock(), Barrier(AT_ONCE)

    def verify(self, *_: object) -> bool:
        """Wait inside until the others are there as well."""
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self._meeting.wait(timeout=30)
        with self._lock:
            self.now -= 1
        return True

    def hash(self, *_: object) -> str:
        """The same."""
        self.verify()
        return ""


def test_no_more_than_four_passwords_are_hashed_at_once() -> None:
    """X-18: each takes 64 MiB; hashing and verifying share the four, and none is refused."""
    hashing, counting = Argon2(CHEAPEST), Counting()
    hashing._hasher = counting  # type: ignore[assignment]  # as much of one as is called
    with ThreadPoolExecutor(16) as threads:
        hashed = [threads.submit(hashing.hash, "x") for _ in range(8)]
        verified = [threads.submit(hashing.verify, "", "x") for _ in range(8)]
        assert [one.result() for one in verified] == [True] * 8
        assert [one.result() for one in hashed] == [""] * 8
    assert (counting.most, AT_ONCE) == (4, 4)
