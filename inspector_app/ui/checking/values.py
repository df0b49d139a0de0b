"""What the checklists show, as frozen values made once from a board. Knows no widgets and no store."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from inspector_app.domain import check_scores, scoring
from inspector_app.domain.check_scores import CategoryState
from inspector_app.domain.checking import FAILS, Board, Headway, Listing, Sort, headway, whole_headway
from inspector_app.domain.checklists import ScoreRules
from inspector_app.domain.scoring import Score, SheetScore
from inspector_app.ui.style.translation import said


@dataclass(frozen=True, slots=True)
class Checks:
    """All checklists of the open inspection.

    Attributes:
        scores: of the sheets that have one, by the sheet's id.
        score: of all of them, None before the first mark.
        numbers: of the findings that stand, by id.
        locked: concluded; nothing may be noted any more.
    """

    board: Board
    scores: Mapping[str, SheetScore]
    score: Score | None
    categories: tuple[CategoryState, ...]
    numbers: Mapping[str, int]
    locked: bool
    whole: Headway

    @property
    def rules(self) -> ScoreRules:
        """How the standard's figures are shown and graded."""
        return self.board.standard.rules if self.board.standard is not None else ScoreRules()

    def zero_words(self, sheet_id: str) -> str:
        """Return why a sheet is zero by a rule as the window says it, empty when it is not."""
        scored = self.scores.get(sheet_id)
        return check_scores.zero_words(scored.zero_reason or "", said) if scored else ""


def read(board: Board, numbers: Mapping[str, int], *, locked: bool) -> Checks:
    """Return what a board shows."""
    now, scores = check_scores.scored(board)
    return Checks(
        board=board,
        scores=scores,
        score=now,
        categories=check_scores.categories(board, now),
        numbers=numbers,
        locked=locked,
        whole=whole_headway(board),
    )


@dataclass(frozen=True, slots=True)
class TallyRow:
    """A line under the gauge: a category of the summary or a section of a list.

    Attributes:
        share: how far its bar is filled, 0 to 1.
        tone: `accent`, `amber`, `red`, or `none` for an empty bar.
        at: it is being worked on now.
        sheet_id, part_id: where it leads.
    """

    name: str
    told: str
    share: float
    tone: str
    at: bool
    sheet_id: str
    part_id: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The gauge of one list with its lines.

    Attributes:
        figure, unit: what stands in the ring.
        share: how far the ring is filled, 0 to 1.
        grade, tone: the chip beside it; empty before the first mark.
        zero: why a table is zero, in words.
        done, of: tables or items that are finished.
    """

    name: str
    figure: str
    unit: str
    share: float
    grade: str
    tone: str
    finished: bool
    zero: str
    done: int
    of: int
    scored: bool
    rows: tuple[TallyRow, ...]


def short_name(listing: Listing) -> str:
    """Return JGJ 59 for 建筑施工安全检查标准 JGJ 59-2011, other names as they are."""
    code = listing.name.partition(" ")[2].rpartition("-")[0]
    return code or listing.name


def tallies(checks: Checks) -> tuple[Tally, ...]:
    """Return a gauge for each list that is counted, the scored one first."""
    told = []
    for listing in checks.board.listings:
        if listing.sort is Sort.SCORED:
            told.append(_scored(checks, listing))
        elif listing.sort is Sort.LISTED:
            told.append(_listed(checks, listing))
    return tuple(told)


def _scored(checks: Checks, listing: Listing) -> Tally:
    score, rules = checks.score, checks.rules
    live = [one for one in checks.categories if one.headway.of]
    done = sum(one.headway.all for one in live)
    finished = bool(live) and done == len(live)
    zeros = [words for sheet in checks.board.sheets if (words := checks.zero_words(sheet.id))]
    return Tally(
        name=short_name(listing),
        figure=scoring.shown(score.total, 1, rules) if score else "—",
        unit="分",
        share=float(score.total / scoring.FULL) if score else 0.0,
        grade=score.grade if score else "",
        # Before everything was looked at, only a failure is certain.
        tone="red" if score and score.grade == scoring.FAILED else "green" if finished else "gray",
        finished=finished,
        zero=zeros[0] if zeros else "",
        done=done,
        of=len(live),
        scored=True,
        rows=tuple(_category(checks, one) for one in checks.categories),
    )


def _category(checks: Checks, state: CategoryState) -> TallyRow:
    way, scored = state.headway, state.scored
    place = (state.first, "")
    if not way.of:
        return TallyRow(state.name, "不适用", 0.0, "none", False, *place)
    if scored is None:
        return TallyRow(state.name, f"— / {state.full}", 0.0, "none", False, *place)
    if not way.all and not state.zero:
        return TallyRow(state.name, f"{way.done}/{way.of} 项", way.done / way.of, "accent", True, *place)
    told = f"{scoring.shown(scored.marks, 1, checks.rules)} / {state.full}"
    low = scored.mean < checks.rules.passing
    tone = "red" if state.zero or scored.mean == 0 else "amber" if low else "accent"
    return TallyRow(state.name, told, float(scored.mean / scoring.FULL), tone, False, *place)


def _listed(checks: Checks, listing: Listing) -> Tally:
    sheets = checks.board.sheets_of(listing.id)
    way = whole_headway(checks.board, listing.id)
    sheet = sheets[0]
    rows = []
    for part in listing.parts:
        own = headway(checks.board, sheet, part.id)
        share = own.done / own.of if own.of else 0.0
        at = 0 < own.done < own.of
        tone = "accent" if own.done else "none"
        rows.append(TallyRow(part.name, f"{own.done}/{own.of}", share, tone, at, sheet.id, part.id))
    whole = Fraction(way.done, way.of) if way.of else Fraction(0)
    failed = sum(mark.result == FAILS for mark in sheet.marks.values())
    return Tally(
        name=listing.name,
        figure=f"{int(whole * 100)}%",
        unit="",
        share=float(whole),
        grade=f"不符合 {failed} 项" if failed else "",
        tone="amber",
        finished=way.all,
        zero="",
        done=way.done,
        of=way.of,
        scored=False,
        rows=tuple(rows),
    )
