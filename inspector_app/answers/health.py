"""`numbers`, `digest`, `replay`, `doctor`: whether everything is as it must be."""

import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from inspector_app.answers.answer import DAMAGED, DECIDE, DONE, ENVIRONMENT, Answer
from inspector_app.domain.errors import Progress
from inspector_app.store.store import Store

LEAST_FREE_MB = 500
LIBRARIES = ("SQLAlchemy", "sqlcipher3", "cryptography", "argon2-cffi", "reportlab", "pypdfium2", "Pillow")


def numbers(store: Store) -> Answer:
    """Every number with its fate; gaps and duplicates, of which there are none if all is well."""
    book = store.numbers()
    told = [{"number": one.number, "fate": one.fate, "document_id": one.document_id} for one in book.numbers]
    gaps = [
        {"machine_code": one.machine_code, "kind": one.kind, "year": one.year, "serial": one.serial}
        for one in book.gaps
    ]
    duplicates = [{"number": one.number, "document_id": one.document_id} for one in book.duplicates]
    lines = (*(f"{one['number']}  {one['fate']}" for one in told), f"{len(told)} 个文号，{len(gaps)} 个缺号")
    code = DECIDE if duplicates else DAMAGED if gaps else DONE
    return Answer("numbers", {"numbers": told, "gaps": gaps, "duplicates": duplicates}, lines, code)


def digest(store: Store) -> Answer:
    """The one oracle for sync, restore and replay, with the vector it was taken at."""
    told = store.digest()
    vector = {journal_id: [n, head] for journal_id, (n, head) in store.vector().items()}
    return Answer("digest", {"vector": vector, "digest": told}, (told,))


def replay(store: Store, progress: Progress, *, check_only: bool) -> Answer:
    """Fold the whole journal again; without `check_only` the projection is rebuilt from it."""
    if not check_only:
        store.replay(progress)
    checked = store.replay_check(progress)
    data = {"same": checked.same, "entries": checked.entries, "seconds": round(checked.seconds, 3)}
    words = "一致" if checked.same else "不一致"
    return Answer("replay", data, (f"{checked.entries} 条，{words}",), DONE if checked.same else DAMAGED)


def _check(name: str, status: str, value: str, remedy: str = "") -> dict[str, object]:
    return {"id": name, "status": status, "value": value, "remedy": remedy}


def doctor(
    data: Path, pragmas: dict[str, str], fonts: list[str], forms: tuple[str, str], store: Store | None
) -> Answer:
    """Look at everything that the program stands on.

    Args:
        pragmas: what the database library says of itself, `sqlite` among it.
        fonts: names of the bundled fonts that were found.
        forms: edition in use, and what is wrong with a newer one (empty if nothing).
    """
    free = shutil.disk_usage(_standing(data)).free // 1_000_000
    checks = [
        _check("python", "ok", f"{platform.python_version()} {sys.platform}"),
        _check("sqlite", "ok", pragmas.pop("sqlite", "?")),
        _check("pragmas", "ok", ", ".join(f"{name}={value}" for name, value in pragmas.items())),
        _check("fonts", "ok" if len(fonts) >= 4 else "fail", ", ".join(fonts), "缺字体时请重新安装程序"),
        _libraries(),
        _check("disk", "ok" if free >= LEAST_FREE_MB else "warn", f"{free} MB", "不足时请清理磁盘"),
        _check("forms", "warn" if forms[1] else "ok", forms[0], forms[1]),
        _workspace(data, store),
    ]
    bad = any(one["status"] == "fail" for one in checks)
    lines = tuple(f"{one['status']:4} {one['id']}: {one['value']} {one['remedy']}".rstrip() for one in checks)
    return Answer("doctor", {"checks": checks}, lines, ENVIRONMENT if bad else DONE)


def _standing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


def _libraries() -> dict[str, object]:
    found, lacking = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            lacking.append(name)
    return _check("libraries", "fail" if lacking else "ok", ", ".join(found), "、".join(lacking))


def _workspace(data: Path, store: Store | None) -> dict[str, object]:
    if store is None:
        return _check("workspace", "warn", str(data), "尚无工作区：运行 inspector-app demo，或在窗口中建立")
    kind = "培训" if store.meta.training else "正式"
    return _check("workspace", "ok", f"{kind}，机号 {store.meta.machine_code}")
