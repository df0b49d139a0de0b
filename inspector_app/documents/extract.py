"""登记簿摘录: the page of a document of which only a line in an old register is known, no paper and no scan.

It repeats that line and says so; it looks like no notice, so that nobody takes it for one.
"""

from inspector_app.documents.fonts.faces import Script
from inspector_app.documents.lines import Align, Style, lay
from inspector_app.documents.page.sheet import MM, PAGE_HEIGHT, PAGE_WIDTH
from inspector_app.documents.pen import Pen
from inspector_app.domain.content import Content

TITLE = "登记簿摘录"
_SIDE, _TOP, _FOOT = 28 * MM, 38 * MM, 26 * MM
_LABEL = 34 * MM
_HEAD = Style(20, 30, Align.CENTRED)
_NAME = Style(12, 20, Align.LEFT)
_TOLD = Style(12, 20, Align.LEFT)


def draw(pen: Pen, content: Content) -> None:
    """Draw what a register says of a document: a label and its value a line, as far as one page reaches."""
    wide = PAGE_WIDTH - 2 * _SIDE
    top = PAGE_HEIGHT - _TOP
    top = pen.block(lay([(TITLE, Script.TITLE)], _HEAD, wide), _SIDE, top) - 14
    for paragraph in content.paragraphs:
        label = lay([(paragraph.heading, Script.HEADING)], _NAME, _LABEL)
        told = lay([(paragraph.text, Script.BODY)], _TOLD, wide - _LABEL)
        height = max(label.height, told.height)
        if top - height < _FOOT:
            return  # the whole text travels in the file's content
        pen.block(label, _SIDE, top)
        pen.block(told, _SIDE + _LABEL, top)
        top -= height + 4
