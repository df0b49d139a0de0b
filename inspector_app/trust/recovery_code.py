"""The recovery code: 26 characters on paper that open a workspace when every password is lost.

Crockford's base 32 without I, L, O and U: 25 characters of randomness (125 bits) and one that tells a
slip of the pen from a wrong code. Written in groups; case, spaces and hyphens do not matter.
"""

import secrets
from hashlib import sha256

from inspector_app.domain.errors import SignInError

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LIKE = str.maketrans("OIL", "011")
_LENGTH, _GROUP = 26, 5


def new_code() -> str:
    """Return a fresh code, e.g. `7K3QD-…`: five groups of five and the check sign."""
    body = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH - 1))
    whole = body + _check(body)
    return "-".join(whole[place : place + _GROUP] for place in range(0, _LENGTH, _GROUP))


def read_code(told: str) -> str:
    """Return the code's 26 signs as they are hashed.

    Raises:
        SignInError: `trust.recovery_mistyped`: its length, a sign or the check sign is wrong.
    """
    code = "".join(sign for sign in told.upper() if sign.isalnum()).translate(_LIKE)
    if len(code) != _LENGTH or any(sign not in _SIGNS for sign in code) or _check(code[:-1]) != code[-1]:
        raise SignInError("trust.recovery_mistyped", length=len(code), expected=_LENGTH)
    return code


def _check(body: str) -> str:
    return _SIGNS[sha256(body.encode()).digest()[0] % len(_SIGNS)]
