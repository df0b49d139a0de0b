"""A day on paper while it is being keyed in: its cards as plain values that can be kept, and their places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from inspector_app.domain.errors import Problem
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, Words, of_problem

Card = dict[str, Any]
"""What stands in the fields of one card, by their names; `id` tells rows apart."""

VISIT = "visit"
FINDINGS, PAPERS = "findings", "papers"
NAMES = {
    "target": "检查对象",
    "officers": "执法人员",
    "started": "开始时间",
    "ended": "结束时间",
    "place": "地点",
    "author": "谁写的",
    "reason": "为何用纸",
    "fact": "事实",
    "clause": "条款",
    "criterion": "判定标准",
    "party": "责任单位",
    "measure": "整改要求",
    "due": "期限",
    "kind": "文种",
    "number": "文号",
    "issued_on": "签发日期",
    "addressee": "主送单位",
    "copied": "抄送单位",
    "due_on": "整改期限",
    "findings": "所列问题",
    "scans": "扫描件",
    "stop_parts": "停工部位",
    "stop_start": "停工起始",
    "defence_until": "申辩截止",
    "conduct_code": "行为代码",
    "approval": "批准",
}
"""What each field is called where a problem names it."""

FIELD_OF = {"duties": "party", "seen_on": "started", "approval": "approver"}
"""Fields that a problem calls otherwise than the window."""


@dataclass(slots=True)
class Day:
    """Everything that was typed; `made` counts the rows that ever were, so that no id comes twice."""

    visit: Card = field(default_factory=dict)
    findings: list[Card] = field(default_factory=list)
    papers: list[Card] = field(default_factory=list)
    made: int = 0

    def rows(self, block: str) -> list[Card]:
        """Return the findings or the papers."""
        return self.findings if block == FINDINGS else self.papers

    def new(self, block: str, **told: object) -> Card:
        """Add a row and return it."""
        self.made += 1
        row: Card = {"id": f"{block[:-1]}{self.made}", **told}
        self.rows(block).append(row)
        return row

    def told(self) -> dict[str, object]:
        """Return it as it is kept."""
        return {
            VISIT: self.visit,
            FINDINGS: self.findings,
            PAPERS: self.papers,
            "made": self.made,
        }


def read(kept: object) -> Day:
    """Return a day as it was kept; what is not of its shape is left out."""
    if not isinstance(kept, Mapping):
        return Day()
    visit, made = kept.get(VISIT), kept.get("made")
    day = Day(dict(visit) if isinstance(visit, Mapping) else {}, made=made if isinstance(made, int) else 0)
    for block in (FINDINGS, PAPERS):
        rows = kept.get(block)
        for one in rows if isinstance(rows, list) else ():
            if isinstance(one, Mapping) and isinstance(one.get("id"), str):
                day.rows(block).append(dict(one))
    return day


def begun(kept: object) -> Day:
    """Return the day that was kept, or a new one with one finding and one paper to fill in."""
    day = read(kept)
    if not (day.visit or day.findings or day.papers):
        finding = day.new(FINDINGS)
        day.new(PAPERS, findings=[finding["id"]])
    return day


def text(card: Mapping[str, Any], name: str) -> str:
    """Return what a line says."""
    told = card.get(name)
    return told.strip() if isinstance(told, str) else ""


def several(card: Mapping[str, Any], name: str) -> list[str]:
    """Return the codes or paths of a field that holds several."""
    told = card.get(name)
    return [str(one) for one in told] if isinstance(told, list) else []


def code(card: Mapping[str, Any], name: str) -> str:
    """Return the code that was chosen in a line that looks for it."""
    told = card.get(name)
    return str(told.get("code") or "") if isinstance(told, Mapping) else ""


def words(card: Mapping[str, Any], name: str) -> str:
    """Return the words of a line that looks for something."""
    told = card.get(name)
    return str(told.get("words") or "").strip() if isinstance(told, Mapping) else ""


def flag(card: Mapping[str, Any], name: str) -> bool:
    """Tell whether something is ticked."""
    return card.get(name) is True


def spot(where: str, day: Day) -> tuple[str, str]:
    """Return the card and the field that a problem is about; an empty field for a block as a whole.

    Args:
        where: of a problem: `late.officers`, `late.findings.2.fact`, `late.papers.1.scans.2`.
    """
    parts = where.split(".")[1:]
    if parts and parts[0] in (FINDINGS, PAPERS):
        if len(parts) < 2 or not parts[1].isdigit():
            return parts[0], ""
        rows, n = day.rows(parts[0]), int(parts[1])
        if not 1 <= n <= len(rows):
            return parts[0], ""
        name = parts[2] if len(parts) > 2 else ""
        return (VISIT, "started") if name == "seen_on" else (str(rows[n - 1]["id"]), FIELD_OF.get(name, name))
    return VISIT, parts[0] if parts else ""


def place(where: str) -> str:
    """Return in words what a problem is about."""
    parts = where.split(".")[1:]
    if not parts:
        return ""
    if parts[0] in (FINDINGS, PAPERS) and len(parts) > 1:
        head = (said("问题 %s") if parts[0] == FINDINGS else said("文书 %s")) % parts[1]
        name = parts[2] if len(parts) > 2 else ""
        name = "party" if name == "duties" else name
        return f"{head} {said(NAMES[name])}" if name in NAMES else head
    if parts[0] == PAPERS:
        return said("文书")
    return said(NAMES[parts[0]]) if parts[0] in NAMES else ""


def explained(problem: Problem, texts: Texts) -> Words:
    """Return a problem in words, its place named as the window names it."""
    return of_problem(Problem(problem.code, place(problem.where), problem.values), texts)
