"""A stranger's workbook becomes values, or a reason why it does not. It runs in a process of its own.

Whoever calls it hands it to `documents.proof.apart.Apart`: bounds of the processor and of memory hold
there too, for what no rule here foresaw.
"""

from functools import partial

from inspector_app.workbooks.book import Refused, RefusedError, Sheet, Workbook
from inspector_app.workbooks.cells import Cells
from inspector_app.workbooks.elements import hear
from inspector_app.workbooks.guarding import Package
from inspector_app.workbooks.parts import Contents, Links, Styles, Texts

SECONDS, SECONDS_EACH_MEGABYTE, MOST_SECONDS, ROOM = 1.0, 1.0, 6.0, 360_000_000
"""What that process may take: a ledger of ten years, with two megabytes, takes 1.2 seconds."""


def seconds_for(size: int) -> float:
    """Return the seconds of the processor that a file of so many bytes may take; pictures buy no more."""
    return min(SECONDS + SECONDS_EACH_MEGABYTE * size / 1_000_000, MOST_SECONDS)


def read(raw: bytes | bytearray) -> Workbook | Refused:
    """Return what a file holds, or why it is not read.

    Formulas give the result that the file holds; macros and links to other files are left alone and named.
    """
    try:
        return _read(Package(bytes(raw)))
    except RefusedError as refused:
        return refused.why
    except RecursionError:
        return Refused("import.damaged")


def _read(package: Package) -> Workbook:
    part = _main_part(package)
    links, contents = Links(package, part), Contents(package, part)
    texts = Texts(package, links.of_kind("sharedStrings", "xl/sharedStrings.xml"))
    styles = Styles(package, links.of_kind("styles", "xl/styles.xml"))
    cells = partial(Cells, texts.all, styles, since_1904=contents.since_1904)
    parts = [links.targets[link] for _, link, _ in contents.sheets if link in links.targets]
    if len(set(parts)) < len(parts):
        raise RefusedError("import.damaged")  # two sheets of one part: no program writes that
    sheets = [
        _sheet(package, links.targets[link], name, cells(), hidden=hidden)
        for name, link, hidden in contents.sheets
        if link in links.targets
    ]
    if not sheets:
        raise RefusedError("import.no_sheets")
    return Workbook(tuple(sheets), contents.since_1904, _ignored(package))


def _main_part(package: Package) -> str:
    named = Links(package, "/").of_kind("officeDocument", "")
    return named if package.has(named) else "xl/workbook.xml"


def _sheet(package: Package, part: str, name: str, cells: Cells, *, hidden: bool) -> Sheet:
    hear(package.pieces(part), cells)
    return Sheet(name, tuple(cells.rows), tuple(cells.merged), hidden, cells.cut)


def _ignored(package: Package) -> tuple[str, ...]:
    names = package.names()
    told = []
    if any(one.endswith("vbaproject.bin") or "/macrosheets/" in one for one in names):
        told.append("import.macros_ignored")
    if any("/externallinks/" in one for one in names):
        told.append("import.links_ignored")
    return tuple(told)
