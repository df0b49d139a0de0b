"""`doctor`: everything that the program stands on, and what to do where it does not hold."""

import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from inspector_app import assets
from inspector_app.answers.answer import DONE, ENVIRONMENT, Answer
from inspector_app.casework import issued, workspace
from inspector_app.domain.errors import InspectorError
from inspector_app.store.library import library
from inspector_app.store.store import Store

LEAST_FREE_MB = 500
LIBRARIES = ("SQLAlchemy", "sqlcipher3", "cryptography", "argon2-cffi", "reportlab", "pypdfium2", "Pillow")
FONTS = (
    "FandolFang-safe.ttf",
    "NotoSerifSC-Bold-min.ttf",
    "NotoSansSC-Regular-min.ttf",
    "NotoSerifSC-Regular-full.ttf",
)


def answer(data: Path, store: Store | None, *, deep: bool) -> Answer:
    """Look at libraries, database, fonts, disk, forms and workspace; `deep` reads every file too."""
    checks = [
        _check("python", value=f"{platform.python_version()} {sys.platform}"),
        _sqlite(),
        _libraries(),
        _fonts(),
        _disk(data),
        _forms(data if store else None),
        _workspace(data, store),
    ]
    if store is not None:
        checks += [_pragmas(store), _clock(store)]
    if store is not None and deep:
        checks += [_journal(store), _papers(store)]
    bad = any(one["status"] == "fail" for one in checks)
    lines = tuple(f"{one['status']:4} {one['id']}: {one['value']} {one['remedy']}".rstrip() for one in checks)
    return Answer("doctor", {"checks": checks}, lines, ENVIRONMENT if bad else DONE)


def _check(name: str, status: str = "ok", *, value: str, remedy: str = "") -> dict[str, object]:
    return {"id": name, "status": status, "value": value, "remedy": remedy if status != "ok" else ""}


def _sqlite() -> dict[str, object]:
    found = library()
    told = f"SQLite {found.sqlite}, SQLCipher {found.cipher}"
    status = "ok" if found.sound else "fail"
    return _check("sqlite", status, value=told, remedy="安装 sqlcipher3 0.6.4 或更新的版本")


def _pragmas(store: Store) -> dict[str, object]:
    told = store.pragmas()
    good = told.get("journal_mode") == "wal" and told.get("synchronous") == "2"
    value = ", ".join(f"{name}={setting}" for name, setting in told.items())
    return _check("pragmas", "ok" if good else "fail", value=value, remedy="重新启动程序")


def _libraries() -> dict[str, object]:
    found, lacking = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            lacking.append(name)
    status = "fail" if lacking else "ok"
    return _check(
        "libraries", status, value=", ".join(found), remedy=f"缺少 {'、'.join(lacking)}：重新安装程序"
    )


def _fonts() -> dict[str, object]:
    folder = assets.folder("resources") / "fonts"
    lacking = [name for name in FONTS if not (folder / name).is_file()]
    value = f"{len(FONTS) - len(lacking)}/{len(FONTS)}"
    return _check("fonts", "fail" if lacking else "ok", value=value, remedy="重新安装程序")


def _disk(data: Path) -> dict[str, object]:
    place = data
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free // 1_000_000
    return _check(
        "disk", "ok" if free >= LEAST_FREE_MB else "warn", value=f"{free} MB", remedy="清理磁盘空间"
    )


def _forms(data: Path | None) -> dict[str, object]:
    try:
        rules, warning = workspace.rules_of(data)
    except InspectorError as error:
        return _check("forms", "fail", value=error.code, remedy="运行 inspector-app forms check")
    status = "warn" if warning else "ok"
    return _check("forms", status, value=rules.edition[:12], remedy="最近一次启用的表单有误，正在使用上一版")


def _workspace(data: Path, store: Store | None) -> dict[str, object]:
    if store is None:
        return _check("workspace", "warn", value=str(data), remedy="尚无工作区：运行 inspector-app demo")
    kind = "培训" if store.meta.training else "正式"
    return _check("workspace", value=f"{kind}，机号 {store.meta.machine_code}")


def _clock(store: Store) -> dict[str, object]:
    last = max((act.wall for act in store.acts("document")), default="")
    return _check("clock", value=f"最近一次签发登记 {last}" if last else "尚无签发")


def _journal(store: Store) -> dict[str, object]:
    found = store.integrity()
    status = "fail" if found.problems else "ok"
    faults = "; ".join(f"{one.code} {one.where}" for one in found.problems[:5])
    return _check("journal", status, value=faults or f"{found.entries} 条，完整", remedy="从备份恢复")


def _papers(store: Store) -> dict[str, object]:
    bad = []
    everything = issued.all_documents(store)
    for one in everything:
        try:
            store.blob(one.pdf_sha256)
        except InspectorError:
            bad.append(one.number)
    status = "fail" if bad else "ok"
    value = f"{len(everything) - len(bad)}/{len(everything)}"
    return _check("documents", status, value=value, remedy=f"文件缺失或损坏：{'、'.join(bad)}；从备份恢复")
