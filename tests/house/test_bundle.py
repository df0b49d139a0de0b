"""What can be tried of the bundle without building it; the build itself is tried by `packaging/build.py`."""

import _ssl
import json
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from inspector_app import __main__ as program
from inspector_app import assets

ROOT = Path(__file__).resolve().parents[2]


sys.path.insert(0, str(ROOT / "packaging"))
contents, elf, glibc = import_module("contents"), import_module("elf"), import_module("check_glibc")
licences, shared, start = import_module("licences"), import_module("shared"), import_module("start")


def test_a_frozen_program_reads_the_folders_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _, name in contents.shipped(ROOT):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert assets.folder("forms") == tmp_path / "forms"
    assert assets.folder("resources") == tmp_path / "resources"


def test_every_folder_that_the_wheel_carries_is_in_the_bundle_too() -> None:

    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = told["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert set(contents.SHIPPED) == set(wheel)
    package, below = contents.STEPS
    steps = ROOT / package.replace(".", "/") / below.removesuffix("/**")
    assert list(steps.rglob("*.py"))


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", False),  # Windows' own separator is read only there
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("resources/help/zh/01-start.md", True),
    ],
)
def test_what_stays_of_qt(name: str, stays: bool) -> None:
    if "\\" in name and not sys.platform.startswith("win"):
        return
    assert contents.stays(name) is stays


def test_a_child_of_the_bundle_is_one_of_our_modules_or_none() -> None:
    assert start.module_of(["inspector-app", "-m", "inspector_app", "numbers"]) == "inspector_app"
    assert (
        start.module_of(["inspector-app", "-m", "inspector_app.screenplay", "x"])
        == "inspector_app.screenplay"
    )
    assert start.module_of(["inspector-app", "-m", "os"]) == ""
    assert start.module_of(["inspector-app", "demo"]) == ""


def test_what_nothing_asks_for_is_found() -> None:
    files = [(Path("a"), ("b",)), (Path("b"), ("c", "libc.so.6")), (Path("c"), ("b",)), (Path("d"), ("a",))]
    assert shared.asked_for(files, [Path("a")]) == {Path("a"), Path("b"), Path("c")}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ELF files are Linux's")
def test_an_object_tells_what_it_asks_of_the_system() -> None:
    read = elf.Elf.of(Path(_ssl.__file__))
    assert "libc.so.6" in read.needed
    asked = {(one.library, one.version.split("_")[0]) for one in read.wanted}
    assert ("libc.so.6", "GLIBC") in asked
    assert glibc.above(read.wanted, "2.0")
    assert not glibc.above(read.wanted, "99.0")


def test_what_is_no_object_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"no object at all")
    with pytest.raises(elf.NotElfError):
        _ = elf.Elf.of(tmp_path / "x").needed


def test_the_licences_of_everything_are_told() -> None:
    told = licences.text()
    for name in ("pyside6-essentials", "reportlab", "psycopg", "sqlcipher3", "pikepdf"):
        assert f"\n{name} " in told, name
    assert "pytest" not in licences.closure()


def test_the_program_tries_itself(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a process of its own, since the installed program is one; the window in a third."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    code = program.main(["--selftest", "--json", "--lang", "en"])
    told = json.loads(capsys.readouterr().out)
    assert code == 0, told
    assert told["schema"] == "inspector.selftest/1"
    found = {one["id"]: one["status"] for one in told["checks"]}
    wanted = "workspace issue sqlite fonts forms journal documents photos verify altered page report window"
    assert {name: found.get(name) for name in wanted.split()} == dict.fromkeys(wanted.split(), "ok")
