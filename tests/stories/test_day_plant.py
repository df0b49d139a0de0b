"""A plant day: the quarterly list by keys, lots traced to their works, an order printed and served."""

from PySide6.QtCore import Qt

from inspector_app.casework.papers import issued, service
from inspector_app.casework.visits import checks
from inspector_app.domain.acts import ActKind
from tests.documents.reading import bare, whole
from tests.fakes_printing import FakePrinters
from tests.stories import day_hands, filling, paper_hands
from tests.stories.day_hands import bench, found, picture
from tests.stories.hands import CTRL, SHIFT, Hands
from tests.stories.office import PLANT, SITE

Key = Qt.Key
LOTS = "C30-20261119-07、C35-20261121-02"
FILLS = {
    "inspection.approval": filling.text("韩立群", "08:40", "望住建检批〔2026〕3-88号"),
    "inspection.notice": filling.text("望住建检通〔2026〕3-90号"),
    "findings.0.location": filling.text("资质资料柜"),
    "findings.0.measure": filling.text("三日内补齐人员证书。"),
    "findings.0.due": filling.text("3工"),
    "findings.1.location": filling.text("2号生产线"),
    "document.trace": filling.text(SITE),
}


def by_the_list(hands: Hands) -> None:
    """Three answers of the list, the third not conforming, and a finding of it."""
    hands.press(Key.Key_F7)
    hands.until(lambda: hands.focused == "check_list")
    for key in (Key.Key_1, Key.Key_4, Key.Key_2):
        hands.press(key)
    assert hands.rooms.bench.middle._tabs["checks"].text() == "检查表 3/65"
    board = checks.board(hands.desk, bench(hands).inspection.id)
    marks = [mark.result for sheet in board.sheets for mark in sheet.marks.values()]
    assert sorted(marks) == sorted(["符合", "基本符合", "不符合"])
    hands.press(Key.Key_F2)
    hands.rest()
    hands.until(lambda: hands.focused == "fact" and hands.editor.isVisible())
    (one,) = found(hands)
    assert one.item == "RMC-A03"


def with_lots(hands: Hands) -> None:
    """A finding by a phrase, with the lots that it concerns and a photo."""
    hands.new_finding()
    hands.phrase("scph")
    hands.paste(picture("edge.jpg"))
    hands.tab_to("batch")
    hands.fill(LOTS)
    hands.rest()
    assert found(hands)[1].batch == LOTS
    assert found(hands)[1].fact == "生产配合比与配合比通知单不一致。"


def test_a_plant_day_from_the_list_to_an_order_that_names_lots_and_works(seated: Hands) -> None:
    seated.begin("qltyxc")
    assert bench(seated).target.name == PLANT
    by_the_list(seated)
    with_lots(seated)
    seated.press(Key.Key_E, CTRL | SHIFT)
    seated.press(Key.Key_F9)
    seated.rest()
    assert filling.mend(seated, FILLS) == list(FILLS)
    seated.press(Key.Key_F9)
    seated.give_pin()
    (told,) = issued.all_documents(seated.store)
    assert (told.kind, told.number, told.addressee) == ("plant_order", "望住建责〔2026〕3-1号", PLANT)
    pdf = whole(issued.pdf(seated.store, told.id))
    for words in (*LOTS.split("、"), SITE, found(seated)[0].fact, found(seated)[1].fact):
        assert bare(words) in pdf, words
    system = FakePrinters()
    paper_hands.printers(seated, system)
    paper_hands.open_panel(seated)
    paper_hands.on_plain_paper(seated)
    seated.press(Key.Key_Return)
    paper_hands.no_dialog(seated)
    printed = [act.content["recipient"] for act in paper_hands.acts(seated, told.id, ActKind.PRINT)]
    assert printed == ["预拌混凝土企业", "使用单位", "本局存卷"]
    paper_hands.to_the_documents(seated)
    day_hands.serve_on_paper(seated, PLANT, "鲁明川", "厂长")
    (noted,) = service.services(seated.store, told.id, told.recipients[0].party_id)
    assert (noted.method, noted.receiver, noted.position) == ("direct", "鲁明川", "厂长")
    lacking = [f"{told.number.removeprefix('望住建')}：签字件未回传", f"{PLANT}：检查未结束"]
    assert day_hands.lacking(seated)[:2] == lacking


def test_the_lots_are_asked_only_where_an_order_names_them(seated: Hands) -> None:
    seated.begin("临江")
    seated.new_finding()
    assert not seated.editor.fields["batch"].isVisible()
    seated.press(Key.Key_Escape)
    seated.rest()
    seated.begin("砼源")
    seated.new_finding()
    assert seated.editor.fields["batch"].isVisible()


def test_lots_that_are_too_long_lead_to_their_field(seated: Hands) -> None:
    seated.begin("砼源")
    seated.new_finding()
    seated.phrase("scph")
    seated.tab_to("batch")
    seated.fill("批" * 401)
    seated.rest()
    seated.choose_kind("整改")
    assert "findings.0.batch" in seated.gate
    seated.rooms.bench.paper.followed.emit("findings.0.batch")
    assert seated.focused == "batch"
