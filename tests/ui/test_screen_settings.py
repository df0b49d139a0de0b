"""How the screen is to look, as a small file: kept whole, read whatever stands in it, applied as it says."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.errors import UnavailableError
from inspector_app.ui.shell.application import FIELD_SCALE, MOST_SCALE, dress, look_of
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.screen_settings import FILE, ScreenSettings, read, write

CHOSEN = ScreenSettings("dark", field=True, text=125, language="en", person="trainee")


def test_what_was_chosen_comes_back(tmp_path: Path) -> None:
    assert read(tmp_path / "screen") == (ScreenSettings(), None)
    write(tmp_path / "screen", CHOSEN)
    assert read(tmp_path / "screen") == (CHOSEN, None)
    assert [one.name for one in (tmp_path / "screen").iterdir()] == [FILE]


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[]",
        "null",
        "{",
        '"dark"',
        json.dumps(asdict(CHOSEN) | {"look": "pink"}),
        json.dumps(asdict(CHOSEN) | {"text": 99}),
        json.dumps(asdict(CHOSEN) | {"text": 151}),
        json.dumps(asdict(CHOSEN) | {"text": True}),
        json.dumps(asdict(CHOSEN) | {"text": "125"}),
        json.dumps(asdict(CHOSEN) | {"field": "yes"}),
        json.dumps(asdict(CHOSEN) | {"language": "fr"}),
        json.dumps(asdict(CHOSEN) | {"person": 7}),
    ],
)
def test_a_damaged_file_gives_the_usual_look_and_says_so(tmp_path: Path, told: str) -> None:
    (tmp_path / FILE).write_text(told, "utf-8")
    settings, problem = read(tmp_path)
    assert settings == ScreenSettings()
    assert problem is not None
    assert problem.code == "ui.screen_settings_damaged"


def test_what_a_newer_program_wrote_beside_it_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps(asdict(CHOSEN) | {"brightness": 3}), "utf-8")
    assert read(tmp_path) == (CHOSEN, None)


def test_a_place_that_cannot_be_written_is_told_and_the_old_file_stays(tmp_path: Path) -> None:
    write(tmp_path, CHOSEN)
    (tmp_path / "screen.new").mkdir()
    with pytest.raises(UnavailableError) as refused:
        write(tmp_path, ScreenSettings())
    assert refused.value.code == "ui.file_not_written"
    assert read(tmp_path) == (CHOSEN, None)


@pytest.mark.parametrize(
    ("settings", "name", "scale", "target"),
    [
        (ScreenSettings("light"), "light", 1.0, 32),
        (ScreenSettings("dark", text=150), "dark", 1.5, 32),
        (ScreenSettings("dark", field=True), "contrast", FIELD_SCALE, 44),
        (ScreenSettings("light", field=True, text=150), "contrast", MOST_SCALE, 44),
    ],
)
def test_the_look_is_as_the_settings_say(
    qapp: QApplication, tmp_path: Path, settings: ScreenSettings, name: str, scale: float, target: int
) -> None:
    look = look_of(qapp, settings, tmp_path)
    assert (look.tokens.name, look.scale, look.target) == (name, scale, target)
    assert look.row(32) >= target
    assert look.font(13).pixelSize() == round(13 * scale)


def test_the_application_wears_what_the_file_says_from_the_first_paint(
    qapp: QApplication, look: Look, tmp_path: Path
) -> None:
    write(tmp_path / "screen", replace(CHOSEN, field=False))
    worn = dress(qapp, tmp_path)
    assert worn.tokens.name == "dark"
    assert worn.tokens.card in qapp.styleSheet()
    assert qapp.font().pixelSize() == round(13 * 1.25)
    look.dress(qapp)
