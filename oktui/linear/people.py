"""Finding somebody at the line, and what is done about them: detail, why not, new password, unlock (F6, F12, F13)."""

from collections.abc import Callable
from functools import partial

from oktui.domain.accounts import Account
from oktui.domain.authority import Action, Subject, denial
from oktui.domain.calendar import next_sync
from oktui.domain.listing import Entry
from oktui.domain.lookup import Match
from oktui.domain.modules import Module
from oktui.domain.recognition import Recognition, recognition_required
from oktui.domain.sign_in import Condition
from oktui.linear.dialogue import Dialogue
from oktui.services.employees.get_employee import Seen, get_employee
from oktui.services.helpdesk.diagnose_account import Diagnose, Diagnosis, diagnose_account
from oktui.services.helpdesk.find_accounts import find_accounts
from oktui.services.helpdesk.reset_password import Issued, ResetPassword, reset_password
from oktui.services.helpdesk.unlock_account import unlock_account
from oktui.services.helpdesk.whom_to_ask import whom_to_ask
from oktui.services.new_passwords import PasswordEntry
from screens.texts import diagnosis, employees, linear, passwords

Task = Callable[[], None]


def find(dialogue: Dialogue) -> None:
    """Find somebody, tell all there is to tell, and go on with them. Raises Back."""
    match = _who(dialogue)
    _detail(dialogue, match.employee_id)
    while (task := dialogue.choose_or_leave(linear.WITH_WHOM, _possible(dialogue, match))) is not None:
        dialogue.attempt(task)


def why(dialogue: Dialogue) -> None:
    """Find somebody, tell why they cannot sign in, and mend it where the actor may. Raises Back."""
    match = _who(dialogue)
    _diagnose(dialogue, match.employee_id, match.module)


def reset(dialogue: Dialogue) -> None:
    """Find somebody, and give them a new password. Raises Back."""
    _reset(dialogue, _who(dialogue).employee_id)


def unlock(dialogue: Dialogue) -> None:
    """Find somebody, and unlock their account. Raises Back."""
    _unlock(dialogue, _who(dialogue).employee_id)


def _who(dialogue: Dialogue) -> Match:
    """Whom the actor means, by whatever is known of them."""
    session, asked = dialogue.session, ""
    dialogue.say(linear.KNOWN_OF_THEM)
    while True:
        asked = dialogue.text("who", linear.WHO, asked, required=True)
        found = session.call(find_accounts, session.actor, asked, effects=session.effects)
        if not found:
            elsewhere = session.call(whom_to_ask, session.actor, effects=session.effects)
            dialogue.tell(diagnosis.nobody(elsewhere))
            continue
        if len(found) == 1:
            dialogue.say(linear.match(found[0]))
            return found[0]
        dialogue.say(linear.found(len(found)))
        return dialogue.choose(linear.WHICH, [(linear.match(match), match) for match in found])


def _seen(dialogue: Dialogue, employee_id: int) -> Seen:
    session = dialogue.session
    return session.call(get_employee, session.actor, employee_id, effects=session.effects)


def _detail(dialogue: Dialogue, employee_id: int) -> None:
    seen, effects = _seen(dialogue, employee_id), dialogue.session.effects
    entry = Entry.of(seen.employee, seen.account, effects.policy)
    state = employees.state(entry, entry.listed.status(dialogue.today()))
    dialogue.say(*linear.detail(seen, entry, next_sync(effects.now(), effects.policy.sync_every), state))


def _possible(dialogue: Dialogue, match: Match) -> list[tuple[str, Task]]:
    """What the actor may do with this employee now (X-1, X-2)."""
    session, who = dialogue.session, match.employee_id
    seen = _seen(dialogue, who)
    principal, account = session.own.principal, seen.account
    subject = Subject.of(seen.employee, account, session.effects.now())

    def may(action: Action) -> bool:
        return account is not None and denial(principal, action, subject) is None

    locked = account is not None and account.locked(session.effects.policy)
    offered: list[tuple[str, Task, bool]] = [
        (linear.WHY, partial(_diagnose, dialogue, who, match.module), True),
        (linear.RESET, partial(_reset, dialogue, who), may(Action.RESET_PASSWORD)),
        (linear.UNLOCK, partial(_unlock, dialogue, who), locked and may(Action.UNLOCK)),
        (linear.DETAIL, partial(_detail, dialogue, who), True),
    ]
    return [(title, task) for title, task, allowed in offered if allowed]


def _diagnose(dialogue: Dialogue, employee_id: int, module: Module | None) -> None:
    """Tell why somebody cannot sign in, the verdict first, and do what helps for as long as something does (F13)."""
    session = dialogue.session
    modules = session.own.principal.realm.modules
    if module is None:
        options = [(each.title, each) for each in modules]
        own = session.own.principal.module
        module = dialogue.choose("Do které aplikace se hlásí?", options, own) if len(modules) > 1 else own
    while True:
        request = Diagnose(employee_id, module)
        found = session.call(diagnose_account, session.actor, request, effects=session.effects)
        dialogue.say(*linear.diagnosed_in_lines(found))
        helpful = _helpful(dialogue, found)
        task = dialogue.choose_or_leave(linear.WHAT_HELPS, helpful) if helpful else None
        if task is None:
            return
        dialogue.attempt(task)


def _helpful(dialogue: Dialogue, found: Diagnosis) -> list[tuple[str, Task]]:
    """What would help, and the actor may do."""
    if found.account is None:
        return []
    who, unmet = found.employee.id, {each.finding.condition for each in found.hindrances}
    offered: list[tuple[str, Task]] = []
    if Action.UNLOCK in found.may and Condition.UNLOCKED in unmet:
        offered.append((linear.UNLOCK, partial(_unlock, dialogue, who)))
    if Action.RESET_PASSWORD in found.may:
        offered.append((linear.RESET, partial(_reset, dialogue, who)))
    return offered


def _account(dialogue: Dialogue, employee_id: int) -> Account | None:
    account = _seen(dialogue, employee_id).account
    if account is None:
        dialogue.say(linear.NO_ACCOUNT)
    return account


def _unlock(dialogue: Dialogue, employee_id: int) -> None:
    session, account = dialogue.session, _account(dialogue, employee_id)
    if account is None:
        return
    if not account.locked(session.effects.policy):
        dialogue.say(linear.NOT_LOCKED)
        return
    session.change(unlock_account, session.actor, account.id, effects=session.effects)
    dialogue.say(employees.unlocked(account))


def _reset(dialogue: Dialogue, employee_id: int) -> None:
    """A new password, which unlocks as well (R2.8-1, X-16)."""
    session, account = dialogue.session, _account(dialogue, employee_id)
    if account is None:
        return
    dialogue.say(passwords.whom(account))
    if account.locked(session.effects.policy):
        dialogue.say(passwords.WILL_UNLOCK)
    ways = _recognised(dialogue)
    made_up = dialogue.choose(linear.WHICH_PASSWORD, [(linear.MADE_UP, True), (linear.TYPED, False)], True)
    must_change = made_up or dialogue.yes(linear.MUST_CHANGE, default=True)

    def ask_and_reset() -> Issued:
        entry: PasswordEntry | None = None if made_up else dialogue.twice()
        request = ResetPassword(account.id, entry, must_change, unlock=True, recognised_by=ways)
        return session.change(reset_password, session.actor, request, effects=session.effects)

    issued = dialogue.until_taken(ask_and_reset, lambda _: None)
    show_password(dialogue, issued.password if made_up else "")
    dialogue.tell(passwords.terms(issued.terms, unlocked=issued.unlocked))


def _recognised(dialogue: Dialogue) -> frozenset[Recognition]:
    """How the caller was recognised, which some have to say (X-16)."""
    required = recognition_required(dialogue.session.own.principal)
    options = [(way.title, way) for way in Recognition]
    while True:
        ways = dialogue.several(passwords.recognised(required=required), options)
        if ways or not required:
            return ways


def show_password(dialogue: Dialogue, password: str) -> None:
    """Read a password out that was made up: once, whole, and by the spelling alphabet (X-16)."""
    if password:
        dialogue.say(linear.READ_OUT, passwords.generated(password))
        dialogue.tell(passwords.spelled(password))
