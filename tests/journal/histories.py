"""Histories for tests of the journal: what laptops, their clones and people with and without rights write.

A history is written step by step; every byte of it follows from the steps. Each laptop knows what it wrote
and what was brought to it, so that values are replaced in full, in part or in ignorance of each other.
"""

import random
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from hypothesis import strategies as st

from inspector_app.domain.acts import ActKind, Role
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import TOMBSTONE, Folded, Heads
from tests.journal.writing import BEGIN, END, ROOT_KEY, Laptop, certificate, id_of, key_of, value

Step = tuple[int, str, int, int]
"""Which laptop, what it does, and two numbers that choose the details."""

PEOPLE = ("wang", "li", "chen", "admin", "second", "stranger")
APPOINTED = (Role.INSPECTOR, Role.SUPERVISOR, Role.CLERK, Role.ADMINISTRATOR)
DAYS = ("2026-03-02", "2025-12-31", "2026-09-30", "2036-01-01")
PERIODS = ((BEGIN, END), (BEGIN, date(2026, 3, 1)), (date(2026, 3, 2), END))
FIELDS = ("name", "floors", "more")
MOST_LAPTOPS = 5


def histories(most: int = 40) -> st.SearchStrategy["History"]:
    """Return the strategy of histories of at most so many steps."""
    numbers = st.integers(0, 11)
    step = st.tuples(st.integers(0, MOST_LAPTOPS - 1), st.sampled_from(sorted(STEPS)), numbers, numbers)
    return st.lists(step, max_size=most).map(History)


def arrivals(entries: Iterable[Entry], chance: random.Random) -> list[Entry]:
    """Return the entries in some order, some of them several times."""
    told = list(entries)
    told += chance.choices(told, k=chance.randint(0, len(told)))
    chance.shuffle(told)
    return told


COUNTS: tuple[object, ...] = (1, 2, 3, 7, 2**53 - 2, None, None, 0, -1, 2**53 - 1, "2", True, [1])
"""What acts say that they count."""


class History:
    """Several laptops' journals. Root's first acts appoint wang, li and admin.

    Attributes:
        laptops: those that write, clones among them.
        written: every entry, whole, in the order of writing.
        redacted: hashes of those whose payload was taken out since.
    """

    def __init__(self, steps: Iterable[Step] = ()) -> None:
        self.laptops = [Laptop("one"), Laptop("two")]
        self.written: dict[bytes, Entry] = {}
        self.redacted: set[bytes] = set()
        self._seen: list[dict[bytes, Entry]] = [{}, {}]
        self._records = [("site", id_of("record", 0))]
        for user, role in (("wang", Role.INSPECTOR), ("li", Role.SUPERVISOR), ("admin", Role.ADMINISTRATOR)):
            self._keep(0, self.laptops[0].appoint(certificate(user, role)))
        self._seen[1].update(self._seen[0])
        for who, what, a, b in steps:
            # Some acts count, some say nothing, some say what makes no sense.
            self.laptops[who % len(self.laptops)].count = COUNTS[(a + 5 * b) % len(COUNTS)]
            STEPS[what](self, who % len(self.laptops), a, b)

    @property
    def entries(self) -> list[Entry]:
        """Every entry once, in the order of writing, redacted ones without their payload."""
        return [
            entry.redact() if digest in self.redacted else entry for digest, entry in self.written.items()
        ]

    def create(self, who: int, a: int, b: int) -> None:
        if a > 2:  # otherwise on a record that is there already: two laptops may make one record
            self._records.append((("site", "finding")[b % 2], id_of("record", len(self._records))))
        entity, record = self._records[-1] if a > 2 else self._record(b)
        laptop = self.laptops[who]
        tx = id_of("tx", laptop.name, laptop.head.seq)
        told = {"name": value(f"{a}"), "floors": value(b)}
        self._keep(who, laptop.write("create", entity, record, told, last=a % 2 == 0, tx=tx))
        if a % 2:
            self._keep(who, laptop.write("act", entity, record, {"kind": "attach", "content": {}}, tx=tx))

    def set(self, who: int, a: int, b: int) -> None:
        entity, record = self._record(a)
        names = FIELDS[:2] if b == 11 else (FIELDS[b % 3],)
        told = {name: value(f"{a}-{b}", *self._base(who, (entity, record), name, b)) for name in names}
        self._keep(who, self.laptops[who].write("set", entity, record, told))

    def delete(self, who: int, a: int, b: int) -> None:
        entity, record = self._record(a)
        folded = self._folded(who, (entity, record))
        known = folded is not None and b > 2
        base = [each.stamp for heads in folded.heads.values() for each in heads] if known and folded else []
        told = {"base": [[n, digest.hex()] for n, digest in base]}
        self._keep(who, self.laptops[who].write("delete", entity, record, told))

    def revive(self, who: int, a: int, b: int) -> None:
        for entity, record in self._records:
            folded = self._folded(who, (entity, record))
            if folded is not None and folded.deleted:
                told = {"name": value(f"again {a}", *self._base(who, (entity, record), "name", 0))}
                self._keep(who, self.laptops[who].write("set", entity, record, told))
                return

    def bring(self, who: int, a: int, b: int) -> None:
        self._seen[who].update(self._seen[a % len(self.laptops)])

    def fork(self, who: int, a: int, b: int) -> None:
        if len(self.laptops) < MOST_LAPTOPS:
            self.laptops.append(self.laptops[who].fork(f"clone {len(self.laptops)}"))
            self._seen.append(dict(self._seen[who]))

    def issue(self, who: int, a: int, b: int) -> None:
        serial = a % 3 + 1
        told = {
            "machine_code": who + 40,
            "kind": "stop",
            "year": 2026,
            "serial": serial,
            "number": f"{serial}",
        }
        self._sign(who, ActKind.ISSUE, told, a, b)

    def end(self, who: int, a: int, b: int) -> None:
        kind = (ActKind.VOID, ActKind.REVOKE, ActKind.CORRECT, ActKind.APPROVE)[(a + b) % 4]
        self._sign(who, kind, {"reason": "x"}, a, b)

    def edition(self, who: int, a: int, b: int) -> None:
        if b % 2:
            self._sign(who, ActKind.SHARE, {"what": "given", "user": "wang"}, a, b)
        else:
            self._sign(who, ActKind.EDITION, {"edition": "e" * 64}, a, b)

    def appoint(self, who: int, a: int, b: int) -> None:
        issuer = (ROOT_KEY, ROOT_KEY, key_of("admin"), key_of("li"))[a % 4]
        begin, end = PERIODS[b % 3]
        told = certificate(
            PEOPLE[(a + b) % len(PEOPLE)], APPOINTED[b % 4], issuer=issuer, begin=begin, end=end
        )
        if b == 11:  # beyond its own last day the root's key does what else it was entrusted with
            told = certificate("root", Role.ADMINISTRATOR, end=date(2040, 12, 31), key=ROOT_KEY)
        self._as(who, "admin", DAYS[a % 4])
        self._keep(who, self.laptops[who].appoint(told, issuer))

    def withdraw(self, who: int, a: int, b: int) -> None:
        issuer = (ROOT_KEY, key_of("admin"), key_of("wang"))[a % 3]
        self._as(who, "admin", DAYS[b % 2])
        self._keep(who, self.laptops[who].withdraw(key_of(PEOPLE[b % 5]), DAYS[a % 2], issuer))

    def newer(self, who: int, a: int, b: int) -> None:
        laptop = self.laptops[who]
        laptop.extra = {"witness": f"{a}", "mood": [b, None]} if a % 2 else {}
        signer = key_of("li") if b % 2 else None
        self._keep(who, laptop.act("seal_off", {"how": a}, signer, *self._record(b)[::-1]))
        laptop.extra = {}

    def unsigned(self, who: int, a: int, b: int) -> None:
        kind = ("serve", "recheck", "issue")[a % 3]  # the last of them needs a signature
        self._keep(who, self.laptops[who].act(kind, {"at": b}, record=id_of("document", b % 4)))

    def redact(self, who: int, a: int, b: int) -> None:
        self.redacted.add(list(self.written)[(a * 12 + b) % len(self.written)])

    def _sign(self, who: int, kind: ActKind, content: dict[str, object], a: int, b: int) -> None:
        signer = PEOPLE[b % len(PEOPLE)]
        self._as(who, PEOPLE[a % len(PEOPLE)] if a == 11 else signer, DAYS[a % len(DAYS)])
        self._keep(who, self.laptops[who].act(kind, content, key_of(signer), id_of("document", b % 4)))

    def _as(self, who: int, user: str, day: str) -> None:
        self.laptops[who].user, self.laptops[who].wall = user, f"{day}T08:00:00+08:00"

    def _keep(self, who: int, entry: Entry) -> None:
        self.written[entry.hash] = self._seen[who][entry.hash] = entry

    def _record(self, number: int) -> tuple[str, str]:
        return self._records[number % len(self._records)]

    def _folded(self, who: int, subject: tuple[str, str]) -> Folded | None:
        taken, known = Heads(), False
        for entry in self._seen[who].values():
            if (entry.header.entity, entry.header.entity_id) == subject and entry.header.op != "act":
                taken.take(entry)
                known = True
        return taken.folded() if known else None

    def _base(self, who: int, subject: tuple[str, str], name: str, how: int) -> list[tuple[int, bytes]]:
        """Return what a value replaces: all that is known (as the store does), a part, or nothing."""
        folded = self._folded(who, subject)
        heads = [each.stamp for each in folded.heads.get(name, ())] if folded else []
        tombs = [each.stamp for each in folded.heads.get(TOMBSTONE, ())] if folded else []
        partly = {8: heads, 9: heads[:1], 10: [], 7: [*heads, (7, sha256(b"not here yet").digest())]}
        return partly.get(how, heads + tombs)


STEPS = {
    "create": History.create,
    "set": History.set,
    "delete": History.delete,
    "revive": History.revive,
    "bring": History.bring,
    "fork": History.fork,
    "issue": History.issue,
    "end": History.end,
    "edition": History.edition,
    "appoint": History.appoint,
    "withdraw": History.withdraw,
    "newer": History.newer,
    "unsigned": History.unsigned,
    "redact": History.redact,
}
