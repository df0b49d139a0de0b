"""The papers of ten years: each issue act carries the content of one that was really made.

Under a number, days, parties and findings of its own, so that every table holds as much as ten years leave
behind; drawing each page would take days. Such a paper prints as its model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import issued
from inspector_app.casework.play.decade.world import Place
from inspector_app.domain.acts import ActKind
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.transaction import Tx
from inspector_app.trust.keys import SigningKey

LABELS = {
    DocumentKind.RECTIFICATION_NOTICE: ("限期整改通知书", "改"),
    DocumentKind.STOP_WORK_NOTICE: ("停工（整改）通知书", "停"),
    DocumentKind.RESUMPTION_NOTICE: ("复工通知书", "复"),
    DocumentKind.PLANT_ORDER: ("责令整改通知书", "责"),
    DocumentKind.RECHECK_OPINION: ("复查意见书", "查"),
    DocumentKind.CONDUCT_NOTICE: ("不良行为告知书", "不良告"),
    DocumentKind.CONDUCT_DETERMINATION: ("不良行为认定书", "不良认"),
}
"""Name and number word of each kind that ten years have."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to be issued.

    Attributes:
        due: the last day of its findings; None where it orders nothing.
        copies: how many parties get one, the first of them in the main.
        own: what only this kind says; `about`, the paper that it answers.
        late: it was written by hand (补录), under a number of its own.
        lifts: the stop-work that it lifts as a whole.
    """

    kind: DocumentKind
    visit_id: str
    place: Place
    found: Sequence[str]
    on: date
    due: date | None = None
    copies: int = 1
    own: Mapping[str, object] | None = None
    about: str = ""
    full: bool = False
    late: bool = False
    lifts: str = ""


class Press:
    """Issues papers one after the other, each with the next serial of its kind and year."""

    def __init__(self, desk: Desk, signer: SigningKey, prefix: str, model_id: str) -> None:
        act = issued.issue_act(desk.store, model_id)
        if act is None:
            raise ValueError("the model was never issued")
        self._desk, self.signer, self._prefix, self._model = desk, signer, prefix, act.content
        self._next: dict[tuple[str, int], int] = {}
        self._by_hand = 0

    def issue(self, tx: Tx, paper: Paper) -> str:
        """Issue a paper and return its id."""
        main = paper.place.parties[0]
        about = {"about": paper.about} if paper.about else {}
        own = {f"own_{name}": told for name, told in (paper.own or {}).items() if isinstance(told, str)}
        made = tx.create(
            "document",
            {
                "inspection_id": paper.visit_id,
                "kind": str(paper.kind),
                "addressee_id": main[0],
                **about,
                **own,
                **({"late": True} if paper.late else {}),
            },
        )
        for sort, finding in enumerate(paper.found):
            tx.create("ticked", {"document_id": made, "finding_id": finding, "sort": sort})
        tx.act(ActKind.ISSUE, "document", made, self._told(paper), self.signer)
        return made

    def _told(self, paper: Paper) -> dict[str, object]:
        label, _ = LABELS[paper.kind]
        due = paper.due.isoformat() if paper.due else ""
        main = paper.place.parties[0]
        return {
            **{name: told for name, told in self._model.items() if name not in ("serial", "machine_code")},
            **self._numbered(paper),
            "kind": str(paper.kind),
            "label": label,
            "issued_on": paper.on.isoformat(),
            "due_on": due,
            "inspection_id": paper.visit_id,
            "target_id": paper.place.id,
            "addressee": {"id": main[0], "name": main[2], "address": "", "credit_code": ""},
            "recipients": [
                {"party_id": known, "role": role, "name": name, "manager": manager, "copy": n, "main": n == 1}
                for n, (known, role, name, manager) in enumerate(paper.place.parties[: paper.copies], start=1)
            ],
            "finding_ids": list(paper.found),
            "dues": {finding: {main[0]: due} for finding in paper.found} if due else {},
            "full": paper.full or bool(paper.lifts),
            "scope": self._scope(paper),
            "about": paper.about,
            "own": dict(paper.own or {}),
            **_lifting(paper),
        }

    def _scope(self, paper: Paper) -> str:
        if paper.kind is not DocumentKind.STOP_WORK_NOTICE:
            return ""
        return "全面停工" if paper.full else "局部停工：3号楼外脚手架及临边作业"

    def _numbered(self, paper: Paper) -> dict[str, object]:
        _, word = LABELS[paper.kind]
        year = paper.on.year
        if paper.late:
            self._by_hand += 1
            number = f"{self._prefix}{word}〔{year}〕手-{self._by_hand}号"
            return {"late": True, "number": number, "year": year, "author": "", "reason": "手写文书"}
        key = (str(paper.kind), year)
        serial = self._next.get(key) or self._desk.store.next_serial(*key)
        self._next[key] = serial + 1
        machine = self._desk.store.meta.machine_code
        number = f"{self._prefix}{word}〔{year}〕{machine}-{serial}号"
        return {"number": number, "year": year, "serial": serial, "machine_code": machine}


def serve(tx: Tx, paper_id: str, place: Place, on: date, *, copies: int, refused: bool = False) -> None:
    """Tell that each recipient has its copy: signed for, or left because it was refused (留置)."""
    for known, _, _, manager in place.parties[:copies]:
        told = {
            "at": f"{on.isoformat()}T11:10:00+08:00",
            "mail_number": "",
            "method": "left" if refused else "direct",
            "place": "项目部会议室",
            "position": "项目负责人",
            "reached": True,
            "reached_on": on.isoformat(),
            "receiver": "" if refused else manager,
            "recipient_id": known,
            "recorded": refused,
            "refusal": "拒绝签收" if refused else "",
            "relation": "",
            "witness": "社区工作人员" if refused else "",
        }
        tx.act(ActKind.SERVE, "document", paper_id, told)


def resume(tx: Tx, press: Press, paper: Paper) -> None:
    """Lift a stop-work as a whole, so that what holds is as little as in an empty workspace."""
    made = press.issue(tx, paper)
    told = {"by": made, "full": True, "parts": "", "freed": [], "start": paper.on.isoformat()}
    tx.act(ActKind.RESUME, "document", paper.lifts, told)


def _lifting(paper: Paper) -> dict[str, object]:
    if not paper.lifts:
        return {}
    return {"resumes": paper.lifts, "freed": [], "start": paper.on.isoformat()}
