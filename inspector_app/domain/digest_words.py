"""What a period came to in one paragraph: only what happened, each with its number."""

from collections.abc import Iterable
from datetime import date

from inspector_app.domain.digest import ISSUED, KINDS, RESULTS, Digest
from inspector_app.domain.late import LABEL as LATE


def short(day: date) -> str:
    """Return 11月24日."""
    return f"{day.month}月{day.day}日"


def opening(told: Digest) -> str:
    """Return what the period came to in one paragraph; what did not happen is not said."""
    head = "本周" if told.weekly else short(told.first)
    if not told.daily and not told.weekly:
        head += f"至{short(told.last)}"
    worked = _worked(told) or "未开展检查"
    parts = [part for part in (worked, _issued(told) or "未制发文书", _rectified(told)) if part]
    stands = [part for part in (_standing(told),) if part]
    sentence = f"{head}，{'；'.join(parts)}。"
    return sentence + (f"{'，'.join(stands)}。" if stands else "")


def _number(told: Digest, code: str, words: str, among: Iterable[str] = ()) -> str:
    """Return words with the number in place of %s, in brackets what is among it, late entries too.

    Empty where there is none.
    """
    figure = told.figure(code)
    if figure is None or not figure.value:
        return ""
    named = [*among, *([f"{LATE}{len(figure.late)}"] if figure.late else [])]
    return words % figure.value + (f"（{'、'.join(named)}）" if named else "")


def _worked(told: Digest) -> str:
    kinds = [one for one in told.figures if one.code.startswith(KINDS)]
    visits = _number(told, "visits", "检查%s次", [f"{_plainly(one.label)}{one.value}次" for one in kinds])
    found = _number(told, "findings", "发现隐患%s条")
    among = [
        _number(told, "major", "重大事故隐患%s项"),
        _number(told, "spot", "当场改正%s条"),
    ]
    if found and any(among):
        found += "，其中" + "、".join(one for one in among if one)
    return "，".join(
        part for part in (_number(told, "officer_visits", "出动执法人员%s人次"), visits, found) if part
    )


def _plainly(label: str) -> str:
    return label.removeprefix("其中").rpartition("（")[0]


def _issued(told: Digest) -> str:
    kinds = [one for one in told.figures if one.code.startswith(ISSUED)]
    single = len(kinds) == 1
    what = _plainly(kinds[0].label) if single else "文书"
    named = [] if single else [f"{_plainly(one.label)}{one.value}份" for one in kinds]
    papers = _number(told, "issued", f"制发{what}%s份", named)
    served = _number(told, "served", "送达%s次")
    filed = _number(told, "filings", "立案%s起")
    return "，".join(part for part in (papers, served, filed) if part)


def _rectified(told: Digest) -> str:
    of = [
        f"{label}{told.value(f'result.{code}')}项"
        for code, label in RESULTS.items()
        if told.value(f"result.{code}")
    ]
    parts = (
        _number(told, "replies", "收到整改报告%s份"),
        _number(told, "rechecks", "复查%s项", of),
        _number(told, "closed", "整改闭环%s条"),
        _number(told, "overdue", "新增逾期%s项"),
        _number(told, "violations", "发现抢工%s次"),
    )
    return "，".join(part for part in parts if part)


def _standing(told: Digest) -> str:
    over = sum(one.over for one in told.debts)
    debts = _number(told, "debts", "待补办审批%s件") + (f"（{over}件已超时限）" if over else "")
    late = sum(len(one.ids) for one in told.late)
    when = "至今" if told.over else ""
    parts = (
        _number(told, "stops", "停工令执行中%s份"),
        debts if told.debts else "",
        f"累计逾期{when}未改{late}项" if late else "",
    )
    return "，".join(part for part in parts if part)
