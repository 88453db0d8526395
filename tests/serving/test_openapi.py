"""The door's description and the door agree (docs/aplikace.md)."""

from typing import Any

from starlette.routing import Route

from oktui.domain.modules import Module
from oktui.serving import openapi
from oktui.serving.door import Door
from oktui.serving.requests import CHANGE_PASSWORD, SIGN_IN
from tests.support.cast import PASSWORD, Cast
from tests.support.door import Client, Opened

UNDESCRIBED = {"/v1/", "/v1/openapi.json", "/metrics"}
"""The description itself, and what is in another form."""


def test_every_path_is_described(cast: Cast) -> None:
    """And none that there is not."""
    door = Door(cast.effects)
    door.close()
    routes = [route for route in door.app.routes if isinstance(route, Route)]
    there = {(route.path, method) for route in routes for method in route.methods or () if method != "HEAD"}
    described = {(path, method.upper()) for path, methods in openapi.document()["paths"].items() for method in methods}
    assert described == {(path, method) for path, method in there if path not in UNDESCRIBED}


def test_the_document_and_the_page_are_served(door: Opened) -> None:
    """To anybody: they say nothing of this installation."""
    client = Client(door.path)
    assert client.ask("GET", "/v1/openapi.json").told == openapi.document()
    page = client.ask("GET", "/v1/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in page.told
    for path in openapi.document()["paths"]:
        assert path in page.told


def conforms(told: Any, schema: dict[str, Any]) -> None:
    """Hold an answer against a schema, as far as ours go: names and kinds, and nothing besides."""
    schema = (
        openapi.document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    )
    kinds: dict[str, type] = {
        "string": str,
        "null": type(None),
        "boolean": bool,
        "integer": int,
        "array": list,
        "object": dict,
    }
    named = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert isinstance(told, tuple(kinds[name] for name in named))
    if isinstance(told, dict):
        assert set(schema["required"]) <= set(told) <= set(schema["properties"])
        for name, value in told.items():
            conforms(value, schema["properties"][name])
    if isinstance(told, list):
        for each in told:
            conforms(each, schema["items"])
    assert told in schema.get("enum", [told])


def answer_schema(path: str, method: str, status: int) -> dict[str, Any]:
    """What the document says of an answer."""
    responses = openapi.document()["paths"][path][method]["responses"]
    schema: dict[str, Any] = responses[str(status)]["content"]["application/json"]["schema"]
    return schema


def test_the_answers_are_as_described(door: Opened) -> None:
    """Those that do and those that refuse."""
    client = door.application()
    token = client.sign_in("homola").told["token"]
    for method, path, fields in (
        ("post", "/v1/sign-in", {"username": "klicpera", "password": PASSWORD, "address": "192.0.2.7"}),
        ("post", "/v1/sign-in", {"username": "klicpera", "password": "spatne", "address": "192.0.2.7"}),
        ("post", "/v1/sign-in", {}),
        ("get", "/v1/session", None),
        ("post", "/v1/session/touch", None),
        ("get", "/v1/session/permissions", None),
        ("post", "/v1/session/password", {"original": PASSWORD, "password": PASSWORD, "address": "192.0.2.7"}),
        ("delete", "/v1/session", None),
        ("get", "/v1/session", None),
        ("get", "/health", None),
    ):
        answer = client.ask(method.upper(), path, fields, token=token)
        conforms(answer.told, answer_schema(path, method, answer.status))
        if path.startswith("/v1/"):
            stranger = Client(door.path, "evidence.x").ask(method.upper(), path, fields, token=token)
            conforms(stranger.told, answer_schema(path, method, stranger.status))


def test_what_is_read_is_what_is_described() -> None:
    """The same fields, of the same necessity."""
    for path, fields in (("/v1/sign-in", SIGN_IN), ("/v1/session/password", CHANGE_PASSWORD)):
        described = openapi.document()["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert set(described["properties"]) == {field.name for field in fields}
        assert set(described["required"]) == {field.name for field in fields if field.required}
        assert described["additionalProperties"] is False
    assert "module" not in {field.name for field in SIGN_IN}, Module
