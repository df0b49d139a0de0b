"""The questions asked of a ledger, in words: filters as chips, and how many rows answer."""

import re
from calendar import monthrange
from datetime import date

from inspector_app.domain.errors import RuleError
from inspector_app.domain.ledgers import Column, Holds, Layout, Match, Narrowing
from inspector_app.ui.style.translation import said


def matches(column: Column) -> tuple[tuple[Match, str], ...]:
    """Return what can be asked of a column, with the words for it, the usual one first."""
    empty = (Match.EMPTY, said("为空"))
    if column.holds is Holds.DAY:
        return ((Match.FROM, said("从")), (Match.TO, said("到")), (Match.IS, said("等于")), empty)
    if column.holds is Holds.NUMBER:
        return ((Match.FROM, said("不少于")), (Match.TO, said("不多于")), (Match.IS, said("等于")), empty)
    if column.holds is Holds.STATE:
        return ((Match.IS, said("是", "筛选")), empty)
    return ((Match.HAS, said("含有")), (Match.IS, said("等于")), empty)


def told(layout: Layout, narrowing: Narrowing) -> str:
    """Return a filter in words; of a column that this version does not have, its code."""
    column = layout.column(narrowing.column)
    if column is None:
        return narrowing.column
    words = dict(matches(column)).get(narrowing.match, "")
    value = said(narrowing.value) if column.holds is Holds.STATE and narrowing.value else narrowing.value
    return " ".join(one for one in (said(column.label), words, value) if one)


def counted(count: int, total: int, *, narrowed: bool) -> str:
    """Return how many rows are shown of how many there are."""
    if not narrowed:
        return said("%s 条") % f"{count:,}"
    return said("%1 条中的 %2 条").replace("%1", f"{total:,}").replace("%2", f"{count:,}")


_DAY = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?")
_MONTH = re.compile(r"(\d{4})(?:[-./年](\d{1,2})月?|年)?")


def end(column: Column, told: str, today: date, *, last: bool, where: str = "") -> str:
    """Return one end of a filter as it is compared; empty for none.

    Args:
        told: a day, a month (2026-03) or a year; a whole number of a column that holds such.
        today: gives a day without a year this one.
        last: of a month or a year the last day is meant.

    Raises:
        RuleError: `ui.bad_day`, `books.bad_number`.
    """
    told = told.strip()
    if not told:
        return ""
    if column.holds is not Holds.DAY:
        if not (told.isascii() and told.isdigit()):
            raise RuleError("books.bad_number", where=where, told=told)
        return str(int(told))
    try:
        return _day(told, today, last=last).isoformat()
    except ValueError as error:
        raise RuleError("ui.bad_day", where=where, told=told) from error


def _day(told: str, today: date, *, last: bool) -> date:
    if found := _DAY.fullmatch(told):
        return date(int(found[1] or today.year), int(found[2]), int(found[3]))
    if found := _MONTH.fullmatch(told):
        year, month = int(found[1]), int(found[2] or (12 if last else 1))
        if not 1 <= month <= 12:
            raise ValueError(told)
        return date(year, month, monthrange(year, month)[1] if last else 1)
    raise ValueError(told)


def after(column: Column, first: str, last: str) -> bool:
    """Tell whether one end of a filter lies after the other."""
    return first > last if column.holds is Holds.DAY else int(first) > int(last)
