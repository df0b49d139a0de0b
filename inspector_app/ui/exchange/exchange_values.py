"""The page of exchange in words: verdicts, lines and sheets made of what was read. Knows no widget."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from inspector_app.casework.overview.conflicts import Conflict, Value
from inspector_app.casework.overview.exchange_board import (
    Board,
    Branched,
    Count,
    Doubted,
    Owed,
    Owes,
    Past,
    Stage,
)
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import Problem
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Filter, Line, Sheet
from inspector_app.ui.exchange.ways import Outcome, Picture
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts, of_problem

OWED, TORN, PAST = "owed", "torn", "past"
"""The choices above the list."""

MORE = "more"
"""What names the line that stands for conflicts beyond those that are listed."""

TONES = {Stage.HERE: "amber", Stage.HANDED: "blue", Stage.RECEIVED: "green"}
WAYS = {"hub": "同步", "file out": "写入文件", "file in": "读入文件", "backup": "备份"}
ENDS = {"done": ("完成", "green"), "decide": ("待决定", "amber"), "cancelled": ("已停下", "gray")}
FAILED = ("没有完成", "red")
COUNTS = {
    "sent": "送出",
    "received": "收到",
    "acknowledged": "中心新收",
    "files_sent": "送出照片",
    "files_received": "收到照片",
    "conflicts": "两处不同",
    "branches": "分支",
}
"""What an exchange came to, by the names under which it is kept."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence over all of it, with its sign and tone (accent, amber, red, sub)."""

    words: str
    note: str
    icon: str
    tone: str


def verdict(told: Picture, *, online: bool | None) -> Verdict:
    """Return how exchange stands, the worst first: no numbers, what must be decided, what is owed."""
    board = told.board
    if board.code_spent:
        note = said("请管理员给一个备用机号")
        return Verdict(said("暂不能取文号"), note, "circle-alert", "red")
    if told.torn:
        return Verdict(
            said("有 %s 处要决定") % told.torn, said("两台电脑写得不同，都留着"), "triangle-alert", "amber"
        )
    if board.whole and board.uncounted:
        note = said("有钥匙的人登录后，才看得到立案是否已收")
        return Verdict(said("除立案外，中心已收"), note, "info", "sub")
    if board.whole:
        return Verdict(said("中心已全部收到"), _away(board, online), "circle-check", "accent")
    if board.hub is None:
        return Verdict(said("还没有加入本局"), said("可写入文件带走"), "cloud-upload", "amber")
    if all(one.stage is Stage.HANDED for one in board.owed):
        return Verdict(said("已交，等中心回执"), _away(board, online), "clock", "amber")
    return Verdict(owed_words(board), _away(board, online), "cloud-upload", "amber")


def owed_words(board: Board) -> str:
    """Return how much is owed, empty when the office holds everything."""
    count = f"{len(board.owed)}+" if board.more else str(len(board.owed))
    return said("%s 项待交") % count if board.owed else ""


def truth_words(*, online: bool | None) -> str:
    """Return what is true of the data now: 在线 or 离线, and that all of it is kept here."""
    return said("在线 · 已存本机") if online else said("离线 · 已存本机")


def online_words(board: Board, *, online: bool | None) -> str:
    """Return the chip beside the page's title."""
    if board.hub is None:
        return said("未加入")
    return said("在线") if online else said("离线")


def last_words(board: Board, today: date, texts: Texts) -> str:
    """Return what the newest exchange came to, in one line."""
    if not board.past:
        return said("还没有同步过")
    one = board.past[0]
    told = said("上次%1 %2 · %3").replace("%1", said(WAYS.get(one.way, one.way)))
    told = told.replace("%2", moment_words(one.at, today))
    note = counts_words(one.told) if one.outcome in ENDS else _why(one, texts)[0]
    return told.replace("%3", f"{_end(one)[0]} · {note}")


def outcome_words(told: Outcome) -> tuple[str, str]:
    """Return what an exchange came to just now, in one line, and its tone."""
    counts = {
        "sent": told.sent.entries,
        "received": told.received.entries,
        "acknowledged": told.acknowledged.entries,
        "files_sent": told.sent.files,
        "files_received": told.received.files,
        "conflicts": told.conflicts,
    }
    words = counts_words(counts)
    if told.decide:
        return said("完成，有事要决定 · %s") % words, "amber"
    if told.news:
        return said("完成，另有 %1 件事请看 · %2").replace("%1", str(len(told.news))).replace(
            "%2", words
        ), "amber"
    return said("完成 · %s") % words, "green"


def synced_words(board: Board, today: date) -> str:
    """Return when the laptop and the hub last agreed, empty while they never did."""
    return said("已同步 %s") % moment_words(board.synced, today) if board.synced is not None else ""


def moment_words(at: datetime | None, today: date) -> str:
    """Return a moment as people say it: 09:42, 昨天 18:22, 11-20 18:22; – for none."""
    if at is None:
        return "–"
    here = at.astimezone(CHINA)
    if here.date() == today:
        return f"{here:%H:%M}"
    if here.date() == today - timedelta(days=1):
        return said("昨天 %s") % f"{here:%H:%M}"
    return f"{here:%m-%d %H:%M}" if here.year == today.year else f"{here:%Y-%m-%d %H:%M}"


def _away(board: Board, online: bool | None) -> str:
    if board.hub is None:
        return said("尚未连接中心")
    return said("在线") if online else said("离线时照常工作")


def tiles(board: Board) -> tuple[tuple[Stage, int, str, str], ...]:
    """Return the three words with their counts: stage, changes, the line below, tone."""
    entries, files = board.entries, board.files
    counts = {
        Stage.HERE: (entries.here, files.here),
        Stage.HANDED: (entries.handed, files.handed),
        Stage.RECEIVED: (entries.received, files.received),
    }
    return tuple(
        (stage, n, said("照片和文件 %s") % m, _tone(stage, entries, files))
        for stage, (n, m) in counts.items()
    )


def _tone(stage: Stage, entries: Count, files: Count) -> str:
    if stage is Stage.HERE:
        return "green"
    lacks = any(
        (one.handed if stage is Stage.HANDED else one.received) < one.here for one in (entries, files)
    )
    return ("amber" if stage is Stage.HANDED else "blue") if lacks else "green"


# The list.


def filters(told: Picture) -> tuple[Filter, ...]:
    """Return the choices above the list with their counts."""
    board = told.board
    return (
        Filter(OWED, said("待交中心"), len(board.owed)),
        Filter(TORN, said("要决定"), told.torn + len(board.branches) + len(board.doubted)),
        Filter(PAST, said("往来记录"), len(board.past)),
    )


def teach(which: str, board: Board) -> str:
    """Return what is said where a choice has no lines."""
    if which == OWED and board.uncounted:
        return said("没有待交的内容。立案不在其内：有钥匙的人登录后才计得到。")
    return {
        OWED: said("没有待交的内容：这台电脑上的检查、文书和照片，中心都已经收到。"),
        TORN: said("没有要决定的事。两台电脑改了同一处时，两个值都留着，在这里选定。"),
        PAST: said("还没有同步过。按 Ctrl S 立即同步；没有网络时写入 U 盘带走。"),
    }[which]


def lines(told: Picture, which: str, texts: Texts) -> list[Line]:
    """Return the lines of a choice."""
    if which == OWED:
        return [_owed_line(one) for one in told.board.owed]
    if which == TORN:
        more = [_more_line(told.more_torn)] if told.more_torn else []
        return [
            *(_doubted_line(one) for one in told.board.doubted),
            *(_torn_line(one) for one in told.conflicts),
            *more,
            *(_branch_line(one) for one in told.board.branches),
        ]
    return [_past_line(one, texts) for one in told.board.past]


def sheet(told: Picture, which: str, known: str, today: date, texts: Texts) -> Sheet:
    """Return all about a line; an empty one where it is gone."""
    board = told.board
    if which == OWED:
        return next((_owed_sheet(one) for one in board.owed if one.id == known), Sheet(known, ""))
    if which == PAST:
        return next(
            (_past_sheet(one, today, texts) for one in board.past if str(one.no) == known), Sheet(known, "")
        )
    torn = next((_torn_sheet(one, today) for one in told.conflicts if one.id == known), None)
    if known == MORE:
        line = _more_line(told.more_torn)
        return Sheet(MORE, line.title, line.state, "amber", line.note)
    doubted = next((_doubted_sheet(one) for one in board.doubted if doubted_id(one) == known), None)
    branched = next((_branch_sheet(one, board) for one in board.branches if branch_id(one) == known), None)
    return torn or branched or doubted or Sheet(known, "")


def _title(one: Owed) -> str:
    return one.title or said(str(one.kind))


def _parts(one: Owed) -> str:
    told = [said("%1 %2").replace("%1", said(word)).replace("%2", str(n)) for word, n in one.parts]
    return " · ".join(told)


def _owed_line(one: Owed) -> Line:
    day = f"{one.started.astimezone(CHINA):%m-%d}" if one.started is not None else ""
    time = f"{one.started.astimezone(CHINA):%H:%M}" if one.started is not None else ""
    return Line(one.id, _title(one), _owed_note(one), str(one.stage), TONES[one.stage], day, time)


def _owed_note(one: Owed) -> str:
    """Return what it is and what belongs to it; what is called by its kind says how much it is instead."""
    if not one.title:
        return said("%s 条没有中心回执") % one.entries
    return " · ".join(part for part in (said(str(one.kind)), one.note or _parts(one)) if part)


def _owed_sheet(one: Owed) -> Sheet:
    facts = [
        Fact(said("状态"), _stage_words(one.stage), str(one.stage), TONES[one.stage]),
        Fact(said("改动"), said("%s 条没有中心回执") % one.entries),
    ]
    if one.photos:
        facts.append(Fact(said("照片和文件"), said("%s 个没有中心回执") % one.photos))
    blocks = [Block(said("去向"), tuple(facts))]
    if one.parts:
        inside = tuple(Fact(said(word), said("%s 项") % n) for word, n in one.parts)
        blocks.append(Block(said("包括"), inside))
    deeds = (Deed("open", said("打开"), "arrow-right", "Ctrl+Return"),) if one.kind in LEADS else ()
    note = one.note or (said(str(one.kind)) if one.title else "")
    return Sheet(one.id, _title(one), str(one.stage), TONES[one.stage], note, tuple(blocks), deeds)


LEADS = (Owes.VISIT, Owes.PAPER, Owes.TARGET)
"""What can be opened from here."""


def _stage_words(stage: Stage) -> str:
    if stage is Stage.HANDED:
        return said("已经交出，还没有中心的回执。下次同步或收到回执文件时自动核对。")
    return said("安全存在这台电脑里，还没有交给中心。")


# What must be decided.


def _torn_line(one: Conflict) -> Line:
    note = said("%1：%2 个值").replace("%1", said(one.label)).replace("%2", str(len(one.values)))
    title = one.title or said(one.kind)
    kind = _of_filing(said(one.kind), filing=one.filing)
    return Line(one.id, title, f"{kind} · {note}", said("待决定"), "amber")


def _more_line(many: int) -> Line:
    note = said("先选定上面的；选定一处，就多列出一处。")
    return Line(MORE, said("还有 %s 处") % many, note, said("待决定"), "amber")


def _of_filing(told: str, *, filing: bool) -> str:
    """Return a word with the workspace that it stands in, where that is not the main one."""
    return f"{said(str(Owes.FILING))} · {told}" if filing else told


def _torn_sheet(one: Conflict, today: date) -> Sheet:
    told = tuple(
        Block(
            said("值 %s") % (n + 1),
            (
                Fact(said("内容"), said(value.words)),
                Fact(said("谁写的"), who_words(value)),
                Fact(said("何时"), moment_words(value.at, today)),
            ),
            said("现在显示的") if n == 0 else "",
        )
        for n, value in enumerate(one.values)
    )
    deeds = [Deed("decide", said("选定"), "check", "Ctrl+Return", main=True)]
    if one.inspection_id:
        deeds.insert(0, Deed("visit", said("看检查"), "clipboard-check", "Ctrl+G"))
    note = said("%1的“%2”在两台电脑上写得不同。两个值都留着，选定以前以第一个显示。")
    note = note.replace("%1", said(one.kind)).replace("%2", said(one.label))
    return Sheet(one.id, one.title or said(one.kind), said("待决定"), "amber", note, told, tuple(deeds))


def who_words(value: Value) -> str:
    """Return who wrote a value, and on which side."""
    who = value.name or value.user
    where = said("这台电脑") if value.here else said("另一台电脑")
    return f"{who} · {where}"


def branch_id(one: Branched) -> str:
    """Return what names a branch among all lines."""
    return f"branch|{one.journal_id}|{one.branch}"


def _branch_line(one: Branched) -> Line:
    who = said("、").join(one.users)
    kept = _of_filing(said("%s 条，都已保存") % one.entries, filing=one.filing)
    note = " · ".join(part for part in (who, kept) if part)
    title = said("本机日志有两支") if one.own else said("一台电脑的日志有两支")
    return Line(branch_id(one), title, note, said("已分开保存"), "blue")


def _branch_sheet(one: Branched, board: Board) -> Sheet:
    done = said("两支都完整保存，谁也没有覆盖谁。")
    if one.own:
        done += said("这台电脑已换新日志继续写。")
        done += (
            said("备用机号用完，文号暂不能取。") if board.code_spent else said("文号改用备用机号，不会重号。")
        )
    facts = (
        Fact(said("起因"), said("同一台电脑的数据在两处继续写过，例如恢复了旧备份、复制了整个硬盘。")),
        Fact(said("已处理"), done),
        Fact(said("要做的"), said("请核对这一支里的检查和文书是否重复；重复的由本人作废。")),
        Fact(said("编号"), f"{one.journal_id[:8]} ~ {one.branch[:8]}"),
    )
    title = said("本机日志有两支") if one.own else said("一台电脑的日志有两支")
    return Sheet(branch_id(one), title, said("已分开保存"), "blue", "", (Block(said("情况"), facts),))


def doubted_id(one: Doubted) -> str:
    """Return what names receipts that count no longer among all lines."""
    return f"doubted|{one.found.isoformat()}|{int(one.filing)}"


def _doubted_line(one: Doubted) -> Line:
    note = _of_filing(said("%s 份回执不再算数，已存为证据") % one.receipts, filing=one.filing)
    here = one.found.astimezone(CHINA)
    title = said("中心的记录与它签过的回执不符")
    return Line(doubted_id(one), title, note, said("请告知管理员"), "red", f"{here:%m-%d}", f"{here:%H:%M}")


def _doubted_sheet(one: Doubted) -> Sheet:
    line = _doubted_line(one)
    at = f"{one.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    first = said("第 %1 件，%2").replace("%1", str(one.no)).replace("%2", at)
    facts = (
        Fact(said("最早的一份"), first),
        Fact(said("起因"), said("中心可能从旧备份恢复过，也可能有人改动了它的记录。")),
        Fact(
            said("已处理"),
            said("本机会把中心缺少的内容重新上交，数据都在。回执原样留着，能证明中心曾经收到。"),
        ),
        Fact(said("要做的"), said("请告知管理员查明。")),
    )
    return Sheet(line.id, line.title, line.state, "red", line.note, (Block(said("情况"), facts),))


# What went to and fro.


def _end(one: Past) -> tuple[str, str]:
    word, tone = ENDS.get(one.outcome, FAILED)
    return said(word), tone


def _past_line(one: Past, texts: Texts) -> Line:
    here = one.at.astimezone(CHINA)
    note = counts_words(one.told) if one.outcome in ENDS else _why(one, texts)[0]
    state, tone = _end(one)
    return Line(
        str(one.no), said(WAYS.get(one.way, one.way)), note, state, tone, f"{here:%m-%d}", f"{here:%H:%M}"
    )


def _past_sheet(one: Past, today: date, texts: Texts) -> Sheet:
    state, tone = _end(one)
    facts = [
        Fact(said(word), said("%s 项") % one.told[name])
        for name, word in COUNTS.items()
        if isinstance(one.told.get(name), int) and one.told[name]
    ]
    if one.outcome in ENDS and (place := str(one.told.get("place") or one.told.get("where") or "")):
        at_hub = one.way == "backup" and place.startswith("hub:")
        facts.append(Fact(said("放在"), said("中心")) if at_hub else Fact(said("文件"), place))
    if one.outcome not in ENDS:
        message, remedy = _why(one, texts)
        facts += [Fact(said("原因"), message), Fact(said("怎么办"), remedy)]
    blocks = [Block(said("结果"), tuple(facts) or (Fact("", said("没有新的内容。")),))]
    if news := [of_problem(each, texts) for each in news_of(one.told)]:
        told = [(Fact(said("情况"), each.message), Fact(said("怎么办"), each.remedy)) for each in news]
        blocks.append(Block(said("还要知道"), tuple(fact for pair in told for fact in pair if fact.text)))
    return Sheet(
        str(one.no), said(WAYS.get(one.way, one.way)), state, tone, moment_words(one.at, today), tuple(blocks)
    )


def _why(one: Past, texts: Texts) -> tuple[str, str]:
    where = str(one.told.get("where", ""))
    words = of_problem(Problem(one.outcome, where, _pairs(one.told.get("values"))), texts)
    return words.message, words.remedy


def news_of(told: Mapping[str, Any]) -> list[Problem]:
    """Return what else had to be known of an exchange; older laptops kept its codes alone."""
    news = told.get("news")
    if not isinstance(news, list):
        return []
    kept = [one if isinstance(one, dict) else {"code": one} for one in news]
    return [
        Problem(str(one.get("code", "")), str(one.get("where", "")), _pairs(one.get("values")))
        for one in kept
    ]


def _pairs(told: object) -> tuple[tuple[str, object], ...]:
    return tuple((str(name), value) for name, value in told.items()) if isinstance(told, dict) else ()


def counts_words(told: Mapping[str, Any]) -> str:
    """Return what went to and fro, in one line."""
    parts = [
        said("%1 %2").replace("%1", said(word)).replace("%2", str(told[name]))
        for name, word in COUNTS.items()
        if isinstance(told.get(name), int) and told[name]
    ]
    return " · ".join(parts) or said("没有新的内容")
