"""A half year counted a second time, by a program that knows nothing of the first.

It reads what leaves the house: the PDFs that `export pdf` writes, by their words, the ledgers that
`export ledger` writes, cell by cell, and the list of numbers with their fates. Nothing of the product is
imported here.

Papers come first: visits, notices, findings and their last days are read from the words that were printed.
From ledgers comes only what no paper says: papers written by hand, whose scans hold no words; rechecks and
what became of a finding, since a recheck need not end with an opinion; experts, who sign nothing; how grave a
finding is; and the day of a filing whose form was printed before its approval.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2  # type: ignore[import-untyped]

TITLES = {
    "现场检查记录": "visit",
    "限期整改通知书": "rectification_notices",
    "停工（整改）通知书": "stop_work_notices",
    "责令整改通知书": "plant_orders",
    "不良行为告知书": "conduct_notices",
    "不良行为认定书": "conduct_determinations",
    "复工通知书": "resumptions",
    "复查意见书": "recheck_opinions",
    "移送函": "transfers",
    "关于整改期限延期申请的批复": "extensions_granted",
}
"""What a paper is counted as, by its title."""

PLANT = "预拌混凝土企业"
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Fact:
    """One thing that a figure counts; facts of one key count once."""

    code: str
    key: str
    on: date
    district: str = ""
    officers: tuple[str, ...] = ()
    campaign: str = ""
    late: bool = False


@dataclass
class Papers:
    """What left the house.

    Attributes:
        words: of each PDF by its number.
        campaigns: names of campaigns by what their visits name as their source.
        dues: last days of the papers that were keyed in.
    """

    words: dict[str, str]
    ledgers: dict[str, list[Row]]
    fates: Mapping[str, str]
    campaigns: Mapping[str, str]
    districts: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    dues: dict[str, date] = field(default_factory=dict)


def read(folder: Path, fates: Mapping[str, str], campaigns: Mapping[str, str]) -> Papers:
    """Read every file once."""
    words = {re.sub(r"^[a-z_]+-", "", path.stem): words_of(path) for path in sorted(folder.rglob("*.pdf"))}
    ledgers = {path.stem: list(rows_of(path)) for path in sorted(folder.rglob("*.xlsx"))}
    told = Papers(words, ledgers, fates, campaigns)
    for row in ledgers["检查台账"]:
        told.districts[row["项目（企业）"]] = row["镇街"] or ""
        told.kinds[row["项目（企业）"]] = row["对象类别"]
    told.dues |= {row["文号"]: row["期限"] for row in ledgers["文书登记簿"] if row["补录"] == "是"}
    return told


def words_of(path: Path) -> str:
    """Return a file's words without white space."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


def rows_of(path: Path) -> Iterator[Row]:
    """Yield the rows of a ledger by their heads: the first row that has more than one cell."""
    heads: tuple[Any, ...] = ()
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        for row in book.active.iter_rows(values_only=True):
            if heads:
                yield {
                    head: cell.date() if isinstance(cell, datetime) else cell
                    for head, cell in zip(heads, row, strict=False)
                }
            elif sum(one is not None for one in row) > 1:
                heads = row
    finally:
        book.close()


def facts(told: Papers) -> list[Fact]:
    """Return everything that papers and ledgers tell, whenever it was."""
    return [
        *_records(told),
        *_unwritten(told),
        *_papers(told),
        *_by_hand(told),
        *_cases(told),
        *_findings(told),
        *_courses(told),
        *_results(told),
    ]


def _visit(
    told: Papers, key: str, on: date, target: str, there: Iterable[str], source: str, **more: Any
) -> Iterator[Fact]:
    plant = told.kinds[target] == PLANT
    officers = tuple(there)
    place: dict[str, Any] = {
        "on": on,
        "district": told.districts[target],
        "campaign": told.campaigns.get(source, ""),
        **more,
    }
    yield Fact("groups", key, officers=officers, **place)
    yield Fact("plant_visits" if plant else "site_visits", key, officers=officers, **place)
    yield Fact("plants_distinct" if plant else "sites_distinct", target, officers=officers, **place)
    for one in officers:
        yield Fact("officer_visits", f"{key}:{one}", officers=(one,), **place)


def _records(told: Papers) -> Iterator[Fact]:
    """Yield the visits by their records."""
    for number, words in told.words.items():
        if "建设局现场检查记录" not in words or told.fates[number] != "issued":
            continue
        on = _day_of(_between(words, "检查时间", "任务来源"))
        officers = _officers(words)
        target = next(one for one in told.kinds if f"工程/企业{one}" in words)
        source = _between(words, "任务来源", "检查通知书")
        yield from _visit(told, number, on, target, officers, source)


def _unwritten(told: Papers) -> Iterator[Fact]:
    """Yield the visits that have no record of their own: rechecks, and days on paper."""
    for n, row in enumerate(told.ledgers["复查台账"]):
        there, target = row["复查人"].split("、"), row["项目（企业）"]
        place = (row["复查日期"], told.districts[target], tuple(there))
        if row["复查方式"] == "现场":
            yield from _visit(told, f"r{n}", row["复查日期"], target, there, "")
            yield Fact("recheck_visits", f"r{n}", *place)
        else:
            yield Fact("paper_rechecks", f"r{n}", *place)
    for n, row in enumerate(told.ledgers["检查台账"]):
        if row["补录"] == "是":
            there = row["检查人员"].split("、")
            yield from _visit(told, f"l{n}", row["检查日期"], row["项目（企业）"], there, "", late=True)
        # Experts sign nothing: no record names them.
        for one in row["专家"].split("、") if row["专家"] else ():
            place = (
                row["镇街"] or "",
                tuple(row["检查人员"].split("、")),
                told.campaigns.get(row["检查类型"], ""),
            )
            yield Fact("expert_visits", f"l{n}:{one}", row["检查日期"], *place)


def _papers(told: Papers) -> Iterator[Fact]:
    """Yield the papers by their words: the day beneath the office's name, the officers who sign."""
    registered = {row["文号"]: row["项目（企业）"] for row in told.ledgers["文书登记簿"]}
    for number, words in told.words.items():
        heads = {code: (f"建设局{title}", f"{title}{number}") for title, code in TITLES.items()}
        code = next((code for code, told_so in heads.items() if any(one in words for one in told_so)), "")
        fate = told.fates[number]
        if code == "visit" and fate != "issued":
            yield Fact("documents_void", number, _day_of(_between(words, "检查时间", "任务来源")))
        if code in ("", "visit"):
            continue
        # Only an extension names no site: it answers a letter about another paper.
        target = next((one for one in told.kinds if one in words), registered[number])
        officers = tuple(re.findall(r"执法人员([\u4e00-\u9fff]+)\d{10}签名", words))
        place = (signed_on(words), told.districts[target], officers)
        if fate != "issued":
            yield Fact("documents_void" if fate == "void" else "documents_revoked", number, *place)
            continue
        if code == "conduct_determinations" and "结论不予认定" in words:
            continue
        if code == "extensions_granted" and "同意延期" not in words:
            continue
        yield Fact(code, number, *place)
        if code == "stop_work_notices":
            full = "责令全面停工" in words
            assert full is not ("责令局部停工" in words), number
            yield Fact("stop_work_full" if full else "stop_work_partial", number, *place)


def _by_hand(told: Papers) -> Iterator[Fact]:
    """Yield the papers that were keyed in from scans, which hold no words of their own."""
    visits = {
        number: row
        for row in told.ledgers["检查台账"]
        for number in (row["文号"] or "").split("、")
        if number
    }
    codes = {"限期整改通知书": "rectification_notices", "停工（整改）通知书": "stop_work_notices"}
    for row in told.ledgers["文书登记簿"]:
        if row["补录"] != "是" or told.fates[row["文号"]] != "issued":
            continue
        number, visit = row["文号"], visits[row["文号"]]
        place: dict[str, Any] = {
            "on": row["签发日期"],
            "district": visit["镇街"] or "",
            "officers": tuple(visit["检查人员"].split("、")),
            "late": True,
        }
        yield Fact(codes[row["文书种类"]], number, **place)
        if "停工" in row["文书种类"]:
            part = "stop_work_full" if row["停工范围"] == "全面停工" else "stop_work_partial"
            yield Fact(part, number, **place)


def _cases(told: Papers) -> Iterator[Fact]:
    """Yield the cases by their ledger; a form that was printed before the approval bears no day of it."""
    for row in told.ledgers["立案台账"]:
        number, on = row["案号"], row["立案日"]
        if number and on and told.fates[number] == "issued":
            printed = told.words[number].partition("机关负责人审批意见")[2].partition("批准文号")
            assert not printed[1] or _day_of(printed[0]) == on, number
            yield Fact("filings", number, on)
        if row["决定日"]:
            yield Fact("cases_decided", number, row["决定日"])


def found_in_records(told: Papers) -> Iterator[tuple[str, date, str, str, str]]:
    """Yield number, day, target, source and words of each finding that a record lists, in its order."""
    for number, words in told.words.items():
        if "建设局现场检查记录" not in words or told.fates[number] != "issued":
            continue
        target = next(one for one in told.kinds if f"工程/企业{one}" in words)
        listed = re.split(r"(?<!\d)(\d+)．", _between(words, "发现的问题", "检查评分"))
        assert [int(one) for one in listed[1::2]] == list(range(1, len(listed) // 2 + 1)), number
        for one in listed[2::2]:
            on = _day_of(_between(words, "检查时间", "任务来源"))
            yield number, on, target, _between(words, "任务来源", "检查通知书"), one


def _findings(told: Papers) -> Iterator[Fact]:
    """Yield the findings by the records of their visits; what was keyed in from scans, by the ledger."""
    people = {number: _officers(words) for number, words in told.words.items()}
    found = [
        (f"{number}:{words}", on, target, people[number], source, False)
        for number, on, target, source, words in found_in_records(told)
    ]
    found += [
        (key, row["发现日期"], row["项目（企业）"], tuple(row["检查人员"].split("、")), row["检查类型"], True)
        for key, (row, *_) in rows_by_finding(told).items()
        if row["补录"] == "是"
    ]
    for key, on, target, officers, source, late in found:
        place: dict[str, Any] = {
            "on": on,
            "district": told.districts[target],
            "officers": officers,
            "campaign": told.campaigns.get(source or "", ""),
            "late": late,
        }
        yield Fact("findings", key, **place)
        if told.kinds[target] == PLANT:
            yield Fact("plant_findings", key, **place)


def rows_by_finding(told: Papers) -> dict[str, list[Row]]:
    """Return the rows of the ledger by finding: of one that several parties answer for there are several."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in told.ledgers["问题台账"]:
        named = ("发现日期", "项目（企业）", "序号", "部位", "问题")
        rows["|".join(str(row[one]) for one in named)].append(row)
    return rows


def _courses(told: Papers) -> Iterator[Fact]:
    """Yield what came of the findings; not every recheck leaves a paper, but all stand in the ledger."""
    for key, own in rows_by_finding(told).items():
        row = own[0]
        place: dict[str, Any] = {
            "district": told.districts[row["项目（企业）"]],
            "officers": tuple(row["检查人员"].split("、")),
            "campaign": told.campaigns.get(row["检查类型"] or "", ""),
            "late": row["补录"] == "是",
        }
        seen, plant = row["发现日期"], row["对象类别"] == PLANT
        spot, open_now = _among(own, "当场改正"), not all(_closed(one) for one in own)
        due = max((day for one in own if (day := _due(told, one)) is not None), default=None)
        kept = not open_now and all(_in_time(told, one) for one in own)
        if row["等级"] == "重大":
            yield Fact("major_hazards", key, seen, **place)
        if spot:
            yield Fact("findings_on_the_spot", key, seen, **place)
        if due is not None:
            yield Fact("findings_due", key, due, **place)
        if due is not None and kept:
            yield Fact("findings_due_on_time", key, due, **place)
        if open_now:
            continue
        yield Fact("findings_closed", key, seen, **place)
        closed = seen if spot else max(one["闭环日期"] for one in own if one["闭环日期"])
        yield Fact("findings_closed_in_period", key, closed, **place)
        if plant:
            yield Fact("plant_findings_closed", key, seen, **place)
        if kept:
            yield Fact("findings_closed_on_time", key, seen, **place)


def _among(rows: Iterable[Row], *states: str) -> bool:
    return all(one["状态"] in states for one in rows)


def _closed(row: Row) -> bool:
    return row["状态"] in ("当场改正", "合格闭环")


def _in_time(told: Papers, row: Row) -> bool:
    """What a recheck bears out counts by the day on which the company's whole report came in."""
    due = _due(told, row)
    return row["状态"] == "当场改正" or (due is not None and (row["回复日期"] or row["复查日期"]) <= due)


def _due(told: Papers, row: Row) -> date | None:
    """Return the day that the ordering paper set for a finding; the ledger shows the day that runs now.

    A notice has a day for each finding, in the row of its table; a stop-work and an order for a plant have
    one for all. Scans hold no words: of them the register tells it.
    """
    number, words = row["文号"], told.words.get(row["文号"] or "", "")
    if not number or told.fates[number] != "issued":
        return None
    if number in told.dues:
        return told.dues[number]
    if "建设局限期整改通知书" in words:
        _, found, behind = words.partition("".join(row["问题"].split()))
        return _day_of(behind) if found else None
    return _day_of(words[re.search(r"\d{4}年\d{1,2}月\d{1,2}日前（含当日）", words).start() :])  # type: ignore[union-attr]


def _results(told: Papers) -> Iterator[Fact]:
    """Yield what rechecks found: by their ledger, and what was found without a visit of its own."""
    known = set()
    for n, row in enumerate(told.ledgers["复查台账"]):
        target, on = row["项目（企业）"], row["复查日期"]
        known.add((target, on))
        place = (on, told.districts[target], tuple(row["复查人"].split("、")))
        for one in range(row["复查问题数"] or 0):
            yield Fact("rechecks", f"{n}:{one}", *place)
        for one in range(row["已改"] or 0):
            yield Fact("rechecks_passed", f"{n}:{one}", *place)
    for n, row in enumerate(told.ledgers["问题台账"]):
        target, on = row["项目（企业）"], row["复查日期"]
        if on is not None and (target, on) not in known and row["状态"] == "合格闭环":
            place = (on, told.districts[target], tuple(row["检查人员"].split("、")))
            yield Fact("rechecks", f"f{n}", *place)
            yield Fact("rechecks_passed", f"f{n}", *place)


def _officers(record: str) -> tuple[str, ...]:
    """Return who a record says was there, experts left out."""
    people = _between(record, "执法人员及证号", "在场人员")
    return tuple(re.findall(r"([\u4e00-\u9fff]+)（执法证号\d+）", people))


def _between(words: str, first: str, last: str) -> str:
    return words.partition(first)[2].partition(last)[0]


def _day_of(words: str) -> date:
    year, month, day = _DAY.findall(words)[0]
    return date(int(year), int(month), int(day))


def signed_on(words: str) -> date:
    """Return the day beneath the office's name at the end of a letter."""
    year, month, day = re.findall(r"住房和城乡建设局(\d{4})年(\d{1,2})月(\d{1,2})日", words)[-1]
    return date(int(year), int(month), int(day))


def within(known: Iterable[Fact], first: date, last: date, today: date) -> list[Fact]:
    """Return what lies in a period, both days inclusive; what falls due only after today is not due yet."""
    due = ("findings_due", "findings_due_on_time")
    return [one for one in known if first <= one.on <= (min(last, today) if one.code in due else last)]


def counted(known: Iterable[Fact]) -> dict[str, int]:
    """Return the numbers by figure: different keys."""
    keys: dict[str, set[str]] = defaultdict(set)
    for one in known:
        keys[one.code].add(one.key)
    return {code: len(of) for code, of in keys.items()}


def late_of(known: Iterable[Fact]) -> dict[str, int]:
    """Return how much of each figure rests on late entries alone."""
    recorded = {(one.code, one.key) for one in known if not one.late}
    return counted(one for one in known if one.late and (one.code, one.key) not in recorded)


def sliced(known: Iterable[Fact], by: str) -> dict[str, dict[str, int]]:
    """Return the numbers by slice: month and quarter by their codes, all others by their labels."""
    parts: dict[str, list[Fact]] = defaultdict(list)
    for one in known:
        for name in _names(one, by):
            parts[name].append(one)
    return {name: counted(of) for name, of in parts.items()}


def _names(one: Fact, by: str) -> tuple[str, ...]:
    if by == "month":
        return (f"{one.on.year}-{one.on.month:02}",)
    if by == "quarter":
        return (f"{one.on.year}-Q{(one.on.month + 2) // 3}",)
    if by == "district":
        return (one.district or "未填镇街",)
    if by == "campaign":
        return (one.campaign or "不属专项检查",)
    return one.officers or ("无执法人员",)
