"""Kinds of target are forms: no Python knows the new ones, and one without a checklist is refused."""

import ast
import re
import shutil
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.catalog.load import load
from tests.catalog.broken import Broken, assert_named_with_its_place

ROOT = Path(__file__).parents[2] / "inspector_app"
FORMS = assets.folder("forms")
OLD = {"construction_site", "concrete_plant"}
"""Kinds that the program began with; figures of the report still name them."""
WORDS = ("自建房", "燃气", "self_built", "self-built", "selfbuilt", "城镇燃气")
LAWS = {"gas583", "reg116", "decree129", "decree110", "fpl2021"}
"""Clauses that came with the new kinds."""


def new_codes() -> set[str]:
    rules = load(FORMS).rules
    assert rules is not None
    return set(rules.targets) - OLD


def names_in(text: str) -> set[str]:
    """Return every text and every name of a Python source, as whole words that a code could be."""
    told: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            told.update(re.findall(r"[\w-]+", node.value))
        elif isinstance(node, ast.Name):
            told.add(node.id)
        elif isinstance(node, ast.Attribute):
            told.add(node.attr)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.arg):
            told.add(node.name if not isinstance(node, ast.arg) else node.arg)
    return told


def test_no_python_names_a_kind_that_came_as_a_form() -> None:
    codes = new_codes()
    assert codes == {"gas", "self_built_house"}
    sources = sorted(ROOT.rglob("*.py"))
    assert len(sources) > 400
    for path in sources:
        text = path.read_text("utf-8")
        where = str(path.relative_to(ROOT))
        assert not [word for word in WORDS if word in text], where
        assert not codes & names_in(text), where
        assert not [law for law in LAWS if law in text], where


def test_a_name_would_be_found() -> None:
    source = 'KIND = "gas"\n\ndef gas(kind):\n    return kind.gas == "a gas b"\n'
    assert "gas" in names_in(source)
    assert names_in('x = "gasoline"') == {"x", "gasoline"}


def test_each_new_kind_brings_its_own_checklist_phrases_and_papers() -> None:
    rules = load(FORMS).rules
    assert rules is not None
    for code in new_codes():
        kind = rules.targets[code]
        (checklist,) = kind.checklists
        items = rules.checklists[checklist].items
        assert 20 <= len(items) <= 40
        assert all(one.clause_id in rules.clauses and one.basis and one.how for one in items)
        assert not rules.checklists[checklist].proofed
        sections = {section for section, _ in rules.checklists[checklist].sections}
        assert {section for phase in kind.phases for section in phase.sections} == sections
        assert sum(phrase.target == code for phrase in rules.phrases) >= 12
        assert "rectification_notice" in kind.documents
        assert not any(phrase.major for phrase in rules.phrases if phrase.target == code)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(FORMS, tmp_path / "forms")


GAS, HOUSE = "targets/gas.toml", "targets/self_built_house.toml"
FAULTS = (
    Broken(GAS, 'checklists = ["gas"]', "checklists = []", "forms.target_without_checklist", "checklists"),
    Broken(GAS, 'checklists = ["gas"]\n', "", "forms.field_missing", "checklists"),
    Broken(
        GAS,
        'checklists = ["gas"]',
        'checklists = ["campaign_flood", "major_hazards_2024"]',
        "forms.target_without_checklist",
        "checklists",
    ),
    Broken(GAS, 'checklists = ["gas"]', 'checklists = ["gass"]', "forms.unknown_checklist", "checklists.1"),
    Broken(HOUSE, 'people = ["holder"', 'people = ["owners"', "forms.field_choice", "people.1"),
    Broken(
        HOUSE,
        'kind = "rectification_notice"',
        'kind = "stop_work_notice"',
        "forms.paper_not_offered",
        "paper.1.kind",
    ),
    Broken(
        HOUSE,
        'kind = "recheck_opinion"',
        'kind = "finding_list"',
        "forms.duplicate",
        "paper.4.kind",
        at='kind = "finding_list"',
    ),
    Broken(HOUSE, '"reg116-29", "fpl2021-27"', '"reg116-29"', "forms.paper_basis_count", "paper.1.basis"),
    Broken(HOUSE, '"reg116-29", "fpl', '"reg116-99", "fpl', "forms.unknown_clause", "paper.1.basis.1"),
    Broken(HOUSE, '"reg116-29", "fpl', '"awl2014-62", "fpl', "forms.basis_not_in_force", "paper.1.basis.1"),
    Broken(HOUSE, 'code = "facts"', 'code = "fact"', "forms.paper_element", "paper.1.element.1.code"),
    Broken(HOUSE, "{检查日期}", "{检察日期}", "forms.unknown_placeholder", "paper.1.element.1.sentence"),
    Broken(
        HOUSE,
        "责令限期整改：",
        "责令限期整改，处以罚款：",
        "forms.penalty_word",
        "paper.1.element.2.sentence",
    ),
    Broken(GAS, '[figure]\ncode = "gas"', '[figure]\ncode = "plant"', "forms.duplicate", "figure.code"),
    Broken(GAS, '[figure]\ncode = "gas"', '[figure]\ncode = "Gas"', "forms.field_pattern", "figure.code"),
)


@pytest.mark.parametrize("broken", FAULTS, ids=str)
def test_each_fault_of_a_kind_is_named_with_its_place(folder: Path, broken: Broken) -> None:
    assert_named_with_its_place(folder, broken)
