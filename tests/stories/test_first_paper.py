"""From sign-in to an issued rectification notice, by keys; and it is there for whoever signs in next."""

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView

from inspector_app.answers import demos
from inspector_app.casework.papers import issued, verification
from inspector_app.documents.proof.qr import parse_qr
from inspector_app.documents.proof.verify import examine
from inspector_app.ui.papers.page_pictures import draw
from inspector_app.ui.workbench.gate_box import GateBox
from tests.documents.reading import bare, whole
from tests.stories import filling
from tests.stories.hands import Hands

PHOTOS = demos.shipped_cases()[0].parent / "photos"
FILLS = {
    **filling.VISIT,
    "findings.0.location": filling.text("3#楼14层南侧临边"),
    "document.reply_due": filling.text("7工"),
}


def pasted(name: str) -> QMimeData:
    told = QMimeData()
    told.setImageData(QImage(str(PHOTOS / name)))
    return told


def to_a_finding_with_photos(hands: Hands) -> None:
    hands.sign_in()
    hands.begin("临江 3标")
    hands.new_finding()
    hands.phrase("lb")
    hands.paste(pasted("edge.jpg"))
    hands.pick_files(PHOTOS / "scaffold.jpg")


FOLLOWED = [
    "office.name",
    "inspection.officers",
    "inspection.officers",
    "inspection.approval",
    "inspection.notice",
    "inspection.credentials_shown",
    "inspection.recusal",
    "findings.0.location",
    "document.reply_due",
]
"""The lines of the gate in the order in which they are followed; what one window asks for is one of them."""


def issue_a_notice(hands: Hands) -> issued.Issued:
    """Follow every line of the gate, fill what it asks for, and issue."""
    to_a_finding_with_photos(hands)
    hands.choose_kind("限期整改")
    gate, issue = hands.part(GateBox, "gate"), hands.part(QPushButton, "issue")
    assert (gate.accessibleName(), issue.accessibleName()) == ("签发前还缺 11 项", "签发（还缺 11 项）")
    assert filling.mend(hands, FILLS) == FOLLOWED
    assert (gate.accessibleName(), issue.accessibleName()) == ("要件齐全，可以签发", "签发")
    hands.press(Qt.Key.Key_F9)
    hands.give_pin()
    return issued.all_documents(hands.store)[0]


def test_a_phrase_and_two_photos_make_a_whole_finding(hands: Hands) -> None:
    to_a_finding_with_photos(hands)
    bench = hands.rooms.work.bench
    assert bench is not None
    (finding,) = bench.findings
    assert finding.fact.endswith("。")
    assert finding.clause_id
    duty = finding.obligation(bench.addressee_id)
    assert duty is not None
    assert duty.measure
    assert duty.due is not None
    kept = [hands.store.blob(photo.sha256) for photo in finding.photos]
    assert QImage.fromData(kept[0]).size() == QImage(str(PHOTOS / "edge.jpg")).size()
    assert kept[1] == (PHOTOS / "scaffold.jpg").read_bytes()


def test_from_sign_in_to_a_number_by_keys_and_the_paper_is_shown_and_saved_as_it_was_frozen(
    hands: Hands, tmp_path: Path
) -> None:
    told = issue_a_notice(hands)
    assert told.number == "望住建改〔2026〕3-1号"
    assert told.number in hands.notice
    assert told.number in hands.part(GateBox, "gate").accessibleName()
    assert [(one.number, one.fate) for one in hands.store.numbers().numbers] == [(told.number, "issued")]
    pdf = issued.pdf(hands.store, told.id)
    assert sha256(pdf).hexdigest() == told.pdf_sha256
    sheets = hands.rooms.bench.paper.paper._sheets
    hands.until(lambda: sheets[0]._image == draw(pdf, sheets[0]._image.width())[0])
    assert len(sheets) == told.pages
    assert bare(told.number) in whole(pdf)
    hands.tab_to("bench_save_pdf")
    hands.press(Qt.Key.Key_Space)
    hands.name_file("pdf_place", tmp_path / "纸.pdf")
    assert (tmp_path / "纸.pdf").read_bytes() == pdf
    assert_valid(hands, pdf)


def assert_valid(hands: Hands, pdf: bytes) -> None:
    """The file, and the code on its page by itself, prove genuine; with one byte more it does not."""
    seen = examine(pdf)
    witnesses = verification.Witnesses(hands.store, (hands.store.keyring,))
    claims = [parse_qr(one) for one in seen.qr_texts]
    assert verification.of_pdf(seen.sha256, claims, witnesses).verdict == "valid"
    assert [verification.of_qr(one, witnesses).verdict for one in claims] == ["valid"]
    assert verification.of_pdf(sha256(pdf + b" ").hexdigest(), claims, witnesses).verdict == "invalid"


def test_after_handing_over_it_is_there_for_whoever_signs_in(hands: Hands) -> None:
    told = issue_a_notice(hands)
    hands.tab_to("lock")
    hands.press(Qt.Key.Key_Space)
    assert hands.desktop._session is None
    hands.sign_in()
    assert hands.rooms.frame.page == "bench"  # whoever sits down next goes on where the laptop was left
    hands.go_to("documents")
    table = hands.part(QTableView, "issued_table")
    assert table.model().index(0, 0).data() == told.number
    hands.until(lambda: hands.rooms.documents._paper.pages == told.pages)
    assert hands.rooms.documents._verified.accessibleName() == "与签发时一致"
    assert any(told.code in shown.text() for shown in hands.rooms.documents.findChildren(QLabel))
    hands.go_to("visits")
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: hands.rooms.frame.page == "bench")
    hands.rest()
    assert hands.part(QComboBox, "kind").findText(told.number, Qt.MatchFlag.MatchContains) >= 0
    assert hands.rooms.work.bench is not None
    assert hands.rooms.work.bench.ordered == set(told.finding_ids)
