"""The door as OpenAPI has it, and as a page for people: made of what the door itself reads by."""

from functools import cache
from html import escape
from importlib.metadata import version
from typing import Any, Final

from oktui.serving.requests import CHANGE_PASSWORD, SESSION_HEADER, SIGN_IN, Field

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_TOKEN: Final[Schema] = {"type": "string", "minLength": 1}
_MAYBE: Final[Schema] = {"type": ["string", "null"]}
_MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
_MAYBE_MOMENT: Final[Schema] = {"type": ["string", "null"], "format": "date-time"}
_FLAG: Final[Schema] = {"type": "boolean"}


def _object(properties: dict[str, Schema], optional: frozenset[str] = frozenset()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


_PERSON: Final[dict[str, Schema]] = {
    **dict.fromkeys(("username", "name", "ik", "module", "workplace", "office"), _TEXT),
    "region": _MAYBE,
    "must_change_password": _FLAG,
    "password_valid_until": _MAYBE_MOMENT,
    "good_until": _MOMENT,
}
_HELD: Final[dict[str, Schema]] = {
    "permission": _TEXT,
    "title": _TEXT,
    "level": {"type": "string", "enum": ["view", "update"]},
}
_GRANT: Final = _object({**_HELD, "valid_from": _TEXT, "valid_to": _MAYBE})
_SCHEMAS: Final[dict[str, Schema]] = {
    "SignedIn": _object(
        {"signed_in": _FLAG, "token": _TEXT, **_PERSON, "permissions": {"type": "array", "items": _GRANT}}
    ),
    "Session": _object(_PERSON),
    "Permissions": _object({"permissions": {"type": "array", "items": _object(_HELD)}}),
    "SignedOut": _object({"signed_out": _FLAG}),
    "PasswordChanged": _object({"password_changed": _FLAG}),
    "Health": _object({"status": _TEXT}),
    "Refusal": _object(
        {
            **dict.fromkeys(("code", "title", "text", "end", "field"), _TEXT),
            "until": _MOMENT,
            "incident": {"type": "integer"},
        },
        frozenset({"end", "field", "until", "incident"}),
    ),
}
_STATUSES: Final = {
    401: "aplikace se neprokázala platným klíčem",
    403: "odmítnuto; text je pro uživatele",
    422: "požadavek je špatně napsán",
    429: "z tohoto místa nebo na toto jméno se teď nezkouší; čekat do until",
    503: "výpadek, nebo příliš mnoho práce, ne špatné heslo: zkuste to za chvíli",
}
_OF_SESSION: Final = (401, 403, 422, 503)
_PATHS: Final = (
    ("post", "/v1/sign-in", "Přihlásí uživatele do modulu aplikace.", "SignedIn", SIGN_IN, (401, 403, 422, 429, 503)),
    ("get", "/v1/session", "Řekne, zda sezení trvá a čí je; nic neprodlouží.", "Session", None, _OF_SESSION),
    ("post", "/v1/session/touch", "Totéž, a uživatel právě pracuje: prodlouží.", "Session", None, _OF_SESSION),
    ("delete", "/v1/session", "Odhlásí.", "SignedOut", None, _OF_SESSION),
    ("post", "/v1/session/password", "Změní vlastní heslo.", "PasswordChanged", CHANGE_PASSWORD, _OF_SESSION),
    ("get", "/v1/session/permissions", "Oprávnění, se kterými sezení začalo.", "Permissions", None, _OF_SESSION),
    ("get", "/health", "Zda odpovídá databáze.", "Health", None, (401, 503)),
)


@cache
def document() -> Schema:
    """The OpenAPI document."""
    paths: dict[str, Schema] = {}
    for method, path, says, answer, fields, statuses in _PATHS:
        operation = _operation(says, answer, fields, statuses)
        if path.startswith("/v1/"):
            operation["security"] = [{"key": []}]
        if "/session" in path:
            header = {"name": SESSION_HEADER, "in": "header", "required": True, "schema": _TOKEN}
            operation["parameters"] = [header]
        paths.setdefault(path, {})[method] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "OKtui pro aplikace", "version": version("oktui")},
        "paths": paths,
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "klíč aplikace"}},
        },
    }


def _operation(says: str, answer: str, fields: tuple[Field, ...] | None, statuses: tuple[int, ...]) -> Schema:
    responses = {"200": {"description": "v pořádku", "content": _json(answer)}}
    responses |= {str(each): {"description": _STATUSES[each], "content": _json("Refusal")} for each in statuses}
    operation: Schema = {"summary": says, "responses": responses}
    if fields:
        schema = _object(
            {each.name: {**_kind(each), "description": each.says} for each in fields},
            frozenset(each.name for each in fields if not each.required),
        )
        body = {"schema": {**schema, "additionalProperties": False}}
        operation["requestBody"] = {"required": True, "content": {"application/json": body}}
    return operation


def _kind(field: Field) -> Schema:
    formats = {"anyOf": [{"format": each} for each in field.formats]} if field.formats else {}
    return {**(_TEXT if field.kind is str else _FLAG), **formats}


def _json(schema: str) -> Schema:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


@cache
def page() -> str:
    """The same in short, for people."""
    rows = "".join(
        f"<tr><td><code>{method.upper()} {path}</code><td>{escape(says)}"
        f"<td>{', '.join(f'<code>{each.name}</code>' for each in fields or ()) or '–'}"
        for method, path, says, _, fields, _ in _PATHS
    )
    statuses = "".join(f"<tr><td>{number}<td>{escape(says)}" for number, says in _STATUSES.items())
    return (
        '<!doctype html><html lang="cs"><meta charset="utf-8"><title>OKtui pro aplikace</title>'
        "<style>body{font:16px sans-serif;max-width:60em;margin:2em auto}td,th{text-align:left;padding:.2em 1em}"
        "</style><h1>OKtui pro aplikace</h1><p>Úplný popis: <a href='openapi.json'>openapi.json</a>. "
        "Aplikace se prokazuje hlavičkou <code>Authorization: Bearer KLÍČ</code>, sezení hlavičkou "
        f"<code>{SESSION_HEADER}: TOKEN</code>.</p>"
        f"<table><tr><th>Požadavek<th>Co udělá<th>Co se v něm říká{rows}</table>"
        f"<h2>Kdy odpověď není 200</h2><table>{statuses}</table></html>"
    )
