"""What a timeline shows of each thing that happened: its words, its sign and chip, and where it leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from inspector_app.casework.overview.dossier import Line
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import Problem
from inspector_app.domain.late import LABEL as LATE
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Sheet
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day
from inspector_app.ui.style.words import Texts, of_problem

PAPER, VISIT, FINDING = "paper", "visit", "finding"
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
VAIN = "无效操作"

Sign = tuple[str, str, str]
"""Icon, tone, and the word of a chip; empty for none."""

SIGNS: dict[str, Sign] = {
    "visit": ("clipboard-check", "green", ""),
    "visit_late": ("clipboard-check", "blue", LATE),
    "visit_recheck": ("clipboard-check", "green", ""),
    "visit_paper": ("clipboard-check", "gray", ""),
    "conclude": ("lock", "gray", ""),
    "finding_new": ("circle-alert", "amber", ""),
    "finding_major": ("triangle-alert", "red", "重大隐患"),
    "finding_repeated": ("circle-alert", "red", "再次发生"),
    "debt": ("clock", "amber", "先行办理"),
    "issue": ("file-text", "green", ""),
    "issue_due": ("file-text", "green", ""),
    "issue_late": ("file-text", "blue", LATE),
    "void": ("trash-2", "gray", "作废"),
    "revoke": ("undo-2", "gray", "已撤销"),
    "correct": ("pencil", "gray", "已更正"),
    "print": ("printer", "gray", ""),
    "serve_reached": ("circle-check", "green", "已送达"),
    "serve_refused": ("circle-alert", "amber", "拒收"),
    "serve_sent": ("move-up-right", "blue", "等待回执"),
    "return_whole": ("inbox", "green", "签章齐全"),
    "return_part": ("inbox", "amber", "签章未齐"),
    "countersign": ("signature", "green", ""),
    "reply": ("inbox", "blue", "材料齐全"),
    "reply_part": ("inbox", "amber", "材料不全"),
    "recheck_rectified": ("circle-check", "green", "已整改"),
    "recheck_partial": ("circle-alert", "amber", "部分整改"),
    "recheck_not_rectified": ("circle-alert", "red", "未整改"),
    "recheck_unverifiable": ("circle-alert", "amber", "无法核实"),
    "recheck_other": ("info", "gray", ""),
    "ask": ("clock", "blue", "申请延期"),
    "extend_granted": ("clock", "green", "同意延期"),
    "extend_refused": ("clock", "red", "不同意延期"),
    "order": ("refresh-cw", "amber", "再次责令"),
    "escalate": ("siren", "red", "升级"),
    "escalate_due": ("siren", "red", "升级"),
    "release": ("undo-2", "gray", "升级终止"),
    "settle": ("circle-check", "green", "升级了结"),
    "withdraw": ("trash-2", "gray", "误录"),
    "submit": ("move-up-right", "blue", "提请审批"),
    "approve": ("stamp", "green", "批准"),
    "approve_returned": ("undo-2", "amber", "退回"),
    "approve_made_up": ("stamp", "green", "补办"),
    "resume_full": ("circle-check", "green", "恢复施工"),
    "resume_part": ("circle-check", "amber", "部分恢复"),
    "violate": ("siren", "red", "抢工"),
    "violate_taken_back": ("undo-2", "gray", ""),
    "watch_obeyed": ("octagon-pause", "green", "已停工"),
    "watch_not_obeyed": ("octagon-pause", "red", "未停工"),
    "watch_asked": ("inbox", "blue", "申请复工"),
    "watch_asked_full": ("inbox", "blue", "申请复工"),
    "defend": ("users", "blue", "陈述申辩"),
    "defend_waived": ("users", "gray", "放弃申辩"),
    "publish": ("presentation", "blue", ""),
    "publish_published": ("presentation", "blue", "公示"),
    "publish_shortened": ("presentation", "amber", "缩短公示"),
    "publish_taken_down": ("presentation", "gray", "公示下线"),
    "case": ("scale", "blue", ""),
    "draw": ("grid-3x3", "gray", ""),
    "attach": ("file-archive", "gray", ""),
    "attach_service": ("camera", "gray", ""),
    "attach_stop": ("camera", "gray", ""),
    "attach_approval": ("stamp", "gray", ""),
    "review_comment": ("pencil", "blue", "留言"),
    "review_comment_about": ("pencil", "blue", "留言"),
    "review_pass": ("circle-check", "green", "审阅通过"),
    "review_return": ("undo-2", "amber", "审阅退回"),
    "review_answer": ("inbox", "blue", "答复"),
}
"""How each kind of line looks, by its code; one with a note (…_noted) looks like the one without."""

OTHER: Sign = ("info", "gray", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline in words.

    Attributes:
        time: hour and minute on its day; empty for what was noted on another day.
        words: all of what happened.
        note: who did it, and the number of the document.
    """

    id: str
    line: Line
    time: str
    words: str
    note: str
    icon: str
    tone: str
    chip: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A target's timeline in words.

    Attributes:
        period: its first and last day, None for an open end.
        vain: how many of the entries have no effect.
        visits: (id, words) of every visit, the newest first; a file may be about one of them.
        retention: for how many years the office keeps its files; None as long as it set none.
        may_keep: whether the person may say how long.
    """

    target_id: str
    target: str = ""
    kind: str = ""
    entries: tuple[Entry, ...] = ()
    period: tuple[date | None, date | None] = (None, None)
    visits: tuple[tuple[str, str], ...] = ()
    retention: int | None = None
    may_keep: bool = False
    facts: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def vain(self) -> int:
        """How many entries have no effect."""
        return sum(not one.line.effect for one in self.entries)


def sign_of(line: Line) -> Sign:
    """Return how a line looks."""
    if not line.effect:
        return "ban", "red", VAIN
    return SIGNS.get(line.code.removeprefix("dossier.").removesuffix("_noted"), OTHER)


def entry(line: Line, texts: Texts) -> Entry:
    """Return a line in words."""
    icon, tone, chip = sign_of(line)
    at = line.at.astimezone(CHINA) if line.at is not None else None
    time = f"{at:%H:%M}" if at is not None and at.date() == line.on else ""
    words = texts.text(line.code, line.number, dict(line.values))[0]
    note = " · ".join(one for one in (said("、").join(line.who), line.number) if one)
    return Entry(id_of(line), line, time, words, note, icon, tone, chip)


def id_of(line: Line) -> str:
    """Return what a line is known by when the timeline is read again."""
    return line.act_id or f"{line.code}:{line.document_id}:{line.visit_id}:{','.join(line.finding_ids)}"


def facts_of(lines: Iterable[Line]) -> dict[str, tuple[str, str]]:
    """Return number and words of the findings that lines tell of, by their ids."""
    told = {}
    for line in lines:
        if line.code.startswith("dossier.finding_"):
            known = dict(line.values)
            words = f"{known.get('location', '')} {known.get('fact', '')}".strip()
            told[line.finding_ids[0]] = (known.get("n", ""), words)
    return told


def day_words(on: date | None) -> str:
    """Return a day as the head above its lines says it."""
    return f"{show_day(on)}  {said(WEEKDAYS[on.weekday()])}" if on is not None else said("没有日期")


# All about one line.


def deeds_of(line: Line) -> tuple[Deed, ...]:
    """Return where a line leads; the first of them is where Enter goes."""
    told = []
    if line.document_id:
        told.append(Deed(PAPER, said("看文书"), "file-text", "Ctrl+G"))
    if line.finding_ids and line.visit_id:
        told.append(Deed(FINDING, said("看问题"), "circle-alert", "Ctrl+I"))
    if line.visit_id:
        told.append(Deed(VISIT, said("看检查"), "clipboard-check", "Ctrl+J"))
    return tuple(told)


def sheet(one: Entry, known: Mapping[str, tuple[str, str]], texts: Texts) -> Sheet:
    """Return all about an entry.

    Args:
        known: number and words of findings, see `facts_of`.
    """
    line = one.line
    facts = [Fact("", one.words)]
    if one.time:
        facts.append(Fact(said("时间"), f"{show_day(line.on)} {one.time}"))
    elif line.at is not None:
        when = f"{line.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
        facts.append(Fact(said("登记时间"), when))
    facts.append(Fact(said("经办"), said("、").join(line.who)))
    if line.number:
        facts.append(Fact(said("文号"), line.number, link=f"{PAPER}:"))
    blocks = [Block(said("事项"), tuple(facts))]
    if not line.effect:
        blocks.insert(0, _why(line, texts))
    if line.finding_ids:
        about = sorted(line.finding_ids, key=lambda each: int(known.get(each, ("", ""))[0] or 0))
        found = [_finding(each, *known.get(each, ("", ""))) for each in about]
        if line.code.startswith("dossier.finding_"):
            found = []  # its words stand above already
        blocks += [Block(said("问题"), tuple(found))] if found else []
    day = day_words(line.on)
    return Sheet(one.id, day, one.chip, one.tone, "", tuple(blocks), deeds_of(line))


def _why(line: Line, texts: Texts) -> Block:
    words = of_problem(Problem.of(line.reason), texts)
    facts = [Fact(said("原因"), words.message)]
    facts += [Fact(said("怎么办"), words.remedy)] if words.remedy else []
    return Block(said("为什么无效"), tuple(facts))


def _finding(finding_id: str, number: str, words: str) -> Fact:
    if not number:
        return Fact(said("问题"), said("不在所选时段内，打开检查查看"), link=f"{FINDING}:{finding_id}")
    return Fact(said("问题 %s") % number, words, link=f"{FINDING}:{finding_id}")
