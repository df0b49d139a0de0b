"""文书登记簿: which documents there were, of which kind and day, and which void. It decides."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.importing import columns, likeness, words
from inspector_app.casework.importing.outcomes import Outcome, Skipped
from inspector_app.casework.importing.sites_named import SitesNamed
from inspector_app.casework.importing.tables import Line, shown
from inspector_app.casework.importing.visits_told import Visits, VisitTold
from inspector_app.casework.papers import late_visits
from inspector_app.domain.late import plain
from inspector_app.domain.parties import Party
from inspector_app.domain.targets import Target
from inspector_app.domain.templates import DocumentKind
from inspector_app.workbooks.book import Value

_VOID = re.compile(r"作废|废号|空号|废止|注销")
_NOT_VOID = re.compile(r"(?:未|没有|不)作废")
_FULL, _PARTIAL = re.compile(r"全面|全部|整体|全工地"), re.compile(r"局部|部分|暂缓")
_SAYING = ("state", "remark", "kind", "matter", "signer", "number")
"""Columns in which people write that a number is void."""
_YES = frozenset({"是", "√", "Y", "y", "作废", "已作废", "TRUE"})
_PAIRS = {"rectification_notice": "plant_order", "plant_order": "rectification_notice"}


@dataclass(slots=True)
class PaperTold:
    """A document as a register tells it.

    Attributes:
        full: of a stop-work, whether all work stopped; None where the register does not say.
        told: (label, words) of what the register says, as it stands there.
        addressee: the company on record, None where the register names none that is; `given` is its word.
    """

    line: Line
    number: str
    kind: DocumentKind
    label: str
    on: date
    void: bool
    target: Target
    addressee: Party | None
    given: str
    visit: VisitTold | None
    told: tuple[tuple[str, str], ...]
    full: bool | None = None
    scope: str = ""
    due: date | None = None


@dataclass(slots=True)
class Papers:
    """What is to be written."""

    new: list[PaperTold] = field(default_factory=list)


def sift(lines: Sequence[Line], outcome: Outcome) -> list[Line]:
    """Return the lines without numbers that were never used: void, and nobody wrote a day beside them."""
    kept = []
    for line in lines:
        if _is_void(line.cells) and "issued_on" not in line.cells:
            number = shown(line.cells.get("number", ""))
            outcome.skipped.append(Skipped(line.place("number"), "import.void_number", number))
        else:
            kept.append(line)
    return kept


def _is_void(cells: Mapping[str, Value]) -> bool:
    state = words.line(shown(cells.get("state", "")))
    if state in _YES:
        return True
    said = " ".join(shown(cells.get(code, "")) for code in _SAYING)
    return bool(_VOID.search(_NOT_VOID.sub("", said)))


class RegisterWeighed:
    """Weighs the rows of a register against visits and against the numbers on record."""

    def __init__(self, desk: Desk, sites: SitesNamed, visits: Visits, outcome: Outcome) -> None:
        self._desk, self._sites, self._visits, self._outcome = desk, sites, visits, outcome
        self._kinds = _kinds(desk)
        self._known = _numbers_known(desk)
        self._seen: dict[str, PaperTold] = {}
        self.result = Papers()

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that the register has, or that are on record, plainly."""
        return frozenset((*self._seen, *self._known))

    def weigh(self, rows: Sequence[tuple[Line, Mapping[str, object]]]) -> None:
        """Weigh each row and tell the outcome about it."""
        for line, told in rows:
            numbers = told["number"]
            for number in numbers if isinstance(numbers, tuple) else ():
                paper = self._paper(line, number, told)
                if paper is not None:
                    self._place(paper)

    def _paper(self, line: Line, number: str, told: Mapping[str, object]) -> PaperTold | None:
        on = told["issued_on"]
        visit = self._visits.by_number.get(plain(number))
        if not isinstance(on, date):
            return None
        if on > self._desk.today():
            self._outcome.reject(
                line.place("issued_on"), shown(line.cells["issued_on"]), "import.day_to_come"
            )
            return None
        target = self._target(line, number, told, visit)
        if target is None:
            return None
        kind = self._kind(number, told, target)
        if kind is None:
            value = str(told.get("kind", "")) or number
            place = line.place("kind" if told.get("kind") else "number")
            self._outcome.reject(place, value, "import.kind_unknown", number=number)
            return None
        return self._whole(line, number, told, on, target, kind, visit)

    def _whole(
        self,
        line: Line,
        number: str,
        told: Mapping[str, object],
        on: date,
        target: Target,
        kind: DocumentKind,
        visit: VisitTold | None,
    ) -> PaperTold:
        given, due = str(told.get("addressee", "")), told.get("due")
        template = self._desk.rules.template_for(kind, target.kind)
        paper = PaperTold(
            line,
            number,
            kind,
            template.label if template else str(kind),
            on,
            _is_void(line.cells),
            target,
            _company(target, given),
            given,
            visit,
            _said(line),
            due=due if isinstance(due, date) else None,
        )
        if kind is DocumentKind.STOP_WORK_NOTICE:
            paper.full, paper.scope = _scope(told)
        return paper

    def _target(
        self, line: Line, number: str, told: Mapping[str, object], visit: VisitTold | None
    ) -> Target | None:
        if told.get("site") or told.get("supervision_number") or told.get("permit"):
            return self._sites.of_line(line, told)
        if visit is not None:
            return visit.target
        company = str(told.get("addressee", ""))
        found = self._sites.of_company(company) if company else None
        if found is None:
            self._outcome.reject(line.place("number"), number, "import.paper_without_site", number=number)
        return found

    def _kind(self, number: str, told: Mapping[str, object], target: Target) -> DocumentKind | None:
        said = str(told.get("kind", ""))
        code = self._kinds.get(words.key(said), "") if said else ""
        code = code or (_by_words(said) if said else "") or self._by_number(number)
        kind = self._desk.rules.targets.get(target.kind)
        if kind is not None and code not in kind.documents and _PAIRS.get(code, "") in kind.documents:
            code = _PAIRS[code]  # a plant is ordered by 责令整改通知书, a site by 限期整改通知书
        return DocumentKind(code) if code else None

    def _by_number(self, number: str) -> str:
        head = re.split(r"[〔\[(（【]", number)[0]
        told = sorted(self._desk.rules.templates.values(), key=lambda one: -len(one.word))
        found = next((str(one.kind) for one in told if one.word and head.endswith(one.word)), "")
        return found or _by_words(head)

    def _place(self, paper: PaperTold) -> None:
        number = plain(paper.number)
        place = paper.line.place("number")
        before = self._seen.get(number)
        if before is not None:
            same = (before.kind, before.on, before.target.id) == (paper.kind, paper.on, paper.target.id)
            if same:
                self._outcome.same.append(place)
            else:
                self._outcome.reject(place, paper.number, "import.number_twice", first=before.line.row)
            return
        self._seen[number] = paper
        known = self._known.get(number)
        if known is None:
            self._enter(paper)
        elif known == (str(paper.kind), paper.on.isoformat(), paper.void):
            self._outcome.same.append(place)
        else:
            self._outcome.reject(place, paper.number, "import.number_known", kind=known[0], on=known[1])

    def _enter(self, paper: PaperTold) -> None:
        around = late_visits.around(self._desk, self._desk.store, paper.target, (), (), None)
        own = (pattern.fullmatch(plain(paper.number)) for pattern in around.own_series.values())
        if any(one is not None and int(one["year"]) >= around.today.year for one in own):
            self._outcome.reject(
                paper.line.place("number"), paper.number, "late.number_to_come", number=paper.number
            )
            return
        self.result.new.append(paper)
        self._outcome.new.append(paper.line.place("number"))


def _kinds(desk: Desk) -> dict[str, str]:
    told = dict(columns.document_kinds())
    return told | {words.key(one.label): str(one.kind) for one in desk.rules.templates.values()}


def _by_words(said: str) -> str:
    """Return the kind that words speak of: the first sign that only one kind has."""
    signs = (
        ("不良.*认", "conduct_determination"),
        ("不良", "conduct_notice"),
        ("复工", "resumption_notice"),
        ("停|暂缓施工", "stop_work_notice"),
        ("责令", "plant_order"),
        ("延期", "extension_decision"),
        ("移送", "transfer_letter"),
        ("约谈", "interview_record"),
        ("整改|改$|责改", "rectification_notice"),
    )
    return next((code for sign, code in signs if re.search(sign, said)), "")


def _numbers_known(desk: Desk) -> dict[str, tuple[str, str, bool]]:
    """Return kind, day and whether it is void of each number on record; the standing one goes first."""
    known: dict[str, tuple[str, str, bool]] = {}
    book = desk.store.numbers()
    acts = {act.id: act for act in desk.store.acts("document", None, "issue", valid_only=True)}
    for one in sorted(book.papers, key=lambda each: each.fate != "void"):
        act = acts.get(one.act_id)
        on = str(act.content.get("issued_on", "")) if act is not None else ""
        known[plain(one.number)] = (one.kind, on, one.fate == "void")
    return known


def _scope(told: Mapping[str, object]) -> tuple[bool | None, str]:
    scope = str(told.get("scope", ""))
    for code in ("scope", "kind", "matter", "remark"):
        said = str(told.get(code, ""))
        if _PARTIAL.search(said):
            return False, scope or str(told.get("matter", ""))
        if _FULL.search(said):
            return True, ""
    return (False, scope) if scope else (None, "")


def _company(target: Target, given: str) -> Party | None:
    if not given:
        return None
    found = [one for one in target.parties if words.key(one.name) == words.key(given)]
    if not found:
        names = likeness.in_short(given, [one.name for one in target.parties])
        found = [one for one in target.parties if one.name in names]
    return found[0] if len({one.name for one in found}) == 1 else None


def _said(line: Line) -> tuple[tuple[str, str], ...]:
    return tuple((line.columns[code].head, words.line(shown(value))) for code, value in line.cells.items())
