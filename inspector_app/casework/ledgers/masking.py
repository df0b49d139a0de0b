"""Personal numbers in what leaves the program: only as much of them as tells one from another.

Telephones, certificates and identity numbers are shown whole only to who has a role and tells a reason
(个人信息保护法 6, 28, 51).
"""

import re

from inspector_app.domain.ledgers import Column

_NUMBER = re.compile(r"[0-9A-Za-z]{5,}")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)


def masked(column: Column, cell: str) -> str:
    """Return a cell as it may leave the program without a reason.

    In a personal column every number is masked; in other texts what can only be a mobile telephone or an
    identity number (GB 11643), wherever somebody wrote it.
    """
    if column.personal:
        return _NUMBER.sub(_middle, cell)
    return _MOBILE.sub(_middle, _IDENTITY.sub(_middle, cell))


def _middle(found: re.Match[str]) -> str:
    told = found[0]
    first, last = (3, 4) if len(told) >= 11 else (2, 2)
    if len(told) >= 15:
        first = 4  # the county stays out: with the last digits it would name a person
    return told[:first] + "*" * (len(told) - first - last) + told[len(told) - last :]
