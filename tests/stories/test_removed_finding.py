"""A finding that was removed is gone: from the list, from the paper, and from what is issued."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from inspector_app.casework.papers import issued
from tests.documents.reading import whole
from tests.stories.hands import Hands


def remove_the_open_one(hands: Hands) -> None:
    hands.tab_to("remove_finding")
    hands.press(Qt.Key.Key_Space)
    hands.rest()


def test_a_finding_is_removed_without_a_question_and_comes_back_by_the_notices_button(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    seated.phrase("lb")
    before = seated.store.records("finding")
    remove_the_open_one(seated)
    assert seated.store.records("finding") == []
    assert "已移除" in seated.notice
    seated.part(QPushButton, "notice_action").click()
    seated.rest()
    assert seated.store.records("finding") == before
    assert seated.rooms.bench.findings.open_id == before[0].id
    assert "已撤销：删除问题 1" in seated.notice


def test_the_number_of_a_removed_finding_is_not_used_again(seated: Hands) -> None:
    seated.begin("临江")
    for _ in range(2):
        seated.new_finding()
        seated.phrase("lb")
    seated.rooms.bench.findings.open_finding(seated.store.records("finding", order="number")[0].id)
    remove_the_open_one(seated)
    seated.new_finding()
    assert [one.fields["number"] for one in seated.store.records("finding", order="number")] == [2, 3]


def test_a_removed_finding_leaves_the_paper_it_was_ticked_for(seated: Hands) -> None:
    seated.ready_to_issue()
    seated.new_finding()
    seated.phrase("wjsjlqjzc")
    seated.tab_to("location")
    seated.fill("要删掉的地方")
    seated.rooms.bench.findings.open_finding(seated.store.records("finding", order="number")[0].id)
    remove_the_open_one(seated)
    bench = seated.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert {one.id for one in bench.draft.findings} <= {one.id for one in bench.findings}
    assert "findings" in seated.gate, "nothing is left to order"
    seated.press(Qt.Key.Key_F9)
    assert issued.all_documents(seated.store) == ()


def test_what_is_issued_does_not_name_a_removed_finding(seated: Hands) -> None:
    seated.ready_to_issue()
    seated.new_finding()
    seated.phrase("lb")
    seated.tab_to("location")
    seated.fill("要删掉的地方")
    remove_the_open_one(seated)
    seated.press(Qt.Key.Key_F9)
    seated.give_pin()
    (told,) = issued.all_documents(seated.store)
    assert "要删掉的地方" not in whole(issued.pdf(seated.store, told.id))
