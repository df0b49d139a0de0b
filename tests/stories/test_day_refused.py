"""The site manager will not sign: the laptop comes back, it is left with a witness, and a paper proves it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from inspector_app.casework.papers import countersigns, drafts, issued, recheck, service
from inspector_app.domain.acts import ActKind
from inspector_app.domain.serving import Witness
from inspector_app.domain.states import DocumentState
from tests.documents.reading import bare, whole
from tests.stories import day_hands, filling, paper_hands
from tests.stories.day_hands import bench
from tests.stories.hands import CTRL, SHIFT, Hands

Key = Qt.Key
REASON = "项目经理骆远山称须请示公司，拒绝签收"


def refuse(hands: Hands, told: issued.Issued) -> None:
    """He is shown his items, begins to sign, and gives the pen back."""
    hands.press(Key.Key_S, CTRL | SHIFT)
    view = hands.dialog("show_view")
    hands.rest()
    assert told.number in day_hands.words(view)
    hands.press(Key.Key_Return, CTRL)
    hands.dialog("sign_dialog")
    day_hands.sign_by_mouse(hands)
    hands.press(Key.Key_R, CTRL)
    hands.dialog("service_dialog")
    hands.until(lambda: hands.focused == "service_refusal")
    assert hands.part(QLineEdit, "service_refusal").text() == "拒绝签名"
    hands.fill(REASON)
    hands.tab_to("service_accept")
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.focused == "service_witness_1", "what proves a refusal is asked")
    assert countersigns.countersigns(hands.store, told.id) == (), "strokes of who refused are kept nowhere"
    assert issued.served(hands.store, told.id) == frozenset()


def leave_it(hands: Hands, told: issued.Issued) -> None:
    """Left at the site with a witness; a letter to the registered address is offered."""
    hands.write("李卫民")
    hands.tab_to("service_company_1")
    hands.fill("滨河社区居委会")
    hands.tab_to("service_accept")
    hands.press(Key.Key_Return)
    note = hands.dialog("served_note")
    assert told.number in day_hands.words(note)
    assert hands.part(QPushButton, "mail_too").isVisible()
    refused, left = service.services(hands.store, told.id, told.recipients[0].party_id)
    assert (refused.method, refused.refusal) == ("direct", REASON)
    assert (left.method, left.witnesses) == ("left", (Witness("李卫民", "滨河社区居委会"),))
    assert recheck.document_state(hands.desk, told.id).word == DocumentState.SERVED


def prove(hands: Hands, told: issued.Issued) -> None:
    """Make the proof of service from where it was noted, and issue it."""
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.part(QPushButton, "proof_accept").accessibleName() == "去签发")
    hands.press(Key.Key_Return)
    hands.until(lambda: hands.rooms.frame.page == "bench")
    hands.rest()
    shown = bench(hands).draft
    assert shown is not None
    assert drafts.kind_of(hands.store, shown.id) == "proof_of_service"
    filling.mend(hands, {})
    hands.press(Key.Key_F9)
    hands.give_pin()
    proof = issued.must_be_issued(hands.store, shown.id)
    assert proof.number == "望住建送〔2026〕3-1号"
    pdf = whole(issued.pdf(hands.store, proof.id))
    (_, left) = service.services(hands.store, told.id, told.recipients[0].party_id)
    for part in (told.number, told.recipients[0].name, "留置送达", left.place):
        assert bare(part) in pdf, part


def test_a_refused_signature_is_left_with_a_witness_and_proved(seated: Hands) -> None:
    told = paper_hands.to_an_issued_notice(seated)
    refuse(seated, told)
    leave_it(seated, told)
    prove(seated, told)
    assert [one.content["method"] for one in paper_hands.acts(seated, told.id, ActKind.SERVE)] == [
        "direct",
        "left",
    ]
    end = f"{bench(seated).target.name}："
    lines = day_hands.lacking(seated)
    assert not any("未送达" in one for one in lines), lines
    assert [one for one in lines if one.startswith(end)], "the visit itself is still open"
    assert seated.store.replay_check().same
