"""No machine shows boxes: the bundled font stands behind every other and can draw every word of ours."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter, QRawFont
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from inspector_app import assets
from inspector_app.ui.style import painting
from inspector_app.ui.style.look import BUNDLED, Look
from inspector_app.ui.style.tokens import LOOKS, contrast, load
from tests.stories.hands import Hands

ROOT = Path(__file__).parents[2]
BOX = "\ue000"
"""A character of nobody's: fonts draw their box for it."""


@pytest.fixture(scope="module")
def bundled(qapp: QApplication) -> QRawFont:
    return QRawFont(str(assets.folder("resources") / "fonts" / BUNDLED), 13)


def drawn(look: Look, told: str, *, only: str = "") -> QImage:
    image = QImage(40, 24, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    font = look.font(16)
    if only:
        font.setFamilies([only])
    painter.setFont(font)
    painter.drawText(QRectF(2, 0, 38, 24), Qt.AlignmentFlag.AlignVCenter, told)
    painter.end()
    return image


def lacking(font: QRawFont, told: str) -> set[str]:
    return {char for char in set(told) if char.isprintable() and not font.supportsCharacter(ord(char))}


def test_the_bundled_font_is_the_last_resort_of_the_screen_font(look: Look) -> None:
    family = QFontDatabase.applicationFontFamilies(
        QFontDatabase.addApplicationFont(str(assets.folder("resources") / "fonts" / BUNDLED))
    )[0]
    for px in (11, 13, 20):
        assert look.font(px).families()[-1] == family
        assert look.font(px).pixelSize() == px
    assert QApplication.font().families()[-1] == family


def test_two_words_never_look_alike_and_none_looks_like_a_box(look: Look) -> None:
    family = look.font().families()[-1]
    pictures = [drawn(look, char, only=family) for char in "检查文书停工整改①㎡〔〕×≥"]
    box = drawn(look, BOX, only=family)
    for n, one in enumerate(pictures):
        assert one != box
        assert one not in pictures[:n]


@pytest.mark.parametrize(
    "folder", ["inspector_app/ui", "inspector_app/domain", "resources/messages/zh", "forms"]
)
def test_every_word_that_the_screen_can_show_has_its_picture(bundled: QRawFont, folder: str) -> None:
    texts = [
        path.read_text("utf-8") for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".toml")
    ]
    assert len(texts) > 4
    assert lacking(bundled, "".join(texts)) == set()


def test_everything_on_the_screen_now_has_its_picture(seated: Hands, bundled: QRawFont) -> None:
    seated.begin("临江 3标")
    seated.new_finding()
    seated.phrase("lb")
    seated.choose_kind("限期整改")
    shown = [one.text() for one in seated.desktop.window.findChildren(QLabel)]
    shown += [one.accessibleName() + one.toolTip() for one in seated.desktop.window.findChildren(QWidget)]
    assert len("".join(shown)) > 500
    assert lacking(bundled, "".join(shown)) == set()


@pytest.mark.parametrize("name", LOOKS)
def test_words_on_the_grounds_of_the_style_sheet_are_readable(name: str) -> None:
    """Each rule of the sheet that sets both a ground and an ink, read from the sheet itself."""
    tokens = load(name)
    told = (assets.folder("resources") / "style" / "app.qss").read_text("utf-8")
    values = {field: getattr(tokens, field) for field in tokens.__dataclass_fields__ if field != "chips"}
    for tone, (ground, ink) in tokens.chips.items():
        values |= {f"{tone}_bg": ground, f"{tone}_fg": ink}
    pairs = 0
    for rule in re.findall(r"\{([^}]*)\}", told):
        ground = re.search(r"background: \$(\w+)", rule)
        ink = re.search(r"(?<![-\w])color: \$(\w+)", rule)
        if ground and ink:
            pairs += 1
            assert contrast(values[ground[1]], values[ink[1]]) >= 4.5, rule
    assert pairs > 8


def test_a_line_that_does_not_fit_ends_with_dots_and_never_outside_its_room(look: Look) -> None:
    image = QImage(300, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painting.text(painter, look, QRectF(0, 0, 100, 30), "一句很长很长的话，怎么也放不进这一点地方里。")
    painter.end()
    outside = image.copy(104, 0, 196, 30)
    blank = QImage(outside.size(), outside.format())
    blank.fill(QColor("white"))
    assert outside == blank
    assert image.copy(0, 0, 100, 30) != blank.copy(0, 0, 100, 30)
