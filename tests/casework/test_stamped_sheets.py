"""Stamped sheets on a real store: who hands them out, what they may bear, and two laptops at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import documents, issued, sheets
from inspector_app.casework.play.stage import Played
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import InspectorError
from inspector_app.domain.sheets import Counts, SheetState, Step
from inspector_app.domain.templates import DocumentKind
from inspector_app.store.folder import DataFolder
from inspector_app.store.store import Store
from tests.casework.bench import Bench
from tests.store.worlds import PlainKeys

LAPTOP = "车载三号机"


def of_kind(bench: Bench, played: Played, kind: DocumentKind) -> issued.Issued:
    told = [issued.must_be_issued(bench.desk.store, one) for one in played.document_ids]
    return next(one for one in told if one.kind == kind)


@pytest.fixture
def notice(bench: Bench, played: Played) -> issued.Issued:
    return of_kind(bench, played, DocumentKind.RECTIFICATION_NOTICE)


@pytest.fixture
def batch(bench: Bench) -> tuple[str, ...]:
    return sheets.issue(bench.desk, "A00123", "A00127", LAPTOP)


def assert_refused_with(desk: Desk, code: str, work: Callable[[], object]) -> InspectorError:
    before = desk.store.digest()
    with pytest.raises(InspectorError) as refused:
        work()
    assert refused.value.code == code
    assert desk.store.digest() == before
    return refused.value


def test_a_batch_is_used_spoilt_and_handed_back(
    bench: Bench, notice: issued.Issued, batch: tuple[str, ...]
) -> None:
    store = bench.desk.store
    assert sheets.left(store, LAPTOP) == 5
    assert sheets.next_free(store, LAPTOP) == "A00123"
    sheets.use(bench.desk, "A00123", notice.id, 1)
    sheets.use(bench.desk, "A00124", notice.id, 2)
    sheets.spoil(bench.desk, "A00124", "卡纸")
    sheets.use(bench.desk, "A00125", notice.id, 2)
    sheets.return_(bench.desk, ["A00126"])
    assert sheets.counts(store) == Counts(issued=5, free=1, used=2, spoilt=1, returned=1)
    assert sheets.counts(store, "别的电脑") == Counts()
    assert sheets.left(store, LAPTOP) == 1
    assert [one.serial for one in sheets.of_document(store, notice.id)] == ["A00123", "A00124", "A00125"]
    spoilt = sheets.sheet_of(store, "A00124")
    assert (spoilt.state, spoilt.reason, spoilt.copy) == (SheetState.SPOILT, "卡纸", 2)
    assert store.replay_check().same


def test_handed_back_sheets_go_out_again(bench: Bench, batch: tuple[str, ...]) -> None:
    sheets.return_(bench.desk, batch)
    sheets.issue(bench.desk, "A00125", "A00128", "二号机")
    assert sheets.left(bench.desk.store, "二号机") == 4
    assert sheets.left(bench.desk.store, LAPTOP) == 0


def test_what_is_refused(bench: Bench, notice: issued.Issued, batch: tuple[str, ...]) -> None:
    desk, first = bench.desk, batch[0]
    assert_refused_with(desk, "sheets.no_holder", lambda: sheets.issue(desk, "B1", "B2", " "))
    assert_refused_with(desk, "sheets.range_wrong", lambda: sheets.issue(desk, "B2", "B1", LAPTOP))
    assert_refused_with(desk, "sheets.range_wrong", lambda: sheets.issue(desk, "B0000", "B0500", LAPTOP))
    assert_refused_with(desk, "sheets.bad_serial", lambda: sheets.issue(desk, "带1", "带2", LAPTOP))
    taken = assert_refused_with(
        desk, "sheets.already_issued", lambda: sheets.issue(desk, "A00120", "A00124", "x")
    )
    assert taken.values["serials"] == ["A00123", "A00124"]
    assert_refused_with(desk, "sheets.unknown", lambda: sheets.use(desk, "Z9", notice.id, 1))
    assert_refused_with(desk, "sheets.unknown", lambda: sheets.spoil(desk, "Z9", "卡纸"))
    assert_refused_with(desk, "sheets.unknown", lambda: sheets.return_(desk, [first, "Z9"]))
    assert_refused_with(desk, "sheets.reason_missing", lambda: sheets.spoil(desk, first, " "))
    assert_refused_with(desk, "sheets.copy_wrong", lambda: sheets.use(desk, first, notice.id, 0))
    assert_refused_with(desk, "document.not_issued", lambda: sheets.use(desk, first, "0" * 32, 1))
    sheets.use(desk, first, notice.id, 1)
    used = assert_refused_with(desk, "sheets.not_free", lambda: sheets.use(desk, first, notice.id, 2))
    assert (used.values["state"], used.values["number"]) == ("已使用", notice.number)
    assert_refused_with(desk, "sheets.not_free", lambda: sheets.return_(desk, [first]))
    other = assert_refused_with(
        desk, "sheets.copy_has_sheet", lambda: sheets.use(desk, batch[1], notice.id, 1)
    )
    assert other.where == first
    sheets.spoil(desk, first, "打偏")
    assert_refused_with(desk, "sheets.not_free", lambda: sheets.spoil(desk, first, "打偏"))


def test_only_what_is_sealed_beforehand_and_stands(
    bench: Bench, played: Played, notice: issued.Issued, batch: tuple[str, ...]
) -> None:
    record = of_kind(bench, played, DocumentKind.SITE_RECORD)
    assert_refused_with(
        bench.desk, "sheets.not_pre_stamped", lambda: sheets.use(bench.desk, batch[0], record.id, 1)
    )
    documents.void(bench.desk, notice.id, "写错")
    assert_refused_with(
        bench.desk, "document.not_standing", lambda: sheets.use(bench.desk, batch[0], notice.id, 1)
    )


def test_only_who_is_entrusted_hands_them_out(bench: Bench) -> None:
    stranger = replace(bench.desk, user="who")
    assert_refused_with(bench.desk, "sheets.no_right", lambda: sheets.issue(stranger, "A1", "A2", LAPTOP))


def test_five_hundred_in_one_batch(bench: Bench) -> None:
    assert len(sheets.issue(bench.desk, "C0001", "C0500", LAPTOP)) == 500
    assert sheets.left(bench.desk.store, LAPTOP) == 500


def test_used_on_two_laptops_both_are_named(
    bench: Bench, played: Played, notice: issued.Issued, batch: tuple[str, ...], tmp_path: Path
) -> None:
    mine = bench.desk.store
    other = Store.create(
        DataFolder(tmp_path / "other"),
        PlainKeys(),
        workspace=mine.meta.workspace,
        machine_code=9,
        root=mine.keyring.root,
        clock=bench.clock,
        training=True,
    )
    try:
        other.merge(mine.entries())
        there = replace(bench.desk, store=other)
        stop = of_kind(bench, played, DocumentKind.STOP_WORK_NOTICE)
        sheets.use(bench.desk, batch[0], notice.id, 1)
        sheets.use(there, batch[0], stop.id, 1)
        sheets.spoil(there, batch[1], "卡纸")
        mine.merge(other.entries())
        other.merge(mine.entries())
        for store in (mine, other):
            both = sheets.sheet_of(store, batch[0])
            assert {one.document_id for one in both.conflicts} == {notice.id, stop.id}
            assert both == sheets.sheet_of(mine, batch[0])
            assert sheets.sheet_of(store, batch[1]).state is SheetState.SPOILT
            assert sheets.counts(store).issued == 5
    finally:
        other.close()


def test_a_step_of_a_newer_version_is_passed_over(bench: Bench, batch: tuple[str, ...]) -> None:
    with bench.desk.store.transaction(bench.desk.user) as tx:
        tx.act(ActKind.SHEET, sheets.ENTITY, batch[0], {"step": "laminate", "n": 2})
        tx.act(ActKind.SHEET, sheets.ENTITY, batch[1], {"step": str(Step.SPOIL), "n": "two"})
    assert sheets.sheet_of(bench.desk.store, batch[0]).free
