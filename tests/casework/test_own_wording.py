"""A kind of target that words its papers for itself: page, gate, approval and issue all read that wording."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inspector_app.casework.base import values
from inspector_app.casework.papers import approvals, documents, drafts
from inspector_app.casework.play.story import Story
from inspector_app.casework.targets import registry
from inspector_app.domain import approving
from inspector_app.domain.approving import Way
from inspector_app.domain.content import canonical
from inspector_app.domain.documents import Office, Standing
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import ApprovalRule, DocumentKind
from tests.casework.bench import Bench
from tests.casework.bureau import Bureau, bureau_of
from tests.casework.test_kinds_as_forms import DAY, a_finding, a_target, a_visit

HOUSE, NOTICE = "self_built_house", DocumentKind.RECTIFICATION_NOTICE
OWN = "不能保证安全的，立即停止使用，撤出人员并报告我局"
"""A sentence that only the notice to a self-built house has."""


def approved_first(rules: Rules) -> Rules:
    """Return the rules of an office that issues no rectification notice without a supervisor's approval."""
    general, own = rules.templates[NOTICE], rules.worded[HOUSE, NOTICE]
    return replace(
        rules,
        templates={**rules.templates, NOTICE: replace(general, approval=ApprovalRule.BEFORE)},
        worded={**rules.worded, (HOUSE, NOTICE): replace(own, approval=ApprovalRule.BEFORE)},
    )


@pytest.fixture
def bureau(bench: Bench) -> Bureau:
    Story(bench.desk, bench.clock).move_to(DAY)  # certificates hold from the day on which they are given
    told = bureau_of(bench)
    rules = approved_first(bench.desk.rules)
    desks = (replace(one, rules=rules) for one in (told.chief, told.inspector, told.supervisor, told.other))
    return Bureau(*desks)


@pytest.fixture
def paper(bench: Bench, bureau: Bureau) -> str:
    """A notice to a self-built house, filled in."""
    story = Story(bureau.inspector, bench.clock)
    office = Office("青屿区住房和城乡建设局", "青住建", "青屿区人民政府", "0899-5550 3320")
    registry.set_office(bureau.chief, office)
    target = a_target(story, bureau.chief.rules.targets[HOUSE])
    visit = a_visit(story, target)
    finding = a_finding(story, visit, target)
    story.move(hours=2)
    reply = values.iso(DAY + timedelta(days=10))
    return drafts.begin(bureau.inspector, visit, NOTICE, [finding], reply_due=reply)


def test_its_own_sentences_stand_on_the_page_before_and_after_issue(bureau: Bureau, paper: str) -> None:
    desk = bureau.inspector
    draft = drafts.draft_of(desk, paper)
    assert OWN in canonical(drafts.content(desk, draft, "")).decode()
    assert {one.code for one in drafts.gate(desk, paper)} == {"gate.document_approval_missing"}
    approvals.submit(desk, paper)
    approvals.approve(bureau.supervisor, paper, "青住建改批〔2026〕1号")
    told = documents.issue(desk, paper, date_confirmed=True)
    assert OWN in told.content
    # Nobody else than the owner gets a copy of it, though a site's notice is copied.
    assert bureau.chief.rules.templates[NOTICE].copied
    assert [one.main for one in told.recipients] == [True]


def test_the_approval_covers_its_own_sentences_and_holds(bureau: Bureau, paper: str) -> None:
    desk = bureau.inspector
    approvals.submit(desk, paper)
    draft = drafts.draft_of(desk, paper)
    (laid,) = approvals._laid(desk, paper)
    own = desk.rules.template_for(NOTICE, HOUSE)
    general = desk.rules.templates[NOTICE]
    assert own is not None
    assert laid.sha256 == approving.fingerprint(draft, own, desk.rules, draft.issue_on)
    assert laid.sha256 != approving.fingerprint(draft, general, desk.rules, draft.issue_on)
    assert draft.review is not None
    assert draft.review.standing is Standing.WAITING
    approvals.approve(bureau.supervisor, paper, "青住建改批〔2026〕1号")
    told = drafts.draft_of(desk, paper)
    assert told.review is not None
    assert told.review.standing is Standing.APPROVED
    assert approving.way(told.approval, told.review) is Way.PROGRAM
    assert drafts.gate(desk, paper) == ()


def test_another_wording_of_the_kind_takes_the_approval_away(bureau: Bureau, paper: str) -> None:
    """What was approved is the page that lies there: were the kind worded otherwise, it would be another."""
    desk = bureau.inspector
    approvals.submit(desk, paper)
    approvals.approve(bureau.supervisor, paper, "青住建改批〔2026〕1号")
    own = desk.rules.worded[HOUSE, NOTICE]
    elements = tuple(
        replace(one, sentence=one.sentence.replace("撤出人员", "全部撤出")) for one in own.elements
    )
    changed = replace(
        desk.rules, worded={**desk.rules.worded, (HOUSE, NOTICE): replace(own, elements=elements)}
    )
    told = drafts.draft_of(replace(desk, rules=changed), paper).review
    assert told is not None
    assert told.standing is Standing.LOST


def test_another_wording_for_all_others_leaves_it_alone(bureau: Bureau, paper: str) -> None:
    desk = bureau.inspector
    approvals.submit(desk, paper)
    approvals.approve(bureau.supervisor, paper, "青住建改批〔2026〕1号")
    general = desk.rules.templates[NOTICE]
    elements = tuple(replace(one, sentence=f"{one.sentence}另行通知。") for one in general.elements)
    changed = replace(
        desk.rules, templates={**desk.rules.templates, NOTICE: replace(general, elements=elements)}
    )
    told = drafts.draft_of(replace(desk, rules=changed), paper).review
    assert told is not None
    assert told.standing is Standing.APPROVED
