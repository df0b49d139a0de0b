"""The two looks: same tokens, readable everywhere."""

import pytest

from inspector_app.ui.style.tokens import LOOKS, contrast, load, style_sheet

GROUNDS = ("bg", "card", "side", "head", "hover", "select", "accent_soft", "gate", "desk")
LEAST = {"light": 4.5, "dark": 4.5, "contrast": 7.0}
"""In sunlight more is needed than at a desk."""


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("ink", ["text", "sub", "mute", "accent"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_writing_is_readable_on_every_ground(name: str, ink: str, ground: str) -> None:
    tokens = load(name)
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= LEAST[name]


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("ground", ["bg", "card", "hover", "select", "accent_soft", "gate"])
def test_words_in_the_colour_of_a_state_are_readable_where_they_stand(name: str, ground: str) -> None:
    tokens = load(name)
    ratios = {tone: contrast(ink, getattr(tokens, ground)) for tone, (_, ink) in tokens.chips.items()}
    assert {tone: ratio for tone, ratio in ratios.items() if ratio < LEAST[name]} == {}


@pytest.mark.parametrize("name", LOOKS)
def test_chips_and_buttons_are_readable(name: str) -> None:
    tokens = load(name)
    pairs = [*tokens.chips.values(), (tokens.accent, tokens.on_accent), (tokens.accent_soft, tokens.accent)]
    pairs += [
        (tokens.gate, tokens.text),
        (tokens.ghost, tokens.accent),
        (tokens.gate, tokens.chips["amber"][1]),
        (tokens.veil, tokens.on_veil),
    ]
    assert [pair for pair in pairs if contrast(*pair) < LEAST[name]] == []


@pytest.mark.parametrize("name", LOOKS)
def test_the_style_sheet_names_only_tokens_that_exist(name: str) -> None:
    sheet = style_sheet(load(name), "/x.png", "/y.png")
    assert "$" not in sheet


def test_the_style_sheet_never_sets_a_size_for_everything() -> None:
    sheet = style_sheet(load("light"), "/x.png", "/y.png")
    assert "*{" not in sheet.replace(" ", "")
