"""Letters are given to a real mail server over an encrypted line, or not at all."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest

from oktui.mail import Conversation, Letter, MailCause, MailOut, MailRefused
from oktui.mail_server import Encryption, MailAddress, MailServer, is_sender, read_address
from tests.storage.test_encrypted_connections import certify
from tests.support.mail import HERE, SENDER, USER, Inbox, mail_server

LETTER = Letter("urad@kr-vysocina.example", "Předmět", "Žluťoučký\n.\nkůň\n", "abc", datetime(2016, 7, 25, tzinfo=UTC))


@pytest.fixture
def inbox() -> Inbox:
    """What the server is given."""
    return Inbox()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """The certificate of the server, made by itself."""
    certify(tmp_path, "server", HERE)
    return tmp_path / "server.crt"


def send(server: MailServer, letter: Letter = LETTER) -> None:
    """Have one letter sent."""
    conversation = Conversation(server)
    try:
        conversation.address(letter.to)
        conversation.give(letter.as_bytes(server.sender))
    finally:
        conversation.close()


def give(conversation: Conversation, to: str) -> None:
    """Have a letter sent to somebody in a conversation that goes on."""
    conversation.address(to)
    conversation.give(LETTER.as_bytes(SENDER))


def why_not(server: MailServer) -> MailCause:
    """The cause why nothing could be sent."""
    with pytest.raises(MailOut) as caught:
        send(server)
    return caught.value.cause


@pytest.mark.parametrize("encryption", Encryption)
def test_a_letter_arrives_as_it_was_written(inbox: Inbox, certificate: Path, encryption: Encryption) -> None:
    """Encrypted from the first byte, from a word on, or within this machine; a line with a dot ends nothing."""
    with mail_server(inbox, encryption, certified=certificate, user=USER) as server:
        send(server)
    [(to, _)], [message] = inbox.letters, inbox.messages
    assert to == LETTER.to
    assert (message["To"], message["From"], message["Subject"]) == (LETTER.to, SENDER, "Předmět")
    assert message["Message-ID"] == "<oktui.abc@urad.example>"
    assert (message["Date"].datetime, message["Auto-Submitted"]) == (LETTER.written_at, "auto-generated")
    assert message.get_content().replace("\r\n", "\n") == LETTER.text


@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS])
def test_nothing_is_sent_to_a_server_whose_certificate_nobody_vouches_for(
    inbox: Inbox, certificate: Path, tmp_path: Path, encryption: Encryption
) -> None:
    """Nor to one that has somebody else's, nor one that has run out."""
    certify(tmp_path, "other", HERE)
    with mail_server(inbox, encryption, certified=certificate) as server:
        assert why_not(replace(server, authority=None)) is MailCause.CERTIFICATE
        assert why_not(replace(server, authority=tmp_path / "other.crt")) is MailCause.CERTIFICATE
    certify(tmp_path, "server", "127.0.0.2")
    with mail_server(inbox, encryption, certified=certificate) as server:
        assert why_not(server) is MailCause.CERTIFICATE
    certify(tmp_path, "server", HERE, until=datetime(2017, 1, 1, tzinfo=UTC))
    with mail_server(inbox, encryption, certified=certificate) as server:
        assert why_not(server) is MailCause.CERTIFICATE
    assert inbox.letters == []


def test_a_server_that_offers_no_encryption_is_sent_nothing(inbox: Inbox, certificate: Path) -> None:
    """Whoever stands in the way could have taken the offer out, and would read the password."""
    with mail_server(inbox, Encryption.STARTTLS, certified=certificate, offers=False, user=USER) as server:
        assert why_not(server) is MailCause.NO_STARTTLS
    with mail_server(inbox, Encryption.NONE) as server:
        assert why_not(replace(server, at=replace(server.at, encryption=Encryption.TLS))) is MailCause.TLS
    assert inbox.letters == []


def test_a_password_is_from_the_environment_or_from_a_file_that_nobody_else_reads(
    inbox: Inbox, certificate: Path, tmp_path: Path
) -> None:
    """It is in no message of ours, either."""
    file = tmp_path / "smtp.password"
    with mail_server(inbox, Encryption.TLS, certified=certificate, user=USER) as server:
        written = replace(server, password=None, password_file=file)
        assert why_not(written) is MailCause.PASSWORD_MISSING
        file.write_text(f"{server.password}\n", encoding="utf-8")
        file.chmod(0o640)
        assert why_not(written) is MailCause.PASSWORD_EXPOSED
        file.chmod(0o600)
        send(written)
        with pytest.raises(MailOut) as caught:
            send(replace(server, password="jiné heslo"))
        assert (caught.value.cause, str(caught.value)) == (MailCause.SIGN_IN, "sign_in 535")
    assert len(inbox.letters) == 1


def test_a_recipient_that_is_refused_is_told_from_a_server_that_does_not_work(inbox: Inbox) -> None:
    """In one conversation: now, for good, and the next one is taken."""
    inbox.answers = {"plny@urad.example": ["450 4.2.2 later"], "nikdo@urad.example": ["550 5.1.1 nobody"]}
    inbox.after = {"velky@urad.example": ["552 5.3.4 too large"], "pozdeji@urad.example": ["451 4.3.0 later"]}
    found = {}
    with mail_server(inbox) as server:
        conversation = Conversation(server)
        for to in (*inbox.answers, *inbox.after):
            with pytest.raises(MailRefused) as caught:
                give(conversation, to)
            found[to.partition("@")[0]] = caught.value.reply, caught.value.for_good
        give(conversation, LETTER.to)
        conversation.close()
    assert found == {"plny": (450, False), "nikdo": (550, True), "velky": (552, True), "pozdeji": (451, False)}
    assert [to for to, _ in inbox.letters] == [LETTER.to]


def test_a_server_that_answers_nonsense_has_refused_nobody(inbox: Inbox) -> None:
    """What is no reply, or bids good-bye, is the server's trouble: the recipient is tried again, not given up."""
    inbox.answers = {"mimo@urad.example": ["xyz what"], "konec@urad.example": ["421 4.3.2 good-bye"]}
    inbox.answers["snad@urad.example"] = ["252 cannot say"]
    with mail_server(inbox) as server:
        for to in ("mimo@urad.example", "konec@urad.example"):
            with pytest.raises(MailOut) as caught:
                send(server, replace(LETTER, to=to))
            assert caught.value.cause is MailCause.CLOSED
        conversation = Conversation(server)
        conversation.address("snad@urad.example")
        conversation.close()
    assert not MailRefused(-1).for_good


@pytest.fixture
def dripping() -> Iterator[MailServer]:
    """A server that says one more letter of its greeting again and again, each before anybody would give up."""
    with socket.create_server((HERE, 0)) as listening:
        ended = threading.Event()

        def drip() -> None:
            line, _ = listening.accept()
            with line:
                while not ended.wait(0.05):
                    try:
                        line.send(b"2")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        at = MailAddress(Encryption.NONE, HERE, listening.getsockname()[1])
        yield MailServer(at, SENDER, Path("none"), patience=0.4)
        ended.set()
        thread.join()


def test_a_server_that_drips_is_waited_for_no_longer_than_it_may_take(dripping: MailServer) -> None:
    """The time-out is of all that is asked, not of each byte."""
    begun = time.monotonic()
    assert why_not(dripping) is MailCause.TOO_SLOW
    assert time.monotonic() - begun < 5


def test_a_server_that_does_not_answer_a_letter_is_not_waited_for(inbox: Inbox) -> None:
    """Whether it has taken it is not known, then."""
    inbox.pause = 2
    with mail_server(inbox, patience=0.4) as server:
        assert why_not(server) is MailCause.TOO_SLOW


def test_a_line_that_waits_no_longer_by_itself_is_too_slow_as_well(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine it may be ahead of whoever cuts it, and smtplib says then that the server has gone."""
    monkeypatch.setattr(threading.Timer, "start", lambda _: None)
    inbox.pause = 2
    with mail_server(inbox, patience=0.4) as server:
        assert why_not(server) is MailCause.TOO_SLOW


def test_nobody_listens() -> None:
    """An address where there is no server."""
    with socket.create_server((HERE, 0)) as taken:
        port = taken.getsockname()[1]
    at = MailAddress(Encryption.NONE, HERE, port)
    assert why_not(MailServer(at, SENDER, Path("none"))) is MailCause.UNREACHABLE


@pytest.mark.parametrize(
    "hostile", ["x\r\nBcc: vsichni@urad.example", "x\nBcc: vsichni@urad.example", "x\u2028Bcc: a@b"]
)
def test_no_value_begins_a_header_of_its_own(hostile: str) -> None:
    """However it came into a name or a template."""
    letter = replace(LETTER, subject=hostile).as_bytes(SENDER)
    read = BytesParser(policy=default).parsebytes(letter)
    assert read["Bcc"] is None
    assert read["Subject"] == " ".join(hostile.split())
    with pytest.raises(ValueError, match=r"linefeed|carriage"):
        replace(LETTER, to=f"urad@kraj.example\r\nBcc: {SENDER}").as_bytes(SENDER)


def test_the_same_letter_is_the_same_to_the_byte() -> None:
    """So that whoever gets it twice sees that it is one."""
    assert LETTER.as_bytes(SENDER) == replace(LETTER).as_bytes(SENDER)


def test_an_address_says_how_the_way_is_encrypted() -> None:
    """With the port that is usual for it."""
    assert read_address("smtps://posta.example") == MailAddress(Encryption.TLS, "posta.example", 465)
    assert read_address("smtp+starttls://ok%40tui@posta.example:2587") == MailAddress(
        Encryption.STARTTLS, "posta.example", 2587, "ok@tui"
    )
    assert read_address("smtp://[::1]") == MailAddress(Encryption.NONE, "::1", 25)
    assert read_address("smtp://localhost:2525").port == 2525


@pytest.mark.parametrize(
    "written",
    [
        "posta.example",
        "https://posta.example",
        "smtp://posta.example",
        "smtp://192.0.2.1",
        "smtps://",
        "smtps://user:heslo@posta.example",
        "smtps://posta.example:0",
        "smtps://posta.example:99999",
        "smtps://posta.example/cesta",
        "smtps://posta.example?x=1",
        "smtps://po sta.example",
        "smtps://-oProxy.example",
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(written: str) -> None:
    """In clear to another machine, with a password in it, or of no server."""
    with pytest.raises(ValueError, match=r"."):
        read_address(written)


def test_a_sender_is_of_letters_that_every_server_knows() -> None:
    """No brackets, no name, no line of its own."""
    assert is_sender("oktui@urad.example")
    assert not any(map(is_sender, ["", "oktui", "Úřad <oktui@urad.example>", "a@b\r\nX: y", "úřad@urad.example"]))
