"""A digest as a paper: chapters of sentences and tables, in a bureau's plain words.

It is internal (内部材料): no number, no code, no seal. A chapter of which nothing is to be said is left out,
and one sentence at the end names them.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from inspector_app.domain import chinese, digest
from inspector_app.domain.content import Table
from inspector_app.domain.digest import (
    RESULTS,
    Coming,
    Digest,
    Overdue,
    Paper,
    Served,
    Share,
    Stopped,
    Task,
    Visited,
)
from inspector_app.domain.digest_words import opening, short
from inspector_app.domain.late import LABEL as LATE
from inspector_app.domain.statistics import Figure

DAY, WEEK, DAYS = "监督检查日汇报", "监督检查周调度", "监督检查调度"
WEEKDAYS = "一二三四五六日"
INTERNAL = "内部工作材料，由在案记录统计；作废文书不计，补录单独注明。"
MOST_NAMED = 3
"""So many names stand in a sentence; what is more is counted."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its heading without number, sentences, and a table behind them."""

    title: str
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    more: tuple["Chapter", ...] = ()


@dataclass(frozen=True, slots=True)
class DigestPaper:
    """A digest as it is printed.

    Attributes:
        when: the period, beneath the title.
        opening: what it came to, in one paragraph.
        closing: sentences behind the last chapter.
        office, made: issuing office and the day it was put together, at the right beneath the text.
        by: who put it together.
        figures: code and ids of each figure, which travel with the file.
        schema: names the form in which they travel.
    """

    title: str
    when: str
    opening: str
    chapters: tuple[Chapter, ...]
    closing: tuple[str, ...]
    office: str
    made: str
    made_on: date
    by: str
    figures: tuple[Figure, ...] = field(default=())
    schema: str = "inspector.digest/1"

    def canonical(self) -> bytes:
        """Return what travels inside the file: period, and each figure with the ids it was counted from."""
        told = {
            "schema": self.schema,
            "title": self.title,
            "when": self.when,
            "office": self.office,
            "made_on": self.made_on.isoformat(),
            "figures": {
                one.code: {"label": one.label, "value": one.value, "ids": one.ids, "late": one.late}
                for one in self.figures
            },
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def text(self) -> str:
        """Return it as plain text, for a message or a mail; tables become lines."""
        lines = [self.title, self.when, "", self.opening]
        for n, one in enumerate(self.chapters, start=1):
            lines += ["", f"{chinese.count(n)}、{one.title}", *_plain(one)]
        lines += ["", *self.closing, self.office, self.made]
        return "\n".join(line for line in lines if line is not None).strip() + "\n"


def _plain(chapter: Chapter) -> list[str]:
    lines = list(chapter.sentences)
    if chapter.table is not None:
        for row in chapter.table.rows:
            cells = zip(chapter.table.head, row, strict=True)
            lines.append("；".join(f"{head} {cell}" for head, cell in cells if cell and head != "序号"))
    for one in chapter.more:
        lines += _plain(one)
    return lines


def compose(told: Digest) -> DigestPaper:
    """Return a digest as a paper."""
    chapters = _of_day(told) if told.daily else _of_week(told)
    return DigestPaper(
        title=DAY if told.daily else WEEK if told.weekly else DAYS,
        when=_when(told),
        opening=opening(told),
        chapters=tuple(one for one in chapters if one is not None),
        closing=_closing(told),
        office=told.office,
        made=chinese.day(told.made_on),
        made_on=told.made_on,
        by=told.by,
        figures=told.figures,
    )


def _span(told: Digest) -> str:
    return "当日" if told.daily else "本周" if told.weekly else "本期"


def _when(told: Digest) -> str:
    first, last = told.first, told.last
    if told.daily:
        return f"{chinese.day(first)}　星期{WEEKDAYS[first.weekday()]}"
    ends = f"{last.month}月{last.day}日" if last.year == first.year else chinese.day(last)
    return f"{chinese.day(first)}至{ends}"


def _of_day(told: Digest) -> list[Chapter | None]:
    return [
        _visits(told, "检查情况"),
        _papers(told),
        _followed(told),
        _late(told, tuple(one.id for one in told.told.overdue)),
        _stops(told),
        _debts(told),
        _coming(told),
    ]


def _of_week(told: Digest) -> list[Chapter | None]:
    return [
        _numbers(told),
        _visits(told, "检查情况"),
        _papers(told),
        _followed(told),
        _duty_bound(told),
        _late(told),
        _stops(told),
        _debts(told),
        _coming(told),
    ]


def _table(
    head: Sequence[str], widths: Sequence[int], align: Sequence[str], rows: Iterable[Sequence[str]]
) -> Table:
    return Table(tuple(head), tuple(widths), tuple(align), tuple(tuple(row) for row in rows))


def _marked(number: str, *, late: bool) -> str:
    return f"{number}（{LATE}）" if late else number


def _people(names: Sequence[str]) -> str:
    """Return names two a line, so that none is broken."""
    return "\n".join("、".join(names[n : n + 2]) for n in range(0, len(names), 2))


def _named(names: Iterable[str]) -> str:
    known = list(dict.fromkeys(one for one in names if one))
    told = "、".join(known[:MOST_NAMED])
    return f"{told}等{len(known)}个" if len(known) > MOST_NAMED else told


SHOWN = (
    "officer_visits",
    "visits",
    "findings",
    "major",
    "issued",
    "served",
    "filings",
    "replies",
    "rechecks",
    "closed",
    "overdue",
    "violations",
    "stops",
    "debts",
)
"""Figures of the week's table, in its order."""


def _numbers(told: Digest) -> Chapter | None:
    known = {one.code: one for one in told.figures}
    before = {one.code: one for one in told.before}
    # What there was none of, in neither week, takes no line.
    shown = [
        known[code]
        for code in SHOWN
        if code in known and (known[code].value or (code in before and before[code].value))
    ]
    rows = []
    for one in shown:
        last = before[one.code].value if one.code in before else 0
        change = one.value - last
        rows.append(
            (one.label, str(one.value), str(last), f"{change:+d}" if change else "持平", _late_of(one))
        )
    first, last_day = digest.period(told.first, told.last)
    earlier = "上周" if told.weekly else "上期"
    table = _table(
        ("指标", _span(told), earlier, "增减", LATE), (66, 24, 24, 24, 18), ("L", "C", "C", "C", "C"), rows
    )
    words = f"{earlier}指{short(first)}至{short(last_day)}。"
    return Chapter(f"{_span(told)}数据", (words,), table) if rows else None


def _late_of(one: Figure) -> str:
    return str(len(one.late)) if one.late else ""


def _visits(told: Digest, title: str) -> Chapter | None:
    visits = told.told.visits
    counted = [one for one in visits if one.done and not one.on_paper]
    sentences = []
    if not_done := [one for one in visits if not one.done]:
        sentences.append(f"另有{len(not_done)}次检查尚未结束，未计入：{_named(o.target for o in not_done)}。")
    if papers := [one for one in visits if one.done and one.on_paper]:
        sentences.append(f"另书面复查{len(papers)}次，不计检查次数：{_named(one.target for one in papers)}。")
    if not counted and not sentences:
        return None
    rows = [_visit(n, one, daily=told.daily) for n, one in enumerate(counted, start=1)]
    head = ("序号", "检查对象", "任务来源", "执法人员", "隐患") if told.daily else ()
    head = head or ("序号", "日期", "检查对象", "执法人员", "隐患")
    widths = (12, 50, 38, 36, 20) if told.daily else (12, 22, 66, 36, 20)
    align = ("C", "L", "L", "L", "C") if told.daily else ("C", "C", "L", "L", "C")
    return Chapter(title, tuple(sentences), _table(head, widths, align, rows) if rows else None)


def _visit(n: int, one: Visited, *, daily: bool) -> tuple[str, ...]:
    found = f"{one.found}条" if one.found else "无"
    found += f"\n重大{one.major}" if one.major else ""
    target = _marked(one.target, late=one.late)
    people = _people([name for _, name in one.officers])
    if daily:
        return (str(n), target, one.source, people, found)
    return (str(n), short(one.on), target, people, found)


def _papers(told: Digest) -> Chapter | None:
    papers, served = told.told.papers, told.told.served
    if not papers and not served:
        return None
    own = {one.id for one in papers}
    rows = [_paper(n, one, served) for n, one in enumerate(papers, start=1)]
    sentences = []
    reached = {one.id for one in served}
    if waiting := [one for one in papers if one.awaits and f"{one.id}:{one.awaits}" not in reached]:
        served_words = "期内尚未送达" if not told.daily else "当日尚未送达"
        sentences.append(f"{len(waiting)}份{served_words}：{_named(one.number for one in waiting)}。")
    earlier = [one for one in served if one.document_id not in own]
    if earlier:
        lines = "；".join(
            f"{one.label}{_marked(one.number, late=one.late)}送达{one.to}（{one.method}）" for one in earlier
        )
        sentences.append(f"此前制发、{_span(told)}送达{len(earlier)}次：{lines}。")
    table = _table(
        ("序号", "文书", "文号", "检查对象", "送达"), (12, 32, 50, 38, 24), ("C", "L", "L", "L", "C"), rows
    )
    return Chapter("文书制发与送达", tuple(sentences), table if rows else None)


def _paper(n: int, one: Paper, served: Sequence[Served]) -> tuple[str, ...]:
    reached = [each for each in served if each.document_id == one.id]
    methods = list(dict.fromkeys(each.method.removesuffix("送达") for each in reached))
    how = f"{'、'.join(methods)}{len(reached)}次" if reached else "未送达" if one.awaits else "—"
    return (str(n), one.label, _marked(one.number, late=one.late), one.target, how)


def _followed(told: Digest) -> Chapter | None:
    happened = told.told
    sentences = []
    if happened.replies:
        lines = "；".join(f"{one.party}（{one.target}，{one.count}条）" for one in happened.replies)
        sentences.append(f"收到整改报告{len(happened.replies)}份：{lines}。")
    if happened.closed:
        places = _named(one.target for one in happened.closed)
        sentences.append(f"整改闭环{len(happened.closed)}条：{places}。")
    more = []
    rows = [
        (target, *(str(of[code]) if of[code] else "" for code in RESULTS))
        for target, of in digest.results(happened.rechecks)
    ]
    table = _table(("复查对象", *RESULTS.values()), (68, 22, 22, 22, 22), ("L", "C", "C", "C", "C"), rows)
    if happened.overdue:
        count = sum(len(one.ids) for one in happened.overdue)
        words = f"{_span(told)}新增逾期{count}项："
        more.append(Chapter("", (words,), _late_table(happened.overdue, days=False)))
    if not sentences and not rows and not more:
        return None
    return Chapter("整改与复查", tuple(sentences), table if rows else None, tuple(more))


def _late(told: Digest, named: Collection[str] = ()) -> Chapter | None:
    """Return what is late and whose it is, without what is named already as having become so."""
    rows = [one for one in told.late if one.id not in named]
    if not rows:
        return None
    count, ends = sum(len(one.ids) for one in rows), short(told.last)
    words = f"截至{ends}已到期、至今未改{count}项。" if told.over else f"截至{ends}逾期未改{count}项。"
    if len(rows) < len(told.late):
        words = f"新增之外，{words}"
    return Chapter("逾期未改及责任人", (words,), _late_table(rows, days=True))


def _late_table(rows: Sequence[Overdue], *, days: bool) -> Table:
    head = ("对象和责任单位", "责令文书", "项数", "期限", "逾期" if days else "", "责任人")
    told = [
        (
            f"{one.target}\n{one.party}",
            f"{one.label}\n{one.number}",
            str(len(one.ids)),
            short(one.due),
            f"{one.days}天",
            "\n".join(one.officers),
        )
        for one in rows
    ]
    widths, align = (49, 41, 12, 22, 14, 18), ("L", "L", "C", "C", "C", "L")
    if days:
        return _table(head, widths, align, told)
    keep = (0, 1, 2, 3, 5)
    return _table(
        [head[n] for n in keep],
        (55, 43, 14, 24, 20),
        [align[n] for n in keep],
        [[row[n] for n in keep] for row in told],
    )


def _stops(told: Digest) -> Chapter | None:
    if not told.stops and not told.told.violations:
        return None
    seen = tuple(
        f"{short(one.on)}{one.target}抢工，违反{one.number}，{one.place}：{one.words.rstrip('。')}。"
        for one in told.told.violations
    )
    rows = [_stop(one) for one in told.stops]
    table = _table(
        ("对象", "停工通知书", "停工范围", "已停", "抢工"),
        (40, 50, 34, 16, 16),
        ("L", "L", "L", "C", "C"),
        rows,
    )
    return Chapter("停工执行", seen, table if rows else None)


def _stop(one: Stopped) -> tuple[str, ...]:
    times = f"{one.violations}次" if one.violations else "无"
    return (one.target, _marked(one.number, late=one.late), one.scope, f"{one.days}天", times)


def _debts(told: Digest) -> Chapter | None:
    if not told.debts:
        return None
    rows = [(one.what, one.target, one.by, one.until, "已超时限" if one.over else "") for one in told.debts]
    table = _table(
        ("待补办事项", "检查对象", "经办", "补办时限", "状态"),
        (46, 42, 18, 30, 20),
        ("L", "L", "L", "C", "C"),
        rows,
    )
    return Chapter("待补办审批", (), table)


def _duty_bound(told: Digest) -> Chapter | None:
    if not told.shares and not told.tasks:
        return None
    more = []
    if told.tasks:
        rows = [_task(one) for one in told.tasks]
        table = _table(("任务", "责任人", "完成期限", "状态"), (82, 22, 28, 24), ("L", "L", "C", "C"), rows)
        more.append(Chapter("", ("任务清单未完成项：",), table))
    sentence = f"以下为{short(told.made_on)}的进度。"
    table = _table(
        ("专项检查", "责任人", "任务", "完成", "在查", "待查", "逾期"),
        (60, 22, 15, 15, 14, 15, 15),
        ("L", "L", "C", "C", "C", "C", "C"),
        [_share(one) for one in told.shares],
    )
    return Chapter("专项检查和任务清单进度", (sentence,), table if told.shares else None, tuple(more))


def _share(one: Share) -> tuple[str, ...]:
    counts = (one.of, one.done, one.under_way, one.due, one.overdue)
    return (one.plan, one.owner, *(str(each) if each else "" for each in counts))


def _task(one: Task) -> tuple[str, ...]:
    late = f"{one.state}\n逾期{-one.left}天" if one.left < 0 else one.state
    return (f"{one.title}\n完成标准：{one.measure}", one.owner, one.due.isoformat(), late)


def _coming(told: Digest) -> Chapter | None:
    if not told.coming:
        return None
    ends = told.until or told.last + timedelta(days=1)
    title = "下周到期事项" if told.weekly else f"至{short(ends)}到期事项"
    if told.daily:
        next_day = ends <= told.last + timedelta(days=1)
        title = "明日到期事项" if next_day else f"至下一工作日（{short(ends)}）到期事项"
    rows = [_come(one) for one in told.coming]
    table = _table(("期限", "类别", "事项", "责任单位和责任人"), (24, 21, 69, 42), ("C", "C", "L", "L"), rows)
    doubtful = any(not one.certain for one in told.coming)
    note = ("带“*”的日期按未公布的节假日安排推算，公布后可能调整。",) if doubtful else ()
    return Chapter(title, note, table)


def _come(one: Coming) -> tuple[str, ...]:
    who = "\n".join(part for part in (one.who, _people(one.officers)) if part)
    day = short(one.due) + ("" if one.certain else "*")
    return (day, one.kind, f"{one.about}\n{one.what}" if one.about else one.what, who)


def _closing(told: Digest) -> tuple[str, ...]:
    """Return what did not happen, in one sentence, and whose figures these are."""
    nothing = [
        words
        for words, there in (
            ("整改报告", told.told.replies),
            ("复查", told.told.rechecks),
            ("新增逾期", told.told.overdue),
            ("抢工", told.told.violations),
            ("待补办审批", told.debts),
        )
        if not there
    ]
    said = f"{_span(told)}无{'、'.join(nothing)}。" if nothing else ""
    ahead = "下一工作日前" if told.daily else "下周" if told.weekly else f"至{short(told.until or told.last)}"
    next_up = "" if told.coming or told.over else f"{ahead}无到期事项。"
    return tuple(one for one in (said + next_up, INTERNAL) if one)
