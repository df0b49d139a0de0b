"""Failed sign-ins and the growing delay after them, in a small file beside the key slots.

The count is written before the password is tried, so that pulling the plug gives no free guess. Whoever
can delete the file can begin anew; against that person the cost of argon2id stands, not this file.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from inspector_app.domain.errors import SignInError, UnavailableError

from .durable import write_durably

FREE_TRIES = 3
LONGEST_WAIT = 900
"""Seconds."""

_MOST_BYTES = 1_000_000


def wait_after(failures: int) -> int:
    """Return the seconds to wait after so many failures in a row: none, then 2, 4, 8 … 900."""
    return 0 if failures < FREE_TRIES else min(LONGEST_WAIT, 2 ** min(failures - FREE_TRIES + 1, 20))


@dataclass(frozen=True, slots=True)
class _Count:
    failures: int
    not_before: datetime


class Tries:
    """The counts of one slot file, by person."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self, who: str, now: datetime) -> None:
        """Count a try that is about to be made.

        Raises:
            SignInError: `trust.wait`, seconds: too soon; this try is not counted.
            UnavailableError: `trust.file_not_written`.
        """
        counts = self._read()
        held = counts.get(who)
        failures = held.failures if held else 0
        left = (held.not_before - now).total_seconds() if held else 0
        if left > wait_after(failures):  # the clock was set back: the wait begins anew, but ends
            left = wait_after(failures)
            counts[who] = _Count(failures, now + timedelta(seconds=left))
            self._write(counts)
        if left > 0:
            raise SignInError("trust.wait", where=who, seconds=int(left) + 1)
        counts[who] = _Count(failures + 1, now + timedelta(seconds=wait_after(failures + 1)))
        self._write(counts)

    def succeeded(self, who: str) -> None:
        """Forget a person's failures."""
        counts = self._read()
        if counts.pop(who, None) is not None:
            self._write(counts)

    def _read(self) -> dict[str, _Count]:
        try:
            with self._path.open("rb") as file:
                told = orjson.loads(file.read(_MOST_BYTES))
            return {
                str(who): _Count(int(each[0]), datetime.fromisoformat(each[1])) for who, each in told.items()
            }
        except FileNotFoundError:
            return {}
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            # A damaged count must not lock anybody out: it is only the second fence.
            return {}
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise UnavailableError("trust.file_unreadable", where=str(self._path), reason=reason) from problem

    def _write(self, counts: dict[str, _Count]) -> None:
        told = {who: [each.failures, each.not_before.isoformat()] for who, each in counts.items()}
        write_durably(self._path, orjson.dumps(told, option=orjson.OPT_SORT_KEYS))
