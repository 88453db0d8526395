"""Where the program is used from, and how many passwords it hashes at once."""

import pytest

from oktui.effects import source_of


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
