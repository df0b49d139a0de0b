"""What the house promises of itself: pins in step, files and functions short, imports where they belong."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "inspector_app").rglob("*.py"))
WIRING = {"desktop.py", "__main__.py"}
"""Files that wire, beside those of the room `cli`."""


def pins() -> dict[str, str]:
    told = (ROOT / "requirements.txt").read_text("utf-8")
    return {
        canonicalize_name(name): version
        for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", told, re.M)
    }


def test_pins_are_in_step_with_the_ranges() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    held = pins()
    for text in project["dependencies"]:
        wanted = Requirement(text)
        assert wanted.specifier.contains(held[canonicalize_name(wanted.name)]), text


def test_pins_carry_hashes_and_no_address() -> None:
    told = (ROOT / "requirements.txt").read_text("utf-8")
    assert "://" not in told
    assert "--index-url" not in told
    assert told.count("--hash=sha256:") >= len(pins())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short_and_imports_on_top(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 500
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 70, node.name
            if path.name not in WIRING and path.parent.name != "cli":
                inner = [one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
                assert not inner, f"{node.name} imports inside"


def test_the_fonts_carry_their_licences() -> None:
    fonts = ROOT / "resources" / "fonts"
    assert {path.name for path in fonts.glob("*.ttf")} == {
        "FandolFang-safe.ttf",
        "NotoSansSC-Regular-min.ttf",
        "NotoSerifSC-Bold-min.ttf",
        "NotoSerifSC-Regular-full.ttf",
        "InspectorHanExtra.ttf",
        "gkai00mp.ttf",
    }
    licences = ("LICENSE-fandol-GPL3.txt", "LICENSE-noto-cjk.txt", "LICENSE-ARPHICPL.TXT")
    for name in (*licences, "README-fandol.txt", "README-arphic.txt"):
        assert (fonts / name).stat().st_size > 500


def test_readme_and_ci_say_the_same_test_command() -> None:
    command = "pip install uv && uv run pytest"
    assert command in (ROOT / "README.md").read_text("utf-8")
    assert "uv run pytest" in (ROOT / ".ci/run").read_text("utf-8")
