"""The steps: whatever officials do, done by the services and by the model alike, and both compared after each."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from oktui import demo
from oktui.domain.accounts import GrantChange
from oktui.domain.audit import EventKind
from oktui.domain.errors import DomainError
from oktui.domain.modules import Category, Level, Module, Permission
from oktui.domain.people import DetailsEntry
from oktui.domain.sessions import Actor
from oktui.domain.sign_in import NotSynchronised
from oktui.domain.sync import SyncState
from oktui.jobs.synchronise_accounts import synchronise_accounts
from oktui.services.new_passwords import PasswordEntry
from oktui.services.sign_in.attend_session import attend_session
from oktui.services.sign_in.change_password import ChangePassword, change_password
from oktui.services.sign_in.sign_in import SignIn, sign_in
from oktui.services.sign_in.sign_out import sign_out
from oktui.services.sign_in.unlock_session import unlock_session
from oktui.values import dataclass
from storage import accounts, krk, workplaces
from storage.database import close_database, database, open_database, transaction
from storage.sealing_key import SealingKey, use_sealing_key
from tests.model.people import Held, Office, Official, Seat
from tests.model.region import CATALOGUE, DONE, REALMS, Password, Region, Wish
from tests.support.cast import AUDIT_KEY, PASSWORD
from tests.support.effects import MONDAY, Clock, make_effects
from tests.support.newcomers import newcomers

Value = TypeVar("Value")

DETAILS = DetailsEntry(date(2014, 9, 15), email="urad@kr-vysocina.example", position="referent")
OFFICES = ("Kraj Vysočina – referát SS", "Jihomoravský kraj – referát SS", "MPSV PHN a SS", "KOP Jindřichův Hradec")
CATEGORIES = (*[{Category.SS}] * 4, *[{Category.SS, Category.HN}] * 5, {Category.HN}, set[Category]())

anybody = st.integers(0, 11)
number = st.integers(0, 19)
yes_or_no = st.booleans()
seldom = st.integers(0, 19).map(lambda drawn: drawn == 13)  # no end of the range, which is drawn too often
mostly = seldom.map(lambda drawn: not drawn)
modules = st.sampled_from(Module)
names = st.sampled_from([*(f"novak.{n}" for n in range(20)), "Novak.1", "Homola", "gollova"])
sources = st.sampled_from(["urad", "domov"])
days = st.sampled_from([-400, -40, -10, -1, 0, 0, 1, 2, 30])
jumps = st.sampled_from(
    [timedelta(minutes=minutes) for minutes in (1, 6, 16, 31, 61, 121, 500, -1, -10)]
    + [timedelta(days=days) for days in (1, 2, 4, 40, 200, 549)]  # 549: to the day on which a password is 18 months old
)
lengths = st.sampled_from([None] * 6 + [0, 1, 5, 30, 100, 700, -1])
grants_wished = st.lists(
    st.tuples(st.none() | st.integers(0, 3), st.integers(0, 9), st.sampled_from(Level), days, lengths, seldom),
    max_size=3,
    unique_by=lambda wished: wished[1] % 3,
)


def seldom_a(strategy: st.SearchStrategy[Value]) -> st.SearchStrategy[Value | None]:
    """Mostly nothing, sometimes one of those."""
    return st.integers(0, 3).flatmap(lambda drawn: strategy if drawn == 1 else st.none())


passwords = st.builds(
    lambda n, kind, mistyped: Password(
        {"long": f"xK7vQ2mZr9La-bW4nHs{n:02}", "fit": f"pT4wYc8Rj6Nx{n:02}", "short": f"gF3k{n:02}"}[kind],
        enough=kind != "short",
        enough_for_administrators=kind == "long",
        agrees=not mistyped,
    ),
    number,
    st.sampled_from([*["long"] * 9, *["fit"] * 3, "short"]),
    seldom,
)
kinds = st.sampled_from([*["right"] * 7, "wrong", "name", "nobody"])
Wished = list[tuple[int | None, int, Level, int, int | None, bool]]


@dataclass(frozen=True)
class Installation:
    """Where an example works: databases that are its own, with the document's people in them."""

    database_url: str
    krk_url: str
    folder: Path

    def open(self) -> None:
        """Open the databases as the program does."""
        open_database(self.database_url)
        krk.open_krk(self.krk_url)
        use_sealing_key(SealingKey(AUDIT_KEY, self.folder / "audit.anchor"))


class Officials(RuleBasedStateMachine):
    """Officials, administrators and the sync at work."""

    make: Callable[[], Installation]
    answers: Counter[str]
    """What use cases have answered in all examples."""

    def begin(self) -> None:
        """Everybody whom the demo has, and persons in KRK who may be hired."""
        self.installation = type(self).make()
        self.installation.open()
        self.clock = Clock(MONDAY)
        self.effects = make_effects(self.clock, source_failures=10**6)
        self.region = Region(MONDAY)
        persons = [
            replace(person, categories=frozenset(categories))
            for person, categories in zip(newcomers(len(CATEGORIES)), CATEGORIES, strict=True)
        ]
        krk.store_persons(persons)
        self.persons = {person.ik: person.categories for person in (*persons, *demo.PERSONS)}
        self.iks = [*(person.ik for person in newcomers(len(CATEGORIES) + 1)), demo.HOMOLA.ik]
        with transaction():
            places = {place.name: place for place in workplaces.within(None)}
            self.offices = {
                place.name: Office(place.id, place.name, place.office_kind, place.region) for place in places.values()
            }
            for official in demo.OFFICIALS:
                self._remember(official)
            self.region.events = self._audited()
        self._seat(1)

    def _remember(self, official: demo.Official) -> None:
        stored = accounts.named(official.realm, official.username)
        assert stored is not None
        held = [Held(g.module, g.permission, g.level, g.valid_from, g.valid_to) for g in official.grants]
        known = Official(
            stored.employee.id,
            official.realm,
            official.person.ik,
            self.offices[official.workplace],
            official.details.valid_from,
            official.details.valid_to,
            account_id=stored.id,
            username=official.username,
            failures=3 if official.locked else 0,
            state=SyncState.ACTIVE,
            grants=held,
        )
        known.give(PASSWORD, stored.password_set_at, temporary=False)
        self.region.officials.append(known)

    # Who does it, and to whom: mostly somebody who can, one time in a few whoever else

    def _official(self, which: int, seat: Seat | None = None) -> Official:
        among = self.region.officials
        if seat is not None and which % 5:
            among = [official for official in among if not self.region.refused(seat, official)] or among
        return among[-1 - which % len(among)]

    def _seat(self, which: int) -> Seat:
        seats = self.region.seats
        if which % 5 == 0 and seats:
            return seats[-1 - which % len(seats)]
        at_work = [seat for seat in seats if seat.administers and seat.barred(self.region.now) is None]
        if len(at_work) < 2:
            for module in Module:
                for official in self.region.accounts():
                    if self._can_administer(official, module):
                        self._signs_in(module, official.username, official.passwords[-1], "urad", end_other=True)
            at_work = [seat for seat in seats if seat.administers and seat.barred(self.region.now) is None] or seats
        return at_work[-1 - which % len(at_work)]

    def _can_administer(self, official: Official, module: Module) -> bool:
        right = Permission.SYSTEM_ADMINISTRATION
        able = official.rights(module, self.region.today).get(right) is Level.UPDATE
        return able and module.realm is official.realm and official.why_not(module, self.region.now) is None

    def _wishes(self, wished: Wished, official: Official | None, module: Module) -> list[Wish]:
        held = [g for g in official.grants if g.module is module and not g.revoked] if official else []
        wishes: dict[object, Wish] = {}
        for index, (which, what, level, first, length, revoke) in enumerate(wished):
            grant = held[which % len(held)] if held and which is not None else None
            catalogue = sorted(CATALOGUE[module], key=str)
            wanted = list(Permission)[index] if what == 9 else catalogue[what % 3 % len(catalogue)]
            since, until = self._days(first, length)
            wish = Wish(grant, grant.permission if grant else wanted, level, since, until, revoke and grant is not None)
            wishes[index if grant is None else grant] = wish
        return list(wishes.values())

    def _days(self, first: int, length: int | None) -> tuple[date, date | None]:
        since = self.region.today + timedelta(first)
        return since, None if length is None else since + timedelta(length)

    def _changes(self, wishes: Iterable[Wish], official: Official | None) -> tuple[GrantChange, ...]:
        ids: dict[Held, int | None] = {}
        if official is not None and official.account_id is not None and not official.gone:
            with transaction():
                stored = accounts.load(official.account_id).grants
            ids = {held: grant.id for held, grant in zip(official.grants, stored, strict=True)}
        return tuple(
            GrantChange(
                wish.permission,
                wish.level,
                wish.since,
                wish.until,
                ids.get(wish.held) if wish.held else None,
                wish.revoke,
            )
            for wish in wishes
        )

    def _held_to(self, expected: set[str], change: Callable[[], object]) -> object | None:
        """What the service returns; None where it refuses, which it must for one of the expected reasons, if any."""
        done, refused = self._answer(change)
        if refused is None:
            assert not expected, f"done, where one of {expected} was expected"
            return done if done is not None else True
        assert refused.code in expected, f"{refused!r}, where {expected or 'nothing'} was expected"
        return None

    def _answer(self, call: Callable[[], Value]) -> tuple[Value | None, DomainError | None]:
        try:
            done = call()
        except DomainError as refused:
            self.answers[refused.code] += 1
            return None, refused
        self.answers[DONE] += 1
        return done, None

    # Time and the program

    @rule(jump=jumps)
    def time_passes(self, jump: timedelta) -> None:
        """The clock jumps, mostly forward."""
        self.clock.forward(jump)
        self.region.now = self.clock.now

    @rule()
    def the_program_starts_again(self) -> None:
        """What is stored is all that there is."""
        close_database()
        self.installation.open()

    @rule(krk_answers=st.sampled_from([True, True, True, False]), at_most=st.sampled_from([99, 99, 0, 1]))
    def the_sync_runs(self, krk_answers: bool, at_most: int) -> None:
        """R2.3-12 … R2.3-14, X-7: with KRK or without, to its end or stopped."""
        if not krk_answers:
            krk.open_krk(f"sqlite:///{self.installation.folder / 'away.db'}")
        asked = iter([*[False] * at_most])
        run = synchronise_accounts("worker", effects=self.effects, stop=lambda: next(asked, True))
        krk.open_krk(self.installation.krk_url)
        assert run is not None
        told = run.processed, run.activated, run.failed, run.finished
        assert told == self.region.synchronise(krk_answers=krk_answers, at_most=at_most)

    # Signing in and one's own session

    @rule(which=anybody, module=modules, source=sources, kind=kinds)
    def somebody_signs_in(self, which: int, module: Module, source: str, kind: str) -> None:
        """F1 with whatever is typed."""
        official = self._official(which)
        if module.realm is not official.realm and which % 5:
            module = REALMS[official.realm][0]
        right = official.passwords[-1] if official.passwords else "nic-takoveho"
        username = "nikdo" if kind == "nobody" or not official.username else official.username
        self._signs_in(module, username, {"wrong": "nejaky-omyl", "name": username}.get(kind, right), source)

    @rule(which=anybody, other=yes_or_no, times=st.integers(1, 4))
    def somebody_guesses(self, which: int, other: bool, times: int) -> None:
        """R2.6-1, R2.6-2: several failures in a row."""
        official = self._official(which)
        for _ in range(times if official.username else 0):
            self._signs_in(REALMS[official.realm][-other], official.username, "nejaky-omyl", "domov")

    def _signs_in(self, module: Module, username: str, password: str, source: str, *, end_other: bool = False) -> None:
        official = self.region.named(module.realm, username)
        expected = self.region.sign_in(module, username, password, source, end_other=end_other)
        effects = replace(self.effects, source=source)
        request = SignIn(module, username, password, end_other=end_other)
        signed_in, refused = self._answer(lambda: sign_in(request, effects=effects))
        assert (refused.code if refused else DONE) == expected, f"{refused!r}, where {expected!r} was expected"
        if isinstance(refused, NotSynchronised):
            assert official is not None
            assert (refused.state, refused.failed) == (official.state, official.sync_failed)
            registered = official.state is SyncState.PERSON_LOADED and not official.sync_failed
            assert (refused.incident is not None) == registered
        if signed_in is None:
            return
        assert official is not None
        seat = self.region.sit(signed_in.actor.session_id, official, module, source)
        assert signed_in.must_change == seat.must_change
        assert signed_in.principal.permissions == seat.rights

    @precondition(lambda self: self.region.seats)
    @rule(which=anybody, idle=st.integers(0, 40), leave=seldom)
    def a_session_is_attended(self, which: int, idle: int, leave: bool) -> None:
        """X-9, X-27: what the terminal program asks by itself; or its owner signs out."""
        seat, now = self._seat(which), self.region.now
        if leave:
            if seat.ended is None:
                seat.ended = "signed_out"
                self.region.audit("sign_out")
            sign_out(Actor(seat.id), effects=self.effects)
            return
        over, touched = seat.over(now), now - timedelta(minutes=idle)
        locked = seat.locked
        if over is None and not locked:
            seat.touched = max(seat.touched, touched)
            seat.locked = locked = now - seat.touched >= timedelta(minutes=15)
            if locked:
                self.region.audit("session_locked")
        elif over is not None and seat.ended is None:
            seat.ended = over
            self.region.audit("session_ended")
        told, refused = self._answer(lambda: attend_session(Actor(seat.id), touched, effects=self.effects))
        assert (told, refused and refused.code) == ((locked, None) if over is None else (None, "session_over"))

    @precondition(lambda self: self.region.seats)
    @rule(which=anybody, right=yes_or_no, source=sources)
    def a_lock_screen_is_answered(self, which: int, right: bool, source: str) -> None:
        """X-27: a wrong password there is a failure as at sign-in."""
        seat, now, region = self._seat(which), self.region.now, self.region
        password = seat.official.passwords[-1] if right else "nejaky-omyl"
        expected = set()
        if seat.over(now) is not None:
            expected = {"session_over"}
        else:
            answer = region.attempt(seat.module, seat.official.username, password, source)
            region.audit("session_unlocked", "refused" if answer else "done")
            if answer is None:
                seat.locked, seat.touched, seat.wrong = False, now, 0
            else:
                expected = {answer if answer == "slowed_down" else self._wrong_again(seat)}
        effects = replace(self.effects, source=source)
        self._held_to(expected, lambda: unlock_session(Actor(seat.id), password, effects=effects))

    def _wrong_again(self, seat: Seat) -> str:
        if seat.over(self.region.now) is None:
            seat.wrong += 1
            if seat.wrong >= 3:
                seat.ended = "wrong_passwords"
                self.region.audit("session_ended")
        return "wrong_password" if seat.over(self.region.now) is None else "session_over"

    @precondition(lambda self: self.region.seats)
    @rule(which=anybody, right=st.sampled_from([True, True, False]), password=passwords)
    def somebody_changes_their_password(self, which: int, right: bool, password: Password) -> None:
        """R2.7-1, X-15: F9."""
        seat = self._own_seat(which)
        official, region = seat.official, self.region
        barred = seat.barred(region.now, changing_password=True)
        original = official.passwords[-1] if right else "nejaky-omyl"
        expected = {barred} if barred else set()
        if barred is None and not right:
            seat.wrong += 1
            seat.ended = "wrong_passwords" if seat.wrong >= 3 else None
            region.audit("password_changed", "refused")
            expected = {"session_over" if seat.ended else "wrong_password"}
        elif barred is None:
            seat.wrong = 0  # whoever knows the password is no guesser, whatever becomes of the new one
            administrator = official.administrator(region.today)
            expected = region.unfit(password, official.passwords, administrator=administrator)
            if not seat.must_change and region.now < official.set_at + timedelta(minutes=30):
                expected.add("password_too_young")
        request = ChangePassword(original, self._typed(password))
        if self._held_to(expected, lambda: change_password(Actor(seat.id), request, effects=self.effects)):
            official.give(password.text, region.now, temporary=False)
            seat.must_change, seat.wrong = False, 0
            region.end_all(official, "password_changed", but=seat)
            region.audit("password_changed")

    def _own_seat(self, which: int) -> Seat:
        open_ones = [seat for seat in self.region.seats if seat.over(self.region.now) is None]
        among = open_ones if open_ones and which % 4 else self.region.seats
        return among[-1 - which % len(among)]

    def _typed(self, password: Password) -> PasswordEntry:
        return PasswordEntry(password.text, password.text if password.agrees else "neco-jineho")

    def _audited(self) -> Counter[tuple[str, str]]:
        """How many events of each kind there are; alarms have tests of their own."""
        told = database.obj.execute_sql(  # in one statement, for it is asked after each step
            f"SELECT kind, outcome, count(*) FROM audit_event WHERE kind <> '{EventKind.ALARM.value}' GROUP BY 1, 2"  # noqa: S608
        )
        return Counter({(kind, outcome): number for kind, outcome, number in told.fetchall()})
