"""A stop-work notice over a major hazard, with the defence heard; a plant's order that traces its lots."""

from PySide6.QtCore import Qt

from inspector_app.casework.papers import issued
from tests.documents.reading import bare, whole
from tests.stories import filling
from tests.stories.hands import Hands
from tests.stories.office import PLANT

APPROVAL = filling.text("韩立群", "09:10", "望住建停批〔2026〕3-1号")
STOP = {
    **filling.VISIT,
    "findings.0.location": filling.text("3#楼12至15层东立面"),
    "document.stop_work.parts": filling.text("3#楼12层以上外脚手架作业"),
    "document.stop_work.start": filling.text("10:50"),
    "document.stop_work.evacuation": filling.text("立即撤出上述部位全部作业人员"),
    "document.stop_work.conditions": filling.text("整改完毕，经验收合格并报我局"),
    "document.approval": APPROVAL,
}
DEFENCE = "项目经理对事实无异议，同意立即停止该部位作业。"


def hear(hands: Hands) -> None:
    """Say that the defence was heard, and what was said."""
    filling.choice("defence_heard", "已听取")(hands)
    hands.rest()
    hands.press(Qt.Key.Key_Tab)
    assert hands.focused == "defence_words"
    hands.fill(DEFENCE)


def a_major_hazard(hands: Hands) -> None:
    hands.sign_in()
    hands.begin("临江")
    hands.new_finding()
    hands.phrase("wjsjlqjzc")


def test_a_stop_work_names_its_ground_the_defence_and_who_approved(hands: Hands) -> None:
    a_major_hazard(hands)
    hands.choose_kind("停工")
    followed = filling.mend(hands, {**STOP, "document.defence": hear})
    assert followed[-6:] == [
        "document.stop_work.parts",
        "document.stop_work.start",
        "document.stop_work.evacuation",
        "document.stop_work.conditions",
        "document.defence",
        "document.approval",
    ]
    hands.press(Qt.Key.Key_F9)
    hands.give_pin()
    (told,) = issued.all_documents(hands.store)
    assert told.number == "望住建停〔2026〕3-1号"
    pdf = whole(issued.pdf(hands.store, told.id))
    for words in ("外脚手架连墙件整层缺失", "3#楼12层以上外脚手架作业", "经听取陈述申辩"):
        assert bare(words) in pdf
    record = hands.store.record("document", told.id)
    assert record is not None
    assert record.fields["defence_words"] == DEFENCE


def test_a_major_hazard_is_not_left_to_a_deadline(hands: Hands) -> None:
    a_major_hazard(hands)
    hands.choose_kind("限期整改")
    assert "findings" in hands.gate, "a rectification notice does not take the major hazard in"
    hands.choose_kind("停工")
    bench = hands.rooms.work.bench
    assert bench is not None
    assert bench.draft is not None
    assert [one.severity for one in bench.draft.findings] == ["major"]


def test_a_plant_gets_its_order_with_the_works_it_supplied(hands: Hands) -> None:
    hands.sign_in()
    hands.begin("砼源")
    hands.new_finding()
    hands.phrase("wjjc")
    hands.choose_kind("整改")
    filling.mend(
        hands,
        {
            **filling.VISIT,
            "findings.0.location": filling.text("2号生产线"),
            "document.trace": filling.text("临江雅苑二期3标段"),
            "document.reply_due": filling.text("7工"),
            "document.approval": APPROVAL,
        },
    )
    hands.press(Qt.Key.Key_F9)
    hands.give_pin()
    (told,) = issued.all_documents(hands.store)
    assert told.kind == "plant_order"
    assert told.addressee == PLANT
    assert bare("临江雅苑二期3标段") in whole(issued.pdf(hands.store, told.id))
