"""Pages to be: a cursor that moves down the type area and drawings put aside until pages are counted."""

from collections.abc import Callable

from inspector_app.documents.lines import Block
from inspector_app.documents.pen import Pen

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
TOP, LEFT, WIDTH, HEIGHT = 37 * MM, 28 * MM, 156 * MM, 225 * MM
"""天头, 订口 and 版心 of GB/T 9704-2012 5.2.1."""
CELL, PITCH = WIDTH / 28, HEIGHT / 22
"""28 characters a line, 22 lines a page (GB/T 9704-2012 5.2.3)."""
TITLE_SIZE, BODY_SIZE, FOUR, SMALL_FOUR, FIVE, SMALL_FIVE = 22.0, 15.75, 14.0, 12.0, 10.5, 9.0
"""二号, 三号 (15.75 fills the grid), 四号, 小四, 五号, 小五, in points."""

Drawing = Callable[[Pen], None]


class Sheet:
    """The pages of one document.

    Attributes:
        top, bottom: edges of the type area, in points from the page's foot.
        y: where the next thing begins.
        pages: the drawings of each page.
        sign_page: page (from 1) on which the signature block stands; 0 before it is set.
    """

    def __init__(self, top: float, bottom: float) -> None:
        self.top, self.bottom = top, bottom
        self.y = top
        self.pages: list[list[Drawing]] = [[]]
        self.sign_page = 0
        self.sign_page = 0

    @property
    def room(self) -> float:
        """What is left of this page, in points."""
        return self.y - self.bottom

    @property
    def height(self) -> float:
        """Height of the type area, in points."""
        return self.top - self.bottom

    @property
    def used(self) -> float:
        """What is set on this page so far, in points."""
        return self.top - self.y

    @property
    def fresh(self) -> bool:
        """Tell whether nothing has been set on this page yet."""
        return not self.pages[-1]

    def put(self, drawing: Drawing) -> None:
        """Keep a drawing for the current page."""
        self.pages[-1].append(drawing)

    def text(self, block: Block, x: float, top: float) -> None:
        """Keep a block of text for the current page without moving the cursor."""
        self.put(lambda pen: _discard(pen.block(block, x, top)))

    def signed_here(self) -> None:
        """Note that the signature block stands on the current page."""
        self.sign_page = len(self.pages)

    def new_page(self) -> None:
        """Begin the next page."""
        self.pages.append([])
        self.y = self.top

    def need(self, height: float) -> None:
        """Begin the next page unless `height` fits here or the page is empty anyway."""
        if self.room + 0.5 < height and not self.fresh:
            self.new_page()


def _discard(_: float) -> None:
    """Let a drawing return nothing."""


def letter_sheet() -> Sheet:
    """Return pages with the type area of GB/T 9704."""
    return Sheet(PAGE_HEIGHT - TOP, PAGE_HEIGHT - TOP - HEIGHT)
