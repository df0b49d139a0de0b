"""What the section 补录 shows of a late entry: its line, and the blocks of its sheet."""

import re
from datetime import datetime

from inspector_app.casework.papers.late_facts import Facts
from inspector_app.casework.papers.late_list import Entry
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import Problem
from inspector_app.domain.late import LABEL
from inspector_app.ui.controls.board_values import Block, Fact, Line
from inspector_app.ui.style.tones import tone
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day
from inspector_app.ui.style.words import Texts, of_problem

REPEATS, GONE, LACKING = "号码重复", "已作废", "有提示"

WARNED = {
    "late.one_officer": "当天持有效执法证的不足两人",
    "late.other_year": "文号的年份与签发日期不同",
    "late.no_clause": "有问题没有条款",
    "late.clause_not_in_force": "有条款在发现那天没有施行",
    "late.no_approval": "没有写明由谁批准",
    "late.not_signed": "扫描件上没有勾选签字和盖章",
}
"""What a paper lacks by law, in short; the whole was said when it was keyed in."""

_HOLE = re.compile(r"\{[^{}]*\}")


def line(told: Entry) -> Line:
    """Return the line of a late entry."""
    paper = told.paper
    word, colour = state(told)
    note = " · ".join(one for one in (paper.label, told.target) if one)
    return Line(paper.id, paper.number, note, word, colour, show_day(paper.issued_on), told.author)


def state(told: Entry) -> tuple[str, str]:
    """Return the word that matters most and its tone."""
    if told.paper.fate == "void":
        return GONE, "gray"
    if told.repeats:
        return REPEATS, "red"
    return (LACKING, "amber") if told.warned else (LABEL, "blue")


def blocks(told: Facts, texts: Texts) -> tuple[Block, ...]:
    """Return the blocks of a late entry's sheet."""
    shown = (
        _paper(told),
        _twice(told),
        _origin(told),
        _warned(told.entry, texts),
        _found(told),
        _scans(told),
    )
    return tuple(one for one in shown if one.facts)


def _paper(told: Facts) -> Block:
    paper, word = told.entry.paper, told.state
    copied = "、".join(one.name for one in paper.recipients if not one.main)
    chip = (said(word.word), tone(word.word, overdue=word.overdue))
    facts = [
        Fact(said("文书"), f"{paper.label} {paper.number}", *chip, link=f"document:{paper.id}"),
        Fact(said("签发日期"), show_day(paper.issued_on)),
        Fact(said("主送单位"), paper.addressee),
        *((Fact(said("抄送单位"), copied),) if copied else ()),
        *((Fact(said("期限"), show_day(paper.due_on)),) if paper.due_on else ()),
        Fact(said("对象"), told.entry.target, link=f"target:{paper.target_id}"),
        Fact(said("检查"), visit_words(told), link=f"bench:{paper.inspection_id}:{paper.id}"),
    ]
    return Block(said("纸上写的"), tuple(facts))


def visit_words(told: Facts) -> str:
    """Return whether the whole visit was recorded on paper, or this paper alone."""
    return said("整次检查都是补录") if told.visit_late else said("只补录了这份文书")


def _twice(told: Facts) -> Block:
    facts = tuple(
        Fact(one.label, one.number, LABEL if one.late else "", "blue", link=f"document:{one.id}")
        for one in told.others
    )
    note = said("同一个号只计一次：查清哪一份有误，录错的作废，写错的办更正。")
    return Block(REPEATS, facts, note)


def _origin(told: Facts) -> Block:
    entry = told.entry
    facts = (
        Fact(said("谁写的"), entry.author),
        Fact(said("为何用纸"), entry.reason),
        Fact(said("录入"), f"{told.keyed_by} {_moment(entry.wall)}".strip()),
    )
    return Block(said("来历"), facts)


def _moment(wall: str) -> str:
    try:
        return datetime.fromisoformat(wall).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return wall  # a claim that is no time is shown as it was claimed


def _warned(entry: Entry, texts: Texts) -> Block:
    facts = tuple(Fact("", _said(code, texts)) for code in entry.warned)
    return Block(said("随文书留存的提示"), facts, said("%s 项") % len(facts))


def _said(code: str, texts: Texts) -> str:
    if code in WARNED:
        return said(WARNED[code])
    # Only the code was kept with a draft's paper: what its sentence would name is not known any more.
    return _HOLE.sub("…", of_problem(Problem.of(code), texts).message)


def _found(told: Facts) -> Block:
    facts = tuple(
        Fact(
            said("问题 %s") % one.number,
            f"{one.location} {one.fact}".strip(),
            word.word,
            tone(word.word, overdue=word.overdue),
        )
        for one, word in told.found
    )
    return Block(said("问题"), facts)


def _scans(told: Facts) -> Block:
    facts = tuple(
        Fact(
            said("第 %s 件") % n,
            " · ".join(part for part in (one.name, said("%s 页") % one.pages) if part),
            link=f"scan:{one.sha256}",
        )
        for n, one in enumerate(told.scans, start=1)
    )
    return Block(said("扫描件"), facts, said("原样保存"))
