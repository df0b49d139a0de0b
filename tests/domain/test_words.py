"""Every code of the domain has words in both languages, and the words name only what the code brings."""

import ast
import string
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.gate.missing import Missing
from tests.domain.gate_case import Mutation, complete
from tests.domain.gate_of_conduct import CONDUCT
from tests.domain.gate_of_edition import EDITION
from tests.domain.gate_of_findings import FINDINGS
from tests.domain.gate_of_kinds import KINDS
from tests.domain.gate_of_own import OWN
from tests.domain.gate_of_visits import PEOPLE, VISIT

ROOT = Path(__file__).parents[2]
ROOMS = ("deadline.", "gate.", "number.", "score.")
NOT_VALUES = {"where", "source"}
LANGUAGES = ("zh", "en")


def words(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((ROOT / f"resources/messages/{language}/domain.toml").read_text(encoding="utf-8"))


WORDS = {language: words(language) for language in LANGUAGES}


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def codes() -> dict[str, set[str]]:
    """Return each code with the names of its values, read from the source of the domain.

    A code that stands by itself in a table (a loop over fields) is met without values.
    """
    told: dict[str, set[str]] = {}
    for path in sorted((ROOT / "inspector_app/domain").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if node.value.startswith(ROOMS) and " " not in node.value:
                    told.setdefault(node.value, set())
            elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                names = {word.arg for word in node.keywords if word.arg} - NOT_VALUES
                told.setdefault(str(node.args[0].value), set()).update(names)
    return {code: names for code, names in told.items() if code.startswith(ROOMS)}


CODES = codes()


def test_there_are_codes_to_test() -> None:
    assert len(CODES) > 70
    assert CODES["gate.credit_code_wrong"] == {"name", "credit_code"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_and_no_words_are_idle(language: str) -> None:
    assert set(WORDS[language]) == set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(CODES))
def test_the_words_are_whole_and_name_only_what_there_is(language: str, code: str) -> None:
    told = WORDS[language][code]
    assert set(told) == {"message", "remedy"}
    for text in told.values():
        assert holes(text) <= CODES[code] | {"where"}
        assert text.strip() == text
        assert text.endswith(("。", "."))


@pytest.mark.parametrize("code", sorted(CODES))
def test_both_languages_name_the_same(code: str) -> None:
    zh, en = WORDS["zh"][code], WORDS["en"][code]
    assert holes("".join(zh.values())) == holes("".join(en.values()))


SAYABLE = (*PEOPLE, *VISIT, *FINDINGS, *KINDS, *OWN, *CONDUCT, *EDITION)


@pytest.mark.parametrize("mutation", SAYABLE, ids=str)
def test_what_the_gate_says_can_be_put_into_words(mutation: Mutation) -> None:
    for kind in mutation.kinds:
        for miss in mutation.change(complete(kind)).missing():
            assert_sayable(miss)


def assert_sayable(miss: Missing) -> None:
    for language in LANGUAGES:
        told = WORDS[language][miss.code]
        values = {"where": miss.field, **dict(miss.values)}
        said = [told["message"].format(**values), told["remedy"].format(**values)]
        # Nothing left open, and no value that is empty or None where a person expects a word.
        for text in said:
            assert "{" not in text
            assert "None" not in text.removeprefix("None of")
            assert not any(empty in text for empty in ("（）", "“”", "()", "  "))


@settings(max_examples=50)
@given(st.sampled_from(sorted(CODES)), st.text(max_size=30))
def test_what_someone_typed_cannot_break_the_words(code: str, typed: str) -> None:
    error = InspectorError(code, where=typed, **dict.fromkeys(CODES[code], typed))
    for language in LANGUAGES:
        message = WORDS[language][code]["message"]
        said = message.format(where=error.where, **error.values)
        assert not holes(message) or typed in said
