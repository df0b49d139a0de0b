"""`manual --out FILE`, and the pictures that its chapters show."""

import hashlib
import re
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.catalog import handbook
from tests.cli.conftest import Run


def test_the_manual_is_written_and_a_place_that_is_none_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    code, told = run("manual", "--out", str(tmp_path / "m.pdf"))
    (file,) = told["files"]
    assert code == 0
    assert file["sha256"] == hashlib.sha256((tmp_path / "m.pdf").read_bytes()).hexdigest()
    code, told = run("manual", "--out", str(tmp_path / "nowhere" / "m.pdf"))
    assert code == 7
    assert told["errors"][0]["code"] == "trust.file_not_written"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_of_the_manual_is_there_and_shown(language: str) -> None:
    chapters = handbook.read(language)
    shown = {one for chapter in chapters for one in re.findall(r"\]\(([\w-]+\.png)\)", chapter.text)}
    there = {one.name for one in (assets.folder("resources") / "help/pictures" / language).iterdir()}
    assert shown == there
    assert len(shown) >= 20


def test_the_pictures_are_small() -> None:
    folder = assets.folder("resources") / "help/pictures"
    # Two languages; review, imports and 管理 among them.
    assert sum(one.stat().st_size for one in folder.rglob("*.png")) <= 3_500_000
