"""Every paper that the steps after the visit leave, as it was really issued: whole, inside its page, named.

The stories play the courses; what none of them leaves (a refused extension, a notice that orders again, both
letters of transfer, both decisions on an older paper, a defence given up) is issued beside them. Each passed
the gate on its way to a number; here its pages are measured.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from inspector_app.answers.stories import STORIES
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.followup import (
    conduct,
    escalation,
    extensions,
    filing_papers,
    opinions,
    rechecks,
)
from inspector_app.casework.followup.extensions import Ask
from inspector_app.casework.overview import binding, digests, dossier_file
from inspector_app.casework.papers import drafts, issued
from inspector_app.casework.play import scene
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import inspections, photos
from inspector_app.documents.binding import PdfBinder
from inspector_app.domain.conduct import Answer
from inspector_app.domain.digest_paper import compose
from inspector_app.domain.templates import DocumentKind
from tests.casework.conftest import START, at_work, training
from tests.casework.risen import Risen
from tests.documents.page_facts import HANGING, LEFT, MM, RIGHT, Page, collisions, pages_of
from tests.documents.pdfa import problems

K = DocumentKind
LOWEST = 293
WATERMARK = 40
MARKS = frozenset("，。、；：？！（）《》〈〉【】〔〕“”‘’")
A4 = (595.276, 841.89)


@dataclass(frozen=True)
class Leaf:
    """An issued paper with its file and its content as they are kept."""

    told: issued.Issued
    pdf: bytes

    @property
    def content(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.told.content)
        return read

    def own(self, desk: Desk, code: str) -> str:
        act = issued.issue_act(desk.store, self.told.id)
        assert act is not None
        own = act.content["own"]
        assert isinstance(own, dict)
        return str(own.get(code, ""))


@dataclass
class Archive:
    """All papers of all courses by where they come from, digests and files beside them."""

    leaves: dict[str, list[Leaf]]
    decisions: dict[str, set[str]]
    digests: dict[str, bytes]
    files: dict[str, Path]

    def of(self, kind: DocumentKind) -> list[Leaf]:
        return [one for of in self.leaves.values() for one in of if one.told.kind == kind]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    base = tmp_path_factory.mktemp("papers")
    made = Archive({}, {}, {}, {})
    plays: dict[str, Callable[[Story], None]] = {**STORIES, "beside the stories": _beside}
    for name, play in plays.items():
        _played(made, base / name.replace(" ", "-"), name, play, tmp_path_factory.getbasetemp())
    return made


def _played(made: Archive, folder: Path, name: str, play: Callable[[Story], None], base: Path) -> None:
    bench = at_work(shutil.copytree(training(base), folder / "data"), START)
    try:
        story = Story(bench.desk, bench.clock, filing=bench.session.filing_desk(bench.desk))
        first = bench.desk.today()
        play(story)
        assert story.filing is not None
        for desk in (bench.desk, story.filing):
            told = issued.documents(desk.store, story.document_ids).values()
            leaves = [Leaf(one, issued.pdf(desk.store, one.id)) for one in told]
            made.leaves.setdefault(name, []).extend(leaves)
            for one in leaves:
                known = made.decisions.setdefault(one.told.kind, set())
                known.update(one.own(desk, code) for code in ("decision", "result", "conclusion", "nature"))
                known.update(one.own(desk, code) for code in ("defence", "readiness"))
        _overview(made, name, bench.desk, story, min(first, scene.FIRST_DAY), folder)
    finally:
        bench.session.close()


def _overview(made: Archive, name: str, desk: Desk, story: Story, first: date, folder: Path) -> None:
    days = sorted({one.told.issued_on for one in made.leaves[name] if one.told.issued_on} | {first})
    for kind, of in (("day", digests.day), ("week", digests.week)):
        on = min(days[-1], desk.today())
        made.digests[f"{name}: {kind}"] = desk.renderer.digest(compose(of(desk, on, story.filing)))
    targets = {one.told.target_id for one in made.leaves[name]}
    for n, target_id in enumerate(sorted(targets)[:1]):
        scope = binding.scope_of(desk, target_id)
        told = dossier_file.export(desk, PdfBinder(), scope, folder / f"file-{n}")
        assert told.lacking == ()
        bound = max((one.path for one in told.files if one.path.suffix == ".pdf"), key=_sheets)
        assert _sheets(bound) == told.sheets
        made.files[name] = bound


def _sheets(path: Path) -> int:
    return len(PdfReader(path).pages)


# What no story leaves


def _beside(story: Story) -> None:
    told = scene.rise(story, "潮汐苑商住楼")
    risen = Risen(story, told)
    edge, box = told.finding_ids
    risen.after(-2)
    _refuse_longer(risen, box)
    risen.after(1)
    opinion = _looked_again(risen)
    again = escalation.begin(
        story.desk,
        K.RECTIFICATION_NOTICE,
        [edge],
        risen.party,
        due=story.desk.today() + timedelta(days=5),
        reply_due=(story.desk.today() + timedelta(days=9)).isoformat(),
    )
    story.issue(again)
    _judged(risen, edge, told.visit_id)
    for nature in ("案件移送函", "执法建议书"):
        _letter(risen, box, nature)
    _case_letter(risen, box)
    _decided(risen, opinion, "更正")
    _decided(risen, again, "撤销")


def _approve(risen: Risen, document_id: str, desk: Desk | None = None, **fields: Any) -> None:
    approval = inspections.approval_fields(scene.approved(risen.story, "青住建批〔2026〕9号"))
    drafts.change(desk or risen.desk, document_id, approval=approval, **fields)
    risen.story.issue(document_id, desk)


def _refuse_longer(risen: Risen, finding_id: str) -> None:
    today, scan = risen.desk.today(), scene.picture("scale.jpg", risen.desk.today())
    asked = Ask(
        risen.scene.notice_id,
        risen.party,
        today,
        today,
        risen.scene.due + timedelta(days=9),
        "材料未到场",
        (finding_id,),
        (extensions.Scan(scan, "申请.jpg"),),
    )
    begun = extensions.begin(risen.desk, extensions.ask(risen.desk, asked), grant=False)
    _approve(risen, begun, own_why_not="隐患涉及人身安全，不能带病延期")


def _looked_again(risen: Risen) -> str:
    """Issue an opinion with six photos after the fact, on which nothing passed and one could not be told."""
    recheck_id = rechecks.begin(risen.desk, [risen.scene.notice_id])
    edge, box = risen.scene.finding_ids
    rechecks.note(risen.desk, recheck_id, edge, "not_rectified", note="栏杆仅一道横杆，无挡脚板")
    rechecks.note(risen.desk, recheck_id, box, "partial", note="配电箱已更换，电缆仍拖地")
    for n in range(6):
        raw = scene.picture("edge.jpg" if n % 2 else "switchbox.jpg", risen.desk.today() - timedelta(days=n))
        photos.take_in(risen.desk, recheck_id, raw, finding_id=(edge, box)[n % 2])
    opinion = opinions.begin(risen.desk, recheck_id, conclusion="不合格，移交立案审查")
    risen.story.move(minutes=30)
    inspections.change(risen.desk, recheck_id, ended=risen.story.clock.now().isoformat())
    risen.story.issue(opinion)
    rechecks.conclude(risen.desk, recheck_id)
    return opinion


def _judged(risen: Risen, finding_id: str, visit_id: str) -> None:
    desk = risen.desk
    notice = escalation.begin(
        desk,
        K.CONDUCT_NOTICE,
        [finding_id],
        risen.party,
        inspection_id=visit_id,
        own_defence_until=conduct.earliest_until(desk).due.isoformat(),
        own_contact="纪闻笛",
    )
    conduct.choose(desk, notice, "D1-4-02")
    _approve(risen, notice)
    scene.serve(risen.story, notice, risen.scene.contractor)
    conduct.defend(desk, notice, Answer("waived", desk.today(), "骆行远", "项目经理", "放弃陈述申辩"))
    paper = conduct.begin_determination(desk, notice, own_review="事实清楚", own_result="认定为不良行为")
    _approve(risen, paper)


def _letter(risen: Risen, finding_id: str, nature: str) -> None:
    letter = escalation.begin(risen.desk, K.TRANSFER_LETTER, [finding_id], risen.party)
    _approve(
        risen,
        letter,
        own_authority="青屿区应急管理局",
        own_nature=nature,
        own_party="青屿恒基建工有限公司",
        own_material="现场检查笔录1份；照片2张",
        own_answer_by=(risen.desk.today() + timedelta(days=15)).isoformat(),
    )


def _case_letter(risen: Risen, finding_id: str) -> None:
    filing = risen.story.filing
    assert filing is not None
    case_id = escalation.file(risen.desk, filing, [finding_id], risen.party, "涉嫌未按要求整改配电箱隐患案")
    letter = filing_papers.begin_letter(filing, case_id, "青屿区城市管理局", ground="处罚权已划转")
    _approve(risen, letter, filing)


def _decided(risen: Risen, document_id: str, decision: str) -> None:
    paper = drafts.begin(
        risen.desk,
        risen.scene.visit_id,
        K.REVOCATION,
        (),
        addressee_id=risen.party,
        about=document_id,
        own_decision=decision,
        own_reason="部位记载有误",
        own_correction="“5号楼12层”更正为“5号楼13层”" if decision == "更正" else "",
    )
    _approve(risen, paper)


# What is looked for


COURSES = (*STORIES, "beside the stories")
WANTED: dict[DocumentKind, set[str]] = {
    K.RECHECK_OPINION: {"合格", "不合格，责令再次整改", "不合格，移交立案审查"},
    K.EXTENSION_DECISION: {"同意延期", "不同意延期"},
    K.CONDUCT_DETERMINATION: {
        "认定为不良行为",
        "不予认定",
        "书面放弃",
        "逾期未提出",
        "已提出，经复核予以采纳",
    },
    K.TRANSFER_LETTER: {"案件移送函", "执法建议书"},
    K.REVOCATION: {"撤销", "更正"},
    K.RESUMPTION_NOTICE: set(),
    K.FILING_FORM: set(),
    K.CONDUCT_NOTICE: set(),
    K.STOP_WORK_NOTICE: set(),
    K.PLANT_ORDER: set(),
}


@pytest.mark.parametrize("kind", WANTED)
def test_every_kind_is_among_them_in_each_of_its_ways(archive: Archive, kind: DocumentKind) -> None:
    assert archive.of(kind)
    assert archive.decisions[kind] >= WANTED[kind]


def test_the_special_papers_are_among_them(archive: Archive) -> None:
    """A notice that orders again, a partial resumption, an annex of photos, a late entry's own file."""
    assert sum(one.told.kind == K.RECTIFICATION_NOTICE for one in archive.leaves["beside the stories"]) == 2
    parts = [one for one in archive.of(K.RESUMPTION_NOTICE) if "其余部位" in one.told.content]
    assert parts
    shown = [len((one.content.get("annex") or {}).get("photos", [])) for one in archive.of(K.RECHECK_OPINION)]
    assert max(shown) >= 6
    assert any(one.told.late for of in archive.leaves.values() for one in of)


@pytest.mark.parametrize("name", COURSES)
def test_nothing_leaves_its_page_or_stands_on_another(archive: Archive, name: str) -> None:
    assert archive.leaves[name]
    for leaf in archive.leaves[name]:
        pages = pages_of(leaf.pdf)
        assert len(pages) == leaf.told.pages
        if leaf.told.late:
            scanned(pages)
            continue
        for page in pages:
            inside_the_type_area(page, leaf.told.number)
        shown = (leaf.content.get("annex") or {}).get("photos", [])
        assert sum(len(page.images) for page in pages) == len(shown), leaf.told.number
        numbered(pages)


def clashes(page: Page) -> list[str]:
    """Return characters that stand on each other; two marks may share a cell, and 草稿, 作废 lie over all."""
    flat = replace(page, chars=[one for one in page.chars if one["size"] < WATERMARK])
    return [pair for pair in collisions(flat) if not set(pair) <= MARKS]


def inside_the_type_area(page: Page, number: str) -> None:
    assert clashes(page) == [], number
    for char in page.chars:
        if char["text"].strip():
            assert char["x0"] >= LEFT * MM - 0.1, (number, char["text"])
            assert char["x1"] <= (RIGHT + HANGING) * MM + 0.6, (number, char["text"])
            assert char["bottom"] <= LOWEST * MM, (number, char["text"])
    for thing in (*page.rects, *page.rules, *page.images):
        assert thing["x0"] >= LEFT * MM - 0.1, number
        assert thing["x1"] <= RIGHT * MM + 0.1, number


def numbered(pages: list[Page]) -> None:
    """A letter bears —1—, a form 第1页; each page its own."""
    for n, page in enumerate(pages, start=1):
        assert f"—{n}—" in page.text or f"第{n}页" in page.text or f"{n}/{len(pages)}" in page.text


def scanned(pages: list[Page]) -> None:
    """The file of a late entry: a picture on each page, our words beneath it, all of it on the paper."""
    for page in pages:
        (picture,) = page.images
        assert picture["x0"] >= 0
        assert picture["x1"] <= A4[0]
        assert "补录" in page.text
        assert clashes(page) == []


@pytest.mark.parametrize("name", COURSES)
def test_each_names_its_number_its_recipient_and_its_findings(archive: Archive, name: str) -> None:
    for leaf in archive.leaves[name]:
        text = "".join(page.text for page in pages_of(leaf.pdf))
        if leaf.told.late:
            continue
        assert _bare(leaf.told.number) in text
        assert _bare(leaf.told.addressee) in text
        for row in (leaf.content.get("table") or {}).get("rows", []):
            for cell in row:
                for line in str(cell).splitlines():
                    assert _bare(line)[:12] in text, (leaf.told.number, line)
        assert "{" not in text


def _bare(told: str) -> str:
    return told.replace(" ", "").replace("\u3000", "")


@pytest.mark.parametrize("name", COURSES)
def test_each_is_fit_for_the_archive(archive: Archive, name: str) -> None:
    for leaf in archive.leaves[name]:
        assert list(problems(leaf.pdf)) == [], leaf.told.number


@pytest.mark.parametrize("name", COURSES)
def test_the_digests_of_its_last_day_stay_inside(archive: Archive, name: str) -> None:
    for kind in ("day", "week"):
        pages = pages_of(archive.digests[f"{name}: {kind}"])
        assert pages
        for page in pages:
            assert clashes(page) == []
            for char in page.chars:
                if char["text"].strip():
                    assert char["x0"] >= LEFT * MM - HANGING * MM
                    assert char["x1"] <= (RIGHT + HANGING) * MM + 0.6
                    assert char["bottom"] <= LOWEST * MM


@pytest.mark.parametrize("name", COURSES)
def test_the_file_of_its_target_holds_every_paper_whole(archive: Archive, name: str) -> None:
    """案卷: all pages A4, each paper among them by its number, nothing outside the sheet."""
    if name not in archive.files:
        pytest.fail("no file was made")
    raw = archive.files[name].read_bytes()
    for page in PdfReader(BytesIO(raw)).pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        assert size == pytest.approx(A4, abs=0.6)
    pages = pages_of(raw)
    text = "".join(page.text for page in pages)
    target = next(
        one.told.target_id for one in sorted(archive.leaves[name], key=lambda one: one.told.target_id)
    )
    mine = [one.told for one in archive.leaves[name] if one.told.target_id == target]
    for told in mine:
        if told.kind != K.FILING_FORM and not _of_case(archive, name, told):
            assert _bare(told.number) in text
    for page in pages:
        assert clashes(page) == []


def _of_case(archive: Archive, name: str, told: issued.Issued) -> bool:
    """Tell whether a paper lies in the filing workspace, which the file of a target never shows."""
    letters = [one.told for one in archive.leaves[name] if one.told.kind == K.TRANSFER_LETTER]
    return told.kind == K.TRANSFER_LETTER and told == letters[-1] and name == "beside the stories"
