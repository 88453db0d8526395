"""A real mail server of the tests' own, which tells what it was given and answers as a test wants."""

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from oktui.mail_server import Encryption, MailAddress, MailServer

HERE = "127.0.0.1"
SENDER = "oktui@urad.example"
USER, PASSWORD = "oktui", "tajné heslo k poště"


class Inbox:
    """What was delivered; `answers` are what recipients get for RCPT, `after` what a letter gets for its end."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, bytes]] = []
        self.answers: dict[str, list[str]] = {}
        self.after: dict[str, list[str]] = {}
        self.known_only = False
        """Whether it takes letters only from those who have given the password."""
        self.pause = 0.0
        """How long the answer to a letter takes that has been taken."""

    @property
    def messages(self) -> list[EmailMessage]:
        """What was delivered, read as a mail program reads it."""
        return [message_from_bytes(letter, policy=default) for _, letter in self.letters]

    @property
    def times(self) -> Counter[str]:
        """How often each Message-ID was delivered."""
        return Counter(str(message["Message-ID"]) for message in self.messages)

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or answer what the test wants."""
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802 - ditto
        """Take a letter, or answer what the test wants; DROP takes it, and hangs up without an answer."""
        if self.known_only and not session.authenticated:
            return "530 5.7.0 who are you"
        to = envelope.rcpt_tos[0]
        answer = self.after[to].pop(0) if self.after.get(to) else "250 OK"
        if answer in ("250 OK", "DROP"):
            assert isinstance(envelope.content, bytes)
            self.letters.append((to, envelope.content))
        if self.pause:
            await asyncio.sleep(self.pause)
        if answer == "DROP":
            _server.transport.abort()
        return answer


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HERE, 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def mail_server(
    inbox: Inbox,
    encryption: Encryption = Encryption.NONE,
    *,
    certified: Path | None = None,
    offers: bool = True,
    user: str = "",
    patience: float = 10.0,
) -> Iterator[MailServer]:
    """The settings of a server that runs; `certified` is its certificate with the key beside it."""
    context = None
    if certified is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certified, certified.with_suffix(".key"))
    options: dict[str, Any] = {"ssl_context": context} if encryption is Encryption.TLS else {}
    if encryption is Encryption.STARTTLS and offers:
        options = {"tls_context": context, "require_starttls": True}
    if user:
        inbox.known_only = True
        options |= {"authenticator": _authenticate, "auth_require_tls": False}
    controller = Controller(inbox, hostname=HERE, port=free_port(), **options)
    controller.start()
    try:
        yield MailServer(
            MailAddress(encryption, HERE, controller.port, user),
            SENDER,
            Path("/dev/null/smtp.password"),
            PASSWORD if user else None,
            certified,
            patience,
        )
    finally:
        controller.stop()
