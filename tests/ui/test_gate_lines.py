"""Each line that the gate can show leads to the field that mends it, or says where it is mended."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain import gate
from inspector_app.domain.documents import Draft
from inspector_app.domain.gate import kinds
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.placeholders import own_values
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.checking.check_pane import CheckPane
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.registry.target_dialog import TargetDialog
from inspector_app.ui.style.look import Look
from inspector_app.ui.workbench.bench_forms import asks_of
from inspector_app.ui.workbench.bench_values import is_gone, spot_of
from inspector_app.ui.workbench.paper_pane import PaperPane
from inspector_app.ui.workbench.workbench_page import WorkbenchPage
from tests.builders import a_draft, an_officer, put, some_rules
from tests.domain.gate_case import (
    EXTEND,
    NEXT_DAY,
    PLANT,
    RECHECK,
    RECTIFY,
    STOP,
    TRANSFER,
    Mutation,
    complete,
)
from tests.domain.gate_of_own import writes
from tests.domain.test_gate import FIELDS, PAIRS
from tests.ui.benches import a_bench

ELSEWHERE = re.compile(r"office\.|document\.(elements\.|basis)|inspection\.score")
"""What no field of the workbench mends: the office's names, the wording of the forms."""

REGISTERED = re.compile(r"addressee\.|target\.")
"""What is mended in the entry of the target and its companies."""

NAMES = {
    "document.approval": "approval.approver",
    "document.defence": "defence_heard",
    "document.stop_work.parts": "stop_parts",
    "document.stop_work.start": "stop_start",
    "document.resumption.stop_work": "resumes",
    "document.resumption.parts": "resume_parts",
    "document.resumption.start": "resume_start",
    "document.service.document": "service_of",
    "inspection.approval": "approval.approver",
}


OF_RECHECK = {"": "recheck", "recheck": "recheck_note"}
"""What a recheck saw is told in the opinion's own form."""

OF_FINDING = {"severity": "severity_major"} | dict.fromkeys(("", "item", "photos", "recheck"), "fact")
"""Parts of a finding without a field of their own name: the finding itself is opened."""


def name_of(field: str, kind: DocumentKind) -> str:
    """The name of the widget that mends a field."""
    if field in NAMES:
        return NAMES[field]
    head, _, rest = field.partition(".")
    if head == "findings":
        part = rest.partition(".")[2].split(".")[0]
        if kind is RECHECK and part in OF_RECHECK:
            return OF_RECHECK[part]
        if part == "batch" and kind is not DocumentKind.PLANT_ORDER:
            return "fact"  # only a plant's order has a column for lots
        return OF_FINDING.get(part, part)
    if rest.startswith("own."):
        return rest.replace(".", "_")
    if rest.startswith("officers."):
        return f"edit_officer-{int(rest.split('.')[1]) + 1}"
    if head == "inspection":
        return rest if rest.startswith("approval.") else rest.split(".", 1)[0]
    if rest.startswith("service."):
        return rest.replace(".", "_")
    return rest.removeprefix("stop_work.").removeprefix("resumption.")


def elsewhere_of(kind: DocumentKind) -> set[str]:
    """Only a plant's order has a field for the works it supplied."""
    told = {field for field in fields_of(kind) if ELSEWHERE.match(field)}
    return told if kind is PLANT else told | {"document.trace"}


def fields_of(kind: DocumentKind) -> list[str]:
    told = {field for one, mutation in PAIRS if one is kind for _, field in mutation.expected}
    told |= {field for one, _, field, _ in FIELDS if one is kind}
    return sorted(told)


def drafts_of(kind: DocumentKind) -> list[tuple[str, Draft]]:
    """Return each field with a draft whose form shows it: a choice may ask for it, or for another instead."""
    template = some_rules().templates[kind]
    usual = complete(kind).draft
    told = {f"document.own.{one.code}": one for one in template.fields}
    found = []
    for field in fields_of(kind):
        drafts = [usual, *(one.change(complete(kind)).draft for one in saying(kind, field))]
        own = told.get(field)
        found.append(
            (field, next(it for it in drafts if own is None or own.asked(own_values(it, template.fields))))
        )
    return found


def saying(kind: DocumentKind, field: str) -> Iterator[Mutation]:
    """Yield what is wrong where the gate names the field."""
    for one, mutation in PAIRS:
        if one is kind and any(field == named for _, named in mutation.expected):
            yield mutation


@pytest.fixture
def page(look: Look, qtbot: QtBot) -> WorkbenchPage:
    page = WorkbenchPage(look, CheckPane(look), PaperPane(look))
    qtbot.addWidget(page)
    page.resize(1366, 768)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def test_every_code_of_the_gate_is_among_those_that_are_followed() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(gate.__file__).parent.glob("*.py"))
    codes = set(re.findall(r"\"(gate\.[a-z_]+)\"", source))
    told = {code for _, mutation in PAIRS for code, _ in mutation.expected}
    # Of the wording, of the kind, and of FIELDS.
    others = {"gate.element_empty", "gate.no_template", "gate.text_too_long", "gate.unprintable"}
    assert codes - told == others
    assert len(codes) > 40


def test_every_line_about_a_stop_work_and_its_resumption_is_among_those_that_are_followed() -> None:
    source = Path(kinds.__file__).read_text("utf-8")
    for kind, head in ((STOP, "stop_work"), (DocumentKind.RESUMPTION_NOTICE, "resumption")):
        named = set(re.findall(rf"\"(document\.{head}\.[a-z_]+)\"", source))
        assert len(named) >= 4
        assert named <= set(fields_of(kind))


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_line_that_is_followed_puts_the_keys_where_it_is_mended(
    page: WorkbenchPage, kind: DocumentKind
) -> None:
    elsewhere: list[str] = []
    registered: list[str] = []
    page.not_here.connect(elsewhere.append)
    page.target_wanted.connect(lambda _, name: registered.append(name))
    # On the next day: the day of a finding is asked for only where it is not today's.
    told: dict[str, str] = {}
    shown: Draft | None = None
    in_register = {field for field in fields_of(kind) if REGISTERED.match(field)}
    wanted = set(fields_of(kind)) - elsewhere_of(kind) - in_register - {"findings"}
    expected = {field: name_of(field, kind) for field in wanted}
    for field, draft in drafts_of(kind):
        if draft is not shown:
            shown = draft
            page.show_bench(a_bench(draft, today=NEXT_DAY))
        page.setFocus()
        page.paper.followed.emit(field)
        focus = page.focusWidget()
        if field in expected and isinstance(focus, QWidget):
            told[field] = focus.objectName().partition(":")[0]
    assert told == expected
    assert set(elsewhere) == elsewhere_of(kind)
    assert len(registered) == len(in_register) > 2
    assert len(told) > 10


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_line_about_the_register_puts_the_keys_into_the_field_of_the_target(
    page: WorkbenchPage, look: Look, qtbot: QtBot, kind: DocumentKind
) -> None:
    bench = a_bench(complete(kind).draft)
    page.show_bench(bench)
    asked: list[tuple[str, str]] = []
    page.target_wanted.connect(lambda *told: asked.append(told))
    main, parties = bench.draft.addressee, bench.target.parties  # type: ignore[union-attr]
    assert main is not None
    in_dialog = {"addressee.name": f"{main.role}_name", "addressee.credit_code": f"{main.role}_code"}
    for field, widget in {
        **({} if kind is TRANSFER else in_dialog),
        "target.name": "target_name",
        "target.address": "target_address",
        f"target.parties.{len(parties) - 1}.name": f"{parties[-1].role}_name",
        "target.parties": f"{parties[-1].role}_name",
        **{f"target.{code}": f"fact_{code}" for code, _ in bench.target.fields},
    }.items():
        page.paper.followed.emit(field)
        target_id, name = asked.pop()
        assert target_id == bench.target.id
        dialog = TargetDialog(look, bench.rules.targets, lambda _: True, bench.target, page)
        dialog.lead_to(name)
        with qtbot.waitActive(dialog):
            dialog.open()
            dialog.activateWindow()
        focus = dialog.focusWidget()
        assert focus is not None
        assert focus.objectName() == widget
        dialog.reject()


def test_another_authority_is_mended_in_the_paper_s_own_field(page: WorkbenchPage) -> None:
    """It is no company of the target: the register has no entry for it."""
    asked: list[str] = []
    page.target_wanted.connect(lambda _, name: asked.append(name))
    page.show_bench(a_bench(a_draft(TRANSFER)))
    page.paper.followed.emit("addressee.name")
    focus = page.focusWidget()
    assert focus is not None
    assert focus.objectName() == "own_authority"
    assert asked == []


def test_what_only_a_choice_asks_for_is_shown_under_that_choice_alone(page: WorkbenchPage) -> None:
    elsewhere: list[str] = []
    page.not_here.connect(elsewhere.append)
    for told, asked, hidden in (
        ({"decision": "同意延期"}, "new_due", "why_not"),
        ({"decision": "不同意延期"}, "why_not", "new_due"),
    ):
        page.show_bench(a_bench(writes(**told)(complete(EXTEND)).draft))
        page.setFocus()
        page.paper.followed.emit(f"document.own.{asked}")
        focus = page.focusWidget()
        assert focus is not None
        assert focus.objectName() == f"own_{asked}"
        page.paper.followed.emit(f"document.own.{hidden}")
        assert elsewhere.pop() == f"document.own.{hidden}"
    page.show_bench(a_bench(writes(decision="")(complete(EXTEND)).draft))
    page.paper.followed.emit("document.own.decision")
    focus = page.focusWidget()
    assert isinstance(focus, QComboBox)
    # What nobody chose is not shown as chosen, though it is offered first.
    assert (focus.objectName(), focus.currentText(), focus.count()) == ("own_decision", "", 2)
    for code in ("new_due", "why_not"):
        page.paper.followed.emit(f"document.own.{code}")
        assert elsewhere.pop() == f"document.own.{code}"


def test_a_result_that_lacks_leads_to_where_it_is_told(page: WorkbenchPage) -> None:
    page.show_bench(a_bench(put(a_draft(RECHECK), "rechecked", ())))
    page.paper.followed.emit("findings.0")
    focus = page.focusWidget()
    assert focus is not None
    assert focus.objectName().partition(":")[0] == "recheck"


def test_an_addressee_that_is_not_entered_is_entered_and_one_that_is_entered_is_chosen() -> None:
    draft = put(a_draft(RECTIFY), "addressee", None)
    spot = spot_of("addressee.name", a_bench(draft))
    assert spot is not None
    assert (spot.entity, spot.name) == ("document", "addressee_id")
    alone = put(draft, "target.parties", ())
    spot = spot_of("addressee.name", a_bench(alone))
    assert spot is not None
    assert (spot.entity, spot.name) == ("target", "role:contractor")


def test_an_invalid_certificate_leads_to_it_where_nobody_else_can_be_added(page: WorkbenchPage) -> None:
    ended = an_officer(2, valid_to=date(2026, 1, 1))
    draft = put(a_draft(RECTIFY), "inspection.officers", (an_officer(1), ended))
    for changes, wanted in (
        ({}, "officers"),
        ({"staff": (an_officer(1), ended)}, "edit_officer-2"),
        ({"locked": True}, "edit_officer-2"),
    ):
        page.setFocus()
        page.show_bench(a_bench(draft, **changes))
        page.paper.followed.emit("inspection.officers")
        focus = page.focusWidget()
        assert focus is not None
        assert focus.objectName() == wanted


def test_a_line_about_one_person_present_leads_to_that_person(page: WorkbenchPage) -> None:
    draft = a_draft(RECTIFY)
    people = tuple(PersonPresent(name, "安全员", id=name) for name in ("骆远山", "温景行"))
    page.show_bench(a_bench(put(draft, "inspection.present", people)))
    page.paper.followed.emit("inspection.present.1.name")
    focus = page.focusWidget()
    assert focus is not None
    assert focus.objectName() == "unmeet_温景行"


def test_the_finding_that_the_line_names_is_opened(page: WorkbenchPage) -> None:
    bench = a_bench(a_draft(RECTIFY))
    page.show_bench(bench)
    for n, finding in enumerate(bench.findings):
        page.paper.followed.emit(f"findings.{n}.location")
        assert page.findings.open_id == finding.id


def test_no_finding_at_all_begins_one(page: WorkbenchPage, qtbot: QtBot) -> None:
    page.show_bench(a_bench(a_draft(findings=())))
    with qtbot.waitSignal(page.findings.new_requested):
        page.paper.followed.emit("findings")


def test_a_line_of_the_document_shows_the_documents_fields(page: WorkbenchPage, qtbot: QtBot) -> None:
    page.show_bench(a_bench(a_draft(STOP)))
    page.paper.followed.emit("document.stop_work.parts")
    assert page.findChild(QWidget, "stop_parts").isVisible()
    page.paper.followed.emit("findings.0.fact")
    editor = page.findings.editor
    assert editor is not None
    qtbot.waitUntil(editor.isVisible)
    assert not page.findChild(QWidget, "stop_parts").isVisible()


def test_a_line_about_a_finding_that_left_meanwhile_does_nothing(page: WorkbenchPage) -> None:
    """The gate weighs beside the screen: for a moment its lines are older than the page."""
    elsewhere: list[str] = []
    page.not_here.connect(elsewhere.append)
    bench = a_bench(a_draft(RECTIFY))
    one = put(a_draft(RECTIFY), "findings", bench.findings[:1])
    page.show_bench(replace(bench, draft=one))
    page.paper.followed.emit("findings.1.fact")
    assert page.findings.open_id == ""
    assert elsewhere == []
    assert is_gone("findings.1.fact", replace(bench, draft=None))
    assert not is_gone("findings.1.fact", bench)
    assert not is_gone("findings", bench)


def test_without_a_paper_only_the_visit_can_be_led_to() -> None:
    bench = replace(a_bench(), draft=None)
    assert spot_of("addressee.name", bench) is None
    assert spot_of("document.trace", bench) is None
    spot = spot_of("inspection.place", bench)
    assert spot is not None
    assert spot.key() == "inspection/inspection-1/place"


def test_lines_of_an_opinion_on_a_recheck_lead_to_its_own_tab() -> None:
    """Where an inspection rechecks orders, what was seen is noted beside the old findings, nowhere else."""
    draft = complete(RECHECK).draft
    bench = a_bench(draft, today=NEXT_DAY, rechecks=True)
    assert draft.addressee is not None
    spots = {field: spot_of(field, bench) for field in fields_of(RECHECK) if field.startswith("findings.")}
    assert len(spots) > 1
    for field, spot in spots.items():
        finding = draft.findings[int(field.split(".")[1])]
        if field.count(".") == 1 or field.endswith(".recheck"):
            told = f"{finding.id}:{draft.addressee.id}"
            assert spot == Spot("recheck", draft.inspection.id, told)
    asked = {one.name.partition(":")[0] for one in asks_of(bench)}
    assert not asked & {"recheck", "recheck_note"}
    assert "own_conclusion" in asked


@pytest.mark.parametrize("field", [one for one in fields_of(EXTEND) if one.startswith("document.own.")])
def test_lines_of_a_decision_on_more_time_lead_into_its_form(page: WorkbenchPage, field: str) -> None:
    draft = next(one for told, one in drafts_of(EXTEND) if told == field)
    page.show_bench(a_bench(draft, today=NEXT_DAY))
    page.setFocus()
    page.paper.followed.emit(field)
    focus = page.focusWidget()
    assert isinstance(focus, QWidget)
    assert focus.objectName() == field.removeprefix("document.").replace(".", "_")
