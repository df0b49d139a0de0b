"""What a day on paper is refused for: each with its code and field, and nothing written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from inspector_app.casework.papers import (
    documents,
    drafts,
    issued,
    late,
    late_list,
)
from inspector_app.casework.papers.late import LatePaper, LateVisit, Scan
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.catalog.messages import Messages
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import InspectorError, ProblemsError, RuleError, SignInError
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.on_paper import DAY, NUMBER, Office, pdf, photo


@pytest.fixture
def office(bench: Bench) -> Office:
    return Office(bench)


Change = Callable[[Office], tuple[LateVisit, list[NewFinding], list[LatePaper]]]


def day(change: Callable[[Office], LatePaper]) -> Change:
    return lambda office: (office.visit(), office.found(), [change(office)])


def of_visit(**changes: Any) -> Change:
    return lambda office: (office.visit(**changes), office.found(), [office.notice()])


def of_finding(change: Callable[[Office, NewFinding], NewFinding]) -> Change:
    return lambda office: (
        office.visit(),
        [change(office, office.found()[0]), *office.found()[1:]],
        [office.notice(findings=(2,))],
    )


REFUSED: list[tuple[str, str, Change]] = [
    ("late.no_author", "late.author", of_visit(author=" ")),
    ("late.no_reason", "late.reason", of_visit(reason="")),
    ("late.no_officer", "late.officers", of_visit(officer_ids=())),
    ("late.officer_unknown", "late.officers", of_visit(officer_ids=("0" * 32,))),
    ("late.no_time", "late.started", of_visit(started=None)),
    ("late.no_time", "late.ended", of_visit(ended=None)),
    ("late.ends_before", "late.ended", of_visit(ended=datetime(2026, 11, 20, 9, 0, tzinfo=CHINA))),
    ("late.visit_to_come", "late.ended", of_visit(ended=datetime(2026, 11, 24, 20, 0, tzinfo=CHINA))),
    ("late.no_papers", "late.papers", lambda office: (office.visit(), office.found(), [])),
    ("late.no_fact", "late.findings.1.fact", of_finding(lambda _, one: replace(one, fact="  "))),
    (
        "late.clause_unknown",
        "late.findings.1.clause",
        of_finding(lambda _, one: replace(one, clause_id="nowhere-1")),
    ),
    (
        "late.seen_after_visit",
        "late.findings.1.seen_on",
        of_finding(lambda _, one: replace(one, seen_on=DAY + timedelta(days=1))),
    ),
    ("late.no_party", "late.findings.1.duties", of_finding(lambda _, one: replace(one, duties=()))),
    (
        "late.party_unknown",
        "late.findings.1.duties",
        of_finding(lambda _, one: replace(one, duties=(Duty("nobody", "改", DAY),))),
    ),
    ("late.no_number", "late.papers.1.number", day(lambda office: office.notice(number=" 第 "))),
    ("late.number_strange", "late.papers.1.number", day(lambda office: office.notice(number="无号"))),
    ("late.number_strange", "late.papers.1.number", day(lambda office: office.notice(number="1" * 61))),
    ("late.number_strange", "late.papers.1.number", day(lambda office: office.notice(number="改\u202e12号"))),
    (
        "late.kind_unfit",
        "late.papers.1.kind",
        day(lambda office: office.notice(kind=DocumentKind.PLANT_ORDER)),
    ),
    (
        "late.kind_unfit",
        "late.papers.1.kind",
        day(lambda office: office.notice(kind=DocumentKind.FILING_FORM)),
    ),
    (
        "late.kind_decides",
        "late.papers.1.kind",
        day(lambda office: office.notice(kind=DocumentKind.RESUMPTION_NOTICE)),
    ),
    ("late.no_addressee", "late.papers.1.addressee", day(lambda office: office.notice(addressee_id=""))),
    ("late.not_a_party", "late.papers.1.addressee", day(lambda office: office.notice(addressee_id="x"))),
    ("late.not_a_party", "late.papers.1.copied", day(lambda office: office.notice(copied_ids=("x",)))),
    (
        "late.not_a_party",
        "late.papers.1.copied",
        day(lambda office: office.notice(copied_ids=(office.party(),))),
    ),
    ("late.no_day", "late.papers.1.issued_on", day(lambda office: office.notice(issued_on=None))),
    (
        "late.issued_to_come",
        "late.papers.1.issued_on",
        day(lambda office: office.notice(issued_on=date(2026, 11, 25))),
    ),
    (
        "late.before_seen",
        "late.papers.1.issued_on",
        day(lambda office: office.notice(issued_on=DAY - timedelta(days=1))),
    ),
    (
        "late.due_before_issue",
        "late.papers.1.due_on",
        day(lambda office: office.notice(due_on=DAY - timedelta(days=1))),
    ),
    ("late.no_due", "late.papers.1.due_on", day(lambda office: office.notice(due_on=None))),
    ("late.no_findings", "late.papers.1.findings", day(lambda office: office.notice(findings=()))),
    ("late.finding_unknown", "late.papers.1.findings", day(lambda office: office.notice(findings=(1, 9)))),
    ("late.finding_unknown", "late.papers.1.findings", day(lambda office: office.notice(findings=(1, 1)))),
    (
        "late.not_obliged",
        "late.papers.1.findings",
        day(
            lambda office: office.notice(
                addressee_id=office.party(PartyRole.OWNER), copied_ids=(), findings=(1,)
            )
        ),
    ),
    ("late.no_parts", "late.papers.1.stop_parts", day(lambda office: office.stop(stop_parts=" "))),
    (
        "late.no_conduct_code",
        "late.papers.1.conduct_code",
        day(lambda office: office.notice(kind=DocumentKind.CONDUCT_NOTICE, due_on=None)),
    ),
    (
        "late.conduct_code_unknown",
        "late.papers.1.conduct_code",
        day(lambda office: office.notice(kind=DocumentKind.CONDUCT_NOTICE, due_on=None, conduct_code="Z-9")),
    ),
    (
        "late.defence_before_issue",
        "late.papers.1.defence_until",
        day(
            lambda office: office.notice(
                kind=DocumentKind.CONDUCT_NOTICE,
                due_on=None,
                conduct_code=next(iter(office.desk.rules.conduct)),
                defence_until=DAY - timedelta(days=1),
            )
        ),
    ),
    (
        "late.goes_to_nobody",
        "late.papers.1.addressee",
        day(lambda office: office.notice(kind=DocumentKind.INSPECTION_APPROVAL, findings=())),
    ),
    ("late.no_scan", "late.papers.1.scans", day(lambda office: office.notice(scans=()))),
    (
        "late.number_exists",
        "late.papers.2.number",
        lambda office: (
            office.visit(),
            office.found(),
            [office.notice(), office.stop(number="望住建改[2026] 第手－12号")],
        ),
    ),
]


@pytest.mark.parametrize(
    ("code", "where", "change"), REFUSED, ids=[f"{one[0]}-{n}" for n, one in enumerate(REFUSED)]
)
def test_refused_with_its_field_and_nothing_is_written(
    office: Office, code: str, where: str, change: Change
) -> None:
    before = (office.desk.store.vector(), office.desk.store.digest())
    with pytest.raises(ProblemsError) as caught:
        late.key_in(office.desk, *change(office))
    assert caught.value.code == "late.refused"
    assert [(one.code, one.where) for one in caught.value.problems] == [(code, where)]
    for language in ("zh", "en"):
        told = Messages(language)
        for one in caught.value.problems:
            message, remedy = told.text(one.code, one.where, dict(one.values))
            assert "{" not in message + remedy
            assert message
    assert (office.desk.store.vector(), office.desk.store.digest()) == before


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"hello", "documents.not_a_photo"),
        (photo()[:400], "documents.not_a_photo"),
        (b"%PDF-1.7 broken", "documents.scan_unreadable"),
        (pdf(51), "documents.scan_too_long"),
        (b"", "documents.not_a_photo"),
        (b"\x00\x00\x00\x18ftypheic" + b"0" * 40, "documents.photo_heic"),
    ],
)
def test_a_scan_that_is_none_is_refused_by_name(office: Office, raw: bytes, code: str) -> None:
    before = office.desk.store.vector()
    with pytest.raises(InspectorError) as caught:
        office.keyed(office.notice(scans=(Scan(photo(), "1.jpg"), Scan(raw, "2.pdf"))))
    assert (caught.value.code, caught.value.where) == (code, "late.papers.1.scans.2")
    assert office.desk.store.vector() == before


def test_scans_that_are_too_many_together_are_refused(office: Office) -> None:
    with pytest.raises(RuleError, match=r"documents\.scan_too_long"):
        office.keyed(office.notice(scans=(Scan(pdf(30), "1.pdf"), Scan(pdf(21), "2.pdf"))))
    assert late_list.entries(office.desk.store) == ()


@pytest.mark.parametrize(
    "same",
    [
        NUMBER,
        "望住建改[2026]手-12号",
        "望住建改（2026）手－12号",
        "望住建改 〔２０２６〕 手 - １２ 号",
        "望住建改【2026】第手—12号",
        " 望住建改\u3000〔2026〕手\u201312号 ",
    ],
)
def test_a_number_is_keyed_in_once_however_it_is_written(office: Office, same: str) -> None:
    office.keyed()
    with pytest.raises(ProblemsError) as caught:
        office.keyed(office.notice(number=same))
    [problem] = caught.value.problems
    assert (problem.code, dict(problem.values)["known"]) == ("late.number_exists", NUMBER)
    assert len(office.desk.store.numbers().late) == 2


def test_a_number_of_the_book_is_refused_even_void(bench: Bench, played: Played) -> None:
    office = Office(bench)
    ids = [
        one for one in played.document_ids if drafts.kind_of(bench.desk.store, one) == "rectification_notice"
    ]
    told = issued.must_be_issued(bench.desk.store, ids[0])
    documents.void(bench.desk, told.id, "写错单位")
    with pytest.raises(ProblemsError) as caught:
        office.keyed(office.notice(number=told.number.replace("〔", "[").replace("〕", "]")))
    assert [one.code for one in caught.value.problems] == ["late.number_exists"]


def test_a_number_that_this_laptop_would_give_is_refused(bench: Bench, played: Played) -> None:
    office = Office(bench)
    ids = [
        one for one in played.document_ids if drafts.kind_of(bench.desk.store, one) == "rectification_notice"
    ]
    told = issued.must_be_issued(bench.desk.store, ids[0])
    serial = bench.desk.store.next_serial("rectification_notice", 2026)
    head, _, _ = told.number.rpartition("-")
    with pytest.raises(ProblemsError) as caught:
        office.keyed(office.notice(number=f"{head}-{serial + 3}号"))
    assert [one.code for one in caught.value.problems] == ["late.number_to_come"]
    # Nor under the name of another kind: the series of this one comes to it all the same.
    with pytest.raises(ProblemsError) as caught:
        office.keyed(office.stop(number=f"{head}-{serial + 3}号"))
    assert [one.code for one in caught.value.problems] == ["late.number_to_come"]
    # Of another laptop, or of a year that is over, nobody gives it any more.
    machine = bench.desk.store.meta.machine_code
    entered = office.keyed(
        office.notice(number=f"{head.replace(f'〕{machine}', f'〕{machine + 7}')}-{serial}号")
    )
    assert office.paper(entered).late


def test_what_was_keyed_in_meanwhile_is_seen_inside_the_transaction(office: Office) -> None:
    """The number is free when the day is weighed, and taken when it is written."""

    class Racing:
        def __init__(self, inner: Any) -> None:
            self._inner, self.raced = inner, False

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

        def late_paper(self, content: Any, scans: Any) -> Any:
            if not self.raced:
                self.raced = True
                office.keyed(office.notice())
            return self._inner.late_paper(content, scans)

    racing = replace(office.desk, renderer=Racing(office.desk.renderer))
    with pytest.raises(ProblemsError) as caught:
        late.key_in(racing, office.visit(), office.found(), (office.notice(),))
    assert [one.code for one in caught.value.problems] == ["late.number_exists"]
    assert len(office.desk.store.records("inspection")) == 1
    assert len(office.desk.store.numbers().late) == 1


def test_without_the_key_nothing_is_keyed_in(office: Office) -> None:
    with pytest.raises(SignInError, match=r"document\.not_signed"):
        late.key_in(replace(office.desk, signer=None), office.visit(), office.found(), (office.notice(),))
    assert office.desk.store.records("inspection") == []
