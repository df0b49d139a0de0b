"""README says what is so: its commands are there with their options, and its new kind of target loads."""

import re
import shutil
from pathlib import Path

import pytest
from typer.main import get_command

from inspector_app.catalog.load import load
from inspector_app.cli import entry

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
GLOBAL = {"--data", "--json", "--lang", "--user", "--password-stdin", "--now"}
CALLS = re.findall(r"^    A (.+)$", README, re.M) + re.findall(r"`A ([^`]+)`", README)


@pytest.mark.parametrize("call", CALLS)
def test_a_command_of_the_readme_is_there_with_its_options(call: str) -> None:
    words = re.sub(r"\s+[#&].*$", "", call).split()
    words = [
        word
        for n, word in enumerate(words)
        if word not in GLOBAL and words[n - 1 : n] not in (["--data"], ["--user"])
    ]
    command = get_command(entry.app)
    while (below := getattr(command, "commands", None)) and words:
        assert words[0] in below, words
        command = below[words.pop(0)]
    known = {name for one in command.params for name in one.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_kind_of_target_of_the_readme_loads(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "forms", tmp_path / "forms")
    target, checklist = re.findall(r"^```toml\n(.+?)^```$", README, re.M | re.S)
    (tmp_path / "forms/targets/billboard.toml").write_text(target, "utf-8")
    (tmp_path / "forms/checklists/billboard.toml").write_text(checklist, "utf-8")
    told = load(tmp_path / "forms")
    assert not told.errors
    assert told.rules is not None
    assert told.rules.targets["billboard"].label == "户外广告设施"


def test_the_chapter_of_the_manual_that_the_readme_names_is_there() -> None:
    named = re.findall(r"manual,\s+chapter ([^.]+)\.", README)
    heads = {one.read_text("utf-8").splitlines()[0] for one in (ROOT / "resources/help/zh").glob("*.md")}
    assert named
    assert {f"# {one}" for one in named} <= heads


def test_pictures_and_files_that_the_readme_links_are_there() -> None:
    for place in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / place).exists(), place
