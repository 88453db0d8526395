"""Giving letters to a mail server: one conversation, encrypted, of which no part takes longer than it may."""

import os
import smtplib
import socket
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import Enum
from typing import Any

from oktui.domain.text import harmless
from oktui.mail_server import Encryption, MailServer
from oktui.values import dataclass

_TAKEN = range(200, 300)
_SIGNED_IN = 235
_NUL = "\0"
_CLOSING = 421
"""What a server answers that is about to close: nobody's letter is to blame."""
_REFUSED = range(400, 600)
_FOR_GOOD = range(500, 600)
_LONGEST_PASSWORD = 1024


class MailCause(Enum):
    """Why no letter can be sent at all."""

    UNREACHABLE = "unreachable"
    NO_STARTTLS = "no_starttls"
    CERTIFICATE = "certificate"
    TLS = "tls"
    PASSWORD_MISSING = "password_missing"  # noqa: S105 - a cause, not a password
    PASSWORD_EXPOSED = "password_exposed"  # noqa: S105 - a cause, not a password
    SIGN_IN = "sign_in"
    SENDER = "sender"
    TOO_SLOW = "too_slow"
    CLOSED = "closed"


@dataclass(eq=False)
class MailOut(Exception):
    """The server, or the way to it, does not work; `said` is what it or the system said about that."""

    cause: MailCause
    said: str = ""

    def __str__(self) -> str:
        return f"{self.cause.value} {self.said}".rstrip()


@dataclass(eq=False)
class MailRefused(Exception):
    """The server works, and does not take this letter: not now, or never."""

    reply: int
    said: str = ""

    @property
    def for_good(self) -> bool:
        """Whether it is no use to try again."""
        return self.reply in _FOR_GOOD


@dataclass(frozen=True)
class Letter:
    """A letter to one recipient; the same letter, sent twice, is the same to the byte."""

    to: str
    subject: str
    text: str
    token: str
    written_at: datetime

    def as_bytes(self, sender: str) -> bytes:
        """The letter as it is sent. No value can begin a header of its own. Raises ValueError."""
        message = EmailMessage(policy=SMTP)
        message["From"] = sender
        message["To"] = self.to
        message["Subject"] = " ".join(self.subject.split())
        message["Date"] = format_datetime(self.written_at.astimezone(UTC))
        message["Message-ID"] = f"<oktui.{self.token}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text, charset="utf-8", cte="quoted-printable")
        message["Content-Language"] = "cs"  # after the content, which would take it away with what it replaces
        return message.as_bytes()


class Conversation:
    """A conversation with the server, ready for letters."""

    def __init__(self, server: MailServer) -> None:
        """Begin it. Raises MailOut."""
        self._server = server
        self._said_before = False
        password = _password(server)
        with self._watched(None) as watch:
            self._smtp = _Smtp(server, watch)
            try:
                self._begin(password)
            except BaseException:
                self._smtp.close()
                raise

    @property
    def certificate(self) -> datetime | None:
        """Until when the server's certificate is good; None where nothing is encrypted."""
        if not isinstance(self._smtp.sock, ssl.SSLSocket):
            return None
        found: Any = self._smtp.sock.getpeercert()
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(found["notAfter"]), UTC)

    def address(self, to: str) -> None:
        """Say who the next letter is for, which gives the server nothing yet. Raises MailRefused, MailOut."""
        with self._watched(self._smtp.line):
            if self._said_before:
                self._smtp.rset()
            self._said_before = True
            reply, said = self._smtp.mail(self._server.sender)
            if reply not in _TAKEN:
                raise MailOut(MailCause.SENDER, _words(reply, said))
            _check(*self._smtp.rcpt(to))

    def give(self, letter: bytes) -> None:
        """Give the server the letter: it is responsible for it from now on.

        Raises:
            MailRefused: it does not take it.
            MailOut: it is not known whether it has taken it.
        """
        with self._watched(self._smtp.line):
            try:
                answer = self._smtp.data(letter)
            except smtplib.SMTPDataError as error:
                answer = error.smtp_code, error.smtp_error  # type: ignore[assignment]  # bytes, as data() has them
            _check(*answer)

    def close(self) -> None:
        """Say good-bye, if the server still listens."""
        with suppress(MailOut), self._watched(self._smtp.line):
            self._smtp.quit()
        self._smtp.close()

    def _begin(self, password: str) -> None:
        self._smtp.ehlo()
        if self._server.at.encryption is Encryption.STARTTLS:
            if not self._smtp.has_extn("starttls"):
                raise MailOut(MailCause.NO_STARTTLS)
            self._smtp.starttls(context=_context(self._server))
            self._smtp.ehlo()
        if self._server.at.user:
            self._sign_in(self._server.at.user, password)

    def _sign_in(self, user: str, password: str) -> None:
        """Give name and password, in UTF-8 where the server takes them whole: smtplib knows ASCII alone."""
        if "PLAIN" not in self._smtp.esmtp_features.get("auth", "").upper().split():
            self._smtp.login(user, password)
            return
        reply, said = self._smtp.docmd("AUTH", f"PLAIN {b64encode(f'{_NUL}{user}{_NUL}{password}'.encode()).decode()}")
        if reply != _SIGNED_IN:
            raise smtplib.SMTPAuthenticationError(reply, said)

    @contextmanager
    def _watched(self, line: socket.socket | None) -> Iterator["_Watch"]:
        """Cut the line when the server has taken too long, and tell its failures by their causes."""
        watch = _Watch(line)
        timer = threading.Timer(self._server.patience, watch.cut)
        timer.daemon = True
        timer.start()
        try:
            yield watch
        except (OSError, ValueError) as error:  # among which are all of smtplib's
            self._give_up(line or watch.line)
            raise MailOut(MailCause.TOO_SLOW) if watch.passed else _out(error) from error
        except MailOut:
            self._give_up(line or watch.line)
            raise
        finally:
            timer.cancel()

    @staticmethod
    def _give_up(line: socket.socket | None) -> None:
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()


class _Watch:
    """The line to the server, to be cut from another thread."""

    def __init__(self, line: socket.socket | None) -> None:
        self.line = line
        self.passed = False

    def cut(self) -> None:
        """End the present wait of whoever listens."""
        self.passed = True
        if self.line is not None:
            with suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)


class _Smtp(smtplib.SMTP):
    """smtplib's conversation, over a line that can be cut also while it is being encrypted."""

    line: socket.socket

    def __init__(self, server: MailServer, watch: _Watch) -> None:
        self._at, self._watch, self._context = server.at, watch, _context(server)
        node = os.uname().nodename
        # A name of its own, for smtplib would ask the network for one, however long that takes.
        own = node if "." in node else "[127.0.0.1]"
        super().__init__(server.at.host, server.at.port, local_hostname=own, timeout=server.patience)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        self.line = self._watch.line = plain.dup()  # the socket itself is given away to be encrypted
        if self._at.encryption is not Encryption.TLS:
            return plain
        return self._context.wrap_socket(plain, server_hostname=host)

    def close(self) -> None:
        """Let go of the line, too."""
        super().close()
        if line := self.__dict__.get("line"):
            line.close()


def _context(server: MailServer) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(server.authority) if server.authority else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _password(server: MailServer) -> str:
    """The password, if one is needed. Raises MailOut."""
    if not server.at.user:
        return ""
    if server.password is not None:
        return server.password
    try:
        with server.password_file.open("rb") as file:
            status = os.fstat(file.fileno())
            if status.st_mode & 0o077 or status.st_uid != os.geteuid():
                raise MailOut(MailCause.PASSWORD_EXPOSED, str(server.password_file))
            return file.read(_LONGEST_PASSWORD).decode().strip()
    except OSError as error:
        raise MailOut(MailCause.PASSWORD_MISSING, str(server.password_file)) from error
    except UnicodeDecodeError as error:
        raise MailOut(MailCause.PASSWORD_MISSING, str(server.password_file)) from error


def _out(error: Exception) -> MailOut:
    match error:
        case ssl.SSLCertVerificationError():
            return MailOut(MailCause.CERTIFICATE, error.verify_message)
        case ssl.SSLError():
            return MailOut(MailCause.TLS, error.reason or "")
        case smtplib.SMTPAuthenticationError():
            return MailOut(MailCause.SIGN_IN, str(error.smtp_code))
        case smtplib.SMTPNotSupportedError() | UnicodeError():
            return MailOut(MailCause.SIGN_IN)
        case TimeoutError() | smtplib.SMTPServerDisconnected(__context__=TimeoutError()):
            return MailOut(MailCause.TOO_SLOW)
        case smtplib.SMTPResponseException():
            return MailOut(MailCause.CLOSED, _words(error.smtp_code, error.smtp_error))
        case smtplib.SMTPException() | ConnectionResetError() | BrokenPipeError():
            return MailOut(MailCause.CLOSED)
        case OSError():
            return MailOut(MailCause.UNREACHABLE, error.strerror or "")
    return MailOut(MailCause.CLOSED)


def _check(reply: int, said: bytes) -> None:
    """Raise MailRefused if that is what the server has answered, and MailOut if it is not speaking SMTP any more."""
    if reply in _TAKEN:
        return
    if reply not in _REFUSED or reply == _CLOSING:
        raise MailOut(MailCause.CLOSED, _words(reply, said))
    raise MailRefused(reply, _words(reply, said))


def _words(reply: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return harmless(f"{reply} {' '.join(text.split())}"[:200])
