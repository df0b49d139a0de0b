"""Several dossiers bound at once: one PDF each in a new folder, and a list of what lies there.

The folder appears whole or not at all. A dossier that cannot be bound (nothing in it yet, or a document that
is not what the journal says) is left out and named in the list: the others are not kept back for it.
"""

import errno
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import binding, dossier_file, review_list
from inspector_app.casework.overview.dossier_file import BOUND, put_in_place
from inspector_app.casework.overview.review_list import Listed
from inspector_app.casework.overview.review_matters import matter
from inspector_app.domain.dossier import Binder, csv_line, file_name
from inspector_app.domain.errors import DamagedError, Progress, RuleError, UnavailableError

LIST = "案卷目录.csv"
MOST_NAME = 60
"""Characters of a file's name before its ending: with the folder it must fit where paths are short."""

_COLUMNS = ("序号", "检查日期", "对象", "文书", "文号", "检查人员", "审阅", "页数", "文件", "SHA-256", "说明")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class Bundled:
    """A dossier of the folder.

    Attributes:
        path: of its PDF; None when it was left out, `why` is then the code of the reason.
        sheets: pages of the PDF.
    """

    row: Listed
    path: Path | None
    sheets: int = 0
    sha256: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export made: the folder, and every dossier that was asked for, in its order."""

    folder: Path
    dossiers: tuple[Bundled, ...]

    @property
    def bound(self) -> int:
        """How many were bound."""
        return sum(one.path is not None for one in self.dossiers)


class _Share:
    """The part of the whole that one dossier is."""

    def __init__(self, progress: Progress | None, n: int, count: int, doing: str) -> None:
        self._progress, self._n, self._count, self._doing = progress, n, count, doing

    def step(self, done: int, total: int, doing: str = "") -> None:  # noqa: ARG002 - the dossier is named
        """Report within the dossier."""
        if self._progress is not None:
            within = int(1000 * done / max(total, 1))
            self._progress.step(1000 * self._n + within, 1000 * self._count, self._doing)


def export(
    desk: Desk,
    binder: Binder,
    visit_ids: Sequence[str],
    out: Path,
    *,
    progress: Progress | None = None,
) -> Exported:
    """Bind dossiers into a new folder `out`; nothing that is there already is written over.

    Args:
        binder: of the documents room.

    Raises:
        RuleError: `reviewing.nothing_chosen`, `reviewing.none`, `reviewing.folder_taken`,
            `reviewing.nothing_bound`.
        UnavailableError: `reviewing.refused_place`, `reviewing.disk_full`; the place is as it was.
        Cancelled: `progress` wants it stopped; nothing was left.
    """
    if not visit_ids:
        raise RuleError("reviewing.nothing_chosen", where="review.chosen")
    rows = [review_list.row(desk, matter(desk.store, one)) for one in dict.fromkeys(visit_ids)]
    with _disk(out):
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise RuleError("reviewing.folder_taken", where=str(out))
        part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
        made: list[Path] = [one for one in (out.parent, *out.parent.parents) if not one.exists()]
        try:
            part.mkdir(parents=True)
            told = [_one(desk, binder, row, part, n, len(rows), progress) for n, row in enumerate(rows)]
            _refuse_empty(told)
            _write_list(part, told)
            put_in_place(part, out)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            for folder in made:
                _remove_empty(folder)
            raise
    return Exported(out, tuple(_moved(one, out) for one in told))


def _refuse_empty(told: Sequence[Bundled]) -> None:
    if all(one.path is None for one in told):
        raise RuleError("reviewing.nothing_bound", where="review.chosen", count=len(told))


@contextmanager
def _disk(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _refused(out, error.errno, error.strerror or str(error)) from error
    except UnavailableError as error:
        if error.code == "dossier.disk_full":
            raise UnavailableError("reviewing.disk_full", where=str(out)) from error
        if error.code == "dossier.refused_place":
            reason = str(error.values.get("reason", ""))
            raise UnavailableError("reviewing.refused_place", where=str(out), reason=reason) from error
        raise


def _refused(out: Path, number: int | None, reason: str) -> UnavailableError:
    if number in _FULL:
        return UnavailableError("reviewing.disk_full", where=str(out))
    return UnavailableError("reviewing.refused_place", where=str(out), reason=reason)


def _one(
    desk: Desk, binder: Binder, row: Listed, part: Path, n: int, count: int, progress: Progress | None
) -> Bundled:
    """Bind one dossier; its originals are needed on the way only."""
    share = _Share(progress, n, count, row.target)
    share.step(0, 1)
    held = part / f".{n:04d}"
    try:
        scope = binding.Scope(row.target_id, row.id)
        made = dossier_file.export(desk, binder, scope, held, progress=share)
    except (RuleError, DamagedError) as error:
        return Bundled(row, None, why=error.code)
    path = _free(part, row)
    (held / BOUND).rename(path)
    shutil.rmtree(held)
    return Bundled(row, path, made.sheets, _digest(path))


def _free(part: Path, row: Listed) -> Path:
    """Return a name by day and site that no other dossier of the folder bears."""
    stem = file_name(f"{row.on.isoformat()} {row.target}")[:MOST_NAME].strip(" .")
    path, n = part / f"{stem}.pdf", 2
    while path.exists():
        path, n = part / f"{stem}（{n}）.pdf", n + 1
    return path


def _digest(path: Path) -> str:
    told = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            told.update(piece)
    return told.hexdigest()


def _write_list(part: Path, told: Sequence[Bundled]) -> None:
    lines = [csv_line(_COLUMNS), *(csv_line(_cells(n, one)) for n, one in enumerate(told, start=1))]
    (part / LIST).write_bytes(("\ufeff" + "".join(lines)).encode())


def _cells(n: int, one: Bundled) -> tuple[str, ...]:
    row = one.row
    file = one.path.name if one.path is not None else ""
    note = "" if one.path is not None else _WHY.get(one.why, f"未导出（{one.why}）")
    names = "、".join(row.officers)
    pages = str(one.sheets) if one.path is not None else ""
    state = str(row.state)
    return (
        str(n),
        row.on.isoformat(),
        row.target,
        row.label,
        row.number,
        names,
        state,
        pages,
        file,
        one.sha256,
        note,
    )


_WHY = {
    "dossier.empty": "未导出：还没有可以装订的材料",
    "dossier.record_altered": "未导出：文书登记与签名日志不符，请先核查",
    "dossier.file_altered": "未导出：文书原件缺失或者损坏，请先从备份恢复",
}


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return  # it is not empty, or was never made


def _moved(one: Bundled, out: Path) -> Bundled:
    path = out / one.path.name if one.path is not None else None
    return Bundled(one.row, path, one.sheets, one.sha256, one.why)
