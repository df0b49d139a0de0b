"""The second golden journal: two laptops and a clone that disagree, and all that a fold must bear with."""

from dataclasses import dataclass, field

from inspector_app.domain.acts import Role
from inspector_app.journal.entry import Entry
from tests.journal.writing import ROOT_KEY, Laptop, certificate, id_of, key_of, value

TARGET, KEPT, REVIVED, GONE = (id_of("golden two", n) for n in range(4))
PRESENT = id_of("golden two", "present")
WANG, LI, CHEN, ADMIN = (key_of(f"golden {name}") for name in ("wang", "li", "chen", "admin"))
Stamp = tuple[int, bytes]


@dataclass
class Desk:
    """Two laptops, one of which was cloned, and the runs of entries in the order in which they were sent."""

    one: Laptop = field(default_factory=lambda: Laptop("golden one", wall="2026-03-02T08:00:00+08:00"))
    two: Laptop = field(default_factory=lambda: Laptop("golden two", wall="2026-03-02T08:30:00+08:00"))
    sent: list[list[Entry]] = field(default_factory=list)
    redacted: list[Entry] = field(default_factory=list)

    def send(self, laptop: Laptop, after: int) -> None:
        """Send what a laptop wrote after a place; of what was redacted meanwhile, without its payload."""
        self.sent.append(
            [each.redact() if each in self.redacted else each for each in laptop.entries[after:]]
        )


def put(
    laptop: Laptop, op: str, entity: str, record: str, told: dict[str, object], *replaced: Stamp
) -> Stamp:
    """Write a create or set whose fields all replace the same stamps; return the new stamp."""
    fields = {name: value(each, *replaced) for name, each in told.items()}
    return 1 + max((n for n, _ in replaced), default=0), laptop.write(op, entity, record, fields).hash


def delete(laptop: Laptop, entity: str, record: str, *replaced: Stamp) -> Stamp:
    base = [[n, digest.hex()] for n, digest in replaced]
    entry = laptop.write("delete", entity, record, {"base": base})
    return 1 + max((n for n, _ in replaced), default=0), entry.hash


def issue(laptop: Laptop, user: str, document: str, code: int, serial: int) -> None:
    laptop.user = f"golden {user}"
    told = {"machine_code": code, "kind": "stop_work_notice", "year": 2026, "serial": serial}
    content = {**told, "number": f"滨住建停〔2026〕{code}-{serial}号"}
    laptop.act("issue", content, key_of(f"golden {user}"), id_of("golden two", document))


def journals() -> list[list[Entry]]:
    """Return the runs in the order in which they were sent; each fits one bundle."""
    desk = Desk()
    first = _beginning(desk)
    _apart(desk, *first)
    _forked(desk)
    _rights(desk)
    return desk.sent


def _beginning(desk: Desk) -> tuple[Stamp, Stamp, Stamp]:
    one = desk.one
    one.user = "root"
    one.appoint(certificate("golden admin", Role.ADMINISTRATOR))
    for user, role in (("wang", Role.INSPECTOR), ("li", Role.SUPERVISOR), ("chen", Role.CLERK)):
        one.appoint(certificate(f"golden {user}", role, issuer=ADMIN), ADMIN)
    one.user = "golden wang"
    put(one, "create", "office", "office", {"name": "滨海新区住房和城乡建设局"})
    made = {"kind": "concrete_plant", "name": "恒固", "address": "海云路1号", "fields": {}}
    target = put(one, "create", "target", TARGET, made)
    person = {"name": "林叙白", "position": "站长", "phone": "13800000001"}
    put(one, "create", "present", PRESENT, person)
    desk.redacted.append(one.entries[-1])
    put(one, "create", "finding", KEPT, {"fact": "砂含泥量超标", "number": 1})
    revived = put(one, "create", "finding", REVIVED, {"fact": "计量器具未检定", "number": 2})
    gone = put(one, "create", "finding", GONE, {"fact": "料仓无标识", "number": 3})
    desk.send(one, 0)
    return target, revived, gone


def _apart(desk: Desk, target: Stamp, revived: Stamp, gone: Stamp) -> None:
    """Change the same things on both laptops; one of the conflicts is resolved, one stays."""
    one, two, before = desk.one, desk.two, len(desk.one.entries)
    two.user = "golden li"
    mine = put(one, "set", "target", TARGET, {"name": "恒固混凝土有限公司"}, target)
    put(one, "set", "target", TARGET, {"address": "海云路1号院"}, target)
    theirs = put(two, "set", "target", TARGET, {"name": "恒固商砼", "address": "海云路1-1号"}, target)
    put(two, "set", "finding", GONE, {"fact": "料仓标识不全"}, gone)  # knows nothing of the deletion
    delete(one, "finding", GONE, gone)
    grave = delete(one, "finding", REVIVED, revived)
    desk.send(one, before)
    put(two, "set", "finding", REVIVED, {"fact": "计量器具检定过期"}, revived, grave)
    put(two, "set", "target", TARGET, {"name": "恒固混凝土有限公司"}, mine, theirs)
    two.extra = {"place": {"lat": "26.0712", "lon": "119.2965"}, "witness": None}
    two.act("seal_off", {"parts": ["1号机", "2号机"], "days": 7}, None, KEPT, "finding")
    two.extra = {}
    desk.send(two, 0)


def _forked(desk: Desk) -> None:
    """Let the first laptop and its clone issue under one number: both stand, a person must end one."""
    one, place = desk.one, len(desk.one.entries)
    clone = one.fork("golden clone")
    issue(one, "wang", "stop", 3, 1)
    one.act("serve", {"recipient_id": "x", "reached": True}, None, id_of("golden two", "stop"))
    issue(clone, "wang", "stop from the clone", 3, 1)
    put(clone, "create", "finding", id_of("golden two", "clone"), {"fact": "养护记录缺失", "number": 4})
    desk.send(one, place)
    desk.send(clone, place)
    place = len(one.entries)
    one.user = "golden li"
    one.act("void", {"reason": "重号"}, LI, id_of("golden two", "stop from the clone"))
    desk.send(one, place)


def _rights(desk: Desk) -> None:
    """Act without right in every way that leaves a trace, and withdraw a right that was there."""
    two, place = desk.two, len(desk.two.entries)
    issue(two, "li", "second", 4, 1)
    issue(two, "chen", "by a clerk", 4, 2)
    issue(two, "stranger", "by nobody", 4, 2)
    two.user = "golden chen"
    two.act("revoke", {"reason": "x"}, LI, id_of("golden two", "second"))  # li's key, chen's sign-in
    two.act("approve", {"number": "1"}, None, id_of("golden two", "second"))
    two.write("act", "document", id_of("golden two", "second"), two.entries[-4].fields)  # played again
    two.user = "golden admin"
    two.appoint(certificate("golden second", Role.ADMINISTRATOR, issuer=ADMIN), ADMIN)
    two.withdraw(ADMIN, "2026-03-02", ADMIN)
    two.withdraw(WANG, "2026-04-01", ADMIN)
    issue(two, "wang", "in time", 4, 2)
    two.wall = "2026-04-01T08:00:00+08:00"
    issue(two, "wang", "too late", 4, 3)
    two.user = "root"
    two.withdraw(CHEN, "2026-03-15", ROOT_KEY)
    desk.send(two, place)
