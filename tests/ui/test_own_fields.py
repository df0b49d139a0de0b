"""A kind's own fields as the workbench asks for them and writes them, on a real store."""

import pytest

from inspector_app.casework.papers import drafts, issued
from inspector_app.casework.play.stage import Played
from inspector_app.catalog.case import Case
from inspector_app.domain.errors import RuleError
from inspector_app.domain.templates import DocumentKind
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.workbench import bench_values, edits
from inspector_app.ui.workbench.bench_forms import asks_of, choices_of, document_values
from inspector_app.ui.workbench.recovery import recover
from tests.casework.bench import Bench
from tests.casework.conftest import bench, play, site_case  # noqa: F401 - fixtures


@pytest.fixture
def served(bench: Bench, site_case: Case) -> Played:  # noqa: F811
    return play(bench, site_case, until="serve")


def begun(bench: Bench, played: Played, kind: DocumentKind) -> str:  # noqa: F811
    return bench_values.paper_for(bench.desk, played.inspection_id, kind)


def write(bench: Bench, document_id: str, name: str, told: str) -> None:  # noqa: F811
    edits.write(bench.desk, Spot("document", document_id, name), told)


def shown(bench: Bench, played: Played, document_id: str) -> bench_values.Bench:  # noqa: F811
    return bench_values.read(bench.desk, played.inspection_id, document_id)


def names(told: bench_values.Bench) -> list[str]:
    return [ask.name for ask in asks_of(told)]


def test_a_choice_asks_for_what_hangs_on_it(bench: Bench, served: Played) -> None:  # noqa: F811
    extension = begun(bench, served, DocumentKind.EXTENSION_DECISION)
    before = names(shown(bench, served, extension))
    assert "own_decision" in before
    assert "own_new_due" not in before
    write(bench, extension, "own_decision", "同意延期")
    write(bench, extension, "own_new_due", "7工")
    told = shown(bench, served, extension)
    assert "own_new_due" in names(told)
    assert "own_why_not" not in names(told)
    # Seven working days after 24 November, a Tuesday.
    assert dict(drafts.draft_of(bench.desk, extension).own)["new_due"] == "2026-12-03"
    assert document_values(told)["own_new_due"].endswith("12-03")
    with pytest.raises(RuleError) as refused:
        write(bench, extension, "own_new_due", "明年春天")
    assert refused.value.code == "ui.bad_day"


def test_the_papers_it_may_be_about_are_offered_and_no_others(bench: Bench, served: Played) -> None:  # noqa: F811
    extension = begun(bench, served, DocumentKind.EXTENSION_DECISION)
    offered = [one for one, _ in choices_of("about", shown(bench, served, extension))]
    kinds = {issued.must_be_issued(bench.desk.store, one).kind for one in offered}
    assert kinds == {"rectification_notice", "stop_work_notice"}
    write(bench, extension, "about", offered[0])
    about = drafts.draft_of(bench.desk, extension).about
    assert about is not None
    assert about.document_id == offered[0]


def test_what_a_recheck_saw_is_chosen_first_and_told_then(bench: Bench, served: Played) -> None:  # noqa: F811
    opinion = begun(bench, served, DocumentKind.RECHECK_OPINION)
    first = drafts.draft_of(bench.desk, opinion).findings[0]
    with pytest.raises(RuleError) as refused:
        write(bench, opinion, f"recheck_note:{first.id}", "已补齐")
    assert refused.value.code == "ui.recheck_first"
    write(bench, opinion, f"recheck:{first.id}", "partial")
    write(bench, opinion, f"recheck_note:{first.id}", "缺一道")
    told = drafts.draft_of(bench.desk, opinion).recheck_of(first.id)
    assert told is not None
    assert (told.label, told.note) == ("部分整改", "缺一道")
    held = document_values(shown(bench, served, opinion))
    assert (held[f"recheck:{first.id}"], held[f"recheck_note:{first.id}"]) == ("partial", "缺一道")
    acts = len(bench.desk.store.acts("finding", first.id, "recheck"))
    write(bench, opinion, f"recheck_note:{first.id}", "缺一道")
    assert len(bench.desk.store.acts("finding", first.id, "recheck")) == acts


def test_what_was_typed_before_a_crash_comes_back_under_its_own_label(bench: Bench, served: Played) -> None:  # noqa: F811
    letter = begun(bench, served, DocumentKind.TRANSFER_LETTER)
    bench.desk.store.buffer_put(Spot("document", letter, "own_ground").key(), "涉嫌违反条例")
    told = recover(bench.desk)
    assert drafts.draft_of(bench.desk, letter).own_value("ground") == "涉嫌违反条例"
    assert any("移送理由" in str(one.values) for one in told.problems)


def test_another_authority_is_named_among_the_papers_own_fields(bench: Bench, served: Played) -> None:  # noqa: F811
    letter = begun(bench, served, DocumentKind.TRANSFER_LETTER)
    assert "addressee_id" not in names(shown(bench, served, letter))
    write(bench, letter, "own_authority", "青澜市望江区城市管理综合行政执法局")
    party = drafts.draft_of(bench.desk, letter).addressee
    assert party is not None
    assert party.name == "青澜市望江区城市管理综合行政执法局"
