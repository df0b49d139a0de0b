"""The colours of the two looks as values, and the style sheet made of them. Knows no Qt."""

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from string import Template

from inspector_app import assets

Pair = tuple[str, str]
"""Ground and text of a chip."""

LOOKS = ("light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Tokens:
    """One look: colours as `#RRGGBB`; `chips` holds ground and text by tone.

    Attributes:
        bg: behind everything; `card` behind what is read; `desk` behind the paper.
        text, sub, mute: three strengths of writing, each at least 4.5:1 on bg and card.
        accent: the one colour of action; `on_accent` is written on it.
        shadow: below a sheet of paper, laid on thinly.
        veil: over a photo, so that `on_veil` can be read on it whatever the photo shows.
    """

    name: str
    bg: str
    card: str
    line: str
    line2: str
    edge: str
    text: str
    sub: str
    mute: str
    accent: str
    accent_soft: str
    accent_edge: str
    on_accent: str
    side: str
    hover: str
    select: str
    head: str
    desk: str
    ghost: str
    gate: str
    gate_edge: str
    scroll: str
    shadow: str
    veil: str
    on_veil: str
    chips: dict[str, Pair]


def load(name: str, folder: Path | None = None) -> Tokens:
    """Return a look of LOOKS, read from resources/style."""
    place = folder or assets.folder("resources") / "style"
    told = tomllib.loads((place / f"{name}.toml").read_text(encoding="utf-8"))
    chips = {tone: (pair[0], pair[1]) for tone, pair in told.pop("chips").items()}
    return Tokens(name=name, chips=chips, **told)


_WORDS = re.compile(r"(font-size|min-width|max-width): (\d+)px")


def style_sheet(
    tokens: Tokens,
    chevron: str,
    check: str,
    folder: Path | None = None,
    *,
    scale: float = 1.0,
    target: int = 32,
) -> str:
    """Return the style sheet with the tokens filled in and its words as large as `scale` says.

    Args:
        chevron, check: paths of the arrow of combo boxes and the tick of check boxes; Qt reads the pictures
            of a style sheet from files only.
        scale: 1.0 is the size the sheet is written in.
        target: least height of what is pressed, in pixels.

    Raises:
        KeyError: the sheet names a token that does not exist.
    """
    place = folder or assets.folder("resources") / "style"
    sheet = (place / "app.qss").read_text(encoding="utf-8")
    names = {field.name: getattr(tokens, field.name) for field in fields(tokens) if field.name != "chips"}
    for tone, (ground, ink) in tokens.chips.items():
        names[f"{tone}_bg"], names[f"{tone}_fg"] = ground, ink
    # Heights are those of the box inside borders; one that has the keys has a border of two pixels.
    high = max(round(32 * scale), target)
    sizes = {
        "whole": f"{high}px",
        "high": f"{high - 2}px",
        "high_focus": f"{high - 4}px",
        "tall": f"{max(round(40 * scale), target) - 2}px",
        "tall_focus": f"{max(round(40 * scale), target) - 4}px",
        "nav": f"{max(round(40 * scale), target)}px",
        "drop": f"{round(26 * scale)}px",
        "arrow": f"{round(14 * scale)}px",
        "tick": f"{round(16 * scale)}px",
        "tick_focus": f"{round(16 * scale) - 2}px",
    }
    filled = Template(sheet).substitute(names, chevron=chevron, check=check, **sizes)
    return _WORDS.sub(lambda told: f"{told[1]}: {round(int(told[2]) * scale)}px", filled)


def _luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21.

    Source: WCAG 2.2, definition of contrast ratio; 4.5 is asked of text (success criterion 1.4.3).
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)
