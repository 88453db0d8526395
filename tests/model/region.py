"""The model: what every use case should answer, and what should be so afterwards. It knows no database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from datetime import date, datetime, timedelta

from oktui.domain.modules import Level, Module, Permission, Realm
from oktui.domain.offices import OfficeKind
from oktui.domain.sync import SyncState
from oktui.values import dataclass
from tests.model.people import LOCKS_AFTER, Held, Official, Seat, prague

DONE = ""
REMEMBERED = 12
TEMPORARY = timedelta(minutes=60)
FIRST = timedelta(hours=72)
YOUNG = timedelta(minutes=30)
IDLE = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)

CATALOGUE = {
    Module.REGISTR: {
        Permission.SOCIAL_SERVICES_RECORDS,
        Permission.INSPECTION_RECORDS,
        Permission.SYSTEM_ADMINISTRATION,
    },
    Module.POSKYTOVATEL: {
        Permission.GRANT_APPLICATIONS,
        Permission.REPORTS,
        Permission.SYSTEM_ADMINISTRATION,
    },
    Module.OKNOUZE: {Permission.SOCIAL_WORKER, Permission.SYSTEM_ADMINISTRATION},
}
"""What can be granted, with the helpdesk switched off (R1.1-3, R1.2-1, R1.3-2, R1.3-3)."""

REALMS = {
    Realm.OKSLUZBY: (Module.REGISTR, Module.POSKYTOVATEL),
    Realm.OKNOUZE: (Module.OKNOUZE,),
}


@dataclass(frozen=True)
class Password:
    """A password typed twice, and how strong it is: one may be too short for an administrator only."""

    text: str
    enough: bool = True
    enough_for_administrators: bool = True
    agrees: bool = True


@dataclass(frozen=True)
class Wish:
    """A row of the table of grants: a change of the grant `held`, or a new one where that is None."""

    held: Held | None
    permission: Permission
    level: Level
    since: date
    until: date | None
    revoke: bool = False


@dataclass
class Trail:
    """What a source knows of a name (X-31, X-12)."""

    failed_at: datetime | None = None
    known: bool = False


@dataclass
class Region:
    """Everybody, everything, and what the audit has."""

    now: datetime
    officials: list[Official] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    events: Counter[tuple[str, str]] = field(default_factory=Counter)
    slowed: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    trails: dict[tuple[str, Realm, str], Trail] = field(default_factory=dict)
    last_slot: datetime | None = None

    @property
    def today(self) -> date:
        """The day in Prague."""
        return prague(self.now)

    def audit(self, kind: str, outcome: str = "done") -> None:
        """One more event."""
        self.events[kind, outcome] += 1

    def named(self, realm: Realm, username: str) -> Official | None:
        """Whose username it is, without regard to case (R2.3-7)."""
        return next((o for o in self.accounts() if o.realm is realm and o.username.lower() == username.lower()), None)

    def accounts(self) -> list[Official]:
        """Whoever has an account."""
        return [o for o in self.officials if o.account_id is not None and not o.gone]

    def end_all(self, official: Official, reason: str, but: Seat | None = None) -> None:
        """End all open sessions of an account."""
        for seat in self.seats:
            if seat.official is official and seat.ended is None and seat is not but:
                seat.ended = reason

    # Who may (R2.1-1 … R2.1-3)

    def refused(self, seat: Seat, subject: Official) -> set[str]:
        """The answers to an administrator's change of the official that come before any field is looked at."""
        barred = seat.barred(self.now)
        if barred is not None:
            return {barred}
        if not seat.administers:
            return {"forbidden"}
        if subject.gone:
            return {"not_found"}
        me = seat.official
        everywhere = me.office.kind is OfficeKind.MPSV
        theirs = everywhere or (
            subject.office.kind is not OfficeKind.MPSV and subject.office.region is me.office.region
        )
        if subject.realm is not seat.module.realm or not theirs or subject.ik == me.ik:
            return {"forbidden"}
        return set()

    # Signing in (2.6, X-11 … X-14)

    def attempt(self, module: Module, username: str, password: str, source: str) -> str | None:
        """Count an attempt; None when the password is right, else the answer."""
        now, official = self.now, self.named(module.realm, username)
        locks = module is not Module.POSKYTOVATEL
        trail = self.trails.get((source, module.realm, username.lower()), Trail())
        waits = not locks and self._waits(username)
        trusted = trail.known and (trail.failed_at is None or now - trail.failed_at >= timedelta(minutes=30))
        if not waits:
            trail = self.trails.setdefault((source, module.realm, username.lower()), trail)
            trail.failed_at = now
            if not locks:
                self._count_name(username)
        elif trusted:
            trail.failed_at = now
        taken = (not waits or trusted) and official is not None and not official.locked
        if not taken or official is None or official.passwords[-1] != password:
            if taken and locks and official is not None:
                official.failures += 1
                if official.locked:
                    self.end_all(official, "locked")
            return "slowed_down" if waits else "bad_credentials"
        official.failures, trail.failed_at = 0, None
        if not locks:
            self.slowed.pop(username.lower(), None)
        return None

    def _waits(self, username: str) -> bool:
        self.slowed = {name: (n, at) for name, (n, at) in self.slowed.items() if at >= self.now - FORGOTTEN}
        return username.lower() in self.slowed and self.now < self.slowed[username.lower()][1]

    def _count_name(self, username: str) -> None:
        failures = self.slowed.get(username.lower(), (0, self.now))[0] + 1
        wait = timedelta(0)
        if failures >= LOCKS_AFTER:
            wait = min(timedelta(seconds=5) * 2 ** (failures - LOCKS_AFTER), timedelta(minutes=15))
        self.slowed[username.lower()] = failures, self.now + wait

    def sign_in(self, module: Module, username: str, password: str, source: str, *, end_other: bool) -> str:
        """The answer; when it is DONE, the seat has still to be taken."""
        if password.lower() == username.lower():
            return "name_as_password"
        answer = self.attempt(module, username, password, source)
        official = self.named(module.realm, username)
        if answer is None and official is not None:
            answer = official.why_not(module, self.now) or self._elsewhere(official, module, end_other=end_other)
        self.audit("sign_in", "refused" if answer else "done")
        return answer or DONE

    def _elsewhere(self, official: Official, module: Module, *, end_other: bool) -> str | None:
        for seat in self.seats:
            if seat.official is official and seat.module is module and seat.ended is None:
                if seat.over(self.now) is None and not end_other:
                    return "already_signed_in"
                seat.ended = seat.over(self.now) or "signed_in_elsewhere"
        return None

    def sit(self, session_id: int, official: Official, module: Module, source: str) -> Seat:
        """A session that has begun."""
        change = official.must_change or official.overdue(self.today)
        seat = Seat(session_id, official, module, official.rights(module, self.today), self.now, self.now, change)
        official.ever_in = True
        if official.temporary:
            official.used_at = official.used_at or self.now
        self.trails[source, module.realm, official.username.lower()].known = True
        self.seats.append(seat)
        return seat

    # Passwords (X-15 … X-17)

    def unfit(self, password: Password, used: list[str], *, administrator: bool) -> set[str]:
        """What is wrong with a new password."""
        enough = password.enough_for_administrators if administrator else password.enough
        faults = {"passwords_differ": not password.agrees, "password_refused": not enough}
        faults["password_reused"] = password.text in used[-REMEMBERED:]
        return {code for code, at_fault in faults.items() if at_fault}

    def set_by_administrator(self, official: Official, text: str, *, must_change: bool) -> None:
        """R2.8-1, X-16: a password that was reset."""
        official.give(text, self.now, temporary=must_change)
        if must_change and official.state is SyncState.ACTIVE:
            official.dies = self.now + TEMPORARY
        self.end_all(official, "password_reset")

    # Grants (R2.3-10, R1.3-3) and administrators

    def granted(self, official: Official, wishes: Iterable[Wish], module: Module) -> tuple[list[Held], set[str]]:
        """What the official would hold, and what is wrong with the wishes."""
        faults, after = set(), [Held(**vars(grant)) for grant in official.grants]
        ever = {grant.permission for grant in official.grants}
        for wish in wishes:
            if wish.until is not None and wish.until < wish.since:
                faults.add("dates_out_of_order")
            if wish.held is None:
                barred = wish.permission is Permission.SOCIAL_WORKER and Permission.APPEALS in ever
                if wish.permission not in CATALOGUE[module] or barred:
                    faults.add("permission_not_grantable")
                after.append(Held(module, wish.permission, wish.level, wish.since, wish.until))
                continue
            changed = after[official.grants.index(wish.held)]
            if wish.revoke:
                changed.revoked = True
            else:
                changed.level, changed.since, changed.until = wish.level, wish.since, wish.until
        here = [grant.permission for grant in after if grant.module is module and not grant.revoked]
        if official.office.kind is not OfficeKind.MPSV and Permission.INSPECTION_RECORDS in here:
            faults.add("permission_not_grantable")
        if len(here) > len(set(here)):
            faults.add("already_granted")
        return after, faults

    def opens(self, grants: Iterable[Held], module: Module) -> bool:
        """R1.1-2: whether the grants let their owner in to the module, now or later."""
        return any(g.module is module and g.opens and g.stands_sometime(self.today) for g in grants)

    def gaps(self, like: Official) -> dict[Module, date | None]:
        """The first day, for each module, on which nobody administers the official's office (X-10)."""
        return {module: self._gap(like, module) for module in REALMS[like.realm]}

    def _gap(self, like: Official, module: Module) -> date | None:
        colleagues = [o for o in self.accounts() if o.office == like.office and o.realm is like.realm and not o.retired]
        terms = [
            (max(o.since, g.since), [end for end in (o.until, g.until) if end is not None])
            for o in colleagues
            for g in o.grants
            if g.module is module and g.administers and g.level is Level.UPDATE and not g.revoked
        ]
        spans = [(first, min(ends, default=None)) for first, ends in terms]
        candidates = {self.today, *(last + timedelta(1) for _, last in spans if last and last >= self.today)}
        empty = (
            day
            for day in sorted(candidates)
            if not any(first <= day and (last is None or day <= last) for first, last in spans)
        )
        return next(empty, None)

    # The sync (R2.3-12 … R2.3-14, X-7)

    def synchronise(self, *, krk_answers: bool, at_most: int) -> tuple[int, int, int, bool]:
        """A run that is stopped after so many accounts; how many it looked at, activated, failed with; if it ended."""
        waiting = [o for o in self.accounts() if o.state is not SyncState.ACTIVE]
        waiting.sort(key=lambda official: official.account_id or 0)
        activated = failed = 0
        for official in waiting[:at_most]:
            if official.state is not SyncState.PERSON_LOADED and not krk_answers:
                failed += 1
                if not official.sync_failed:
                    self.audit("synchronised", "refused")
                    official.sync_failed = True
                continue
            activated += self._activate(official)
        finished = at_most >= len(waiting)
        if finished:
            self.last_slot = self.slot(self.now)
        return min(at_most, len(waiting)), activated, failed, finished

    def slot(self, moment: datetime, *, ahead: int = 0) -> datetime:
        """X-8: the even hour on the UTC clock that began last, so many minutes ahead."""
        hour = (moment + timedelta(minutes=ahead)).replace(minute=0, second=0, microsecond=0)
        return hour - timedelta(hours=hour.hour % 2)

    def _activate(self, official: Official) -> bool:
        states = list(SyncState)
        reached = SyncState.ACTIVE if official.loadable(self.today) else SyncState.PERSON_LOADED
        steps = states.index(reached) - states.index(official.state)
        self.events["synchronised", "done"] += steps
        official.state = reached
        if steps:
            official.sync_failed = False
        if steps and reached is SyncState.ACTIVE and official.temporary:
            official.dies = self.now + FIRST
        return reached is SyncState.ACTIVE
