"""Words for codes: every code that is raised has words in both languages, with the same placeholders."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app import assets
from inspector_app.catalog.messages import LANGUAGES, Messages, placeholders, read
from inspector_app.domain.errors import UsageError

PACKAGE = Path(__file__).parents[2] / "inspector_app"
WORDS = assets.folder("resources") / "messages"
CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
RAISERS = {"Problem", "Fault", "Missing"}


@dataclass(frozen=True)
class Raised:
    """A code as it stands in a call; `names` is None where values come from elsewhere (**values)."""

    code: str
    room: str
    place: str
    names: frozenset[str] | None
    failure: bool


@cache
def _rooms() -> tuple[tuple[str, Path, ast.Module], ...]:
    told = []
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        room = inside.parts[0] if len(inside.parts) > 1 else inside.stem
        told.append((room, inside, ast.parse(path.read_text("utf-8"))))
    return tuple(told)


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        if function.attr == "of" and isinstance(function.value, ast.Name):
            return function.value.id
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _raised() -> Iterator[Raised]:
    for room, path, tree in _rooms():
        # A call at the top of a module only holds a code; its values are given where it is shown.
        held = {id(one.value) for one in tree.body if isinstance(one, ast.Assign)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            first, name = node.args[0], _called(node)
            if not (name.endswith("Error") or name in RAISERS):
                continue
            if not (
                isinstance(first, ast.Constant)
                and isinstance(first.value, str)
                and CODE.fullmatch(first.value)
            ):
                continue
            given_names = {keyword.arg for keyword in node.keywords}
            whole = None in given_names or "values" in given_names or id(node) in held
            names = None if whole else frozenset(str(one) for one in given_names)
            # A Problem may be good news with nothing left to do.
            yield Raised(first.value, room, f"{path}:{node.lineno}", names, name != "Problem")


def _said() -> set[str]:
    """Return every string in the program that looks like a code, wherever it stands."""
    return {
        node.value
        for _, _, tree in _rooms()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


RAISED = tuple(_raised())
FAILURES = {one.code for one in RAISED if one.failure}
ROOMS = sorted({one.room for one in RAISED})
CATALOGUES = {language: read(WORDS, language) for language in LANGUAGES}


def test_the_scan_sees_what_is_raised() -> None:
    codes = {one.code for one in RAISED}
    assert {"forms.syntax", "forms.duplicate", "deadline.days", "gate.findings_missing"} <= codes
    assert len(codes) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_words_can_be_read(language: str) -> None:
    assert CATALOGUES[language].damaged == ()


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_is_raised_has_words(room: str, language: str) -> None:
    words = CATALOGUES[language].words
    lacking = {f"{one.code} ({one.place})" for one in RAISED if one.room == room and one.code not in words}
    assert not lacking


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_has_words_in_two_files(language: str) -> None:
    first: dict[str, str] = {}
    for path in sorted((WORDS / language).glob("*.toml")):
        for code in tomllib.loads(path.read_text("utf-8")):
            assert first.setdefault(code, path.name) == path.name, code


def test_both_languages_know_the_same_codes_with_the_same_placeholders() -> None:
    chinese, english = (CATALOGUES[language].words for language in ("zh", "en"))
    assert set(chinese) == set(english)
    differ = {
        code
        for code in chinese
        if placeholders("".join(chinese[code])) != placeholders("".join(english[code]))
    }
    assert not differ


def test_words_name_only_what_the_error_carries() -> None:
    words = CATALOGUES["zh"].words
    wrong = {
        f"{one.code} names {sorted(unknown)} ({one.place})"
        for one in RAISED
        if one.names is not None and one.code in words
        for unknown in [placeholders("".join(words[one.code])) - one.names - {"where"}]
        if unknown
    }
    assert not wrong


@pytest.mark.parametrize("room", ["catalog"])
def test_no_words_for_codes_that_nothing_says(room: str) -> None:
    told = tomllib.loads((WORDS / "zh" / f"{room}.toml").read_text("utf-8"))
    assert set(told) - _said() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_has_a_message_and_a_remedy(language: str) -> None:
    for code, (message, remedy) in CATALOGUES[language].words.items():
        assert message.strip(), code
        assert remedy.strip() or code not in FAILURES, code


def test_unknown_code_is_shown_with_all_it_carries() -> None:
    message, remedy = Messages("zh").text("moon.fell", "field.3", {"height": 12})
    assert "moon.fell" in message
    assert "field.3" in message
    assert "12" in message
    assert remedy


def test_unknown_language() -> None:
    with pytest.raises(UsageError) as caught:
        Messages("fr")
    assert caught.value.code == "messages.unknown_language"


def test_missing_value_and_odd_braces_do_not_fail(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "a.toml").write_text('["a.b"]\nmessage = "{x} {y.z} { {0} }"\nremedy = ""\n', "utf-8")
    assert Messages("zh", tmp_path).text("a.b", "", {})[0] == "— {y.z} { {0} }"


def test_a_damaged_file_is_named_and_the_others_speak(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "bad.toml").write_text("= broken", "utf-8")
    (tmp_path / "en" / "odd.toml").write_text('"o.p" = "a sentence, no table"', "utf-8")
    (tmp_path / "en" / "good.toml").write_text('["c.d"]\nmessage = "Fine."\nremedy = "Go on."\n', "utf-8")
    messages = Messages("en", tmp_path)
    assert messages.damaged == ("bad.toml", "odd.toml:o.p")
    assert messages.text("c.d", "", {}) == ("Fine.", "Go on.")


def test_lists_are_joined(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "a.toml").write_text('["a.b"]\nmessage = "{names}{where}"\nremedy = ""\n', "utf-8")
    assert Messages("zh", tmp_path).text("a.b", "X", {"names": ("甲", 2)})[0] == "甲、2X"


@given(
    code=st.text(max_size=20),
    where=st.text(max_size=20),
    values=st.dictionaries(
        st.text(max_size=8), st.one_of(st.text(max_size=20), st.integers(), st.none()), max_size=4
    ),
)
def test_words_never_fail(code: str, where: str, values: dict[str, object]) -> None:
    for language in LANGUAGES:
        for one in (code, "forms.field_type"):
            message, remedy = Messages(language).text(one, where, values)
            assert message
            assert remedy
