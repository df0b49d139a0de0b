"""What the routes take and answer, for the app's own description: bodies are read raw, so it is told here."""

from typing import Any

from inspector_app.sync import wire

Schema = dict[str, Any]

_HEX: Schema = {"type": "string", "pattern": "^[0-9a-f]*$"}
_HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}


def _of(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


NOTHING: Schema = {"type": "object"}
ENROL = _of(secret={"type": "string", "pattern": "^[0-9a-f]{32}$"}, request={"type": "object"})
NONCE = _of(key=_HASH)
TOKEN = _of(key=_HASH, nonce=_HEX, signature={"type": "string", "pattern": "^[0-9a-f]{128}$"})
PULL = _of(no=_COUNT, log=_HASH)
RECEIPTS = _of(
    tips={
        "type": "object",
        "additionalProperties": {
            "type": "array",
            "items": {"type": "array", "items": [{"type": "integer", "minimum": 1}, _HASH]},
        },
    }
)
BACKUP = _of(size=_COUNT, sha256=_HASH)
SECRET = _of(secret={"type": "string", "pattern": "^[0-9a-f]{32}$"})
DIGEST = _of(tips_hash=_HASH, digest=_HASH, no=_COUNT)
NAMES = _of(names={"type": "array", "items": _HASH, "maxItems": wire.MOST_NAMES})

_REFUSED: Schema = {
    "description": "Refused: code, where, message, values.",
    "content": {wire.JSON: {"schema": _of(code={"type": "string"}, message={"type": "string"})}},
}
_BYTES: Schema = {"type": "string", "format": "binary"}


def answers_json() -> Schema:
    """Describe a question without a body, answered in JSON."""
    return {"responses": _responses(wire.JSON, {"type": "object"})}


def answers_bytes() -> Schema:
    """Describe a question without a body, answered by a file."""
    return {"responses": _responses("application/octet-stream", _BYTES)}


def takes_json(schema: Schema) -> Schema:
    """Describe a question in JSON; the answer is JSON or frames."""
    return {**_body(wire.JSON, schema), "responses": _responses(wire.JSON, {})}


def gives_part() -> Schema:
    """Describe a question in JSON that is answered by a part of a file."""
    return {**_body(wire.JSON, SECRET), "responses": _responses("application/octet-stream", _BYTES)}


def takes_frames() -> Schema:
    """Describe a question in frames."""
    return {**_body(wire.FRAMES, _BYTES), "responses": _responses(wire.FRAMES, _BYTES)}


def takes_part() -> Schema:
    """Describe a part of a backup that is brought; the answer says how much of it is here."""
    return {**_body("application/octet-stream", _BYTES), "responses": _responses(wire.JSON, {})}


def takes_blob() -> Schema:
    """Describe a file that is brought."""
    header = {"name": wire.SHA_HEADER, "in": "header", "required": True, "schema": _HASH}
    described = _body("application/octet-stream", _BYTES)
    return {**described, "parameters": [header], "responses": _responses(wire.FRAMES, _BYTES)}


def _body(kind: str, schema: Schema) -> Schema:
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema}}}}


def _responses(kind: str, schema: Schema) -> Schema:
    good = {"description": "Done.", "content": {kind: {"schema": schema}}}
    return {"200": good, "4XX": _REFUSED}
