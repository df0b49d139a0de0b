"""What the documents page says of each kind of paper: every copy once, served or not, back or not."""

import pytest
from PySide6.QtCore import Qt

from inspector_app.casework.papers import documents, issued, prints, returns, service
from inspector_app.casework.play.stage import Played
from inspector_app.domain.errors import Problem, ProblemsError, RuleError
from inspector_app.domain.serving import Service
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.delegate import Role
from inspector_app.ui.papers import paper_values
from inspector_app.ui.papers.paper_copies import CopiesModel
from inspector_app.ui.papers.paper_work import problems_of
from tests.casework import conftest as casework
from tests.casework.bench import Bench

bench = casework.bench
site_case = casework.site_case
played = casework.played


def papers(bench: Bench, played: Played) -> list[issued.Issued]:
    return [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]


@pytest.fixture
def notice(bench: Bench, played: Played) -> issued.Issued:
    """An ordering paper that reached nobody yet."""
    store = bench.desk.store
    fresh = [one for one in papers(bench, played) if one.recipients and not issued.served(store, one.id)]
    return fresh[0]


def lines(bench: Bench, told: issued.Issued) -> list[tuple[str, str, str]]:
    model = CopiesModel()
    model.show(paper_values.read(bench.desk, told.id))
    rows = [(model.index(n, 0), model.index(n, 1)) for n in range(model.rowCount())]
    for first, second in rows:
        told_whole = first.data(Qt.ItemDataRole.AccessibleTextRole)
        assert told_whole == f"{first.data()}\n{first.data(Role.NOTE)}"
        assert second.data(Role.CHIP)[0] == second.data()
    return [(first.data(), first.data(Role.NOTE), second.data()) for first, second in rows]


def test_every_copy_and_every_recipient_is_there_once(bench: Bench, played: Played) -> None:
    seen = papers(bench, played)
    assert len({one.kind for one in seen}) > 1
    for told in seen:
        facts = paper_values.read(bench.desk, told.id)
        recipients = [one.recipient for one in facts.copies if one.recipient is not None]
        assert tuple(recipients) == told.recipients
        wanted = [one.wanted for one in facts.copies if one.wanted is not None]
        assert sorted(wanted, key=str) == sorted(prints.copies_of(bench.desk, told.id), key=str)
        assert facts.serves == (bool(told.recipients) and told.kind != DocumentKind.PROOF_OF_SERVICE)
        assert len(lines(bench, told)) == len(facts.copies)


def serve(bench: Bench, told: issued.Issued, **fields: object) -> None:
    main, at = told.recipients[0].party_id, bench.clock.now()
    values = {"method": "direct", "place": "项目部", **fields}
    service.serve(bench.desk, told.id, Service(main, at=at, **values))  # type: ignore[arg-type]


def test_the_way_of_a_copy_is_told_in_words(bench: Bench, notice: issued.Issued) -> None:
    def first() -> tuple[str, str]:
        _, note, chip = lines(bench, notice)[0]
        return note.partition(" · ")[0].partition(":")[2][3:] or note.partition(" · ")[0], chip

    assert first() == ("尚未登记送达", "未送达")
    serve(bench, notice, refusal="门卫不收")
    assert first() == ("拒收", "拒收")
    serve(bench, notice, method="mail", mail_number="EX1")
    assert first() == ("EX1", "等回执")
    serve(bench, notice, method="announced", medium="局网站", note="下落不明")
    assert first()[1] == "公告中"
    serve(bench, notice, receiver="骆远山", position="项目经理")
    assert first() == ("骆远山签收", "已送达")
    facts = paper_values.read(bench.desk, notice.id)
    assert facts.served
    assert notice.recipients[0] not in facts.unserved


def test_what_is_back_and_what_is_missing_is_told(bench: Bench, notice: issued.Issued) -> None:
    assert lines(bench, notice)[0][1].endswith("签字件未回")
    scan = issued.pdf(bench.desk.store, notice.id) + b"\n% scanned"
    main = notice.recipients[0].party_id
    returns.take_in(bench.desk, notice.id, scan, returns.Return(main, signed=True, sealed=False))
    assert lines(bench, notice)[0][1].endswith("已回传，缺盖章")
    returns.take_in(bench.desk, notice.id, scan, returns.Return(main, signed=True, sealed=True))
    assert lines(bench, notice)[0][1].endswith("签字件已回")


def test_of_a_void_paper_nothing_is_waited_for(bench: Bench, notice: issued.Issued) -> None:
    documents.void(bench.desk, notice.id, "写错")
    facts = paper_values.read(bench.desk, notice.id)
    assert (facts.standing, facts.takes_returns, facts.whole_back) == (False, False, True)
    assert [(note, chip) for _, note, chip in lines(bench, notice)] == [("未打印", "")] * len(facts.copies)


def test_only_what_names_a_field_of_the_service_is_said_there() -> None:
    one = Problem.of("service.no_receiver", "service.receiver")
    assert problems_of(ProblemsError("ui.service_incomplete", [one])) == (one,)
    assert problems_of(RuleError("service.no_receiver", where="service.receiver")) == (one,)
    assert problems_of(RuleError("document.not_standing", where="abc")) == ()
    assert problems_of(ValueError()) == ()
