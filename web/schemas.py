"""The shapes of what goes in and out, as JSON Schema for the API's own description."""

from collections.abc import Mapping

from dialogs.acting import VERBS
from meeting.polls import PollKind
from meeting.question import QuestionState

Schema = dict[str, object]

TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
TIME: Schema = {"type": "string", "format": "date-time"}
MAYBE_TIME: Schema = {"type": ["string", "null"], "format": "date-time"}
PRIVATE: Schema = {"enum": ["ask", "mask", "send"]}
POLL_KIND: Schema = {"enum": [kind.value for kind in PollKind]}
VERSION: Schema = {"type": ["integer", "null"]}


def thing(properties: Mapping[str, Schema], *, maybe: tuple[str, ...] = ()) -> Schema:
    """Describe an object; all its properties are there but those in `maybe`."""
    required = [name for name in properties if name not in maybe]
    found: Schema = {"type": "object", "properties": dict(properties)}
    return {**found, "required": required} if required else found


def listed(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


SPAN = thing({"start": TIME, "end": TIME})
ANSWER = thing({"text": TEXT, "by": MAYBE, "source": MAYBE})
ANSWERS: Schema = {
    "type": "object",
    "description": "Evaluation question id to its value, or to a list of values.",
    "additionalProperties": {"type": ["string", "integer", "array", "null"]},
}
OFFER = thing(
    {
        "question": TEXT,
        "answer": TRUTH,
        "choices": listed(thing({"entry": TEXT, "question": TEXT})),
    }
)

ROLE: Schema = {"enum": ["participant", "speaker", "host"]}
SCHEMAS: dict[str, Schema] = {
    "Person": thing({"name": MAYBE, "organisation": MAYBE}),
    "Item": thing(
        {
            "id": TEXT,
            "number": NUMBER,
            "title": TEXT,
            "speakers": listed(ref("Person")),
            "protected": TRUTH,
            "planned": SPAN,
            "expected": SPAN,
            "actual": thing({"start": MAYBE_TIME, "end": MAYBE_TIME}),
        }
    ),
    "Question": thing(
        {
            "id": TEXT,
            "number": NUMBER,
            "text": TEXT,
            "shown_as": MAYBE,
            "organisation": MAYBE,
            "item": MAYBE,
            "to": listed(ref("Person")),
            "reason": MAYBE,
            "state": {"enum": [state.value for state in QuestionState]},
            "votes": NUMBER,
            "voted": TRUTH,
            "mine": TRUTH,
            "answer": {"anyOf": [ANSWER, {"type": "null"}]},
        }
    ),
    "Wish": thing({"id": TEXT, "text": TEXT, "votes": NUMBER, "voted": TRUTH}),
    "Evaluation": thing(
        {
            "open": TRUTH,
            "questions": listed(
                thing(
                    {
                        "id": TEXT,
                        "text": TEXT,
                        "kind": {"enum": ["scale", "choice", "multiple", "text"]},
                        "min": NUMBER,
                        "max": NUMBER,
                        "options": listed(thing({"value": TEXT, "title": TEXT})),
                    },
                    maybe=("min", "max", "options"),
                )
            ),
            "responses": NUMBER,
            "results": {
                "type": ["object", "null"],
                "additionalProperties": {"type": "object", "additionalProperties": NUMBER},
            },
        }
    ),
    "Poll": thing(
        {
            "id": TEXT,
            "number": NUMBER,
            "text": TEXT,
            "kind": POLL_KIND,
            "options": listed(thing({"value": TEXT, "title": TEXT})),
            "min": NUMBER,
            "max": NUMBER,
            "most": NUMBER,
            "item": MAYBE,
            "open": TRUTH,
            "hidden": TRUTH,
            "shown": TRUTH,
            "responses": NUMBER,
            "counted": {"type": ["integer", "null"]},
            "results": {"type": ["object", "null"], "additionalProperties": NUMBER},
        },
        maybe=("options", "min", "max", "most"),
    ),
    "State": thing(
        {
            "version": NUMBER,
            "phase": {"enum": ["planned", "open", "running", "closing", "closed"]},
            "code": TEXT,
            "title": TEXT,
            "now": TIME,
            "agenda": listed(ref("Item")),
            "questions": listed(ref("Question")),
            "evaluation": ref("Evaluation"),
            "polls": listed(ref("Poll")),
            "wishes": listed(ref("Wish")),
        },
        maybe=("polls", "wishes"),
    ),
    "Alike": thing({"questions": listed(ref("Question"))}),
    "Error": thing(
        {
            "error": TEXT,
            "reply": TEXT,
            "reason": TEXT,
            "field": TEXT,
            "without": TEXT,
            "sure": TRUTH,
        },
        maybe=("field", "without", "sure"),
    ),
    "Join": thing(
        {"name": MAYBE, "organisation": MAYBE, "key": MAYBE},
        maybe=("name", "organisation", "key"),
    ),
    "Joined": thing(
        {
            "role": ROLE,
            "name": MAYBE,
            "organisation": MAYBE,
            "version": NUMBER,
        }
    ),
    "TabMeeting": thing({"code": TEXT, "chat": TEXT}, maybe=("code", "chat")),
    "MeetingHere": thing({"code": TEXT, "title": TEXT, "path": TEXT}),
    "Token": thing({"token": TEXT}),
    "Hosted": thing(
        {"meetings": listed(thing({"code": TEXT, "title": TEXT, "path": TEXT, "when": TEXT}))}
    ),
    "SignIn": thing({"token": TEXT, "code": TEXT}),
    "SignedIn": thing({"role": ROLE, "name": MAYBE, "path": TEXT, "version": NUMBER}),
    "Message": thing(
        {"text": TEXT, "version": VERSION, "private": PRIVATE}, maybe=("version", "private")
    ),
    "Reply": thing(
        {
            "reply": TEXT,
            "version": NUMBER,
            "question": ref("Asked"),
            "questions": listed(ref("Asked")),
            "offer": OFFER,
            "state": ref("State"),
        },
        maybe=("question", "questions", "offer", "state"),
    ),
    "Asked": thing({"id": TEXT, "number": NUMBER, "to": listed(ref("Person"))}),
    "Ask": thing(
        {
            "text": TEXT,
            "show": {"enum": ["name", "organisation", "anonymous"]},
            "token": {"type": "string", "pattern": "^[0-9A-Za-z_-]{16,64}$"},
            "private": PRIVATE,
        },
        maybe=("show", "token", "private"),
    ),
    "Queued": thing(
        {
            "id": TEXT,
            "number": NUMBER,
            "to": listed(ref("Person")),
            "token": TEXT,
            "reply": TEXT,
            "version": NUMBER,
        },
        maybe=("token",),
    ),
    "Voted": thing({"id": TEXT, "votes": NUMBER, "voted": TRUTH, "reply": TEXT, "version": NUMBER}),
    "Answers": thing({"answers": ANSWERS}),
    "PollAnswer": {
        "type": "object",
        "description": "A value, or a list of them in order.",
        "properties": {"answer": {"type": ["string", "integer", "array"]}},
        "required": ["answer"],
    },
    "Preview": thing(
        {"text": TEXT, "kind": POLL_KIND, "how": TEXT, "options": listed(TEXT), "error": MAYBE}
    ),
    "Action": {
        "type": "object",
        "properties": {"verb": {"enum": sorted(VERBS)}, "version": VERSION},
        "required": ["verb"],
        "additionalProperties": True,
    },
    "File": {
        "type": "object",
        "description": "multipart/form-data with one file.",
        "properties": {"file": {"type": "string", "format": "binary"}},
        "required": ["file"],
    },
    "Take": thing({"upload": TEXT}),
    "DeckPlan": thing({"deck": TEXT, "text": TEXT, "faq": MAYBE}, maybe=("faq",)),
    "Refusal": thing({"error": TEXT}),
    "Activity": {"type": "object", "description": "A Bot Framework activity."},
    "Nothing": thing({}),
    "Alive": thing({"alive": TRUTH}),
    "Ready": thing({"ready": TRUTH, "reason": TEXT}, maybe=("reason",)),
    "Api": {"type": "object", "description": "This description, OpenAPI 3.1."},
}
