"""What applications are told of their users, in words and days that a program reads (docs/aplikace.md)."""

from collections.abc import Mapping

from oktui.domain.accounts import Grant
from oktui.domain.authority import Principal
from oktui.domain.errors import DomainError
from oktui.domain.modules import Level, Permission
from oktui.domain.sessions import SessionOver
from oktui.domain.sign_in import NotSynchronised, SlowedDown
from oktui.services.sign_in.get_session import GoingOn
from oktui.services.sign_in.sign_in import SignedIn


def signed_in(answer: SignedIn) -> dict[str, object]:
    """Whoever has signed in: who it is and what they may do; for an application also how it knows the session."""
    told = {
        "signed_in": True,
        **_person(answer.principal),
        "permissions": list(map(_grant, answer.grants)),
        "must_change_password": answer.must_change,
        "password_valid_until": answer.password_dies_at.isoformat() if answer.password_dies_at else None,
    }
    if answer.token and answer.good_until is not None:
        told |= {"token": answer.token, "good_until": answer.good_until.isoformat()}
    return told


def going_on(session: GoingOn) -> dict[str, object]:
    """A session that goes on."""
    return {
        **_person(session.principal),
        "must_change_password": session.must_change,
        "password_valid_until": session.password_dies_at.isoformat() if session.password_dies_at else None,
        "good_until": session.good_until.isoformat(),
    }


def permissions(held: Mapping[Permission, Level]) -> dict[str, object]:
    """What the session's owner may do (R2.3-13)."""
    rows = [{"permission": each.value, "title": each.title, "level": level.value} for each, level in held.items()]
    return {"permissions": rows}


def refused(error: DomainError) -> dict[str, object]:
    """The document's own words, and what a program needs of them."""
    from screens.texts.refusals import refusal  # here, because most who ask are let in

    message = refusal(error)
    told: dict[str, object] = {"code": error.code, "title": message.title, "text": message.text}
    if isinstance(error, SlowedDown):
        told["until"] = error.until.isoformat()
    if isinstance(error, NotSynchronised) and error.incident is not None:
        told["incident"] = error.incident
    if isinstance(error, SessionOver):
        told["end"] = error.reason.value
    if error.field is not None:
        told["field"] = error.field
    return told


def _person(principal: Principal) -> dict[str, object]:
    workplace = principal.workplace
    return {
        "username": principal.username,
        "name": principal.name,
        "ik": principal.ik,
        "module": principal.module.value,
        "workplace": workplace.name,
        "office": workplace.office_kind.value,
        "region": workplace.region.value if workplace.region else None,
    }


def _grant(grant: Grant) -> dict[str, object]:
    return {
        "permission": grant.permission.value,
        "title": grant.permission.title,
        "level": grant.level.value,
        "valid_from": grant.valid_from.isoformat(),
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
    }
