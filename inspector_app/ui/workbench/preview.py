"""The page beside the form, redrawn as one types: the page that is looked at first, what is stale never."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import drafts, issued
from inspector_app.domain.documents import Draft
from inspector_app.domain.errors import Progress
from inspector_app.domain.gate.check import check
from inspector_app.domain.gate.missing import Missing
from inspector_app.ui.controls.eyes import Eyes
from inspector_app.ui.controls.spot import Spot
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.workbench.bench_values import Bench
from inspector_app.ui.workbench.overlay import Reckoning, with_typed
from inspector_app.ui.workbench.phrases import parted

REST_MS = 250
"""While keys follow each other faster, only the page that is looked at is drawn."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file and the picture of one of its pages.

    Attributes:
        version: which wish it fulfils; a later wish makes it stale.
        page: from 0.
    """

    version: int
    document_id: str
    pdf: bytes
    pages: int
    page: int
    picture: QImage


class LivePage(QObject):
    """Draws the document being worked on, with what is being typed in its place.

    Signals:
        drawn: pictures of all pages; those not looked at may be of a moment ago.
    """

    drawn = Signal(list)

    def __init__(self, jobs: Jobs, eyes: Eyes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._eyes = jobs, eyes
        self._desk: Desk | None = None
        self._bench: Bench | None = None
        self._typing: dict[Spot, str] = {}
        self._version = 0
        self._pictures: list[QImage] = []
        self._of = ""
        self._made: Made | None = None
        self._left: list[int] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._draw_next)

    # What is to be drawn.

    def show(self, desk: Desk, bench: Bench) -> None:
        """Draw a document as it is written now, with what is still being typed."""
        self._desk, self._bench = desk, bench
        self._draw()

    def type(self, spot: Spot, told: str) -> None:
        """Draw at once what is being typed; letters that look for a phrase are no words of the paper."""
        letters, _ = parted(told)
        if spot.name == "fact" and letters.isascii() and letters.isalpha():
            told = ""
        self._typing[spot] = told
        self._draw()

    def written(self, spot: Spot) -> None:
        """Forget what was typed at a spot: it is written, withdrawn or replaced."""
        self._typing.pop(spot, None)

    def leave(self) -> None:
        """Forget everything: another inspection comes, or nobody works any more."""
        self._typing.clear()
        self._rest.stop()
        self._desk = self._bench = self._made = None
        self._of, self._pictures, self._left = "", [], []
        self._version += 1

    @property
    def draft(self) -> Draft | None:
        """The draft as it will be when every field is left."""
        bench = self._bench
        if bench is None or bench.draft is None or bench.issued is not None:
            return None
        template = bench.rules.template_for(bench.draft.kind, bench.target.kind)
        own = template.fields if template is not None else ()
        return with_typed(bench.draft, self._typing, Reckoning(bench.today, bench.rules.calendar, own))

    def weighing(self) -> Callable[[Progress], tuple[str, tuple[Missing, ...]]] | None:
        """Return the gate's work over what stands and what is being typed; None when nothing is weighed."""
        desk, draft = self._desk, self.draft
        if desk is None or draft is None:
            return None
        if not self._typing:
            return lambda _: (draft.id, drafts.gate(desk, draft.id))
        return lambda _: (draft.id, check(draft, desk.rules, desk.today(), desk.renderer.missing))

    # Drawing.

    def _draw(self) -> None:
        desk, bench = self._desk, self._bench
        if desk is None or bench is None or bench.draft is None:
            return
        self._version += 1
        self._rest.stop()
        self._left = []
        place, width = max(self._eyes.page() - 1, 0), self._eyes.width()
        draft = self.draft
        make = partial(_drafted, desk, draft) if draft is not None else partial(_frozen, desk, bench)
        work = partial(_made, self._version, bench.draft.id, make, partial(self._eyes.draw_one, width), place)
        self._jobs.latest("paper", work, self._on_made)

    def _on_made(self, made: Made) -> None:
        bench = self._bench
        if bench is None or bench.draft is None or made.document_id != bench.draft.id:
            return
        self._made = made
        self._put(made)
        if made.version != self._version:
            return
        self._left = [n % made.pages for n in range(made.page + 1, made.page + made.pages)]
        if self._typing:
            self._rest.start()
        else:
            self._draw_next()

    def _put(self, made: Made) -> None:
        """Show one page; the others stay as they were until their turn comes."""
        old = self._pictures if made.document_id == self._of else []
        blank = old[0] if old else _blank(made.picture)
        pictures = [old[n] if n < len(old) else blank for n in range(made.pages)]
        pictures[made.page] = made.picture
        self._of, self._pictures = made.document_id, pictures
        self.drawn.emit(list(pictures))

    def _draw_next(self) -> None:
        """Draw the next of the pages that nobody looks at, one job each, so that a key need not wait."""
        made = self._made
        if made is None or not self._left or made.version != self._version:
            return
        page, draw = self._left.pop(0), partial(self._eyes.draw_one, self._eyes.width())

        def work(_: Progress) -> Made:
            return _pictured(made, page, draw)

        self._jobs.latest("paper_rest", work, self._on_next)

    def _on_next(self, made: Made) -> None:
        if made.version == self._version:
            self._put(made)
            self._draw_next()


DrawOne = Callable[[bytes, int], QImage]
"""Draws one page (from 0) of a file."""


def _made(
    version: int,
    document_id: str,
    make: Callable[[], tuple[bytes, int]],
    draw: DrawOne,
    page: int,
    _: Progress,
) -> Made:
    pdf, pages = make()
    page = min(page, pages - 1)
    return Made(version, document_id, pdf, pages, page, draw(pdf, page))


def _pictured(made: Made, page: int, draw: DrawOne) -> Made:
    return Made(made.version, made.document_id, made.pdf, made.pages, page, draw(made.pdf, page))


def _drafted(desk: Desk, draft: Draft) -> tuple[bytes, int]:
    told = drafts.content(desk, draft, "")
    made = desk.renderer.render(told, photos=drafts.photos(desk, told), qr=None, draft=True)
    return made.pdf, made.pages


def _frozen(desk: Desk, bench: Bench) -> tuple[bytes, int]:
    if bench.issued is None:
        raise LookupError("not issued")
    return issued.pdf(desk.store, bench.issued.id), bench.issued.pages


def _blank(like: QImage) -> QImage:
    made = QImage(like.size(), QImage.Format.Format_RGB32)
    made.fill(0xFFFFFFFF)
    return made
