"""What notices are sent by."""

from collections.abc import Callable

from oktui.domain.accounts import Account
from oktui.domain.notices import Notice
from oktui.mail_server import MailServer
from oktui.values import dataclass


@dataclass(frozen=True)
class Post:
    """What notices are sent by: the server, and whoever puts one into words, as a subject and a text."""

    server: MailServer
    write: Callable[[Notice, Account], tuple[str, str]]
