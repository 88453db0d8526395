"""The applications' door, as an application sees it (R1.1-2, X-3, X-12, X-23, X-31)."""

import re
import threading
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from oktui.domain.modules import Module
from oktui.domain.notices import NoticeKind
from oktui.domain.sync import SyncState
from oktui.services.applications.remove_application import remove_application
from oktui.services.applications.renew_key import renew_key
from oktui.serving import pools
from storage.database import transaction
from storage.models import AccountRow, NoticeRow
from tests.support import use_cases
from tests.support.cast import PASSWORD, Cast
from tests.support.door import ADDRESS, OWNER, Answer, Client, Opened, open_door
from tests.support.waiting import PATIENCE, Gate

SAME = "Neplatné uživatelské jméno nebo heslo."
NEW = "Zelenina-Na-Trhu-0001"
AT_ONCE = 40


def test_an_application_is_told_who_it_is_and_holds_a_token(cast: Cast, door: Opened) -> None:
    """R1.1-2, R2.3-10: as `oktui sign-in --json` tells, and by what it knows the session."""
    answer = door.application().sign_in("homola")
    told = answer.told
    token, permissions = told.pop("token"), told.pop("permissions")
    assert answer.status == 200
    assert told == {
        "signed_in": True,
        "username": "homola",
        "name": "Jiří Homola",
        "ik": "1273434965",
        "module": "registr",
        "workplace": "Kraj Vysočina – referát SS",
        "office": "KÚ",
        "region": "Kraj Vysočina",
        "must_change_password": False,
        "password_valid_until": None,
        "good_until": (cast.clock() + cast.effects.policy.idle_limit).isoformat(),
    }
    assert len(token) == 43
    assert [row["permission"] for row in permissions] == ["social_services_records", "system_administration"]
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers


def test_a_session_is_asked_about_touched_and_ended(cast: Cast, door: Opened) -> None:
    """X-9, X-27, R2.3-13: each path in its turn."""
    client = door.application()
    token = client.sign_in("homola").told["token"]
    cast.clock.forward(timedelta(minutes=1))
    good_until = cast.clock() + cast.effects.policy.idle_limit
    session = client.session(token)
    assert (session.status, session.told["username"]) == (200, "homola")
    assert datetime.fromisoformat(session.told["good_until"]) == good_until - timedelta(minutes=1)
    touched = client.ask("POST", "/v1/session/touch", token=token)
    assert datetime.fromisoformat(touched.told["good_until"]) == good_until
    held = client.ask("GET", "/v1/session/permissions", token=token).told["permissions"]
    assert held[1] == {"permission": "system_administration", "title": "Správa systému", "level": "update"}
    assert client.ask("DELETE", "/v1/session", token=token).told == {"signed_out": True}
    over = client.session(token)
    assert (over.status, over.told["code"], over.told["end"]) == (403, "session_over", "signed_out")
    assert over.told["text"] == "Byli jste odhlášeni."


def test_a_password_is_changed_and_other_sessions_end(cast: Cast, door: Opened) -> None:
    """R2.7-1, X-15, X-9: the rules are those of F9, and so are the words."""
    cast.clock.forward(cast.effects.policy.passwords.min_age)
    registr, poskytovatel = door.application(), door.application("dotace", Module.POSKYTOVATEL)
    token, other = (client.sign_in("klicpera").told["token"] for client in (registr, poskytovatel))
    path = "/v1/session/password"
    wrong = registr.ask("POST", path, {"original": "spatne", "password": NEW, "address": ADDRESS}, token=token)
    assert (wrong.status, wrong.told["text"], wrong.told["field"]) == (403, "Původní heslo nesouhlasí.", "original")
    weak = registr.ask("POST", path, {"original": PASSWORD, "password": "heslo", "address": ADDRESS}, token=token)
    assert (weak.status, weak.told["code"], weak.told["field"]) == (403, "password_refused", "password")
    done = registr.ask("POST", path, {"original": PASSWORD, "password": NEW, "address": ADDRESS}, token=token)
    assert (done.status, done.told) == (200, {"password_changed": True})
    assert registr.session(token).status == 200
    assert poskytovatel.session(other).told["end"] == "password_changed"
    assert registr.sign_in("klicpera", NEW, end_other=True).status == 200


def test_whoever_changes_it_from_a_new_place_is_written_about_it(cast: Cast, tmp_path: Path) -> None:
    """R2.7-1: the place is where the official sits, as the application says, and not where the door is."""
    cast.let_notify()
    with open_door(tmp_path, cast.effects) as door:
        client = door.application()
        assert client.sign_in("klicpera").status == 200
        cast.clock.forward(timedelta(days=2))
        elsewhere = "198.51.100.7"
        token = client.sign_in("klicpera", address=elsewhere, end_other=True).told["token"]
        change = {"original": PASSWORD, "password": NEW, "address": elsewhere}
        assert client.ask("POST", "/v1/session/password", change, token=token).status == 200
    with transaction():
        [notice] = NoticeRow.select()
    assert notice.kind is NoticeKind.CHANGED_FROM_NEW_PLACE


def test_before_a_demanded_change_there_is_nothing_else(cast: Cast, door: Opened) -> None:
    """X-16: the application is told, and the rest is refused."""
    use_cases.reset(cast, cast.actor("mpsv_radek"), cast.account("klicpera"))
    client = door.application()
    signed_in = client.sign_in("klicpera", use_cases.ENTRY.password)
    token = signed_in.told["token"]
    assert signed_in.told["must_change_password"] is True
    refused = client.ask("GET", "/v1/session/permissions", token=token)
    assert (refused.status, refused.told["code"]) == (403, "must_change_password")
    change = {"original": use_cases.ENTRY.password, "password": NEW, "address": ADDRESS}
    assert client.ask("POST", "/v1/session/password", change, token=token).status == 200
    assert client.ask("GET", "/v1/session/permissions", token=token).status == 200


def test_what_must_not_be_told_apart_is_not(cast: Cast, door: Opened) -> None:
    """X-12, R1.3-1: an unknown name, a wrong password, a locked account, an account of another module: one answer."""
    client = door.application()
    for _ in range(3):
        client.sign_in("dlouhy", "spatne")
    hashed = len(cast.hashing.verified)
    answers = [client.sign_in(*typed) for typed in (("nikdo",), ("homola", "spatne"), ("dlouhy",), ("gollova",))]
    assert {answer.status for answer in answers} == {403}
    assert len({str(answer.told) for answer in answers}) == 1
    assert answers[0].told["text"].startswith(SAME)
    headers = [{**answer.headers, "date": ""} for answer in answers]
    assert all(each == headers[0] for each in headers)
    assert len(cast.hashing.verified) - hashed == len(answers)


def set_sync(state: SyncState) -> None:
    """Put klicpera's account where the sync has come with it."""
    with transaction():
        AccountRow.update(sync_state=state).where(AccountRow.username == "klicpera").execute()


@pytest.mark.breaks_the_database("an account that was signed in to waits for the sync again")
def test_the_refusals_are_the_documents(cast: Cast, door: Opened) -> None:
    """R2.3-14, X-6: with the incident's number, where one is registered."""
    set_sync(SyncState.PERSON_LOADED)
    refused = door.application().sign_in("klicpera")
    assert (refused.status, refused.told["code"]) == (403, "not_synchronised")
    assert f"Chyba je registrována pod číslem {refused.told['incident']}" in refused.told["text"]


def test_the_second_of_two_sessions_is_offered(door: Opened) -> None:
    """X-23: the application asks its user, and asks again with `end_other`."""
    client = door.application()
    first = client.sign_in("homola").told["token"]
    refused = client.sign_in("homola")
    assert (refused.status, refused.told["code"]) == (403, "already_signed_in")
    assert client.sign_in("homola", end_other=True).status == 200
    assert client.session(first).told["end"] == "signed_in_elsewhere"


@pytest.mark.parametrize("key", ["", "evidence.x", "x" * 4000, "evidence"])
def test_a_stranger_is_let_do_nothing(door: Opened, key: str) -> None:
    """X-3: no path but those that tell nothing of anybody; a right password or token makes no difference."""
    known = door.application()
    token = known.sign_in("homola").told["token"]
    stranger = Client(door.path, key)
    answers = [
        stranger.sign_in("homola"),
        stranger.session(token),
        stranger.ask("POST", "/v1/session/touch", token=token),
        stranger.ask("DELETE", "/v1/session", token=token),
        stranger.ask("GET", "/v1/session/permissions", token=token),
        stranger.ask(
            "POST", "/v1/session/password", {"original": PASSWORD, "password": NEW, "address": ADDRESS}, token=token
        ),
    ]
    assert {(answer.status, answer.told["code"]) for answer in answers} == {(401, "unknown_key")}
    assert {answer.headers["www-authenticate"] for answer in answers} == {"Bearer"}
    assert known.session(token).status == 200


def test_the_key_of_another_module_opens_neither_door_nor_session(door: Opened) -> None:
    """X-3, R1-1: nor does one that was renewed or removed."""
    registr, nouze = door.application(), door.application("nouze", Module.OKNOUZE)
    token = registr.sign_in("homola").told["token"]
    assert nouze.sign_in("homola").told["text"].startswith(SAME)
    foreign, nobodys = nouze.session(token), nouze.session("x" * 43)
    assert (foreign.status, foreign.told["code"]) == (403, "unknown_session")
    assert foreign.told == nobodys.told
    renewed = Client(door.path, renew_key(OWNER, "evidence", effects=door.effects))
    assert (registr.session(token).status, renewed.session(token).status) == (401, 200)
    remove_application(OWNER, "evidence", effects=door.effects)
    assert renewed.session(token).status == 401


def test_a_place_that_fails_waits_and_no_other_one(cast: Cast, tmp_path: Path) -> None:
    """X-31: status 429 with the moment; by the address of the end user, within the application."""
    effects = replace(cast.effects, policy=replace(cast.effects.policy, source_failures=1))
    with open_door(tmp_path, effects) as door:
        client, other = door.application(), door.application("jina")
        client.sign_in("nikdo", "spatne")
        slowed = client.sign_in("homola")
        assert (slowed.status, slowed.told["code"]) == (429, "source_slowed_down")
        until = datetime.fromisoformat(slowed.told["until"])
        assert int(slowed.headers["retry-after"]) == (until - cast.clock()).total_seconds()
        assert client.sign_in("homola", address="192.0.2.8").status == 200
        assert other.sign_in("klicpera").status == 200


@pytest.mark.slow
def test_guesses_at_once_are_three(cast: Cast, door: Opened) -> None:
    """X-14, R2.6-1: forty at one moment from forty addresses; three are verified, and all hear the same."""
    client, kept = door.application(), cast.account("klicpera").password_hash
    before = cast.hashing.verified.count(kept)
    with ThreadPoolExecutor(AT_ONCE) as together:
        asked = [together.submit(client.sign_in, "klicpera", "spatne", f"192.0.2.{each}") for each in range(AT_ONCE)]
        answers = [each.result() for each in asked]
    assert cast.hashing.verified.count(kept) - before == 3
    assert Counter((each.status, each.told["code"]) for each in answers) == {(403, "bad_credentials"): AT_ONCE}


@pytest.mark.slow
def test_two_hundred_at_once_are_answered_each(door: Opened) -> None:
    """X-33: in turns of a few; and one account has one session whatever comes at once (X-23)."""
    client, names = door.application(), ["homola", "klicpera", "dlouhy", "mpsv_radek"]
    with ThreadPoolExecutor(200) as together:
        asked = [
            together.submit(client.sign_in, names[each % 4], PASSWORD, f"192.0.2.{each}", end_other=True)
            for each in range(200)
        ]
        answers = [each.result() for each in asked]
    assert Counter(each.status for each in answers) == {200: 200}
    sessions = Counter(client.session(each.told["token"]).status for each in answers)
    assert sessions == {200: 4, 403: 196}


def test_whoever_would_wait_too_long_is_turned_away(cast: Cast, door: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-33: four passwords are hashed at once, and so many may wait; the others hear 503, and none is counted."""
    monkeypatch.setattr(pools, "MOST_WAITING", 2)
    client, gate, verify = door.application(), Gate(), cast.hashing.verify
    hashing = threading.Semaphore(0)

    def held_up(stored: str, password: str) -> bool:
        hashing.release()
        gate.pass_through()
        return verify(stored, password)

    monkeypatch.setattr(cast.hashing, "verify", held_up)
    with ThreadPoolExecutor(8) as together:
        asked = [together.submit(client.sign_in, "homola", "spatne") for _ in range(8)]
        try:
            refused = first(2, asked)
            assert all(hashing.acquire(timeout=PATIENCE) for _ in range(4))  # so that nobody waits to be recognised
            assert client.ask("GET", "/health").status == 200
        finally:
            gate.open()
        answers = Counter(each.result().status for each in asked)
    assert {(each.status, each.told["code"]) for each in refused} == {(503, "overloaded")}
    assert answers == {403: 6, 503: 2}


def first(number: int, asked: Iterable[Future[Answer]]) -> list[Answer]:
    """The answers that come first, so many of them."""
    waiting, done = set(asked), list[Answer]()
    while len(done) < number:
        come, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        done += [each.result() for each in come]
    return done


def test_health_and_metrics_tell_nothing_of_anybody(door: Opened) -> None:
    """X-20: counts by path, status, module and code."""
    client, stranger = door.application(), Client(door.path)
    token = client.sign_in("homola").told["token"]
    client.sign_in("klicpera", "spatne")
    health, counted = stranger.ask("GET", "/health"), stranger.ask("GET", "/metrics")
    assert (health.status, health.told) == (200, {"status": "ok"})
    assert counted.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = counted.told.splitlines()
    assert 'oktui_requests_total{path="/v1/sign-in",status="200"} 1.0' in lines
    assert 'oktui_sign_ins_total{module="registr",outcome="bad_credentials"} 1.0' in lines
    assert 'oktui_sign_ins_total{module="registr",outcome="signed_in"} 1.0' in lines
    assert not re.search(rf"homola|klicpera|192\.0|evidence|{token}", counted.told)


def test_other_paths_and_methods_are_said_in_json(door: Opened) -> None:
    """And are counted under one name, however many there are."""
    client = door.application()
    for method, path, status in (("GET", "/", 404), ("GET", "/v1/users", 404), ("PUT", "/v1/session", 405)):
        answer = client.ask(method, path)
        assert (answer.status, set(answer.told)) == (status, {"code", "title", "text"})
    allowed = client.ask("PUT", "/v1/session").headers["allow"]
    assert set(allowed.split(", ")) == {"GET", "HEAD", "DELETE"}
    assert 'oktui_requests_total{path="other",status="404"} 2.0' in client.ask("GET", "/metrics").told


def test_a_bug_is_a_number_and_nothing_else(
    door: Opened, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """X-20: status 500; no traceback leaves the program, and no password gets into its log."""
    client = door.application()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(PASSWORD)

    monkeypatch.setattr("oktui.services.sign_in.sign_in._let_in", broken)
    answer = client.sign_in("homola")
    number = re.search(r"číslem (\d{8})", answer.told["text"])
    assert (answer.status, answer.told["code"]) == (500, "bug")
    assert number is not None
    assert number[1] in caplog.text
    assert PASSWORD not in caplog.text + str(answer)
