"""The first golden journal: one laptop, one visit to a building site, until work is resumed."""

from hashlib import sha256

from inspector_app.domain.acts import Role
from tests.journal.writing import Laptop, certificate, id_of, key_of, value

CONTRACTOR, SUPERVISOR, OWNER = (id_of("golden", "party", n) for n in range(3))
TARGET, INSPECTION = id_of("golden", "target"), id_of("golden", "inspection")
FINDINGS = tuple(id_of("golden", "finding", n) for n in range(3))
OBLIGATIONS = tuple(id_of("golden", "obligation", n) for n in range(3))
PHOTOS = tuple(id_of("golden", "photo", n) for n in range(2))
RECORD, NOTICE, STOP, RESUMPTION, SPOILT = (id_of("golden", "document", n) for n in range(5))
EDITION = sha256(b"golden edition").hexdigest()
WANG, ADMIN = key_of("golden wang"), key_of("golden admin")


class Visit:
    """Writes as the app does: one action is one transaction, everything is signed by who did it."""

    def __init__(self) -> None:
        self.laptop = Laptop("golden site", user="root", wall="2026-04-20T08:00:00+08:00")
        self.tx = 0

    def create(self, entity: str, record: str, told: dict[str, object], *, last: bool = True) -> None:
        fields = {name: value(each) for name, each in told.items()}
        self.laptop.write("create", entity, record, fields, last=last, tx=self._tx(last=last))

    def set(self, entity: str, record: str, told: dict[str, object]) -> None:
        """Set fields; each replaces the value that stands, if there is one."""
        fields = {name: value(each, *self._stamps(record, name)) for name, each in told.items()}
        self.laptop.write("set", entity, record, fields, tx=self._tx())

    def act(
        self, kind: str, entity: str, record: str, content: dict[str, object], *, signed: bool = False
    ) -> None:
        self.laptop.act(kind, content, WANG if signed else None, record, entity, tx=self._tx())

    def _tx(self, *, last: bool = True) -> str:
        told = id_of("golden tx", self.tx)
        self.tx += last
        return told

    def _stamps(self, record: str, name: str) -> list[tuple[int, bytes]]:
        told = [
            entry.hash
            for entry in self.laptop.entries
            if entry.header.entity_id == record and entry.header.op != "act" and name in entry.fields
        ]
        return [(len(told), told[-1])] if told else []


def journal() -> Laptop:
    """Return the laptop with the whole visit written."""
    visit = Visit()
    _found(visit)
    _visit(visit)
    _findings(visit)
    _documents(visit)
    _recheck(visit)
    return visit.laptop


def _found(visit: Visit) -> None:
    laptop = visit.laptop
    laptop.appoint(certificate("golden admin", Role.ADMINISTRATOR))
    laptop.user = "golden admin"
    laptop.appoint(certificate("golden wang", Role.INSPECTOR, Role.SUPERVISOR, issuer=ADMIN), ADMIN)
    laptop.act("edition", {"edition": EDITION}, ADMIN, EDITION[:32], "edition")
    office = {"name": "滨海新区住房和城乡建设局", "prefix": "滨住建", "phone": "0591-80000000"}
    visit.create("office", "office", office)
    for n, name in enumerate(("周砚", "沈知行")):
        told = {"name": name, "certificate": f"3501000000{n}", "valid_from": "2024-01-01", "expert": False}
        visit.create("person", id_of("golden", "person", n), told)


def _visit(visit: Visit) -> None:
    visit.laptop.user, visit.laptop.wall = "golden wang", "2026-04-27T09:00:00+08:00"
    site = {
        "kind": "construction_site",
        "name": "云栖里",
        "address": "长风路18号",
        "fields": {"permit": "3501-1"},
    }
    visit.create("target", TARGET, site, last=False)
    parties = (
        (CONTRACTOR, "contractor", "鼎恒建设集团有限公司"),
        (SUPERVISOR, "supervisor", "正衡工程监理有限公司"),
        (OWNER, "owner", "滨海新区安居置业有限公司"),
    )
    for n, (party, role, name) in enumerate(parties):
        told = {"target_id": TARGET, "role": role, "name": name, "sort": n}
        visit.create("party", party, told, last=n == len(parties) - 1)
    told = {"target_id": TARGET, "started": "2026-04-27T09:00:00+08:00", "credentials_shown": False}
    visit.create("inspection", INSPECTION, told, last=False)
    for n in range(2):
        present = {"inspection_id": INSPECTION, "person_id": id_of("golden", "person", n), "sort": n}
        visit.create("attendance", id_of("golden", "attendance", n), present, last=n == 1)
    visit.set("inspection", INSPECTION, {"credentials_shown": True, "place": "3号楼"})
    visit.set("target", TARGET, {"name": "云栖里项目3号楼"})


def _findings(visit: Visit) -> None:
    facts = ("作业层与墙体之间未设水平防护。", "基坑侧壁渗漏未处置。", "配电箱未上锁。")
    for n, (finding, fact) in enumerate(zip(FINDINGS, facts, strict=True)):
        severity = "major" if n == 1 else "general"
        told = {
            "inspection_id": INSPECTION,
            "number": n + 1,
            "fact": fact,
            "severity": severity,
            "batch": None,
        }
        visit.create("finding", finding, told, last=False)
        duty = {"finding_id": finding, "party_id": CONTRACTOR, "measure": "整改", "due": "2026-04-30"}
        visit.create("obligation", OBLIGATIONS[n], {**duty, "on_the_spot": n == 2})
    for n, photo in enumerate(PHOTOS):
        digest = sha256(photo.encode()).hexdigest()
        told = {"finding_id": FINDINGS[n], "sha256": digest, "caption": "基坑𠮷字桩", "sort": n}
        visit.create("photo", photo, told, last=False)
        visit.act("attach", "photo", photo, {"sha256": digest, "finding_id": FINDINGS[n]})
    visit.set("finding", FINDINGS[1], {"fact": "基坑东侧壁渗漏，未处置。", "batch": "C30 第0417批"})
    visit.set("finding", FINDINGS[1], {"fact": "基坑东侧壁渗漏、流砂，未处置。"})
    mistaken = id_of("golden", "finding", 9)
    visit.create("finding", mistaken, {"inspection_id": INSPECTION, "number": 4, "fact": ""})
    stamps = [[1, visit.laptop.head.hash.hex()]]
    visit.laptop.write("delete", "finding", mistaken, {"base": stamps})
    visit.act("withdraw", "finding", FINDINGS[2], {"reason": "当场改正"})


def _issue(visit: Visit, document: str, kind: str, word: str, serial: int) -> None:
    told = {"inspection_id": INSPECTION, "kind": kind, "addressee_id": CONTRACTOR}
    visit.create("document", document, told, last=False)
    visit.create(
        "ticked", id_of("ticked", document), {"document_id": document, "finding_id": FINDINGS[0], "sort": 0}
    )
    content = {
        "machine_code": 3,
        "kind": kind,
        "year": 2026,
        "serial": serial,
        "number": f"滨住建{word}〔2026〕3-{serial}号",
        "issued_on": "2026-04-27",
        "edition": EDITION,
        "content_sha256": sha256(document.encode()).hexdigest(),
        "recipients": [{"party_id": CONTRACTOR, "copy": 1, "main": True}],
    }
    visit.act("issue", "document", document, content, signed=True)


def _documents(visit: Visit) -> None:
    _issue(visit, RECORD, "site_record", "检", 1)
    visit.act("conclude", "inspection", INSPECTION, {"ended": "2026-04-27T11:30:00+08:00"})
    _issue(visit, SPOILT, "rectification_notice", "改", 1)
    visit.act("void", "document", SPOILT, {"reason": "打印错误"}, signed=True)
    _issue(visit, NOTICE, "rectification_notice", "改", 2)
    visit.act("approve", "document", STOP, {"number": "滨住建停批〔2026〕2号"}, signed=True)
    _issue(visit, STOP, "stop_work_notice", "停", 1)
    for copy, document in enumerate((NOTICE, STOP), start=1):
        visit.act("print", "document", document, {"copy": copy, "recipient": CONTRACTOR, "n": 1})
        served = {"recipient_id": CONTRACTOR, "method": "direct", "receiver": "林叙白", "reached": True}
        visit.act("serve", "document", document, served)


def _recheck(visit: Visit) -> None:
    visit.laptop.wall = "2026-04-30T15:20:30.5+08:00"
    visit.act("reply", "document", NOTICE, {"received": "2026-04-29"})
    visit.act("extend", "finding", FINDINGS[0], {"due": "2026-05-06", "reason": "材料未到"})
    visit.laptop.wall = "2026-05-06T10:00:00+08:00"
    for finding in FINDINGS[:2]:
        told = {"result": "closed", "on": "2026-05-06", "officers": ["周砚", "沈知行"], "note": ""}
        visit.act("recheck", "finding", finding, told)
    _issue(visit, RESUMPTION, "resumption_notice", "复", 1)
    visit.act("resume", "document", STOP, {"by": RESUMPTION, "full": True, "parts": ""})
    visit.act("revoke", "document", NOTICE, {"reason": "已整改"}, signed=True)
