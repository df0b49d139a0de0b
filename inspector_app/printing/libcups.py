"""libcups by ctypes: one conversation with the print server, its memory freed, its waiting bounded.

Every handle that libcups gives is owned by exactly one `with` block or `finally` here; nothing that points
into its memory leaves this file.
"""

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_double, c_int, c_size_t, c_void_p
from dataclasses import dataclass
from functools import cache
from typing import Any

from inspector_app.domain.errors import UnavailableError

_GROUP_OPERATION, _GROUP_JOB = 0x01, 0x02
TAG_INTEGER, TAG_BOOLEAN, TAG_ENUM, TAG_RESOLUTION = 0x21, 0x22, 0x23, 0x32
TAG_TEXT, TAG_NAME, TAG_KEYWORD, TAG_URI = 0x41, 0x42, 0x44, 0x45
_NUMBERS = frozenset({TAG_INTEGER, TAG_BOOLEAN, TAG_ENUM})
_STRINGS = frozenset({0x35, 0x36, TAG_TEXT, TAG_NAME, TAG_KEYWORD, TAG_URI, 0x46, 0x47, 0x48, 0x49})
_PER_CM = 4
OK_BELOW = 0x0100
NOT_FOUND, NOT_POSSIBLE, GONE_STATUS = 0x0406, 0x0404, 0x0407
CONTINUE = 100
_PIECE = 65_536

# By name and not by ctypes.util.find_library, which starts ldconfig and even a compiler to look for it.
_NAMES = ("libcups.so.2", "libcups.2.dylib")

Value = str | int
Group = Mapping[str, Sequence[Value]]

_TIMED_OUT = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)
_PASSWORD = ctypes.CFUNCTYPE(c_void_p, c_char_p, c_void_p, c_char_p, c_char_p, c_void_p)


def _give_up(_http: int | None, _data: int | None) -> int:
    return 0


def _no_password(*_: object) -> None:
    """Answer no: libcups would otherwise ask on the terminal and wait there for ever."""


# Held for the life of the program: libcups keeps the bare pointers.
_give_up_callback = _TIMED_OUT(_give_up)
_no_password_callback = _PASSWORD(_no_password)

_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "cupsAddOption": (c_int, [c_char_p, c_char_p, c_int, POINTER(c_void_p)]),
    "cupsCancelJob2": (c_int, [c_void_p, c_char_p, c_int, c_int]),
    "cupsDoRequest": (c_void_p, [c_void_p, c_void_p, c_char_p]),
    "cupsEncodeOptions2": (None, [c_void_p, c_int, c_void_p, c_int]),
    "cupsEncryption": (c_int, []),
    "cupsFinishDocument": (c_int, [c_void_p, c_char_p]),
    "cupsFreeOptions": (None, [c_int, c_void_p]),
    "cupsLastError": (c_int, []),
    "cupsLastErrorString": (c_char_p, []),
    "cupsServer": (c_char_p, []),
    "cupsSetPasswordCB2": (None, [_PASSWORD, c_void_p]),
    "cupsSetServer": (None, [c_char_p]),
    "cupsStartDocument": (c_int, [c_void_p, c_char_p, c_int, c_char_p, c_char_p, c_int]),
    "cupsUser": (c_char_p, []),
    "cupsWriteRequestData": (c_int, [c_void_p, c_char_p, c_size_t]),
    "httpClose": (None, [c_void_p]),
    "httpConnect2": (c_void_p, [c_char_p, c_int, c_void_p, c_int, c_int, c_int, c_int, c_void_p]),
    "httpSetTimeout": (None, [c_void_p, c_double, _TIMED_OUT, c_void_p]),
    "ippAddString": (c_void_p, [c_void_p, c_int, c_int, c_char_p, c_char_p, c_char_p]),
    "ippAddStrings": (c_void_p, [c_void_p, c_int, c_int, c_char_p, c_int, c_char_p, POINTER(c_char_p)]),
    "ippDelete": (None, [c_void_p]),
    "ippFirstAttribute": (c_void_p, [c_void_p]),
    "ippGetBoolean": (c_int, [c_void_p, c_int]),
    "ippGetCount": (c_int, [c_void_p]),
    "ippGetInteger": (c_int, [c_void_p, c_int]),
    "ippGetName": (c_char_p, [c_void_p]),
    "ippGetResolution": (c_int, [c_void_p, c_int, POINTER(c_int), POINTER(c_int)]),
    "ippGetString": (c_char_p, [c_void_p, c_int, c_void_p]),
    "ippGetValueTag": (c_int, [c_void_p]),
    "ippNewRequest": (c_void_p, [c_int]),
    "ippNextAttribute": (c_void_p, [c_void_p]),
    "ippPort": (c_int, []),
}


@cache
def library() -> Any | None:
    """Return libcups with the shapes of its functions told, None where it is not installed or too old."""
    for name in _NAMES:
        try:
            loaded = ctypes.CDLL(name)
            for function, (result, arguments) in _FUNCTIONS.items():
                found = getattr(loaded, function)
                found.restype, found.argtypes = result, arguments
        except (OSError, AttributeError):
            continue
        return loaded
    return None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered: an IPP status and the attributes in groups.

    Attributes:
        answered: False where nothing came back in time; `status` is libcups' own then.
    """

    answered: bool
    status: int
    groups: tuple[Group, ...]
    message: str

    @property
    def good(self) -> bool:
        """Tell whether the request was done."""
        return self.status < OK_BELOW


class Connection:
    """One conversation with the print server; `talking` opens and closes it."""

    def __init__(self, cups: Any, http: int) -> None:
        self._cups, self._http = cups, http

    def ask(
        self,
        operation: int,
        resource: str,
        told: Mapping[str, tuple[int, str]],
        wanted: Sequence[str] = (),
        options: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request and return the answer.

        Args:
            told: (tag, value) of each operation attribute, in order.
            wanted: the attributes to be answered.
            options: of a job, as `lp -o` takes them.
        """
        cups = self._cups
        request = cups.ippNewRequest(operation)
        for name, (tag, value) in told.items():
            cups.ippAddString(request, _GROUP_OPERATION, tag, name.encode(), None, value.encode())
        if wanted:
            names = (c_char_p * len(wanted))(*(name.encode() for name in wanted))
            cups.ippAddStrings(
                request, _GROUP_OPERATION, TAG_KEYWORD, b"requested-attributes", len(wanted), None, names
            )
        self._add_options(request, options or {})
        # libcups frees the request, whatever comes of it.
        answer = cups.cupsDoRequest(self._http, request, resource.encode())
        try:
            groups = tuple(self._groups(answer)) if answer else ()
            return Reply(bool(answer), self.status, groups, self.message)
        finally:
            if answer:
                cups.ippDelete(answer)

    def _add_options(self, request: int, options: Mapping[str, str]) -> None:
        held, count = c_void_p(), 0
        for name, value in options.items():
            count = self._cups.cupsAddOption(name.encode(), value.encode(), count, byref(held))
        self._cups.cupsEncodeOptions2(request, count, held, _GROUP_JOB)
        self._cups.cupsFreeOptions(count, held)

    def _groups(self, answer: int) -> Iterator[Group]:
        """Yield the groups of attributes; in the list an attribute without a name stands between two."""
        cups = self._cups
        group: dict[str, Sequence[Value]] = {}
        attribute = cups.ippFirstAttribute(answer)
        while attribute:
            name = cups.ippGetName(attribute)
            if name is None:
                yield group
                group = {}
            else:
                group[name.decode("utf-8", "replace")] = self._values(attribute)
            attribute = cups.ippNextAttribute(answer)
        yield group

    def _values(self, attribute: int) -> list[Value]:
        cups, tag = self._cups, self._cups.ippGetValueTag(attribute)
        places = range(cups.ippGetCount(attribute))
        if tag in _STRINGS:
            told = (cups.ippGetString(attribute, n, None) for n in places)
            return [(one or b"").decode("utf-8", "replace") for one in told]
        if tag == TAG_BOOLEAN:
            return [cups.ippGetBoolean(attribute, n) for n in places]
        if tag in _NUMBERS:
            return [cups.ippGetInteger(attribute, n) for n in places]
        return [self._dots(attribute, n) for n in places] if tag == TAG_RESOLUTION else []

    def _dots(self, attribute: int, n: int) -> int:
        """Return a resolution in dots per inch, across."""
        down, unit = c_int(), c_int()
        across: int = self._cups.ippGetResolution(attribute, n, byref(down), byref(unit))
        return round(across * 2.54) if unit.value == _PER_CM else across

    def send_pdf(self, printer: str, job: int, title: str, pdf: bytes) -> bool:
        """Stream the job's only document from memory; tell whether the server took all of it."""
        cups, queue = self._cups, printer.encode()
        if cups.cupsStartDocument(self._http, queue, job, title.encode(), b"application/pdf", 1) != CONTINUE:
            return False
        for start in range(0, len(pdf), _PIECE):
            piece = pdf[start : start + _PIECE]
            if cups.cupsWriteRequestData(self._http, piece, len(piece)) != CONTINUE:
                return False
        return bool(cups.cupsFinishDocument(self._http, queue) < OK_BELOW)

    def cancel_job(self, printer: str, job: int) -> int:
        """Take a job back and return the IPP status."""
        status: int = self._cups.cupsCancelJob2(self._http, printer.encode(), job, 0)
        return status

    @property
    def status(self) -> int:
        """The IPP status of the last request."""
        told: int = self._cups.cupsLastError()
        return told

    @property
    def message(self) -> str:
        """What the server or libcups said of the last request."""
        return (self._cups.cupsLastErrorString() or b"").decode("utf-8", "replace")

    @property
    def user(self) -> str:
        """As whom jobs are sent."""
        return (self._cups.cupsUser() or b"").decode("utf-8", "replace")


@contextmanager
def talking(cups: Any, server: str, patience: float) -> Iterator[Connection]:
    """Connect to the print server.

    Args:
        server: address or socket of the server; empty for what the system says (CUPS_SERVER, client.conf).
        patience: seconds for the connection, and again for each answer; libcups may take one more.

    Raises:
        UnavailableError: `print.server_silent`.
    """
    cups.cupsSetServer(server.encode() or None)
    cups.cupsSetPasswordCB2(_no_password_callback, None)
    http = cups.httpConnect2(
        cups.cupsServer(), cups.ippPort(), None, 0, cups.cupsEncryption(), 1, int(patience * 1000), None
    )
    if not http:
        where = (cups.cupsServer() or b"").decode("utf-8", "replace")
        raise UnavailableError("print.server_silent", where=where)
    try:
        cups.httpSetTimeout(http, patience, _give_up_callback, None)
        yield Connection(cups, http)
    finally:
        cups.httpClose(http)
