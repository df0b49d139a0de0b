"""The plan of a print: each page of each copy once, stamped sheets for their page alone, piles in order."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.errors import RuleError
from inspector_app.domain.printing import (
    OPEN_JOBS,
    CopyWanted,
    InsertSheet,
    JobState,
    Paper,
    PrinterState,
    PrintPages,
    Step,
    WayOn,
    plan,
    sheets_needed,
    ways_on,
    works,
)

Leaf = tuple[tuple[int, int], ...]
"""A sheet as it lies in the tray: (copy, page) of its front and, if printed, its back."""


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    pages = draw(st.integers(1, 12))
    return Paper(pages, draw(st.integers(1, pages)), draw(st.booleans()))


WANTED = st.lists(st.integers(1, 3), min_size=1, max_size=4).map(
    lambda counts: [CopyWanted(n, f"单位{n}", count) for n, count in enumerate(counts, start=1)]
)


def serials_for(paper: Paper, wanted: list[CopyWanted]) -> list[str]:
    return [f"A{n:05d}" for n in range(sheets_needed(paper, wanted))]


def leaves(job: PrintPages) -> list[Leaf]:
    """Return the sheets of a job as the printer puts them out."""
    step = 2 if job.duplex else 1
    starts = range(job.first, job.last + 1, step)
    once = [tuple((job.copy, page) for page in range(n, min(n + step, job.last + 1))) for n in starts]
    return (once[::-1] if job.backwards else once) * job.count


def pile(steps: tuple[Step, ...], *, face_up: bool) -> list[Leaf]:
    """Return the pile as somebody takes it up and reads it."""
    out = [leaf for step in steps if isinstance(step, PrintPages) for leaf in leaves(step)]
    return out[::-1] if face_up else out


@given(paper=papers(), wanted=WANTED, duplex=st.booleans(), face_up=st.booleans())
def test_every_page_of_every_copy_exactly_once(
    paper: Paper, wanted: list[CopyWanted], duplex: bool, face_up: bool
) -> None:
    steps = plan(paper, wanted, duplex=duplex, serials=serials_for(paper, wanted), face_up=face_up)
    told = Counter(side for leaf in pile(steps, face_up=face_up) for side in leaf)
    assert told == {(one.n, page): one.count for one in wanted for page in range(1, paper.pages + 1)}


@given(paper=papers(), wanted=WANTED, duplex=st.booleans(), face_up=st.booleans())
def test_the_pile_reads_in_order_copy_by_copy(
    paper: Paper, wanted: list[CopyWanted], duplex: bool, face_up: bool
) -> None:
    steps = plan(paper, wanted, duplex=duplex, serials=serials_for(paper, wanted), face_up=face_up)
    read = [side for leaf in pile(steps, face_up=face_up) for side in leaf]
    pages = range(1, paper.pages + 1)
    assert read == [(one.n, page) for one in wanted for _ in range(one.count) for page in pages]


@given(paper=papers(), wanted=WANTED, duplex=st.booleans(), face_up=st.booleans())
def test_a_stamped_sheet_bears_its_page_alone_and_each_serial_comes_once(
    paper: Paper, wanted: list[CopyWanted], duplex: bool, face_up: bool
) -> None:
    serials = serials_for(paper, wanted)
    steps = plan(paper, wanted, duplex=duplex, serials=serials, face_up=face_up)
    asked = [step for step in steps if isinstance(step, InsertSheet)]
    assert Counter(step.serial for step in asked) == Counter(serials)
    if not face_up:
        assert [step.serial for step in asked] == serials
    for before, step in zip((None, *steps), steps, strict=False):
        if not isinstance(step, PrintPages):
            continue
        on_stamp = isinstance(before, InsertSheet)
        assert step.stamped is on_stamp
        signs = paper.stamped and step.first <= paper.sign_page <= step.last
        assert signs is on_stamp
        if on_stamp and isinstance(before, InsertSheet):
            assert (step.first, step.last, step.count, step.duplex) == (
                paper.sign_page,
                paper.sign_page,
                1,
                False,
            )
            assert (before.serial, before.copy, before.recipient) == (step.serial, step.copy, step.recipient)
    assert not isinstance(steps[-1], InsertSheet)


def test_a_letter_with_annex_on_stamped_paper_step_by_step() -> None:
    paper = Paper(pages=5, sign_page=3, stamped=True)
    steps = plan(paper, [CopyWanted(1, "施工单位")], duplex=True, serials=["A00123"])
    assert steps == (
        PrintPages(1, "施工单位", 1, 2, duplex=True),
        InsertSheet(1, "施工单位", "A00123"),
        PrintPages(1, "施工单位", 3, 3, stamped=True, serial="A00123"),
        PrintPages(1, "施工单位", 4, 5, duplex=True),
    )


def test_plain_paper_is_one_job_a_copy() -> None:
    wanted = [CopyWanted(1, "施工单位"), CopyWanted(2, "存档", 2)]
    assert plan(Paper(2, 2), wanted, duplex=True) == (
        PrintPages(1, "施工单位", 1, 2, 1, duplex=True),
        PrintPages(2, "存档", 1, 2, 2, duplex=True),
    )


@pytest.mark.parametrize(
    ("paper", "wanted", "serials", "code"),
    [
        (Paper(2, 2), [], [], "print.no_copies"),
        (Paper(2, 2), [CopyWanted(1, "", 0)], [], "print.no_copies"),
        (Paper(2, 2), [CopyWanted(1, "", 100)], [], "print.no_copies"),
        (Paper(0, 0), [CopyWanted(1, "")], [], "print.bad_pages"),
        (Paper(2, 3, True), [CopyWanted(1, "")], [], "print.bad_pages"),
        (Paper(2, 0, True), [CopyWanted(1, "")], [], "print.bad_pages"),
        (Paper(2, 2, True), [CopyWanted(1, "", 2)], ["A1"], "print.sheets"),
        (Paper(2, 2, True), [CopyWanted(1, "", 2)], ["A1", "A1"], "print.sheets"),
        (Paper(2, 2), [CopyWanted(1, "")], ["A1"], "print.sheets"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    paper: Paper, wanted: list[CopyWanted], serials: list[str], code: str
) -> None:
    with pytest.raises(RuleError) as refused:
        plan(paper, wanted, duplex=False, serials=serials)
    assert refused.value.code == code


@pytest.mark.parametrize("printer", PrinterState)
@pytest.mark.parametrize("job", [None, *JobState])
def test_each_failure_offers_a_way_that_needs_no_printer(printer: PrinterState, job: JobState | None) -> None:
    ways = ways_on(printer, job)
    lost = job in (JobState.CANCELLED, JobState.ABORTED, JobState.GONE, JobState.STOPPED, JobState.HELD)
    failed = job is not JobState.DONE and (not works(printer) or lost)
    assert bool(ways) is failed
    if failed:
        assert ways[-2:] == (WayOn.OTHER_PRINTER, WayOn.SAVE_PDF)
        assert len(set(ways)) == len(ways)
        assert WayOn.MEND not in ways or job in OPEN_JOBS
        assert (WayOn.AGAIN in ways) is (printer is not PrinterState.GONE)
