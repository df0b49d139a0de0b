"""Who may do what: refused at the desk, and without effect in a journal that somebody made by hand."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from inspector_app import assets
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import (
    approvals,
    awaiting,
    debts,
    documents,
    drafts,
    issued,
    made_up,
    recheck,
    service,
)
from inspector_app.casework.papers.service import Service
from inspector_app.casework.people import accounts, editions, workspace
from inspector_app.casework.people.accounts import NewAccount
from inspector_app.casework.play.stage import Played
from inspector_app.casework.visits import inspections
from inspector_app.domain.acts import ActKind, Role
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.inspections import Approval
from inspector_app.domain.states import DocumentState
from inspector_app.domain.templates import DocumentKind
from inspector_app.journal.chain import Head, append, head_after
from inspector_app.journal.entry import Entry, act_message
from inspector_app.trust.certificates import Certificate, certify
from inspector_app.trust.keys import SigningKey
from tests.casework.bench import Bench
from tests.casework.bureau import Bureau, bureau_of

AT = datetime(2026, 11, 24, 11, 30, tzinfo=CHINA)
NUMBER = "望住建停批〔2026〕3-6号"
EDITION = "ab" * 32


@dataclass
class Case:
    """A bureau with a stop-work that was served, and another that awaits its approval."""

    bench: Bench
    bureau: Bureau
    served: str
    draft: str

    @property
    def submission(self) -> str:
        (act,) = self.bench.desk.store.acts("document", self.draft, ActKind.SUBMIT)
        return act.id

    def approval(self) -> dict[str, object]:
        """What a supervisor's own act would say, word for word."""
        (act,) = self.bench.desk.store.acts("document", self.draft, ActKind.SUBMIT)
        return {
            "decision": "approved",
            "submission": act.id,
            "draft_sha256": act.content["draft_sha256"],
            "approver": "李望川",
            "number": NUMBER,
            "words": "",
        }

    def seen(self) -> dict[str, object]:
        """What the office sees: states, fates, gate, rights, forms and debts."""
        desk = self.bench.desk
        ring = desk.store.keyring
        return {
            "states": [recheck.document_state(desk, one).word for one in (self.served, self.draft)],
            "fates": desk.store.fates([self.served]),
            "number": [(one.number, one.fate) for one in desk.store.numbers().numbers],
            "gate": drafts.gate(desk, self.draft),
            "approval": drafts.draft_of(desk, self.draft).approval,
            "waiting": [one.document_id for one in awaiting.waiting(self.bureau.supervisor)],
            "roles": {one.key_id: ring.roles(one.key_id, desk.today()) for one in ring.certificates()},
            "administrators": {one.key_id for one in ring.certificates() if ring.administers(one.key_id)},
            "edition": editions.in_use(desk.store, self.bench.folder / workspace.FORMS)[0].edition,
            "debts": [(one.id, one.state) for one in debts.debts(desk)],
        }


@pytest.fixture
def case(bench: Bench, played: Played) -> Case:
    bureau = bureau_of(bench)
    told = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    (stop,) = [one for one in told if one.kind == DocumentKind.STOP_WORK_NOTICE]
    main = next(one.party_id for one in stop.recipients if one.main)
    service.serve(bureau.inspector, stop.id, Service(main, "direct", AT, "项目部", "骆远山", "项目经理"))
    record = bench.desk.store.record("document", stop.id)
    assert record is not None
    names = ("stop_parts", "stop_start", "evacuation", "conditions", "defence_heard", "defence_words")
    again = {name: record.fields[name] for name in names}
    draft = drafts.begin(
        bureau.inspector, played.inspection_id, DocumentKind.STOP_WORK_NOTICE, stop.finding_ids, **again
    )
    approvals.submit(bureau.inspector, draft)
    return Case(bench, bureau, stop.id, draft)


@dataclass(frozen=True)
class Act:
    """An act as somebody writes it into a journal by hand.

    Attributes:
        user: who it says did it; `key` whose key signs it, None for nobody's.
        signed: the content that the signature was made over, where it is not what stands there.
    """

    kind: str
    entity: str
    entity_id: str
    content: dict[str, object]
    user: str
    key: SigningKey | None
    signed: dict[str, object] | None = None


def journal_of(bench: Bench, *acts: Act) -> list[Entry]:
    """Return the journal of a laptop that nobody's program wrote."""
    head, entries = Head(uuid4().hex), []
    for act in acts:
        told: dict[str, object] = {"kind": act.kind, "content": act.content}
        if act.key is not None:
            message = act_message(act.kind, act.entity, act.entity_id, act.signed or act.content, head.hash)
            told["key"] = act.key.key_id
            told["sig"] = urlsafe_b64encode(act.key.sign("act", message)).rstrip(b"=").decode()
        entry = append(
            head,
            workspace=bench.desk.store.meta.workspace,
            wall=bench.clock.now().isoformat(timespec="seconds"),
            user=act.user,
            tx=uuid4().hex,
            tx_last=True,
            entity=act.entity,
            entity_id=act.entity_id,
            op="act",
            fields=told,
        )
        head = head_after(entry)
        entries.append(entry)
    return entries


def by(desk: Desk, kind: ActKind, entity: str, entity_id: str, content: dict[str, object]) -> Act:
    return Act(str(kind), entity, entity_id, content, desk.user, desk.signer)


def promoted(case: Case, key: SigningKey, role: Role) -> Certificate:
    """Return a certificate by which the inspector makes somebody a supervisor, or themselves."""
    desk = case.bureau.inspector
    assert desk.signer is not None
    return certify(
        desk.signer,
        workspace=desk.store.meta.workspace,
        subject=key.public,
        user=desk.user,
        name="贺兰溪",
        roles={role},
        valid_from=desk.today(),
        valid_to=desk.today(),
    )


def role_by(desk: Desk, told: Certificate) -> Act:
    return by(desk, ActKind.ROLE, "certificate", told.key_id, told.to_content())


def key(desk: Desk) -> SigningKey:
    assert desk.signer is not None
    return desk.signer


MADE_UP: dict[str, object] = {"decision": "made_up", "number": NUMBER, "words": "补办"}

FORGED: dict[str, tuple[Callable[[Case], Act], str]] = {
    "approved by an inspector": (
        lambda c: by(c.bureau.inspector, ActKind.APPROVE, "document", c.draft, c.approval()),
        "journal.act_no_right",
    ),
    "returned by an inspector": (
        lambda c: by(
            c.bureau.inspector,
            ActKind.APPROVE,
            "document",
            c.draft,
            {**c.approval(), "decision": "returned", "reason": "不妥"},
        ),
        "journal.act_no_right",
    ),
    "approved in a supervisor's name by an inspector's key": (
        lambda c: replace(
            by(c.bureau.supervisor, ActKind.APPROVE, "document", c.draft, c.approval()),
            key=c.bureau.inspector.signer,
        ),
        "journal.act_not_the_signer",
    ),
    "approved by one supervisor with another's key": (
        lambda c: replace(
            by(c.bureau.supervisor, ActKind.APPROVE, "document", c.draft, c.approval()),
            key=c.bureau.other.signer,
        ),
        "journal.act_not_the_signer",
    ),
    "approved with a key that nobody vouched for": (
        lambda c: replace(
            by(c.bureau.supervisor, ActKind.APPROVE, "document", c.draft, c.approval()), key=SigningKey.new()
        ),
        "journal.act_unknown_key",
    ),
    "approved and not signed": (
        lambda c: replace(
            by(c.bureau.supervisor, ActKind.APPROVE, "document", c.draft, c.approval()), key=None
        ),
        "journal.act_unsigned",
    ),
    "a supervisor's signature of another content": (
        lambda c: replace(
            by(c.bureau.supervisor, ActKind.APPROVE, "document", c.draft, c.approval()),
            signed={**c.approval(), "decision": "returned"},
        ),
        "journal.act_forged",
    ),
    "made up by an inspector": (
        lambda c: by(c.bureau.inspector, ActKind.APPROVE, "document", c.served, made_up_of(c)),
        "journal.act_no_right",
    ),
    "void after service": (
        lambda c: by(
            c.bureau.inspector, ActKind.VOID, "document", c.served, {"number": NUMBER, "reason": "写错"}
        ),
        "journal.void_after_service",
    ),
    "void after service, by a supervisor": (
        lambda c: by(
            c.bureau.supervisor, ActKind.VOID, "document", c.served, {"number": NUMBER, "reason": "写错"}
        ),
        "journal.void_after_service",
    ),
    "taken back by an inspector": (
        lambda c: by(
            c.bureau.inspector, ActKind.REVOKE, "document", c.served, {"by": c.draft, "reason": "写错"}
        ),
        "journal.act_no_right",
    ),
    "corrected by an inspector": (
        lambda c: by(
            c.bureau.inspector, ActKind.CORRECT, "document", c.served, {"by": c.draft, "text": "改"}
        ),
        "journal.act_no_right",
    ),
    "an inspector makes themselves a supervisor": (
        lambda c: role_by(c.bureau.inspector, promoted(c, SigningKey.new(), Role.SUPERVISOR)),
        "journal.act_no_right",
    ),
    "an inspector makes an administrator": (
        lambda c: role_by(c.bureau.inspector, promoted(c, key(c.bureau.inspector), Role.ADMINISTRATOR)),
        "journal.act_no_right",
    ),
    "an inspector takes a supervisor's rights away": (
        lambda c: by(
            c.bureau.inspector,
            ActKind.ROLE,
            "certificate",
            key(c.bureau.supervisor).key_id,
            {"withdrawn": key(c.bureau.supervisor).key_id, "from": "2026-01-01"},
        ),
        "journal.act_no_right",
    ),
    "forms put into use by an inspector": (
        lambda c: by(c.bureau.inspector, ActKind.EDITION, "edition", EDITION[:32], {"edition": EDITION}),
        "journal.act_no_right",
    ),
}


def made_up_of(case: Case) -> dict[str, object]:
    told = issued.must_be_issued(case.bench.desk.store, case.served)
    return {**MADE_UP, "content_sha256": told.content_sha256}


@pytest.mark.parametrize("name", list(FORGED))
def test_a_forged_act_is_kept_shown_and_without_effect(case: Case, name: str) -> None:
    made, code = FORGED[name]
    store = case.bench.desk.store
    act, before = made(case), case.seen()
    assert store.refused() == []
    (entry,) = journal_of(case.bench, act)
    assert store.merge([entry]) == 1
    ((shown, reason),) = store.refused()
    assert (reason, shown.id, shown.valid) == (code, entry.hash.hex(), False)
    assert (shown.kind, shown.user, shown.content) == (act.kind, act.user, act.content)
    assert store.refused_of(act.entity, [act.entity_id]) == [(shown, reason)]
    assert store.refused_of(act.entity, ["0" * 32]) == []
    assert case.seen() == before
    assert [one.hash for one in store.entries(entry.header.journal_id)] == [entry.hash], "kept as it came"
    store.replay()
    assert [code for _, code in store.refused()] == [reason]
    assert case.seen() == before


def test_the_same_acts_by_who_may_have_their_effect(case: Case) -> None:
    """The forgeries above fail for want of the right, not because nothing would ever count."""
    store, supervisor = case.bench.desk.store, case.bureau.supervisor
    approve = by(supervisor, ActKind.APPROVE, "document", case.draft, case.approval())
    pay = by(supervisor, ActKind.APPROVE, "document", case.served, made_up_of(case))
    revoke = by(supervisor, ActKind.REVOKE, "document", case.served, {"by": case.draft, "reason": "写错"})
    assert debts.debts(case.bench.desk) != ()
    assert store.merge(journal_of(case.bench, approve, pay)) == 2
    assert store.refused() == []
    approval = drafts.draft_of(case.bench.desk, case.draft).approval
    assert approval is not None
    assert (approval.approver, approval.number) == ("李望川", NUMBER)
    assert recheck.document_state(case.bench.desk, case.draft).word == DocumentState.DRAFT
    assert debts.debts(case.bench.desk) == ()
    assert store.merge(journal_of(case.bench, revoke)) == 1
    assert store.fates([case.served]) == {case.served: "revoked"}


def test_a_supervisors_own_approval_counts_for_nothing_however_it_was_written(case: Case) -> None:
    store, supervisor = case.bench.desk.store, case.bureau.supervisor
    (laid,) = store.acts("document", case.draft, ActKind.SUBMIT)
    again = Act(str(ActKind.SUBMIT), "document", case.draft, {**laid.content, "n": 2}, supervisor.user, None)
    (entry,) = journal_of(case.bench, again)
    store.merge([entry])
    own = {**case_approval(case, entry.hash.hex())}
    store.merge(journal_of(case.bench, by(supervisor, ActKind.APPROVE, "document", case.draft, own)))
    assert drafts.draft_of(case.bench.desk, case.draft).approval is None
    assert recheck.document_state(case.bench.desk, case.draft).word == DocumentState.TO_APPROVE
    other = by(case.bureau.other, ActKind.APPROVE, "document", case.draft, own)
    store.merge(journal_of(case.bench, other))
    assert drafts.draft_of(case.bench.desk, case.draft).approval is not None, "another supervisor's does"


def case_approval(case: Case, submission: str) -> dict[str, object]:
    (first, *_) = case.bench.desk.store.acts("document", case.draft, ActKind.SUBMIT)
    return {
        "decision": "approved",
        "submission": submission,
        "draft_sha256": first.content["draft_sha256"],
        "number": NUMBER,
        "words": "",
    }


def test_service_that_comes_after_a_voiding_takes_its_effect_too(bench: Bench, played: Played) -> None:
    """Two laptops, neither of which knew of the other: the paper was in somebody's hands."""
    told = issued.must_be_issued(bench.desk.store, played.document_ids[0])
    documents.void(bench.desk, told.id, "写错")
    assert (bench.desk.store.refused(), bench.desk.store.fates([told.id])) == ([], {told.id: "void"})
    main = next(one.party_id for one in told.recipients if one.main)
    served = Act("serve", "document", told.id, {"recipient_id": main, "reached": True}, bench.desk.user, None)
    bench.desk.store.merge(journal_of(bench, served))
    assert [code for _, code in bench.desk.store.refused()] == ["journal.void_after_service"]
    assert bench.desk.store.fates([told.id]) == {told.id: "issued"}


# The same through the program


def revoke(case: Case) -> None:
    desk = case.bureau.inspector
    visit = drafts.draft_of(desk, case.draft).inspection.id
    paper = Approval("韩立群", case.bench.clock.moment, "望住建撤批〔2026〕3-1号")
    decision = drafts.begin(
        desk,
        visit,
        DocumentKind.REVOCATION,
        (),
        about=case.served,
        approval=inspections.approval_fields(paper),
        own_decision="撤销",
        own_reason="查明不属本局管辖",
    )
    assert drafts.gate(desk, decision) == ()
    documents.issue(desk, decision, date_confirmed=True)


def appoint(case: Case) -> None:
    told = promoted(case, SigningKey.new(), Role.SUPERVISOR)
    workspace.appoint(case.bench.desk.store, told, key(case.bureau.inspector), by="helanxi")


def let_in(case: Case) -> None:
    new = NewAccount("wangsansan", "王叁", "hello 王叁叁", Role.SUPERVISOR)
    accounts.add(case.bureau.inspector, "hello 贺兰溪", new)


def activate(case: Case) -> None:
    forms: Path = assets.folder("forms")
    editions.activate(case.bureau.inspector, forms, case.bench.folder / workspace.FORMS)


AT_THE_DESK: dict[str, tuple[Callable[[Case], object], str]] = {
    "approve": (lambda c: approvals.approve(c.bureau.inspector, c.draft, NUMBER), "store.no_right"),
    "return": (lambda c: approvals.return_(c.bureau.inspector, c.draft, "不妥"), "store.no_right"),
    "make up": (lambda c: made_up.make_up(c.bureau.inspector, c.served, NUMBER), "store.no_right"),
    "void after service": (
        lambda c: documents.void(c.bureau.inspector, c.served, "写错"),
        "document.served",
    ),
    "take back": (revoke, "store.no_right"),
    "appoint": (appoint, "store.no_right"),
    "let somebody in": (let_in, "accounts.not_administrator"),
    "put forms into use": (activate, "store.no_right"),
}


@pytest.mark.parametrize("name", list(AT_THE_DESK))
def test_an_inspectors_laptop_refuses_it_before_anything_is_written(case: Case, name: str) -> None:
    action, code = AT_THE_DESK[name]
    before = case.seen()
    with pytest.raises(InspectorError) as caught:
        action(case)
    assert caught.value.code == code
    assert case.bench.desk.store.refused() == [], "refused, not written and then ignored"
    assert case.seen() == before
