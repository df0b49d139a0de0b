"""plans.toml and the round of a kind: read as written, optional, and refused with file, line and field."""

import shutil
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.catalog.load import load
from inspector_app.domain.planning import Plans
from tests.catalog.broken import Broken, assert_named_with_its_place

PLANS, PLANT = "plans.toml", "targets/concrete_plant.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(assets.folder("forms"), tmp_path / "forms")


def test_the_shipped_plans(folder: Path) -> None:
    rules = load(folder).rules
    assert rules is not None
    assert rules.targets["concrete_plant"].rhythm == "quarter"
    assert rules.targets["construction_site"].rhythm == ""
    assert rules.plans.cap("construction_site", "高") == 12
    assert rules.plans.cap("construction_site", "一般") == 8
    assert rules.plans.apart_for("12345热线举报", urgent=False) == "投诉举报和转办交办"
    assert rules.plans.apart_for("双随机抽查", urgent=False) == ""
    labels = {one.code: one.label for one in rules.targets["construction_site"].fields}
    assert labels[rules.plans.risk_field] == "风险等级"
    assert labels[rules.plans.district_field] == "镇街"


def test_an_edition_of_before_has_none(folder: Path) -> None:
    (folder / PLANS).unlink()
    loaded = load(folder)
    assert loaded.errors == ()
    assert loaded.rules is not None
    assert loaded.rules.plans == Plans()


BROKEN = (
    Broken(
        PLANS,
        'target = "concrete_plant"\nmost',
        'target = "plant"\nmost',
        "forms.unknown_target",
        "cap.4.target",
    ),
    Broken(
        PLANS, 'risk = "低"', 'risk = "高"', "forms.duplicate", "cap.3.target", 'target = "construction_site"'
    ),
    Broken(PLANS, "most = 12", "most = 0", "forms.field_range", "cap.2.most"),
    Broken(
        PLANS, 'words = ["复查", "回头看", "复工查验"]', "words = []", "forms.apart_nothing", "apart.2.words"
    ),
    Broken(
        PLANS, 'risk_field = "risk"', 'risk_field = "grade"', "forms.risk_nowhere", "cap.2.risk", "risk ="
    ),
    Broken(PLANS, "least_days = 30", "least_days = -1", "forms.field_range", "least_days"),
    Broken(PLANT, 'round = "quarter"', 'round = "week"', "forms.field_choice", "round"),
)


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_fault_is_named_with_its_place(folder: Path, broken: Broken) -> None:
    assert_named_with_its_place(folder, broken)
