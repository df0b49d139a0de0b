"""How a failure is answered: always JSON with a code, and in which class of status.

What a caller can bring about is 4xx. Only what no caller can mend is 5xx, each with Retry-After: 507 when the
disk is full, 503 when the database is away, and 503 for a bug of ours as well. A bug answered as 4xx would
tell a laptop that its bundle is bad, and it would never be sent again; as 500 it would say no more than 503
does. It is logged with its place, and no test lets one pass.
"""

import logging
import math
from collections.abc import Mapping
from pathlib import Path
from traceback import extract_tb
from typing import Any, Protocol

from starlette.exceptions import HTTPException
from starlette.responses import Response

from inspector_app.domain.errors import (
    DamagedError,
    InspectorError,
    RuleError,
    SignInError,
    UnavailableError,
    UnverifiableError,
    UsageError,
)
from inspector_app.hub.bodies import BodyTooLargeError, BodyTooSlowError, BrokenOffError
from inspector_app.journal import canonical
from inspector_app.sync import wire

log = logging.getLogger(__name__)

BUSY_SECONDS = 30
"""What Retry-After says when nobody knows."""

_BY_CODE = {
    "hub.disk_full": 507,
    "hub.database_damaged": 503,
    "journal.newer_bundle": 422,  # whoever sends these can bring them about
    "journal.newer_entry": 422,
    "hub.device_revoked": 403,
    "hub.key_revoked": 403,
    "hub.blob_unknown": 404,
    "hub.page_unknown": 404,
    "hub.method_refused": 405,
}
_BY_KIND: tuple[tuple[type[InspectorError], int], ...] = (
    (BodyTooLargeError, 413),
    (BodyTooSlowError, 408),
    (BrokenOffError, 400),
    (UsageError, 400),
    (SignInError, 401),
    (UnverifiableError, 422),
    (DamagedError, 422),
    (RuleError, 409),
    (UnavailableError, 503),
)


class Words(Protocol):
    """Says codes in words."""

    def text(self, code: str, where: str, values: Mapping[str, object]) -> tuple[str, str]:
        """Return what happened and what to do now."""


class TooManyError(UsageError):
    """Asked too often; `seconds` until it may be asked again."""

    def __init__(self, seconds: float) -> None:
        super().__init__("hub.too_many", seconds=max(1, math.ceil(seconds)))
        self.seconds = max(1, math.ceil(seconds))


def status_of(error: InspectorError) -> int:
    """Return the HTTP status of a failure."""
    if isinstance(error, TooManyError):
        return 429
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    return next((status for kind, status in _BY_KIND if isinstance(error, kind)), 409)


def answer(error: InspectorError, words: Words) -> Response:
    """Return a failure as an answer: {code, where, message, values}."""
    status = status_of(error)
    # What is wrong on our side is for our log: a stranger learns no path and no word of the database.
    values = error.values if status < 500 else {}
    if status >= 500:
        log.error("%s %s", error.code, error.values)
    message, remedy = words.text(error.code, error.where, values)
    told = {
        "code": error.code,
        "where": error.where,
        "message": " ".join(part for part in (message, remedy) if part),
        "values": _values(values),
    }
    return Response(wire.dump(told), status, _headers(error, status), media_type=wire.JSON)


def answer_of_framework(error: HTTPException, words: Words) -> Response:
    """Return what the framework refuses by itself (no such page, no such method) in our own form."""
    code = "hub.method_refused" if error.status_code == 405 else "hub.page_unknown"
    told = answer(UsageError(code), words)
    for name, value in (error.headers or {}).items():
        told.headers[name] = value
    return told


def answer_of_bug(error: Exception, words: Words) -> Response:
    """Return a bug as an answer, and note where it happened; what it says could be somebody's words."""
    places = (f"{Path(one.filename).name}:{one.lineno}" for one in extract_tb(error.__traceback__))
    log.error("bug %s at %s", type(error).__name__, " < ".join(reversed(list(places))))
    return answer(UnavailableError("hub.bug"), words)


def _headers(error: InspectorError, status: int) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, TooManyError):
        headers["Retry-After"] = str(error.seconds)
    elif status in (503, 507):
        headers["Retry-After"] = str(BUSY_SECONDS)
    elif status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return headers


def _values(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: object) -> Any:
    if isinstance(value, int) and abs(value) > canonical.MOST_INT:
        return str(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(name): _value(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(one) for one in value]
    return str(value)
