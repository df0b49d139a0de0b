"""A stranger's workbook becomes values, or a reason why it does not. It runs in a process of its own.

Whoever calls it hands it to `documents.proof.apart.Apart`: bounds of the processor and of memory hold
there too, for what no rule here foresaw.
"""

from inspector_app.workbooks.book import Refused, RefusedError, Sheet, Workbook
from inspector_app.workbooks.cells import Cells
from inspector_app.workbooks.elements import hear
from inspector_app.workbooks.guarding import Package
from inspector_app.workbooks.parts import Contents, Links, Styles, Texts

SECONDS, SECONDS_EACH_MEGABYTE, ROOM = 1.0, 1.0, 360_000_000
"""What that process may take: a ledger of ten years, with two megabytes, takes 1.2 seconds."""


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
    texts = Texts(package, _part_of(links, "sharedStrings", "xl/sharedStrings.xml"))
    styles = Styles(package, _part_of(links, "styles", "xl/styles.xml"))
    sheets = [
        _sheet(package, contents, texts, styles, n)
        for n in range(len(contents.sheets))
        if contents.sheets[n][1] in links.targets
    ]
    if not sheets:
        raise RefusedError("import.no_sheets")
    return Workbook(tuple(sheets), contents.since_1904, _ignored(package))


def _main_part(package: Package) -> str:
    top = Links(package, "/")
    named = [one for one in top.targets.values() if one.lower().startswith("xl/") and package.has(one)]
    return next(iter(named), "xl/workbook.xml")


def _part_of(links: Links, kind: str, otherwise: str) -> str:
    found = (one for one in links.targets.values() if one.rpartition("/")[2].lower() == f"{kind.lower()}.xml")
    return next(found, otherwise)


def _sheet(package: Package, contents: Contents, texts: Texts, styles: Styles, n: int) -> Sheet:
    name, link, hidden = contents.sheets[n]
    part = Links(package, _main_part(package)).targets[link]
    cells = Cells(texts.all, styles, since_1904=contents.since_1904)
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
