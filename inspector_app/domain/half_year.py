"""The half-year report's paragraph: the bureau's own sentence, every figure in it a link to its list.

Its template is office data (forms/statistics/half_year.toml): sentences made of parts, a part of pieces in
brackets. A part whose figures are all nothing is left out, or worded as the template says (`otherwise`), so
that nobody reads "0份".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.domain import chinese
from inspector_app.domain.planning import Period, Rhythm
from inspector_app.domain.statistics import Figure, RateFigure, Slice

HOLE = re.compile(r"\{([a-z_0-9.]+)\}")
WORDS = frozenset({"period", "office", "quarter"})
"""Holes that are no figures; `quarter` stands in the text of a part by quarters."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence.

    Attributes:
        text: with holes: {code} for a figure's number, {rate.code} for a share.
        otherwise: what is said where all its figures are nothing; empty, nothing.
        among: pieces in brackets behind it, those left out that say nothing.
        each_quarter: code of a figure told by the quarters of the period, in place of the text's own numbers.
        differs: code of a figure: the piece is only said where its number differs from that one's.
    """

    text: str
    otherwise: str = ""
    among: tuple["Piece", ...] = ()
    each_quarter: str = ""
    differs: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The figures and shares that it names."""
        named = [one for one in HOLE.findall(self.text) if one not in WORDS]
        return tuple(dict.fromkeys([*named, *([self.each_quarter] if self.each_quarter else [])]))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its beginning, and parts that commas join; `otherwise` where no part says anything.

    Attributes:
        paragraph: it begins a paragraph of its own.
    """

    lead: str
    parts: tuple[Piece, ...]
    otherwise: str = ""
    paragraph: bool = False


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A report as the office words it.

    Attributes:
        code: half-year or plants.
        title: of the paper.
        sentences: of its paragraph.
        shown: codes of the figures of its table, in their order; none, all of them.
        by: how its second table breaks them down: month or quarter; `slices` its figures.
    """

    code: str
    title: str
    sentences: tuple[Sentence, ...]
    shown: tuple[str, ...] = ()
    by: str = "month"
    slices: tuple[str, ...] = ()
    proofed: bool = True
    provenance: str = ""

    @property
    def by_quarters(self) -> frozenset[str]:
        """The figures that it tells by quarters."""
        pieces = [
            one for sentence in self.sentences for part in sentence.parts for one in (part, *part.among)
        ]
        named = {code for one in pieces if one.each_quarter for code in one.codes}
        return frozenset(named | (set(self.slices) if self.by == "quarter" else set()))


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; with a code it is the number of a figure or share, which opens its list.

    Attributes:
        code: of a share `rate.CODE`.
        slice: code of the quarter that a number is of, empty for the whole period.
    """

    text: str
    code: str = ""
    slice: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a paragraph is written from."""

    first: date
    last: date
    office: str
    figures: Mapping[str, Figure]
    rates: Mapping[str, RateFigure]
    quarters: Sequence[Slice]


def period_words(first: date, last: date) -> str:
    """Return a period as reports say it: 2026年上半年, 2026年第一季度, 2026年3月, else from day to day."""
    for rhythm in (Rhythm.YEAR, Rhythm.HALF_YEAR, Rhythm.QUARTER, Rhythm.MONTH):
        period = Period.of(rhythm, first)
        if (period.first, period.last) == (first, last):
            return period.label
    if first == last:
        return chinese.day(first)
    ends = f"{last.month}月{last.day}日" if last.year == first.year else chinese.day(last)
    return f"{chinese.day(first)}至{ends}"


def spans(template: ReportTemplate, told: Told) -> tuple[Span, ...]:
    """Return the paragraph as runs of text; joined, they are the sentence as it is written."""
    made: list[Span] = []
    for sentence in template.sentences:
        runs = list(_sentence(sentence, told))
        if runs and made and sentence.paragraph:
            made.append(Span("\n"))
        made += runs
    return _merged(made)


def paragraph(template: ReportTemplate, told: Told) -> str:
    """Return the paragraph as text."""
    return "".join(one.text for one in spans(template, told))


def _merged(runs: Iterable[Span]) -> tuple[Span, ...]:
    made: list[Span] = []
    for one in runs:
        if made and not made[-1].code and not one.code:
            made[-1] = Span(made[-1].text + one.text)
        elif one.text:
            made.append(one)
    return tuple(made)


def _sentence(sentence: Sentence, told: Told) -> Iterator[Span]:
    parts = [runs for part in sentence.parts if (runs := list(_piece(part, told)))]
    # What only says what there was none of is no report of work.
    silent = bool(sentence.otherwise) and not any(_says(part, told) for part in sentence.parts)
    if silent or not parts:
        yield from _filled(sentence.otherwise, told) if sentence.otherwise else ()
        return
    yield from _filled(sentence.lead, told)
    yield from _joined(parts, "，")
    yield Span("。")


def _joined(parts: Iterable[Iterable[Span]], mark: str) -> Iterator[Span]:
    for n, runs in enumerate(parts):
        if n:
            yield Span(mark)
        yield from runs


def _piece(piece: Piece, told: Told) -> Iterator[Span]:
    if not _says(piece, told):
        yield from _filled(piece.otherwise, told) if piece.otherwise else ()
        return
    if piece.each_quarter:
        yield from _quarters(piece, told)
        return
    yield from _filled(piece.text, told)
    among = [runs for one in piece.among if (runs := list(_piece(one, told)))]
    if among:
        yield Span("（")
        yield from _joined(among, "、")
        yield Span("）")


def _says(piece: Piece, told: Told) -> bool:
    """Tell whether one of a piece's figures is more than nothing; one without figures is always said."""
    if piece.differs:
        own, other = (told.figures.get(code) for code in (piece.codes[0], piece.differs))
        if own is None or other is None or own.value == other.value:
            return False
    return not piece.codes or any(_there(code, told) for code in piece.codes)


def _there(code: str, told: Told) -> bool:
    if code.startswith("rate."):
        rate = told.rates.get(code.removeprefix("rate."))
        return rate is not None and rate.share is not None
    figure = told.figures.get(code)
    return figure is not None and figure.counted and figure.value > 0


def _filled(text: str, told: Told, numbers: Callable[[str], Span] | None = None) -> Iterator[Span]:
    """Yield a text with its holes filled."""
    end = 0
    for hole in HOLE.finditer(text):
        yield Span(text[end : hole.start()])
        yield numbers(hole[1]) if numbers is not None else _number(hole[1], told)
        end = hole.end()
    yield Span(text[end:])


def _number(name: str, told: Told) -> Span:
    if name == "period":
        return Span(period_words(told.first, told.last))
    if name == "office":
        return Span(told.office)
    if name.startswith("rate."):
        rate = told.rates.get(name.removeprefix("rate."))
        return Span(rate.percent if rate is not None else "", name)
    figure = told.figures.get(name)
    return Span(str(figure.value) if figure is not None else "", name)


def _quarters(piece: Piece, told: Told) -> Iterator[Span]:
    """Tell a figure by quarters, those of nothing left out; within a single quarter it says nothing more."""
    if len(told.quarters) < 2:
        return
    parts = []
    for one in told.quarters:
        figure = one.figure(piece.each_quarter)
        if figure is None or not figure.value:
            continue

        def filled(name: str, of: Slice = one) -> Span:
            if name == "quarter":
                return Span(of.label.partition("年")[2] or of.label)
            own = of.figure(name)
            return Span(str(own.value) if own is not None else "", name, of.code)

        parts.append(list(_filled(piece.text, told, filled)))
    yield from _joined(parts, "、")
