"""A 案卷 bound to one PDF: every page on A4, its number in the upper right corner, an outline beside it.

Pages of our own documents are taken as they are, their numbers laid over them as a form of its own; the
files in the folder stay untouched. What came from outside is set onto A4 a little smaller, so that its
number stands beside it and covers nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from inspector_app.documents import leaves
from inspector_app.documents.foreign import onto_a4
from inspector_app.domain.dossier import Album, Bound, Item, Listing, Paper, Slip, Volume
from inspector_app.domain.errors import DamagedError, Progress

AT_ONCE = 48
"""Files that are open at the same time; Windows allows a program 512."""

COVER, CLOSING = "封面", "卷内备考表"
UNREAD = Slip(
    "文件无法读出",
    "本页代替的文件已随案卷文件夹保存，但不能作为图片或者PDF打开，未能装订入卷。",
    (),
)


@dataclass(frozen=True, slots=True)
class _Pages:
    """A file whose pages are bound one after the other, with the place of its item, and its first number."""

    path: Path
    count: int
    first: int = 0


class _Steps:
    """Counts the steps of one binding."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def took(self, what: str) -> None:
        """Note that one more piece is done; here the work can be stopped."""
        self._done += 1
        self._progress.step(min(self._done, self._total), self._total, what)


class PdfBinder:
    """Binds files to one PDF; see `domain.dossier.Binder`."""

    def bind(self, volume: Volume, out: Path, work: Path, progress: Progress) -> Bound:
        """Write the bound PDF to `out` and return where each item stands in it.

        Args:
            work: an empty folder; what is left in it may be thrown away afterwards.

        Raises:
            DamagedError: `documents.pdf_unreadable` for a document of our own that cannot be opened.
            Cancelled: `progress` wants it stopped; `out` is not whole then.
            OSError: the disk refuses.
        """
        photos = sum(_photos(item) for item in volume.items)
        steps = _Steps(progress, 2 * len(volume.items) + photos + 2)
        made = [_leaf(item, work / f"{n:05d}.pdf", steps) for n, item in enumerate(volume.items)]
        unread = frozenset(n for n, one in enumerate(made) if one is None)
        files: list[_Pages] = []
        number = 1
        for n, one in enumerate(made):
            pages = one or _slip(volume.items[n], work / f"{n:05d}.pdf")
            files.append(replace(pages, first=number))
            number += pages.count
        spans = tuple((one.first, one.first + one.count - 1) for one in files)
        bound = Bound(spans, number - 1, unread=unread)
        head, foot = _around(volume, bound, work)
        bound = replace(bound, sheets=number - 1 + sum(one.count for one in (*head, *foot)))
        _assemble((*head, *files, *foot), work, out, steps, _Outline(volume, bound, head[1].count))
        return bound


def _photos(item: Item) -> int:
    leaf = item.leaf
    return sum(len(row.shots) for row in leaf.rows) if isinstance(leaf, Album) else 0


def _leaf(item: Item, path: Path, steps: _Steps) -> _Pages | None:
    """Return the pages of an item; None for a file from outside that cannot be read."""
    leaf = item.leaf
    if isinstance(leaf, Paper):
        steps.took(item.name)
        return _Pages(leaf.path, _count(leaf.path)) if leaf.own else _foreign(leaf.path, path)
    if isinstance(leaf, Album):
        pictures = {}
        for row in leaf.rows:
            for shot in row.shots:
                found = leaves.derived(shot) if shot is not None else None
                if shot is not None and found is not None:
                    pictures[shot] = found
                steps.took(item.name)
        raw = leaves.album(leaf, pictures)
    else:
        raw = leaves.listing(leaf) if isinstance(leaf, Listing) else leaves.slip(leaf)
    steps.took(item.name)
    return _kept(path, raw)


def _kept(path: Path, raw: bytes) -> _Pages:
    path.write_bytes(raw)
    return _Pages(path, _count(path))


def _count(path: Path) -> int:
    try:
        with pikepdf.open(path) as file:
            return len(file.pages)
    except pikepdf.PdfError as error:
        raise DamagedError("documents.pdf_unreadable", where=path.name) from error


def _foreign(source: Path, path: Path) -> _Pages | None:
    return _Pages(path, _count(path)) if onto_a4(source, path) else None


def _slip(item: Item, path: Path) -> _Pages:
    facts = (("文件名称", item.name), ("文　　号", item.number), ("日　　期", item.day))
    return _kept(path, leaves.slip(replace(UNREAD, facts=tuple(one for one in facts if one[1]))))


def _around(volume: Volume, bound: Bound, work: Path) -> tuple[tuple[_Pages, _Pages], tuple[_Pages]]:
    """Return cover and 卷内目录, and the 备考表."""
    cover, register = leaves.front(volume, bound)
    return (
        (_kept(work / "cover.pdf", cover), _kept(work / "register.pdf", register)),
        (_kept(work / "closing.pdf", leaves.closing(volume, bound)),),
    )


def _assemble(files: Sequence[_Pages], work: Path, out: Path, steps: _Steps, outline: "_Outline") -> None:
    """Bind files by the handful, and the handfuls to one file."""
    parts = []
    for n, some in enumerate(_handfuls(files)):
        part = work / f"part-{n:03d}.pdf"
        _bound_part(some, part, work / f"stamps-{n:03d}.pdf", steps)
        parts.append(part)
    opened: list[pikepdf.Pdf] = []
    try:
        with pikepdf.new() as whole:
            for part in parts:
                opened.append(pikepdf.open(part))
                whole.pages.extend(opened[-1].pages)
            outline.write(whole)
            whole.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    finally:
        for one in opened:
            one.close()
    steps.took("")


def _handfuls(files: Sequence[_Pages]) -> Iterator[Sequence[_Pages]]:
    return (files[n : n + AT_ONCE] for n in range(0, len(files), AT_ONCE))


def _bound_part(files: Sequence[_Pages], out: Path, stamped: Path, steps: _Steps) -> None:
    numbers = [number for one in files if one.first for number in range(one.first, one.first + one.count)]
    stamped.write_bytes(leaves.stamps(numbers or [0]))
    opened: list[pikepdf.Pdf] = []
    try:
        with pikepdf.new() as part, pikepdf.open(stamped) as stamps:
            marks = iter(stamps.pages)
            for one in files:
                opened.append(pikepdf.open(one.path))
                before = len(part.pages)
                part.pages.extend(opened[-1].pages)
                for n, page in enumerate(part.pages[before:] if one.first else (), start=one.first):
                    _number(part, page, next(marks), n)
                steps.took("")
            part.save(out)
    finally:
        for file in opened:
            file.close()


def _number(part: pikepdf.Pdf, page: pikepdf.Page, mark: pikepdf.Page, number: int) -> None:
    """Lay a number over a page as a form of its own, by a name that no other page has."""
    name = pikepdf.Name(f"/DossierNumber{number}")
    page.add_resource(part.copy_foreign(mark.as_form_xobject()), pikepdf.Name.XObject, name)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ q %b Do Q\n" % str(name).encode())


class _Outline:
    """The outline, the page labels and the title of a bound file."""

    def __init__(self, volume: Volume, bound: Bound, register: int) -> None:
        self._volume, self._bound, self._front = volume, bound, 1 + register

    def write(self, whole: pikepdf.Pdf) -> None:
        """Write them into the file."""
        cover = self._volume.cover
        whole.Root.Lang = pikepdf.String("zh-CN")
        whole.Root.PageMode = pikepdf.Name.UseOutlines
        whole.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        whole.Root.PageLabels = self._labels()
        made = f"D:{cover.made_on:%Y%m%d}120000+08'00'"
        whole.docinfo["/Title"] = cover.title
        whole.docinfo["/Author"] = cover.office
        whole.docinfo["/CreationDate"] = whole.docinfo["/ModDate"] = made
        with whole.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(COVER, 0))
            outline.root.append(pikepdf.OutlineItem("卷内文件目录", 1))
            outline.root.extend(self._items())
            outline.root.append(pikepdf.OutlineItem(CLOSING, self._front + self._bound.numbered))

    def _items(self) -> list[pikepdf.OutlineItem]:
        items, groups = self._volume.items, dict.fromkeys(item.group for item in self._volume.items)
        told: list[pikepdf.OutlineItem] = []
        homes: dict[str, list[pikepdf.OutlineItem]] = {}
        for item, (first, _) in zip(items, self._bound.pages, strict=True):
            page = self._front + first - 1
            if len(groups) > 1 and item.group and item.group not in homes:
                told.append(pikepdf.OutlineItem(item.group, page))
                homes[item.group] = told[-1].children
            name = f"{item.name}\u3000{item.number}".rstrip()
            homes.get(item.group, told).append(pikepdf.OutlineItem(name, page))
        return told

    def _labels(self) -> pikepdf.Dictionary:
        """Return labels that name each page by the number that stands on it."""
        number, text = pikepdf.Name.D, pikepdf.String
        labels = [
            0,
            pikepdf.Dictionary(P=text(COVER)),
            1,
            pikepdf.Dictionary(P=text("目录-"), S=number),
            self._front,
            pikepdf.Dictionary(S=number),
            self._front + self._bound.numbered,
            pikepdf.Dictionary(P=text("备考表-"), S=number),
        ]
        return pikepdf.Dictionary(Nums=pikepdf.Array(labels))
