"""Sixteen digits that two people compare by telephone, so that nobody exchanges a file on its way.

The laptop shows those of its request; who answers it at the office types them, and knows whom it lets in. The
office tells its own, which stay the same for years; who reads its answer types them, and knows whose it is.
Digits, since they are heard and typed alike by everybody. They stand for 53 bits, and the hash behind them is
of keys: whoever wants the same digits has to make keys until some fit, each try as dear as a hash of many.
"""

import re
from hashlib import scrypt

from inspector_app.domain.errors import RuleError

from .certificates import Certificate
from .enrolment import Grant, Request

LENGTH, GROUP = 16, 4
_COST = {"n": 2**14, "r": 8, "p": 1}
_NEITHER = re.compile(r"[\s\-\u2010-\u2015\uff0d]+")


def of_request(request: Request) -> str:
    """Return the digits of a request, in groups: they stand for its keys and what it says of itself."""
    told = f"{request.user}\0{request.name}".encode()
    return _digits(b"request", request.device, request.person, request.before, told)


def of_office(root: Certificate, hub: str) -> str:
    """Return the digits of an office, in groups: they stand for its root and its hub.

    Args:
        hub: the hub's id.
    """
    return _digits(b"office", root.key, bytes.fromhex(root.workspace), bytes.fromhex(hub))


def of_grant(grant: Grant) -> str:
    """Return the digits of the office that a grant says it comes from."""
    return of_office(grant.root, grant.hub.id)


def same(typed: str, told: str) -> bool:
    """Tell whether somebody typed these digits; full-width ones, blanks and hyphens do not matter."""
    return _plain(typed) == _plain(told)


def refuse_other(typed: str, told: str, where: str) -> None:
    """Refuse digits that are not these.

    Args:
        where: the file whose digits were compared.

    Raises:
        RuleError: `enrolment.check_differs`; it does not tell the right ones: they come from the other side.
    """
    if not same(typed, told):
        raise RuleError("enrolment.check_differs", where=where, typed=typed.strip())


def _plain(told: str) -> str:
    return "".join(str(int(one)) if one.isdecimal() else one for one in _NEITHER.sub("", told))


def _digits(kind: bytes, *parts: bytes) -> str:
    # Slow on purpose, some 50 ms: digits that can be read aloud are few.
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    made = scrypt(message, salt=b"enrolment check 1\0" + kind, dklen=16, **_COST)
    told = str(int.from_bytes(made, "big") % 10**LENGTH).zfill(LENGTH)
    return " ".join(told[at : at + GROUP] for at in range(0, LENGTH, GROUP))
