"""The shipped lists of bad conduct: what stands in them, and each fault of such a list named in its place."""

import hashlib
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from inspector_app import assets
from inspector_app.catalog.crosscheck_documents import penalty_words
from inspector_app.catalog.examples import run_examples
from inspector_app.catalog.load import check, load
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.rules import Options, Rules
from inspector_app.domain.templates import DocumentKind
from tests.catalog.broken import Broken, assert_named_with_its_place, errors_of

FORMS = assets.folder("forms")
NATIONAL, LOCAL = "conduct/national.toml", "conduct/local.toml"


@pytest.fixture(scope="module")
def rules() -> Rules:
    loaded = load(FORMS)
    assert loaded.errors == ()
    assert loaded.rules is not None
    return loaded.rules


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(FORMS, tmp_path / "forms")


def test_the_contractors_list_has_its_forty_one_codes_in_five_groups(rules: Rules) -> None:
    """资质6 + 承揽业务5 + 工程质量5 + 工程安全24 + 拖欠工资1."""
    own = [one for one in rules.conduct if one.startswith("D1-")]
    assert Counter(one[:4] for one in own) == {"D1-1": 6, "D1-2": 5, "D1-3": 5, "D1-4": 24, "D1-5": 1}
    groups: dict[str, list[int]] = {}
    for one in own:
        groups.setdefault(one[:4], []).append(int(one[5:]))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in groups.values())


CODES = "d05f95d3ca8ef78215cef94bfb4d878de165d41c622acfc39e1098b6f8952d4e"


def test_codes_roles_and_articles_are_those_that_were_taken_down(rules: Rules) -> None:
    rows = [
        f"{one.code} {' '.join(one.roles)} {one.basis} {one.penalty} {one.points}"
        for one in rules.conduct.values()
    ]
    assert hashlib.sha256("\n".join(rows).encode()).hexdigest() == CODES


def test_every_code_says_whence_it_is_and_nobody_has_proofed_it(rules: Rules) -> None:
    told = rules.conduct.values()
    assert len(told) == check(FORMS).counts["conduct_codes"]
    assert all(one.provenance for one in told)
    assert not any(one.proofed for one in told)
    marks = re.compile(r"\[(sourced|from memory)|凭记忆|代码未核到")
    assert all(marks.search(one.provenance) for one in told)
    # What nobody could look up has no national code.
    assert not any("?" in one.code for one in told)
    assert all(one.local or one.code[:2] in ("D1", "A1") for one in told)


def test_what_is_printed_sounds_like_no_penalty_and_ends_without_a_stop(rules: Rules) -> None:
    for one in rules.conduct.values():
        printed = (one.conduct, one.rule, one.consequence(rules.options.publication_months))
        assert not any(penalty_words(text) for text in printed), one.code
        assert not any(text.endswith(("。", "；", "，")) for text in printed), one.code


@pytest.mark.parametrize(
    ("role", "some"),
    [
        (PartyRole.CONTRACTOR, "D1-4-05"),
        (PartyRole.SUBCONTRACTOR, "D1-4-16"),
        (PartyRole.OWNER, "A1-1-07"),
        (PartyRole.SUPERVISOR, "JL-02"),
        (PartyRole.PLANT, "HNT-070"),
    ],
)
def test_each_role_has_codes(rules: Rules, role: PartyRole, some: str) -> None:
    assert some in {one.code for one in rules.conduct.values() if one.fits(role)}


def test_local_codes_take_off_points_beside_the_national_ones(rules: Rules) -> None:
    assert rules.conduct["HNT-070"].points == 20
    assert rules.conduct["HNT-070"].consequence(6) == "拟记20分，公示六个月"
    assert rules.conduct["LOCAL-RMC-04"].consequence(6) == "拟记20分，公示一年"
    assert {one.points for one in rules.conduct.values() if not one.local} == {0}
    order = [one.local for one in rules.conduct.values()]
    assert order == sorted(order), "the nation's list comes first"


def test_the_office_decides_within_the_law(rules: Rules) -> None:
    assert (rules.options.defence_days, rules.options.publication_months) == (5, 6)


def test_an_edition_of_before_is_read_as_it_was(folder: Path) -> None:
    """Papers are printed again from their edition for ever: none of this may be missing from an old one."""
    shutil.rmtree(folder / "conduct")
    path = folder / "options.toml"
    kept = ("deadline_on_holidays", "reply_days", "longest_text")
    lines = [one for one in path.read_text("utf-8").splitlines() if one.startswith(kept)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    loaded = load(folder)
    assert loaded.errors == ()
    assert loaded.rules is not None
    assert loaded.rules.conduct == {}
    assert loaded.rules.options.defence_days == Options().defence_days


def test_both_papers_have_the_fields_that_a_code_fills(rules: Rules) -> None:
    notice, judged = (
        {field.code for field in rules.templates[kind].fields}
        for kind in (DocumentKind.CONDUCT_NOTICE, DocumentKind.CONDUCT_DETERMINATION)
    )
    assert {"conduct_code", "conduct", "rule", "consequence", "defence_until"} <= notice
    assert {"conduct_code", "conduct", "rule", "published_from", "published_to"} <= judged


FAULTS = (
    Broken(NATIONAL, 'code = "D1-1-02"', 'code = "D1-1-01"', "forms.duplicate", "entry.2.code"),
    Broken(LOCAL, 'code = "JL-01"', 'code = "D1-1-01"', "forms.duplicate", "entry.1.code", told_in=NATIONAL),
    Broken(NATIONAL, 'code = "D1-1-02"', 'code = "E1-1-02"', "forms.conduct_code_letters", "entry.2.code"),
    Broken(NATIONAL, 'subject = "D1"', 'subject = "D9"', "forms.unknown_subject", "entry.1.subject"),
    Broken(NATIONAL, 'letters = "A1"', 'letters = "D1"', "forms.duplicate", "subject.2.letters"),
    Broken(NATIONAL, 'roles = ["owner"]', 'roles = ["builder"]', "forms.field_choice", "subject.2.roles.1"),
    Broken(NATIONAL, 'roles = ["owner"]', "roles = []", "forms.field_length", "subject.2.roles"),
    Broken(NATIONAL, "承揽工程", "承揽工程，处以罚款", "forms.penalty_word", "entry.1.conduct"),
    Broken(NATIONAL, 'code = "D1-1-02"', 'code = "D1 1 02"', "forms.field_pattern", "entry.2.code"),
    Broken(NATIONAL, 'scheme = "national"', 'scheme = "nation"', "forms.field_choice", "scheme"),
    Broken(
        NATIONAL,
        "proofed = false\n",
        "proofed = false\nvalid_from = 2018-01-01\nvalid_to = 2017-01-01\n",
        "forms.ends_before_it_begins",
        "valid_to",
    ),
    Broken(LOCAL, "points = 5\n", "points = 101\n", "forms.field_range", "entry.1.points"),
    Broken(LOCAL, "months = 12\n", "months = 5\n", "forms.field_range", "entry.13.months"),
    Broken(LOCAL, "points = 5\n", "point = 5\n", "forms.field_unknown", "entry.1.point"),
    Broken("options.toml", "defence_days = 5 ", "defence_days = 0 ", "forms.field_range", "defence_days"),
    Broken(
        "options.toml",
        "publication_months = 6 ",
        "publication_months = 5 ",
        "forms.field_range",
        "publication_months",
    ),
    Broken(
        "documents/conduct_determination.toml",
        '"书面放弃", ',
        "",
        "forms.choice_lost",
        "field",
        at="[[field]]",
    ),
)


@pytest.mark.parametrize("broken", FAULTS, ids=str)
def test_each_fault_is_named_with_its_place(folder: Path, broken: Broken) -> None:
    assert_named_with_its_place(folder, broken)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('roles = ["contractor", "subcontractor"]', 'roles = ["subcontractor"]'),
        (
            'letters = "A1"\nlabel = "建设单位"\nroles = ["owner"]',
            'letters = "A1"\nlabel = "建设单位"\nroles = ["plant"]',
        ),
    ],
)
def test_an_altered_list_breaks_its_own_examples(folder: Path, old: str, new: str) -> None:
    path = folder / NATIONAL
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert errors_of(folder) == ()
    _, failed = run_examples(folder)
    assert [one["file"] for one in failed] == [NATIONAL]
