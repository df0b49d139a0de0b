"""The gallery's pictures are there, as large as the window, and something is to be seen on them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]
SIZE = (1400, 800)


def gallery(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "inspector_app.screenplay", "gallery", *words],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def colours(image: QImage) -> int:
    """How many colours a grid of points over a picture has."""
    across, down = range(0, image.width(), 3), range(0, image.height(), 3)
    return len({image.pixel(x, y) for x in across for y in down})


@pytest.mark.slow
def test_each_scene_of_a_look_is_a_picture_of_its_own(tmp_path: Path) -> None:
    ended = gallery(str(tmp_path), "field", "target-picker,today,sign-in", "x".join(map(str, SIZE)))
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == {"field": 3}
    pictures = {one.stem: QImage(str(one)) for one in tmp_path.iterdir()}
    assert sorted(pictures) == ["sign-in-field", "target-picker-field", "today-field"]
    picker = pictures.pop("target-picker-field")
    assert all((one.width(), one.height()) == SIZE for one in pictures.values())
    assert SIZE[0] / 4 < picker.width() < SIZE[0], "a small window alone, not the one behind it"
    for image in (picker, *pictures.values()):
        assert colours(image) > 20, "words and edges, not an empty ground"
    assert pictures["sign-in-field"] != pictures["today-field"]


@pytest.mark.parametrize(
    ("looks", "scenes", "named"), [("dusk", "", "dusk"), ("light", "today,attic", "attic")]
)
def test_a_name_that_nothing_has_is_refused_with_those_there_are(
    tmp_path: Path, looks: str, scenes: str, named: str
) -> None:
    ended = gallery(str(tmp_path), looks, scenes)
    assert ended.returncode != 0
    assert f"nothing is named {named}" in ended.stderr
    assert "light" in ended.stderr or "today" in ended.stderr
    assert list(tmp_path.iterdir()) == []
