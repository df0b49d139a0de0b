"""What a row's cells come to as fields: exact, or refused with the cell named."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.casework.importing import days, words
from inspector_app.casework.importing.columns import Fields, Holds
from inspector_app.casework.importing.days import YearHint
from inspector_app.casework.importing.heads import SheetMap
from inspector_app.casework.importing.outcomes import Outcome
from inspector_app.casework.importing.tables import DITTO, Line, shown
from inspector_app.casework.targets import registry
from inspector_app.workbooks.book import Fault, Unreckoned, Value

MOST_EXACT = 10**15
"""Excel keeps fifteen digits: a longer number in a cell has lost its end."""
NOTHING = frozenset(
    words.key(one) for one in ("无", "—", "-", "/", "\\", "——", "暂无", "N/A", "NA", "无。")
) | {""}
"""What people write where there is nothing."""
_SEVERAL = re.compile(r"[、，,；;\n\r]+")
_PHONE_SIGNS = re.compile(r"[\d\-、，,;；/\s()（）+转]{5,60}")


class BadCellError(Exception):
    """A cell cannot be read; `code` says why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Around:
    """What a sheet says to cells that do not say all: the year, the calendar, each column's days."""

    year: int | None
    since_1904: bool
    days: Mapping[str, Sequence[date | None]]
    until: date | None = None

    def hint(self, code: str, n: int) -> YearHint:
        """Return which year a field's day in the n-th row belongs to, where it does not say."""
        if self.year is not None:
            return YearHint(self.year)
        return YearHint(None, days.near(self.days.get(code, ()), n), self.until)


def around(lines: Sequence[Line], fields: Fields, told: SheetMap, *, since_1904: bool) -> Around:
    """Return what the rows of a sheet tell of each other's years."""
    wanted = [one.code for one in fields.values() if one.holds in (Holds.DAY, Holds.DAY_OR_TEXT)]
    there = {
        code: [days.whole(one.cells.get(code), since_1904=since_1904) for one in lines] for code in wanted
    }
    return Around(told.year, since_1904, there, days.filled_in(*told.title))


def read(line: Line, n: int, fields: Fields, near: Around, outcome: Outcome) -> dict[str, object] | None:
    """Return the values of a row by their fields, None where a cell refuses the row.

    Args:
        n: the row's place among the sheet's rows, for the year of its neighbours.
    """
    told: dict[str, object] = {}
    good = True
    for code, value in line.cells.items():
        hint = near.hint(code, n)
        try:
            told[code] = _read(fields[code].holds, value, hint, near)
        except BadCellError as bad:
            outcome.reject(line.place(code), shown(value), bad.code, **bad.values)
            good = False
    for one in fields.values():
        if one.needed and not told.get(one.code) and one.code not in line.cells:
            outcome.reject(line.place(one.code), "", "import.empty", field=one.label)
            good = False
        elif one.needed and good and not told.get(one.code):
            outcome.reject(line.place(one.code), shown(line.cells[one.code]), "import.empty", field=one.label)
            good = False
    return {code: one for code, one in told.items() if one not in ("", None, ())} if good else None


def _read(holds: Holds, value: Value, hint: YearHint, near: Around) -> object:
    if isinstance(value, Unreckoned):
        raise BadCellError("import.formula_unreckoned")
    if isinstance(value, Fault):
        raise BadCellError("import.error_value")
    if isinstance(value, str) and value.strip() in DITTO:
        raise BadCellError("import.nothing_above")
    if holds in (Holds.DAY, Holds.DAY_OR_TEXT, Holds.SPAN):
        return _day(holds, value, hint, near)
    if isinstance(value, bool) and holds in (Holds.NAME, Holds.PERSON, Holds.MANAGER):
        raise BadCellError("import.bad_name")
    told = shown(value)
    if holds in _EXACT and isinstance(value, int | float) and not isinstance(value, bool):
        told = _digits(value)
    if words.key(told) in NOTHING:
        return ""
    if holds in _EXACT and words.is_rounded(told):
        raise BadCellError("import.number_rounded")
    return _READERS.get(holds, _text)(told)


def _digits(value: float) -> str:
    if abs(value) >= MOST_EXACT:
        raise BadCellError("import.number_rounded")
    return str(int(value)) if float(value).is_integer() else repr(value)


def _day(holds: Holds, value: Value, hint: YearHint, near: Around) -> object:
    if isinstance(value, str) and words.key(value) in NOTHING:
        return ""
    if holds is Holds.SPAN:
        first, last = days.span(shown(value), hint)
        if last is None:
            last = days.read(value, hint, since_1904=near.since_1904)
        if last is None:
            raise BadCellError("import.bad_day")
        return (first, last)
    day = days.read(value, hint, since_1904=near.since_1904)
    if day is None and holds is Holds.DAY:
        lacking = days.read(value, YearHint(2024), since_1904=near.since_1904) is not None
        raise BadCellError("import.year_missing" if lacking else "import.bad_day")
    return day if day is not None else words.line(shown(value))


def _text(told: str) -> str:
    plain = words.line(told)
    if len(plain) > registry.LONGEST:
        raise BadCellError("import.too_long", length=len(plain), most=registry.LONGEST)
    return plain


def _long_text(told: str) -> str:
    return words.line(told)[:2000]


def _code(told: str) -> str:
    pieces = (_text(one).replace(" ", "") for one in _SEVERAL.split(told))
    return _text("、".join(dict.fromkeys(words.whole_number(one) for one in pieces if one)))


def _credit(told: str) -> str:
    code = words.line(told).replace(" ", "").upper()
    if not registry.credit_code_valid(code):
        raise BadCellError("import.credit_code_wrong")
    return code


def _phone(told: str) -> str:
    name, phones = words.with_phone(told)
    if phones:
        return phones if not name else f"{phones}（{name}）"[: registry.LONGEST]
    plain = words.phones(told)
    if not _PHONE_SIGNS.fullmatch(plain):
        raise BadCellError("import.bad_phone")
    return plain


def _manager(told: str) -> tuple[str, str]:
    name, phones = words.with_phone(told)
    if phones.count("、") and words.names(name) and len(words.names(name)) > 1:
        raise BadCellError("import.several_people")
    if not phones and len(words.names(told)) > 1 and _SEVERAL.search(told.strip()):
        return "、".join(words.names(told)), ""
    return words.person(name), phones


def _name(told: str) -> str:
    plain = _text(told)
    if not any(one.isalpha() for one in plain):
        raise BadCellError("import.bad_name")
    return plain


def _person(told: str) -> str:
    return _name(words.person(told))


def _count(told: str) -> int:
    plain = words.line(told)
    found = re.fullmatch(r"(\d{1,6})(?:\.0+)?\s*(?:个|条|项|人|人次|名|处|次)?", plain)
    if found is None:
        raise BadCellError("import.bad_count")
    return int(found[1])


def _numbers(told: str) -> tuple[str, ...]:
    found = words.numbers(told)
    if any(not re.search(r"\d", one) or len(one) > 60 for one in found):
        raise BadCellError("import.bad_number")
    return found


def _expert(told: str) -> bool:
    return "专家" in told or words.line(told) in ("是", "√", "TRUE")


_EXACT = frozenset({Holds.CODE, Holds.PHONE, Holds.CREDIT, Holds.NUMBERS, Holds.MANAGER})
_READERS: Mapping[Holds, Callable[[str], object]] = {
    Holds.CODE: _code,
    Holds.CREDIT: _credit,
    Holds.PHONE: _phone,
    Holds.MANAGER: _manager,
    Holds.COUNT: _count,
    Holds.NUMBERS: _numbers,
    Holds.NAMES: words.names,
    Holds.NAME: _name,
    Holds.PERSON: _person,
    Holds.EXPERT: _expert,
}
