"""The only ways a duty moves, written by hand with their clauses, and a recount from bare journal entries.

Nothing of the states that casework and domain reckon is used here: words and happenings are written out, and
what happened is read from the entries one after the other, as an auditor with the journal alone would.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

NEW, ORDERED, CORRECTED, TO_RECTIFY = "新发现", "已下达", "当场改正", "待整改"
REPLIED, TO_RECHECK, FAILED, ESCALATED = "已回复", "待复查", "复查不合格", "升级"
CLOSED, WITHDRAWN = "合格闭环", "误录撤销"

ENDS = frozenset({CLOSED, CORRECTED, WITHDRAWN})
FINAL = frozenset({CLOSED, WITHDRAWN})
"""Ends after which nothing follows; what was corrected on the spot may still be looked at again."""

LAW65, LAW68, LAW70 = "安全生产法 65", "安全生产法 68", "安全生产法 70"
DECREE43 = "建设工程安全生产管理条例 43"
RULES154 = "建质〔2014〕154号"
PENALTY22, PENALTY54, PENALTY60 = "行政处罚法 22、27", "行政处罚法 54", "行政处罚法 60"
SERVICE = "行政处罚法 61；民事诉讼法 87"
CREDIT = "建市〔2017〕241号"
RECORD = "安全生产法 68：记录真实，误录留痕"

ALLOWED: tuple[tuple[str, str, str, str], ...] = (
    # What was seen is recorded, and ordered or put right before the eyes of who saw it.
    (NEW, "corrected", CORRECTED, LAW65),
    (NEW, "ordered", ORDERED, f"{LAW65}；{DECREE43}"),
    (NEW, "escalated", ESCALATED, PENALTY54),
    (NEW, "withdrawn", WITHDRAWN, RECORD),
    # Its order fell afterwards: what was seen put right was put right all the same.
    (NEW, "rectified", CLOSED, RULES154),
    # An order binds from its service; a company may answer before the paper reached it.
    (ORDERED, "served", TO_RECTIFY, SERVICE),
    (ORDERED, "replied", REPLIED, RULES154),
    (TO_RECTIFY, "replied", REPLIED, RULES154),
    (REPLIED, "accepted", TO_RECHECK, RULES154),
    # A further paper, a further answer, a further day: the duty stays what it is.
    (ORDERED, "ordered", ORDERED, DECREE43),
    (TO_RECTIFY, "ordered", TO_RECTIFY, DECREE43),
    (REPLIED, "ordered", REPLIED, DECREE43),
    (TO_RECHECK, "ordered", TO_RECHECK, DECREE43),
    (TO_RECTIFY, "served", TO_RECTIFY, SERVICE),
    (REPLIED, "served", REPLIED, SERVICE),
    (TO_RECHECK, "served", TO_RECHECK, SERVICE),
    (REPLIED, "replied", REPLIED, RULES154),
    (TO_RECHECK, "replied", TO_RECHECK, RULES154),
    (ORDERED, "extended", ORDERED, RULES154),
    (TO_RECTIFY, "extended", TO_RECTIFY, RULES154),
    (REPLIED, "extended", REPLIED, RULES154),
    (TO_RECHECK, "extended", TO_RECHECK, RULES154),
    # The recheck: put right, not put right, not to be told.
    (ORDERED, "rectified", CLOSED, RULES154),
    (TO_RECTIFY, "rectified", CLOSED, RULES154),
    (REPLIED, "rectified", CLOSED, RULES154),
    (TO_RECHECK, "rectified", CLOSED, RULES154),
    (FAILED, "rectified", CLOSED, RULES154),
    (ESCALATED, "rectified", CLOSED, RULES154),
    (ORDERED, "not_rectified", FAILED, f"{LAW65}；{RULES154}"),
    (TO_RECTIFY, "not_rectified", FAILED, f"{LAW65}；{RULES154}"),
    (REPLIED, "not_rectified", FAILED, f"{LAW65}；{RULES154}"),
    (TO_RECHECK, "not_rectified", FAILED, f"{LAW65}；{RULES154}"),
    (ORDERED, "unverifiable", TO_RECHECK, RULES154),
    (TO_RECTIFY, "unverifiable", TO_RECHECK, RULES154),
    (REPLIED, "unverifiable", TO_RECHECK, RULES154),
    (TO_RECHECK, "unverifiable", TO_RECHECK, RULES154),
    # Not put right: ordered again, or by stronger means.
    (FAILED, "ordered", ORDERED, f"{LAW65}；{LAW70}"),
    (FAILED, "escalated", ESCALATED, f"{LAW70}；{PENALTY54}；{CREDIT}"),
    (ORDERED, "escalated", ESCALATED, f"{PENALTY54}；{CREDIT}"),
    (TO_RECTIFY, "escalated", ESCALATED, f"{PENALTY54}；{CREDIT}"),
    (REPLIED, "escalated", ESCALATED, f"{PENALTY54}；{CREDIT}"),
    (TO_RECHECK, "escalated", ESCALATED, f"{PENALTY54}；{CREDIT}"),
    (ESCALATED, "escalated", ESCALATED, PENALTY60),
    (ESCALATED, "ordered", ORDERED, LAW65),
    (ESCALATED, "settled", CLOSED, f"{PENALTY22}；{PENALTY60}"),
    # Recorded by mistake: it stays visible and obliges nobody.
    (ORDERED, "withdrawn", WITHDRAWN, RECORD),
    (TO_RECTIFY, "withdrawn", WITHDRAWN, RECORD),
    (REPLIED, "withdrawn", WITHDRAWN, RECORD),
    (TO_RECHECK, "withdrawn", WITHDRAWN, RECORD),
    (FAILED, "withdrawn", WITHDRAWN, RECORD),
    (ESCALATED, "withdrawn", WITHDRAWN, RECORD),
    (CORRECTED, "withdrawn", WITHDRAWN, RECORD),
    # Corrected on the spot: a paper may list it, and whoever looks again may find otherwise.
    (CORRECTED, "ordered", CORRECTED, LAW68),
    (CORRECTED, "served", CORRECTED, SERVICE),
    (CORRECTED, "rectified", CLOSED, RULES154),
    (CORRECTED, "not_rectified", FAILED, f"{LAW65}；{RULES154}"),
    (CORRECTED, "unverifiable", TO_RECHECK, RULES154),
)
"""(state, what happens, state, clause). What stands here nowhere changes nothing."""

MOVES = {(state, happening): follows for state, happening, follows, _ in ALLOWED}

ORDERS = frozenset({"rectification_notice", "stop_work_notice", "plant_order"})
SEEN = {
    "rectified": "rectified",
    "partial": "not_rectified",
    "not_rectified": "not_rectified",
    "unverifiable": "unverifiable",
}
RESTING = frozenset({"order", "extend", "escalate", "release", "recheck"})
"""Acts that hold only while the paper they name stands."""


@dataclass(frozen=True)
class Told:
    """Something that happened to a duty; `by` is the paper it rests on, `place` where the entry stands."""

    place: int
    what: str
    due: str = ""
    by: str = ""
    again: bool = False


@dataclass(frozen=True)
class Counted:
    """What a duty has come to by the recount; `ended_by` the paper that its end rests on."""

    word: str
    due: str
    round: int
    told: tuple[Told, ...]
    ended_by: str = ""

    @property
    def open(self) -> bool:
        return self.word not in ENDS and self.word != NEW


@dataclass
class Act:
    place: int
    kind: str
    entity: str
    id: str
    content: dict[str, Any]
    hash: str = ""


@dataclass
class Journal:
    """Records as the entries leave them, and acts in their order; of a journal of one laptop."""

    records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    about: dict[tuple[str, str], list[Act]] = field(default_factory=dict)
    place: int = 0

    def take(self, entries: Iterable[Any]) -> None:
        for entry in entries:
            header, fields = entry.header, entry.fields
            self.place = header.seq
            known = self.records.setdefault(header.entity, {})
            if header.op == "act":
                act = Act(header.seq, fields["kind"], header.entity, header.entity_id, fields["content"])
                act.hash = entry.hash.hex()
                self.acts.append(act)
                self.about.setdefault((act.entity, act.id), []).append(act)
            elif header.op == "delete":
                known.pop(header.entity_id, None)
            else:
                told = {name: one["value"] for name, one in fields.items() if isinstance(one, dict)}
                known.setdefault(header.entity_id, {}).update(told)

    def of(self, entity: str, **where: str) -> list[tuple[str, dict[str, Any]]]:
        """Return records of a kind with these values."""
        known = self.records.get(entity, {})
        return [(one, told) for one, told in known.items() if all(told.get(k) == v for k, v in where.items())]

    def on(self, entity: str, record_id: str, *kinds: str) -> list[Act]:
        """Return the acts of these kinds on a record."""
        known = self.about.get((entity, record_id), [])
        return [one for one in known if not kinds or one.kind in kinds]

    # Papers

    def issue(self, document_id: str) -> Act | None:
        return next(iter(self.on("document", document_id, "issue")), None)

    def fate(self, document_id: str) -> str:
        """Return what became of a paper; what was taken back stays so, whatever became of that decision."""
        if self.issue(document_id) is None:
            return ""
        if self.on("document", document_id, "revoke"):
            return "revoked"
        served = any(
            one.content.get("reached") is True or one.content.get("reached_on")
            for one in self.on("document", document_id, "serve")
        )
        return "void" if self.on("document", document_id, "void") and not served else "issued"

    def reached(self, document_id: str, today: date) -> list[Act]:
        """Return the services that reached somebody by that day."""
        return [
            one
            for one in self.on("document", document_id, "serve")
            if one.content.get("reached") is True
            or (one.content.get("reached_on") and date.fromisoformat(one.content["reached_on"]) <= today)
        ]

    def freed(self, stop_id: str) -> tuple[bool, set[str]]:
        """Return whether a stop-work was given back as a whole, and the parts that standing papers free."""
        whole, parts = False, set[str]()
        for act in self.on("document", stop_id, "resume"):
            if self.fate(act.content["by"]) == "issued":
                whole = whole or act.content["full"] is True
                parts |= set(act.content["freed"])
        return whole, parts

    # Duties

    def duties(self, today: date) -> dict[tuple[str, str], Counted]:
        """Return what every duty (finding × party) has come to on that day."""
        told: dict[tuple[str, str], Counted] = {}
        for finding_id in self.records.get("finding", {}):
            obliged = {one["party_id"]: one for _, one in self.of("obligation", finding_id=finding_id)}
            for party_id, one in (obliged or {"": {}}).items():
                told[finding_id, party_id] = self._counted(finding_id, party_id, one, today)
        return told

    def _counted(self, finding_id: str, party_id: str, duty: dict[str, Any], today: date) -> Counted:
        happened = self.happened(finding_id, party_id, today)
        if duty.get("on_the_spot") is True:
            happened.insert(0, Told(0, "corrected"))
        word, due, rounds, ordered, ended_by = NEW, duty.get("due", ""), 0, False, ""
        for one in happened:
            follows = MOVES.get((word, one.what))
            if follows is None:
                continue
            if one.what == "ordered":
                anew = follows != word
                rounds += anew
                due = (one.due or due) if anew or not ordered or one.again else due
                ordered = True
            elif one.what in ("escalated", "extended"):
                due = one.due or due
            if follows in ENDS and word not in FINAL:
                ended_by = one.by
            word = follows
        return Counted(word, due, rounds, tuple(happened), ended_by if word in ENDS else "")

    def happened(self, finding_id: str, party_id: str, today: date) -> list[Told]:
        """Return all that happened to a duty and holds, in the order in which it was told."""
        told: list[Told] = []
        for _, one in self.of("ticked", finding_id=finding_id):
            paper = one["document_id"]
            issue = self.issue(paper)
            if issue is None or issue.content["kind"] not in ORDERS or self.fate(paper) != "issued":
                continue
            if one.get("party_id", "") not in ("", party_id):
                continue
            due = issue.content["dues"].get(finding_id, {}).get(party_id, "")
            told.append(Told(issue.place, "ordered", due, paper))
            told += [Told(served.place, "served", by=paper) for served in self.reached(paper, today)]
        every = self.on("finding", finding_id)
        resting = [one for one in every if not self._fallen(one)]
        given_up = {one.content["of"]: one.place for one in reversed(resting) if one.kind == "release"}
        for act in every:
            fell = self._fell(act, given_up)
            whose = act.content.get("party_id", "")
            if whose in ("", party_id) and (not fell or self._settled_by_then(act, every, fell)):
                told += self._told(act, today)
        return sorted(told, key=lambda one: one.place)

    def _fallen(self, act: Act) -> bool:
        """Tell whether the paper that an act rests on is void or was taken back."""
        by = act.content.get("by")
        return act.kind in RESTING and bool(by) and self.fate(by) != "issued"

    def _fell(self, act: Act, given_up: dict[str, int]) -> int:
        """Return where an act ceased to hold, 0 while it holds."""
        if self._fallen(act):
            return min(one.place for one in self.on("document", act.content["by"], "void", "revoke"))
        reference = act.content.get("by") or act.hash
        return given_up.get(reference, 0) if act.kind == "escalate" else 0

    @staticmethod
    def _settled_by_then(act: Act, every: list[Act], fell: int) -> bool:
        """What was settled is settled: that its paper falls afterwards undoes nothing."""
        whose = act.content.get("party_id", "")
        return act.kind == "escalate" and any(
            one.kind == "settle" and act.place < one.place < fell and one.content["party_id"] in ("", whose)
            for one in every
        )

    def _told(self, act: Act, today: date) -> list[Told]:
        told, by, due = act.content, act.content.get("by", ""), act.content.get("due", "")
        if act.kind == "recheck" and told.get("result") in SEEN:
            return [Told(act.place, SEEN[told["result"]], by=by)]
        if act.kind == "reply":
            whole = [Told(act.place, "accepted")] if told["complete"] else []
            return [Told(act.place, "replied"), *whole]
        if act.kind == "extend" and told["granted"]:
            return [Told(act.place, "extended", due, by)]
        if act.kind == "order":
            served = [Told(one.place, "served", by=by) for one in self.reached(by, today)]
            return [Told(act.place, "ordered", due, by, again=True), *served]
        if act.kind == "escalate":
            handed = self.reached(by, today) if told["to"] == "transfer_letter" else []
            ended = [Told(one.place, "settled", by=by) for one in handed]
            return [Told(act.place, "escalated", due, by), *ended]
        if act.kind in ("withdraw", "settle"):
            return [Told(act.place, {"withdraw": "withdrawn", "settle": "settled"}[act.kind], by=by)]
        return []
