"""The small parts of a workbook: its list of sheets, its texts, and which numbers are days."""

from collections.abc import Mapping

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from inspector_app.workbooks.book import RefusedError
from inspector_app.workbooks.elements import EnoughError, hear, plain
from inspector_app.workbooks.guarding import Package

MOST_TEXTS = 1_000_000
"""Texts that differ; ten years of a district's ledger have some tens of thousands."""
MOST_TEXT_BYTES = 60_000_000
LONGEST_TEXT = 32_767
"""Characters that Excel lets stand in a cell; what is longer is no cell of its."""
MOST_STYLES = 70_000


class Links:
    """Relations of a part: targets and kinds by id."""

    def __init__(self, package: Package, part: str) -> None:
        folder, _, name = part.rpartition("/")
        self._folder = folder
        self.targets: dict[str, str] = {}
        self._by_kind: dict[str, str] = {}
        hear(package.pieces(f"{folder}/_rels/{name}.rels"), self)

    def begin(self, name: str, told: dict[str, str]) -> None:
        """Take a relation; what points out of the file is left alone."""
        if name != "Relationship":
            return
        if told.get("TargetMode") != "External" and "Id" in told:
            target = told.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else self._at(target)
            self.targets[told["Id"]] = part
            self._by_kind.setdefault(told.get("Type", "").rpartition("/")[2], part)

    def of_kind(self, kind: str, otherwise: str) -> str:
        """Return the part of a kind, whatever it is called; programs disagree about names."""
        return self._by_kind.get(kind, otherwise)

    def text(self, told: str) -> None:
        """Nothing is written between relations."""

    def end(self, name: str) -> None:
        """Nothing is to be done at an end."""

    def _at(self, target: str) -> str:
        parts = [one for one in self._folder.split("/") if one]
        for one in target.split("/"):
            if one == "..":
                parts = parts[:-1]
            elif one not in ("", "."):
                parts.append(one)
        return "/".join(parts)


class Contents:
    """The list of sheets: (name, relation, hidden), and whether days count from 1904."""

    def __init__(self, package: Package, part: str) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = False
        hear(package.pieces(part), self)

    def begin(self, name: str, told: dict[str, str]) -> None:
        """Take a sheet, or the calendar."""
        if name == "sheet":
            link = next((value for key, value in told.items() if plain(key) == "id" and ":" in key), "")
            hidden = told.get("state", "visible") != "visible"
            self.sheets.append((told.get("name", ""), link, hidden))
            if len(self.sheets) > 500:
                raise RefusedError("import.too_many_parts", count=len(self.sheets), most=500)
        elif name == "workbookPr":
            self.since_1904 = told.get("date1904", "0") in ("1", "true")

    def text(self, told: str) -> None:
        """Nothing is written between sheets."""

    def end(self, name: str) -> None:
        """Nothing is to be done at an end."""


class Texts:
    """The texts that cells share, by their place; what is read aloud in small letters above is left out."""

    def __init__(self, package: Package, part: str) -> None:
        self.all: list[str] = []
        self._bytes = 0
        self._now: list[str] | None = None
        self._aloud = 0
        self._taking = False
        hear(package.pieces(part), self)

    def begin(self, name: str, told: dict[str, str]) -> None:  # noqa: ARG002 - no attribute counts here
        """Begin a text or a piece of one."""
        if name == "si":
            self._now = []
        elif name == "rPh":
            self._aloud += 1
        self._taking = name == "t" and not self._aloud

    def text(self, told: str) -> None:
        """Take what is written."""
        if self._taking and self._now is not None:
            self._now.append(told)
            self._bytes += len(told)
            if self._bytes > MOST_TEXT_BYTES:
                raise RefusedError("import.bomb", megabytes=self._bytes // 1_000_000)

    def end(self, name: str) -> None:
        """Keep a finished text."""
        if name == "t":
            self._taking = False
        elif name == "rPh":
            self._aloud -= 1
        elif name == "si" and self._now is not None:
            self.all.append("".join(self._now)[:LONGEST_TEXT])
            self._now = None
            if len(self.all) > MOST_TEXTS:
                raise RefusedError("import.too_many_cells", most=MOST_TEXTS)


class Styles:
    """Which styles of cells show a day, and which a span of hours."""

    def __init__(self, package: Package, part: str) -> None:
        self._formats: dict[int, str] = {}
        self._styles: list[int] = []
        self._within = False
        hear(package.pieces(part), self)
        told = [_format(one, self._formats) for one in self._styles]
        self.days = frozenset(n for n, one in enumerate(told) if is_date_format(one))
        self.spans = frozenset(n for n, one in enumerate(told) if is_timedelta_format(one))

    def begin(self, name: str, told: dict[str, str]) -> None:
        """Take a format, or the format of a style."""
        if name == "numFmt" and told.get("numFmtId", "").isdigit():
            self._formats[int(told["numFmtId"])] = told.get("formatCode", "")[:255]
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            number = told.get("numFmtId", "0")
            self._styles.append(int(number) if number.isdigit() else 0)
        if len(self._styles) > MOST_STYLES or len(self._formats) > MOST_STYLES:
            raise RefusedError("import.too_many_cells", most=MOST_STYLES)

    def text(self, told: str) -> None:
        """Nothing is written between styles."""

    def end(self, name: str) -> None:
        """What follows the styles of cells is not wanted."""
        if name == "cellXfs":
            raise EnoughError


_CHINESE_DAYS = frozenset({27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})
"""Built-in formats that show a day in a Chinese Excel (ECMA-376 18.8.30) and that openpyxl does not list."""


def _format(number: int, own: Mapping[int, str]) -> str:
    if number in own:
        return own[number]
    return "yyyy-mm-dd" if number in _CHINESE_DAYS else BUILTIN_FORMATS.get(number, "General")
