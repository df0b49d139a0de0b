"""A notice of bad conduct, answered with evidence within its time, reviewed and withdrawn: by keys."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from inspector_app.casework.followup import conduct_notices
from inspector_app.casework.papers import documents, issued
from inspector_app.domain.conduct import ConductState
from inspector_app.domain.errors import ProblemsError
from inspector_app.domain.states import FindingState
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.sought import SoughtField
from tests.documents.reading import bare, whole
from tests.stories import day_hands, duty_hands, filling, paper_hands
from tests.stories.conduct_hands import Key, Warned, opened
from tests.stories.hands import Hands
from tests.stories.stage import Opener

PUBLIC = "认定为不良行为"
HEARD = "document.own.defence"


@pytest.fixture
def told(desktops: Opener, tmp_path: Path) -> Warned:
    return opened(desktops, tmp_path / "data")


def approval(hands: Hands, number: str) -> filling.Fill:
    """Write a leader's approval of a minute ago."""
    at = (hands.clock.now() - timedelta(minutes=1)).strftime("%H:%M")
    return filling.text("柏知行", at, number)


def newest(hands: Hands) -> issued.Issued:
    return issued.all_documents(hands.store)[-1]


def at_the_bench(hands: Hands) -> None:
    hands.until(lambda: hands.rooms.frame.page == "bench", "the draft is at the workbench")
    hands.rest()


def give_notice(told: Warned) -> issued.Issued:
    """Find the finding from the ledger, name the conduct, and issue the notice."""
    hands = told.hands
    told.show()
    told.deed(Key.Key_O, "conduct_search")
    hands.write("灯塔里")
    duty_hands.give(hands, "conduct_search")
    hands.dialog("conduct_begin")
    told.tick(f"findings_{told.scene.finding_ids[0]}")
    duty_hands.give(hands, "conduct_begin")
    at_the_bench(hands)

    def by_words(at: Hands) -> None:
        box = at.part(SoughtField, "own_conduct_code")
        at.write("不采取措施")
        at.press(Key.Key_Down)
        at.press(Key.Key_Return)
        at.rest()
        assert box.currentText().startswith("D1-4-02")

    followed = filling.mend(
        hands,
        {
            "document.own.conduct_code": by_words,
            "document.own.contact": filling.text("纪闻笛"),
            "document.approval": approval(hands, "青住建告批〔2026〕1号"),
        },
    )
    assert "document.own.conduct_code" in followed
    assert "document.own.rule" not in followed, "choosing the code filled what it says"
    hands.press(Key.Key_F9)
    hands.give_pin()
    return newest(hands)


def serve(told: Warned) -> None:
    """Go to the paper from the ledger by its key and note that the project manager signed for it."""
    hands = told.hands
    assert told.main == "serve"
    hands.press(Key.Key_T, duty_hands.CTRL)
    hands.until(lambda: hands.rooms.frame.page == "documents", "the paper is shown")
    hands.rest()
    day_hands.serve_on_paper(hands, "恒基", "骆行远", "项目经理")


def too_soon(told: Warned, notice: issued.Issued) -> None:
    """Nobody is judged while the time for a defence runs: the gate refuses it, and leads to the field."""
    hands = told.hands
    told.show("answering")
    told.deed(Key.Key_Return, "conduct_decide")
    told.choose("result", PUBLIC)
    told.choose("defence", "逾期未提出")
    told.put("review", "没有收到陈述申辩")
    duty_hands.give(hands, "conduct_decide")
    at_the_bench(hands)
    assert HEARD in hands.gate
    assert "2026-10-08" in hands.gate[HEARD]
    hands.press(Key.Key_F9)
    hands.until(lambda: hands.focused == "own_defence", "the keys are at what is said of the defence")
    _, paper = conduct_notices.drafted(hands.desk, notice.id)
    before = hands.store.digest()
    with pytest.raises(ProblemsError) as refused:
        documents.issue(told.story.desk, paper, date_confirmed=True)
    assert "gate.defence_still_open" in [one.code for one in refused.value.problems]
    assert hands.store.digest() == before


def answer(told: Warned, folder: Path) -> None:
    """The contractor answers in writing with a picture."""
    hands = told.hands
    told.show("answering")
    told.deed(Key.Key_R, "conduct_defence")
    told.choose("way", "书面")
    told.put("on", "2026-09-14")
    told.put("by", "骆行远")
    told.put("position", "项目经理")
    told.put("words", "栏杆已于期限前补设，验收记录和照片附后。")
    duty_hands.attach(hands, "scans", duty_hands.picture(folder, "edge.jpg", hands.desk.today()))
    duty_hands.refused(hands, "conduct_defence", "早于告知书", "on")
    hands.fill(hands.desk.today().isoformat())
    duty_hands.give(hands, "conduct_defence")


def refuse(hands: Hands) -> None:
    """Choose that no bad conduct is found; the form then asks for other fields and is built anew."""
    hands.tab_to("own_result")
    box = hands.part(QComboBox, "own_result")
    hands.press(Key.Key_Space)
    hands.until(box.view().isVisible)
    box.view().setCurrentIndex(box.model().index(box.findText("不予认定"), 0))
    hands.press(Key.Key_Return)
    hands.rest()
    assert hands.part(QComboBox, "own_result").currentText() == "不予认定"
    hands.until(lambda: QApplication.activePopupWidget() is None)


def withdraw(told: Warned) -> issued.Issued:
    """Go on with the determination that was drafted too soon: what was put forward holds."""
    hands = told.hands
    told.show()
    assert told.main == "decide"
    hands.press(Key.Key_Return, duty_hands.CTRL)
    at_the_bench(hands)
    assert HEARD in hands.gate, "what stands there is not what is on record"
    hands.press(Key.Key_F9)
    hands.until(lambda: hands.focused == "own_defence")
    filling.choice("own_defence", "予以采纳")(hands)
    hands.rest()
    hands.tab_to("own_review")
    hands.fill("现场核对，栏杆在期限内已补设，未报送报告另行督促")
    refuse(hands)
    filling.mend(hands, {"document.approval": approval(hands, "青住建认批〔2026〕1号")})
    hands.press(Key.Key_F9)
    hands.give_pin()
    return newest(hands)


def test_a_notice_answered_and_withdrawn_by_keys(told: Warned, tmp_path: Path) -> None:
    hands, finding = told.hands, duty_hands.Ordered(told.hands, told.scene)
    assert finding.words == [FindingState.TO_RECTIFY] * 2
    notice = give_notice(told)
    assert notice.kind == DocumentKind.CONDUCT_NOTICE
    assert bare("不采取措施消除事故隐患（代码D1-4-02）") in whole(issued.pdf(hands.store, notice.id))
    assert finding.words == [FindingState.ESCALATED, FindingState.TO_RECTIFY]

    told.show()
    assert told.lines() == [(notice.id, "已告知", "2026-09-30")]
    serve(told)
    told.show("answering")
    assert told.lines() == [(notice.id, "申辩期内", "2026-10-08")]

    too_soon(told, notice)
    hands.clock.moment += timedelta(days=2)
    answer(told, tmp_path)
    told.show()
    assert told.lines()[0][:2] == (notice.id, "待复核")
    assert told.block("陈述申辩").facts[0].state == "期内提出"

    hands.clock.moment += timedelta(days=3)
    judged = withdraw(told)
    assert judged.kind == DocumentKind.CONDUCT_DETERMINATION
    page = whole(issued.pdf(hands.store, judged.id))
    assert bare("不予认定") in page
    assert bare("公示") not in page
    assert told.course(notice.id).state is ConductState.NOT_UPHELD
    # The notice fell: the finding is as open, and as late, as it was before.
    assert finding.words == [FindingState.TO_RECTIFY] * 2
    assert finding.course().state.overdue

    told.show()
    assert [one[:2] for one in told.lines()] == [(notice.id, "不予认定")]
    serve(told)
    told.show("ended")
    assert [one[:2] for one in told.lines()] == [(notice.id, "不予认定")]
    assert told.why_not()["publish"] == "不予认定的不公示。"
    assert [one.state for one in told.block("所据的问题").facts] == ["逾期"]
    paper_hands.no_dialog(hands)
