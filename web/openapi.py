"""Describes the API as OpenAPI 3.1, from the same table that the router is made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from web.framing import ROOT
from web.schemas import SCHEMAS, TEXT, Schema, ref

TITLE = "Ordstyrer"
VERSION = "1"
ERRORS = {
    400: "Malformed",
    401: "Not joined",
    403: "Not you, or from another site",
    404: "No such thing",
    405: "Not with this address",
    408: "Too slow",
    409: "The meeting's rules say no",
    413: "Too large",
    415: "Neither JSON nor a form",
    422: "Wrong value; the field is named",
    429: "Too fast; Retry-After says when",
    503: "Cannot be saved now; nothing was changed",
    507: "The disk is full; nothing was changed",
}
READING = (403, 404, 405, 429)
PRIVATE = (401, 422)  # reading what only those in the meeting may see
INSIDE = ("/state", "/events", "/alike", "/deck", "/polls/preview", ".{kind}")
LEADING_ON = {
    "/": "The meeting with this code",
    "/sign-in": "Entra ID's page",
    "/sign-in/done": "The own page, with its cookie",
}
BOT = "/api/"
JSON, PAGE, ANY = "application/json", "text/html", "*/*"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Described:
    """One operation. `gives` and `takes` name a schema, or a content type where there is none.

    `query` names what may be asked for, one word each; `kinds` are the values of a path's `{kind}`.
    """

    method: str
    path: str
    summary: str
    gives: str
    takes: str = ""
    query: str = ""
    kinds: tuple[str, ...] = ()


def described(operations: Sequence[Described]) -> bytes:
    """Give the whole description as JSON."""
    paths: dict[str, dict[str, object]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return orjson.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": TITLE, "version": VERSION},
            "paths": paths,
            "components": {"schemas": SCHEMAS},
        },
        option=orjson.OPT_INDENT_2,
    )


def _operation(operation: Described) -> Schema:
    found: Schema = {
        "operationId": _name(operation),
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": _responses(operation),
    }
    if operation.path.startswith("/m/"):  # served inside Teams too, with cookies of its own
        found["servers"] = [{"url": "/"}, {"url": ROOT}]
    if operation.takes:
        found["requestBody"] = {
            "required": operation.takes != "Join",
            "content": {type_: {"schema": ref(operation.takes)} for type_ in _types(operation)},
        }
    return found


def _types(operation: Described) -> tuple[str, ...]:
    """Say as what a body may be sent: a file in a form alone, outside the pages as JSON alone."""
    if operation.takes == "File":
        return (FORMS[1],)
    return (JSON,) if operation.path.startswith((BOT, ROOT)) else (JSON, *FORMS)


def _name(operation: Described) -> str:
    words = re.findall(r"[a-z]+", operation.path) or ["home"]
    return "-".join((operation.method.lower(), *words))


def _parameters(operation: Described) -> list[Schema]:
    kind: Schema = {"enum": list(operation.kinds)}
    found: list[Schema] = [
        {"name": name, "in": "path", "required": True, "schema": kind if name == "kind" else TEXT}
        for name in re.findall(r"{(\w+)}", operation.path)
    ]
    found += [{"name": name, "in": "query", "schema": TEXT} for name in operation.query.split()]
    if operation.path.startswith("/m/"):
        found.append({"name": "lang", "in": "query", "schema": {"enum": ["da", "en"]}})
    if operation.method == "POST":
        key = {"type": "string", "minLength": 1, "maxLength": 100}
        found.append({"name": "Idempotency-Key", "in": "header", "schema": key})
    return found


def _responses(operation: Described) -> Schema:
    forms = operation.method != "GET" and operation.path.startswith("/m/")
    also = (PAGE,) if forms else ()  # with what has to be said of an old version
    found: Schema = {str(_success(operation)): _content("Done", operation.gives, *also)}
    if forms:
        found["303"] = {"description": "A form was taken; its page shows what came of it"}
    if operation.path in LEADING_ON:
        found["303"] = {"description": LEADING_ON[operation.path]}
    if not operation.gives and operation.method == "GET":
        del found["200"]
    for status in _errors(operation):
        found[str(status)] = _error(operation, status)
    return found


def _success(operation: Described) -> int:
    return 201 if operation.gives == "Queued" else 200


def _errors(operation: Described) -> tuple[int, ...]:
    if operation.method != "GET":
        return tuple(ERRORS)
    if operation.path.endswith(INSIDE):
        return (*READING, *PRIVATE)
    if operation.path == "/sign-in/done":
        return (*READING, 503)
    return (503,) if operation.path == "/readyz" else READING


def _error(operation: Described, status: int) -> Schema:
    """Describe an error: JSON, or a page for whoever sends a form or asks for HTML."""
    if operation.path.startswith(BOT):
        return _content(ERRORS[status], "Refusal")
    if operation.path == "/readyz":
        return _content(ERRORS[status], "Ready")
    return _content(ERRORS[status], "Error", PAGE)


def _content(description: str, *gives: str) -> Schema:
    """Describe an answer: what it may be, each a schema's name or a content type."""
    content = {name if "/" in name else JSON: {"schema": _shape(name)} for name in gives if name}
    return {"description": description, **({"content": content} if content else {})}


def _shape(name: str) -> Schema:
    if name == ANY:
        return {}
    return TEXT if "/" in name else ref(name)
