"""The acts after the visit that `bench casework` times: each makes itself ready and is then one call."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import count

from inspector_app.casework.followup import (
    conduct,
    escalation,
    extensions,
    filings,
    opinions,
    rechecks,
    replies,
    resumptions,
    stop_news,
    stops,
)
from inspector_app.casework.followup.stops import Violation
from inspector_app.casework.overview import calendar, digests, dossier, followed, today
from inspector_app.casework.papers import approvals, debts, documents, drafts, late
from inspector_app.casework.plans import caps, rounds
from inspector_app.casework.play import samples, scene
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.stories import paper_day, partial_stop
from inspector_app.casework.play.story import Story
from inspector_app.casework.visits import findings, inspections, photos
from inspector_app.casework.visits.findings import Duty, NewFinding
from inspector_app.domain.conduct import Answer
from inspector_app.domain.parties import PartyRole
from inspector_app.domain.replying import Said, Signature
from inspector_app.domain.templates import DocumentKind

Act = Callable[[Story, Scene], Callable[[], object]]
"""Makes an act ready, which is not timed, and returns it."""


def _report(story: Story, site: Scene) -> replies.Report:
    signers = (PartyRole.CONTRACTOR, PartyRole.OWNER, PartyRole.SUPERVISOR)
    return replies.Report(
        site.notice_id,
        site.contractor.id,
        on=story.desk.today(),
        received_on=story.desk.today(),
        said=tuple(Said(one, "已整改。") for one in site.finding_ids),
        signatures=tuple(Signature(role, "骆行远", stamped=True) for role in signers),
    )


def _reply(story: Story, site: Scene) -> Callable[[], object]:
    return partial(replies.take_in, story.desk, _report(story, site))


def _request(story: Story, site: Scene) -> extensions.Ask:
    today, later = story.desk.today(), site.due + timedelta(days=7)
    return extensions.Ask(
        site.notice_id, site.contractor.id, today, today, later, "材料未到场", site.finding_ids
    )


def _ask(story: Story, site: Scene) -> Callable[[], object]:
    return partial(extensions.ask, story.desk, _request(story, site))


def _begin_recheck(story: Story, site: Scene) -> Callable[[], object]:
    return partial(rechecks.begin, story.desk, [site.notice_id])


def _rechecking(story: Story, site: Scene) -> str:
    recheck_id = rechecks.begin(story.desk, [site.notice_id])
    for finding_id in site.finding_ids:
        rechecks.note(story.desk, recheck_id, finding_id, "rectified")
    return recheck_id


def _note(story: Story, site: Scene) -> Callable[[], object]:
    recheck_id = rechecks.begin(story.desk, [site.notice_id])
    return partial(rechecks.note, story.desk, recheck_id, site.finding_ids[0], "rectified")


def _opinion(story: Story, site: Scene) -> Callable[[], object]:
    opinion = opinions.begin(story.desk, _rechecking(story, site))
    return partial(documents.issue, story.desk, opinion, date_confirmed=True)


def _submit(story: Story, site: Scene) -> Callable[[], object]:
    request = extensions.ask(story.desk, _request(story, site))
    decision = extensions.begin(story.desk, request)
    told = {"own_safeguard": "设专人看守，封闭作业面"}
    drafts.change(story.desk, decision, **told)
    return partial(approvals.submit, story.desk, decision)


def _due_today(story: Story, _: Scene) -> Callable[[], object]:
    return partial(today.dues, story.desk)


def _followed(story: Story, _: Scene) -> Callable[[], object]:
    return partial(followed.followed, story.desk, followed.OVERDUE)


def _debts(story: Story, _: Scene) -> Callable[[], object]:
    return partial(debts.debts, story.desk)


def _timeline(story: Story, site: Scene) -> Callable[[], object]:
    return partial(dossier.timeline, story.desk, site.target.id, story.desk.today(), story.desk.today())


def _overdue(story: Story, site: Scene) -> None:
    """Let the last day of a visit's findings go by."""
    story.move_to(site.due + timedelta(days=2))


def _ways(story: Story, site: Scene) -> Callable[[], object]:
    _overdue(story, site)
    return partial(escalation.ways, story.desk, site.finding_ids[:1], site.contractor.id)


def _warned(story: Story, site: Scene) -> str:
    """Begin a notice of bad conduct that may be issued."""
    _overdue(story, site)
    until = conduct.earliest_until(story.desk).due
    notice = escalation.begin(
        story.desk,
        DocumentKind.CONDUCT_NOTICE,
        site.finding_ids[:1],
        site.contractor.id,
        own_defence_until=until.isoformat(),
        own_contact="纪闻笛",
    )
    conduct.choose(story.desk, notice, "D1-4-02")
    approval = inspections.approval_fields(scene.approved(story, "青住建告批〔2026〕1号"))
    drafts.change(story.desk, notice, approval=approval)
    return notice


def _warn(story: Story, site: Scene) -> Callable[[], object]:
    return partial(documents.issue, story.desk, _warned(story, site), date_confirmed=True)


def _defend(story: Story, site: Scene) -> Callable[[], object]:
    notice = _warned(story, site)
    documents.issue(story.desk, notice, date_confirmed=True)
    scene.serve(story, notice, site.contractor)
    told = Answer("written", story.desk.today(), "骆行远", "项目经理", "已按期整改。")
    return partial(conduct.defend, story.desk, notice, told)


def _open_case(story: Story, site: Scene) -> Callable[[], object]:
    _overdue(story, site)
    if story.filing is None:
        raise RuntimeError("no filing workspace")
    # A story's filing desk reads the same clock.
    return partial(
        filings.open_case,
        story.desk,
        story.filing,
        site.finding_ids[:1],
        site.contractor.id,
        known_on=story.desk.today(),
        matter="涉嫌未按要求整改隐患案",
    )


def _violate(story: Story, _: Scene) -> Callable[[], object]:
    told = partial_stop.stopped(story)
    story.move(hours=2)
    seen = Violation(story.clock.now(), "基坑", (partial_stop.PIT,), "仍在开挖。", partial_stop.OFFICERS)
    return partial(stop_news.violate, story.desk, told.document_id, seen)


def _resume(story: Story, _: Scene) -> Callable[[], object]:
    told = partial_stop.stopped(story)
    parts = [partial_stop.PIT]
    return partial(resumptions.begin, story.desk, told.document_id, full=False, parts=parts)


def _stopped(story: Story, _: Scene) -> Callable[[], object]:
    told = partial_stop.stopped(story)
    return partial(stops.stops, story.desk, told.target.id)


def _cap(story: Story, site: Scene) -> Callable[[], object]:
    return partial(caps.weigh, story.desk, site.target.id, "日常监督检查")


def _round(story: Story, _: Scene) -> Callable[[], object]:
    kind = rounds.kinds(story.desk)[0]
    return partial(rounds.standing, story.desk, kind.code)


_PAPERS = count(1)
"""Every paper that is keyed in has a number of its own."""


def _key_in(story: Story, _: Scene) -> Callable[[], object]:
    story.move_to(paper_day.DAY + timedelta(days=1))
    visit, found, papers = paper_day.written(story)
    told = tuple(replace(one, number=f"青住建手〔2026〕{next(_PAPERS)}号") for one in papers)
    return partial(late.key_in, story.desk, visit, found, told)


def _calendar(story: Story, _: Scene) -> Callable[[], object]:
    first: date = story.desk.today()
    return partial(calendar.calendar, story.desk, first, first + timedelta(days=30))


def _digest(story: Story, _: Scene) -> Callable[[], object]:
    return partial(digests.day, story.desk, story.desk.today())


def _edit(story: Story, site: Scene) -> Callable[[], object]:
    found = _draft_visit(story, site)[1]
    return partial(findings.change, story.desk, found, fact="三层东侧临边防护栏杆被拆除后没有恢复。")


def _attach(story: Story, site: Scene) -> Callable[[], object]:
    found = _draft_visit(story, site)[1]
    raw = samples.stamped((samples.folder() / "photos" / "edge.jpg").read_bytes(), story.desk.today())
    return partial(photos.attach_photo, story.desk, found, raw, name="edge.jpg")


def _draft_visit(story: Story, site: Scene) -> tuple[str, str]:
    """Begin a visit with one finding, and return both."""
    desk = story.desk
    visit = inspections.begin(desk, site.target.id, site.officer_ids)
    duty = Duty(site.contractor.id, "补设防护栏杆。", desk.today() + timedelta(days=7))
    told = NewFinding(fact="临边防护栏杆缺失。", seen_on=desk.today(), duties=(duty,))
    return visit, findings.add(desk, visit, told)


def _page(story: Story, site: Scene) -> Callable[[], object]:
    visit, found = _draft_visit(story, site)
    draft = drafts.begin(story.desk, visit, DocumentKind.RECTIFICATION_NOTICE, [found])
    return partial(drafts.preview, story.desk, draft)


def _gate(story: Story, site: Scene) -> Callable[[], object]:
    visit, found = _draft_visit(story, site)
    draft = drafts.begin(story.desk, visit, DocumentKind.RECTIFICATION_NOTICE, [found])
    return partial(drafts.gate, story.desk, draft)


def _begin_visit(story: Story, site: Scene) -> Callable[[], object]:
    return partial(inspections.begin, story.desk, site.target.id, site.officer_ids)


ACTS: Mapping[str, Act] = {
    "begin a visit": _begin_visit,
    "edit a finding": _edit,
    "attach a photo": _attach,
    "the gate of a draft": _gate,
    "draw the page of a draft": _page,
    "take in a report": _reply,
    "ask for an extension": _ask,
    "submit a decision": _submit,
    "begin a recheck": _begin_recheck,
    "note a result": _note,
    "issue an opinion": _opinion,
    "what is due today": _due_today,
    "what is overdue": _followed,
    "ways on from what is overdue": _ways,
    "issue a notice of bad conduct": _warn,
    "note a defence": _defend,
    "open a case": _open_case,
    "note a violation of a stop-work": _violate,
    "begin a resumption": _resume,
    "what of a stop-work holds": _stopped,
    "weigh the yearly cap": _cap,
    "the quarterly round": _round,
    "key in a day from paper": _key_in,
    "calendar of thirty days": _calendar,
    "digest of a day": _digest,
    "debts of approval": _debts,
    "timeline of a day": _timeline,
}
"""What is timed, by its words."""
