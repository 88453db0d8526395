"""The people of the tests: the document's own, in an office where a test can put them."""

from dataclasses import replace
from datetime import date

from oktui import demo
from oktui.demo import Official
from oktui.domain.accounts import Account, Grant
from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.people import Details, Person
from oktui.domain.sessions import Actor
from oktui.domain.sync import SyncState
from oktui.effects import Effects
from oktui.services.sign_in.sign_in import SignedIn, SignIn, sign_in
from storage import accounts, workplaces
from storage.database import transaction
from tests.support.effects import Clock, QuickHashing, make_effects

PASSWORD = demo.PASSWORD
AUDIT_KEY = bytes(range(32))
VYSOCINA = "Kraj Vysočina – referát SS"
JIHOMORAVSKY = "Jihomoravský kraj – referát SS"
DETAILS = Details(date(2014, 9, 15), email="urad@kr-vysocina.example", position="referent")


class Cast:
    """The demo's people in a fresh database, with a clock to move and effects to hand on."""

    def __init__(self, *, populated: bool = False, **policy: object) -> None:
        """Put them into the databases, unless those are copies of some that have them already."""
        self.clock = Clock()
        self.hashing = QuickHashing()
        self.effects: Effects = make_effects(self.clock, self.hashing, **policy)
        if not populated:
            demo.populate(effects=self.effects)
            begin_with_the_menu()

    def let_fail(self) -> None:
        """Let any number of failures come from one source, where another rule is tried than X-31."""
        self.effects = replace(self.effects, policy=replace(self.effects.policy, source_failures=10**6))

    def let_notify(self) -> None:
        """Have owners told by e-mail, as an installation with a mail server does."""
        self.effects = replace(self.effects, policy=replace(self.effects.policy, notify=True))

    def sign_in(self, username: str, module: Module = Module.REGISTR, password: str = PASSWORD) -> SignedIn:
        """Sign in; a session elsewhere is ended."""
        return sign_in(SignIn(module, username, password, end_other=True), effects=self.effects)

    def actor(self, username: str, module: Module = Module.REGISTR) -> Actor:
        """A signed-in actor."""
        return self.sign_in(username, module).actor

    def account(self, username: str, realm: Realm = Realm.OKSLUZBY) -> Account:
        """The account as it is stored now."""
        with transaction():
            found = accounts.named(realm, username)
        assert found is not None, f"no account {username}"
        return found

    def workplace_id(self, name: str) -> int:
        """The id of a workplace."""
        with transaction():
            return next(place.id for place in workplaces.within(None) if place.name == name)

    def employ(
        self,
        person: Person,
        username: str,
        *grants: Grant,
        realm: Realm = Realm.OKSLUZBY,
        workplace: str = VYSOCINA,
        state: SyncState = SyncState.ACTIVE,
        details: Details = DETAILS,
    ) -> Account:
        """Store one more official, with the password of all."""
        official = Official(person, realm, workplace, username, details, grants)
        with transaction():
            place = workplaces.load(self.workplace_id(workplace))
            password_hash = self.hashing.hash(PASSWORD)
            account_id = demo.employ(official, place, password_hash, self.clock(), state)
            accounts.prefer_menu(account_id, menu=True)
            return accounts.load(account_id)


def begin_with_the_menu() -> None:
    """Have everybody begin with the menu, from which the tests go on; F18's own tests have it otherwise."""
    with transaction():
        for official in demo.OFFICIALS:
            account = accounts.named(official.realm, official.username)
            assert account is not None
            accounts.prefer_menu(account.id, menu=True)


def granted(
    module: Module, permission: Permission, level: Level = Level.UPDATE, since: date = date(2014, 9, 15)
) -> Grant:
    """A grant to employ somebody with."""
    return Grant(None, module, permission, level, since)


def namesake(person: Person, ik: str, birth_number: str = "530101/001", **names: str) -> Person:
    """Another person of the same name, but for what is said otherwise."""
    number = replace(person.data.birth_number, digits=birth_number.replace("/", ""))
    return renamed(replace(person, ik=ik, data=replace(person.data, birth_number=number)), **names)


def renamed(person: Person, **names: str) -> Person:
    """The same person, called otherwise."""
    return replace(person, data=replace(person.data, **names))  # type: ignore[arg-type]  # tests name fields of Names
