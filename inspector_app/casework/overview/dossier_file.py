"""Exporting a 案卷: the originals in a folder, byte for byte, with their list, and all bound to one PDF.

The folder appears whole or not at all: everything is written beside its place and renamed at the end.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import archiving, binding
from inspector_app.casework.overview.binding import Entry, Plan
from inspector_app.casework.overview.binding_files import Filed
from inspector_app.casework.papers.verification import attested
from inspector_app.domain.chinese import day as chinese_day
from inspector_app.domain.copies import CopyKind, CopyMark
from inspector_app.domain.dossier import (
    Album,
    Binder,
    Bound,
    Cover,
    Item,
    Leaf,
    Listing,
    Paper,
    Shot,
    Slip,
    Volume,
    csv_line,
    file_name,
)
from inspector_app.domain.errors import (
    DamagedError,
    InspectorError,
    Progress,
    RuleError,
    UnavailableError,
)
from inspector_app.domain.parties import ROLE_LABELS

BOUND, LIST_CSV, LIST_JSON, ORIGINALS = "案卷.pdf", "卷内文件清单.csv", "卷内文件清单.json", "原件"
SCHEMA = "inspector.dossier-list/1"
LACKING = {
    "store.blob_missing": "原件缺失",
    "store.blob_damaged": "原件损坏",
    "store.blob_elsewhere": "原件不在本机，可向中心取",
}
_FULL = (28, 122)
_COLUMNS = ("序号", "文件名称", "文号", "日期", "页号", "备注", "文件", "字节", "SHA-256")
_MOST_PARTIES = 8
"""The five parties that answer for a building, with room for those who work under them."""
_MOST_MATTERS = 4
_READING = 0.45
"""Share of the work, as a person waits for it, that reading and writing the originals takes."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the export; `pages` of a list are its rows."""

    path: Path
    sha256: str
    pages: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export made.

    Attributes:
        pages: numbered pages; `sheets` all of the bound PDF.
        lacking: names of what is missing or damaged and stands in the file as a page that says so.
    """

    folder: Path
    files: tuple[Written, ...]
    items: int
    pages: int
    sheets: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Original:
    """An original in the folder, or what is known of one that is not to be had."""

    place: int
    name: str
    number: str
    day: str
    note: str
    sha256: str
    path: Path | None
    photo: bool = False


class _Share:
    """A part of the whole work's progress."""

    def __init__(self, progress: Progress | None, start: float, end: float) -> None:
        self._progress, self._start, self._end = progress, start, end

    def step(self, done: int, total: int, doing: str = "") -> None:
        """Report within the part."""
        if self._progress is not None:
            reached = self._start + (self._end - self._start) * done / max(total, 1)
            self._progress.step(int(1000 * reached), 1000, doing)


def export(
    desk: Desk,
    binder: Binder,
    scope: binding.Scope,
    out: Path,
    *,
    archive_number: str = "",
    progress: Progress | None = None,
) -> Exported:
    """Write a 案卷 as a new folder `out` and return what is in it.

    Args:
        binder: of the documents room.
        scope: see `binding.scope_of`.
        archive_number: 档号 as the archive gave it; left out, it is written by hand.

    Raises:
        RuleError: `dossier.empty`, `dossier.folder_taken`, `registry.no_target`.
        DamagedError: `dossier.record_altered`, `dossier.file_altered`: an issued document is not what the
            journal says, so nothing leaves the house.
        UnavailableError: `dossier.refused_place`, `dossier.disk_full`; the place is as it was.
        Cancelled: `progress` wants it stopped; nothing was left.
    """
    plan = binding.plan(desk, scope)
    _prove(desk, plan)
    with _disk(out):
        _refuse_taken(out)
        part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
        out.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        try:
            done = _Writing(desk, plan, part, progress).write(binder, archive_number)
            put_in_place(part, out)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    files = tuple(replace(one, path=out / one.path.relative_to(part)) for one in done.files)
    return replace(done, folder=out, files=files)


def _prove(desk: Desk, plan: Plan) -> None:
    """Refuse when what the tables say of a document is not what its signed entries say."""
    for entry in plan.entries:
        filed = entry.body
        if isinstance(filed, Filed) and filed.document_id and not attested(desk.store, filed.document_id):
            raise DamagedError("dossier.record_altered", where=filed.number)


@contextmanager
def _disk(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise UnavailableError("dossier.disk_full", where=str(out)) from error
        reason = error.strerror or str(error)
        raise UnavailableError("dossier.refused_place", where=str(out), reason=reason) from error


def _refuse_taken(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise RuleError("dossier.folder_taken", where=str(out))


def put_in_place(part: Path, out: Path) -> None:
    """Give a whole folder its name, once all of it is on the disk; `out` is empty or not there.

    Raises:
        OSError: it failed; the folder keeps the name it has.
    """
    for path in sorted(part.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    if out.exists():
        out.rmdir()  # it is empty; not every system renames onto it
    part.rename(out)


class _Writing:
    """One export under way, in the folder beside its place."""

    def __init__(self, desk: Desk, plan: Plan, part: Path, progress: Progress | None) -> None:
        self._desk, self._plan, self._part, self._progress = desk, plan, part, progress
        self._originals: list[_Original] = []
        self._shown: dict[str, Shot] = {}
        self._marked = part / ".marked"
        self._steps = sum(_pieces(entry) for entry in plan.entries)
        self._done = 0

    def write(self, binder: Binder, archive_number: str) -> Exported:
        """Write originals, the bound PDF and the lists."""
        (self._part / ORIGINALS).mkdir()
        self._marked.mkdir()
        work = self._part / ".work"
        work.mkdir()
        items = tuple(self._item(n, entry) for n, entry in enumerate(self._plan.entries, start=1))
        lacking = tuple(f"{one.place}　{one.name}" for one in self._originals if one.path is None)
        photos = sum(one.photo for one in self._originals)
        volume = Volume(self._cover(archive_number), items, self._remarks(), photos)
        bound = binder.bind(volume, self._part / BOUND, work, _Share(self._progress, _READING, 1.0))
        for folder in (work, self._marked):
            shutil.rmtree(folder)
        files = [self._written(self._part / BOUND, bound.sheets)]
        files += [self._written(path, len(self._originals)) for path in self._lists(volume, bound)]
        files += [
            self._written(one.path, _pages(one, bound)) for one in self._originals if one.path is not None
        ]
        return Exported(self._part, tuple(files), len(items), bound.numbered, bound.sheets, lacking)

    def _written(self, path: Path, pages: int) -> Written:
        digest = sha256()
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
        return Written(path, digest.hexdigest(), pages)

    def _took(self, name: str) -> None:
        self._done += 1
        _Share(self._progress, 0.0, _READING).step(self._done, self._steps, name)

    def _item(self, n: int, entry: Entry) -> Item:
        day, body, note = _printed(entry), entry.body, entry.note
        leaf: Leaf
        if isinstance(body, Album):
            leaf = self._album(n, entry, body)
        elif isinstance(body, Listing):
            leaf = body
        else:
            leaf = self._filed(n, entry, body)
            note = note or (self._originals[-1].note if isinstance(leaf, Slip) else "")
        group = self._plan.groups.get(entry.visit_id, "")
        return Item(group, entry.part, entry.name, entry.number, day, leaf, note)

    def _filed(self, n: int, entry: Entry, filed: Filed) -> Leaf:
        """Write an original; one of our own must be whole, any other one is named when it is not."""
        self._took(entry.name)
        try:
            raw = self._desk.store.blob(filed.sha256)
        except (DamagedError, UnavailableError) as error:
            if filed.own:
                raise DamagedError("dossier.file_altered", where=filed.sha256, number=filed.number) from error
            lacking = LACKING.get(error.code, LACKING["store.blob_damaged"])
            self._originals.append(_told(n, entry, filed.sha256, None, lacking))
            return _slip(entry, filed.sha256, lacking)
        name = file_name(f"{n:03d}-{entry.name}-{entry.number}".removesuffix("-"))
        path = self._part / ORIGINALS / f"{name}{_suffix(raw)}"
        path.write_bytes(raw)
        self._originals.append(_told(n, entry, filed.sha256, path, entry.note))
        for k, scan in enumerate(filed.scans, start=1):
            self._scan(n, k, entry, scan)
        if not filed.marked:
            return Paper(path, own=filed.own)
        return Paper(self._with_mark(n, raw), own=True)

    def _scan(self, n: int, k: int, entry: Entry, digest: str) -> None:
        """Write a scan that a late entry's file was made of; its pages are bound already."""
        told = replace(_told(n, entry, digest, None, ""), name=f"{entry.name}（扫描原图{k}）")
        try:
            raw = self._desk.store.blob(digest)
        except (DamagedError, UnavailableError) as error:
            lacking = LACKING.get(error.code, LACKING["store.blob_damaged"])
            self._originals.append(replace(told, note=lacking))
            return
        path = self._part / ORIGINALS / f"{n:03d}-{k:03d}-扫描原图{_suffix(raw)}"
        path.write_bytes(raw)
        self._originals.append(replace(told, path=path, note="扫描原图"))

    def _with_mark(self, n: int, raw: bytes) -> Path:
        """Write the copy of a document that does not stand any more, as it is bound: it bears 作废."""
        path = self._marked / f"{n:05d}.pdf"
        mark = CopyMark(0, "", CopyKind.VOID)
        try:
            path.write_bytes(self._desk.renderer.mark_copy(raw, mark))
        except InspectorError:
            path.write_bytes(raw)  # of a form that cannot bear a mark; 备注 says what it is
        return path

    def _album(self, n: int, entry: Entry, album: Album) -> Album:
        rows = []
        count = 0
        for row in album.rows:
            shots: list[Shot | None] = []
            for shot in row.shots:
                if shot is None:
                    shots.append(None)
                    continue
                count += 1
                shots.append(self._photo(n, count, entry, shot))
            rows.append(replace(row, shots=tuple(shots)))
        return replace(album, rows=tuple(rows))

    def _photo(self, n: int, count: int, entry: Entry, shot: Shot) -> Shot:
        """Write a photo, once even where it is shown twice: in its album and beside what became of it."""
        self._took(entry.name)
        if shot.sha256 in self._shown:
            made = self._shown[shot.sha256]
            return replace(shot, path=made.path, lacking=made.lacking)
        self._shown[shot.sha256] = made = self._new_photo(n, count, entry, shot)
        return made

    def _new_photo(self, n: int, count: int, entry: Entry, shot: Shot) -> Shot:
        try:
            raw = self._desk.store.blob(shot.sha256)
        except (DamagedError, UnavailableError) as error:
            lacking = LACKING.get(error.code, LACKING["store.blob_damaged"])
            told = replace(_told(n, entry, shot.sha256, None, lacking), name=shot.caption, photo=True)
            self._originals.append(told)
            return replace(shot, lacking=lacking)
        path = self._part / ORIGINALS / f"{n:03d}-{count:03d}-照片{_suffix(raw)}"
        path.write_bytes(raw)
        told = replace(_told(n, entry, shot.sha256, path, ""), name=shot.caption, photo=True)
        self._originals.append(told)
        return replace(shot, path=path)

    def _cover(self, archive_number: str) -> Cover:
        plan = self._plan
        kind = self._desk.rules.targets.get(plan.target.kind)
        label = f"（{kind.label}）" if kind else ""
        matter = "、".join(plan.matters[:_MOST_MATTERS]) + ("等" if len(plan.matters) > _MOST_MATTERS else "")
        parties = [
            (ROLE_LABELS.get(one.role, "责任单位"), one.name) for one in plan.target.parties if one.name
        ]
        if len(parties) > _MOST_PARTIES:
            parties[_MOST_PARTIES - 1 :] = [("其他单位", f"另有{len(parties) - _MOST_PARTIES + 1}家")]
        return Cover(
            office=plan.office.name,
            title=f"{plan.target.name}行政检查案卷",
            target=f"{plan.target.name}{label}",
            address=plan.target.address,
            parties=tuple(parties),
            matter=matter,
            period="至".join(dict.fromkeys(chinese_day(one) for one in (plan.first, plan.last) if one)),
            made_on=self._desk.today(),
            archive_number=archive_number.strip(),
            retention_years=archiving.retention(self._desk.store),
        )

    def _remarks(self) -> tuple[str, ...]:
        lacking = [one for one in self._originals if one.path is None]
        told = list(self._plan.remarks)
        if lacking:
            names = "；".join(f"第{one.place}件 {one.name}（{one.note}）" for one in lacking)
            told.append(f"缺失或者损坏的原件{len(lacking)}份，相应页面已注明：{names}。")
        told.append(
            f"本卷于{chinese_day(self._desk.today())}由执法检查系统导出，各原件未经改动，"
            f"文件名称和SHA-256摘要见随卷的《卷内文件清单》；编有页号的为装订用副本。"
        )
        return tuple(told)

    def _lists(self, volume: Volume, bound: Bound) -> Iterable[Path]:
        """Write the list of originals with their hashes, for a spreadsheet and for a program."""
        rows = [self._row(one, bound) for one in self._originals]
        text = "\ufeff" + csv_line(_COLUMNS) + "".join(csv_line([str(cell) for cell in row]) for row in rows)
        (self._part / LIST_CSV).write_bytes(text.encode())
        told = {
            "schema": SCHEMA,
            "title": volume.cover.title,
            "period": volume.cover.period,
            "made_on": volume.cover.made_on.isoformat(),
            "items": len(volume.items),
            "pages": bound.numbered,
            "files": [dict(zip(_KEYS, row, strict=True)) for row in rows],
        }
        (self._part / LIST_JSON).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
        return self._part / LIST_CSV, self._part / LIST_JSON

    def _row(self, one: _Original, bound: Bound) -> tuple[str | int, ...]:
        first, last = bound.pages[one.place - 1]
        # Not a hyphen: a spreadsheet would make 4 March of 3-4.
        pages = str(first) if first == last else f"{first}–{last}"
        note = "文件损坏" if one.place - 1 in bound.unread else one.note
        file = one.path.relative_to(self._part).as_posix() if one.path is not None else ""
        size = one.path.stat().st_size if one.path is not None else 0
        return one.place, one.name, one.number, one.day, pages, note, file, size, one.sha256


_KEYS = ("item", "name", "number", "day", "pages", "note", "file", "bytes", "sha256")


def _pieces(entry: Entry) -> int:
    if isinstance(entry.body, Album):
        return sum(shot is not None for row in entry.body.rows for shot in row.shots)
    return isinstance(entry.body, Filed)


def _pages(one: _Original, bound: Bound) -> int:
    first, last = bound.pages[one.place - 1]
    return 1 if one.photo else last - first + 1


def _told(n: int, entry: Entry, digest: str, path: Path | None, note: str) -> _Original:
    return _Original(n, entry.name, entry.number, values.iso(entry.on), note, digest, path)


def _printed(entry: Entry) -> str:
    return f"{entry.on:%Y.%m.%d}" if entry.on is not None else ""


def _suffix(raw: bytes) -> str:
    if b"%PDF-" in raw[:1024]:
        return ".pdf"
    if raw.startswith(b"\x89PNG"):
        return ".png"
    return ".webp" if raw[8:12] == b"WEBP" else ".jpg"


def _slip(entry: Entry, digest: str, lacking: str) -> Slip:
    facts = (
        ("文件名称", entry.name),
        ("文　　号", entry.number),
        ("日　　期", _printed(entry)),
        ("登记摘要", f"SHA-256 {digest}"),
    )
    return Slip(
        lacking,
        "登记簿记有本件，但保存的文件不在或者已与登记的摘要不符，未能装订入卷。"
        "在文件从备份恢复之前，本页代替该件。",
        tuple(one for one in facts if one[1]),
    )
