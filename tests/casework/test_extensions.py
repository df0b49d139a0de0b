"""A longer deadline: asked, granted, refused, and counted; never given to what came to its end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inspector_app.casework.followup import extensions, rechecks
from inspector_app.casework.followup.extensions import Ask, Rates
from inspector_app.casework.followup.scans import Scan
from inspector_app.casework.papers import documents, drafts, duties, recheck
from inspector_app.casework.papers.recheck import Result
from inspector_app.casework.play import scene
from inspector_app.casework.visits import inspections
from inspector_app.domain.acts import ActKind
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.risen import Risen, rise


@pytest.fixture
def risen(bench: Bench) -> Risen:
    told = rise(bench)
    told.after(-2)
    return told


def an_ask(risen: Risen, **changes: object) -> Ask:
    today = risen.desk.today()
    whole = Ask(
        risen.scene.notice_id,
        risen.party,
        on=today,
        received_on=today,
        new_due=risen.scene.due + timedelta(days=6),
        reason="材料未到。",
        finding_ids=risen.scene.finding_ids[:1],
    )
    return replace(whole, **changes)


def decide(risen: Risen, request_id: str, *, grant: bool = True) -> str:
    document_id = extensions.begin(risen.desk, request_id, grant=grant)
    told = {"own_safeguard": "封闭该部位，专人看守"} if grant else {"own_why_not": "隐患不能带病延期"}
    approval = inspections.approval_fields(scene.approved(risen.story, "青住建延批〔2026〕9号"))
    drafts.change(risen.desk, document_id, approval=approval, **told)
    risen.story.issue(document_id)
    return document_id


def test_an_ask_waits_until_it_is_decided(risen: Risen) -> None:
    scan = Scan(scene.picture("scale.jpg", risen.desk.today()), "申请.jpg")
    request_id = extensions.ask(risen.desk, an_ask(risen, scans=(scan,)))
    (waiting,) = extensions.open_asks(risen.desk)
    assert (waiting.id, waiting.late, waiting.granted, waiting.due) == (
        request_id,
        False,
        None,
        risen.scene.due,
    )
    assert risen.desk.store.blob(waiting.scans[0].sha256) == scan.raw
    assert risen.course().due == risen.scene.due
    assert extensions.open_asks(risen.desk, risen.scene.target.id) == (waiting,)
    assert extensions.open_asks(risen.desk, "0" * 32) == ()
    document_id = decide(risen, request_id)
    told = extensions.asked_of(risen.desk, request_id)
    assert (told.decision_id, told.granted) == (document_id, True)
    assert extensions.open_asks(risen.desk) == ()
    assert [risen.course(n).due for n in (0, 1)] == [told.new_due, risen.scene.due]
    risen.refused("extension.decided", request_id, lambda: extensions.begin(risen.desk, request_id))


def test_a_refusal_moves_no_day_and_decides_the_ask(risen: Risen) -> None:
    request_id = extensions.ask(risen.desk, an_ask(risen))
    decide(risen, request_id, grant=False)
    assert extensions.asked_of(risen.desk, request_id).granted is False
    assert extensions.open_asks(risen.desk) == ()
    assert (risen.course().due, risen.course().extensions) == (risen.scene.due, 0)


def test_a_void_decision_gives_the_day_back_and_the_ask_waits_again(risen: Risen) -> None:
    request_id = extensions.ask(risen.desk, an_ask(risen))
    document_id = decide(risen, request_id)
    documents.void(risen.desk, document_id, "写错日期")
    assert risen.course().due == risen.scene.due
    assert [one.id for one in extensions.open_asks(risen.desk)] == [request_id]


def test_after_the_deadline_it_is_taken_in_and_shown_as_late(risen: Risen) -> None:
    risen.after(3)
    request_id = extensions.ask(risen.desk, an_ask(risen))
    assert extensions.asked_of(risen.desk, request_id).late
    decide(risen, request_id)
    assert not risen.course().state.overdue
    assert not recheck.document_state(risen.desk, risen.scene.notice_id).overdue
    assert risen.course().timely_until == risen.scene.due


def test_what_is_refused(risen: Risen) -> None:
    strange, day = "0" * 32, timedelta(days=1)
    today, due = risen.desk.today(), risen.scene.due

    def ask(**changes: object) -> object:
        return extensions.ask(risen.desk, an_ask(risen, **changes))

    told = risen.refused("extension.not_later", "extension.new_due", lambda: ask(new_due=due))
    assert told.values["due"] == due.isoformat()
    before = scene.FIRST_DAY - day
    told = risen.refused("extension.before_order", "extension.on", lambda: ask(on=before))
    assert told.values["source"] == "建质〔2014〕154号"
    risen.refused("extension.ahead", "extension.received_on", lambda: ask(received_on=today + day))
    risen.refused("extension.received_before", "extension.received_on", lambda: ask(received_on=today - day))
    risen.refused("extension.reason_missing", "extension.reason", lambda: ask(reason=" "))
    risen.refused("extension.words_long", "extension.reason", lambda: ask(reason="长" * 2001))
    risen.refused("extension.nothing_told", "extension.findings", lambda: ask(finding_ids=()))
    risen.refused(
        "extension.unknown_finding", f"extension.findings.{strange}", lambda: ask(finding_ids=(strange,))
    )
    risen.refused("extension.unknown_party", "extension.party", lambda: ask(party_id=strange))
    risen.refused("documents.not_a_photo", "坏", lambda: ask(scans=(Scan(b"x", "坏"),)))
    risen.refused("extension.none", strange, lambda: extensions.asked_of(risen.desk, strange))


def test_after_closing_neither_the_ask_nor_a_decision_begun_before_it(risen: Risen) -> None:
    """The request was lawful when it came; by the day of the decision nothing is left to extend."""
    first = risen.scene.finding_ids[0]
    request_id = extensions.ask(risen.desk, an_ask(risen))
    document_id = extensions.begin(risen.desk, request_id)
    drafts.change(
        risen.desk,
        document_id,
        own_safeguard="专人看守",
        approval=inspections.approval_fields(scene.approved(risen.story, "1号")),
    )
    assert drafts.gate(risen.desk, document_id) == ()
    recheck.recheck(risen.desk, risen.desk.today(), (Result(first, "rectified"),), ("纪闻笛",))
    told = risen.refused(
        "extension.closed",
        f"extension.findings.{first}",
        lambda: extensions.ask(risen.desk, an_ask(risen)),
    )
    assert told.values["closed_on"] == risen.desk.today().isoformat()
    (miss,) = drafts.gate(risen.desk, document_id)
    assert (miss.code, miss.field) == ("gate.extension_not_running", "findings.0")
    assert extensions.open_asks(risen.desk) == ()


def test_what_failed_its_recheck_has_no_day_to_extend(risen: Risen) -> None:
    first = risen.scene.finding_ids[0]
    recheck.recheck(risen.desk, risen.desk.today(), (Result(first, "partial"),), ("纪闻笛",))
    risen.refused(
        "extension.not_running",
        f"extension.findings.{first}",
        lambda: extensions.ask(risen.desk, an_ask(risen)),
    )


def test_a_void_order_has_no_day_to_extend(risen: Risen) -> None:
    again = drafts.begin(
        risen.desk,
        risen.scene.visit_id,
        DocumentKind.RECTIFICATION_NOTICE,
        risen.scene.finding_ids,
        reply_due="2026-09-24",
    )
    risen.story.issue(again)
    documents.void(risen.desk, again, "写错")
    risen.refused(
        "extension.order_not_standing",
        "extension.document",
        lambda: extensions.ask(risen.desk, an_ask(risen, document_id=again)),
    )


def test_a_second_extension_counts_from_the_first(risen: Risen) -> None:
    decide(risen, extensions.ask(risen.desk, an_ask(risen)))
    shorter = an_ask(risen, new_due=risen.scene.due + timedelta(days=5))
    risen.refused("extension.not_later", "extension.new_due", lambda: extensions.ask(risen.desk, shorter))
    decide(risen, extensions.ask(risen.desk, an_ask(risen, new_due=risen.scene.due + timedelta(days=9))))
    assert risen.course().extensions == 2


def test_the_second_decision_names_the_day_of_the_first(risen: Risen) -> None:
    decide(risen, extensions.ask(risen.desk, an_ask(risen)))
    document_id = decide(
        risen, extensions.ask(risen.desk, an_ask(risen, new_due=risen.scene.due + timedelta(days=9)))
    )
    content = risen.desk.store.acts("document", document_id)[0].content["content"]
    assert "由2026年9月27日延至2026年9月30日" in str(content)


def test_rates_count_each_duty_once(risen: Risen) -> None:
    desk, ids = risen.desk, risen.scene.finding_ids
    assert extensions.rates(desk, ids) == Rates(running=2)
    recheck.recheck(desk, desk.today(), (Result(ids[1], "rectified"),), ("纪闻笛",))
    assert extensions.rates(desk, ids) == Rates(on_time=1, running=1)
    risen.after(1)
    told = extensions.rates(desk, ids)
    assert (told, told.rate, told.counted) == (Rates(on_time=1, late=1), 0.5, 2)
    assert Rates().rate is None


def test_the_ask_of_one_party_leaves_the_other_ones_course(risen: Risen) -> None:
    first = risen.scene.finding_ids[0]
    with risen.desk.store.transaction(risen.desk.user) as tx:
        tx.create(
            "obligation",
            {"finding_id": first, "party_id": "other", "measure": "x", "due": risen.scene.due.isoformat()},
        )
        tx.act(
            ActKind.RECHECK,
            "finding",
            first,
            {"result": "rectified", "on": "2026-09-18", "party_id": "other"},
        )
    request_id = extensions.ask(risen.desk, an_ask(risen))
    decide(risen, request_id)
    own = duties.courses(risen.desk, [first])[first]
    assert own["other"].state.word == "合格闭环"
    assert own["other"].due == risen.scene.due
    assert own[risen.party].due == risen.scene.due + timedelta(days=6)
    assert rechecks.orders_open(risen.desk, risen.scene.target.id) == (risen.scene.notice_id,)
