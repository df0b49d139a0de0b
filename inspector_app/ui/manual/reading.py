"""Words for reading: room between lines and paragraphs, keys drawn as keys."""

from PySide6.QtGui import (
    QColor,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from inspector_app.ui.style.look import Look

LINE = 145
"""Height of a line in per cent of its words."""
MARGIN = 20
WORDS_PX = 14
HEADS_PX = {2: 20, 3: 15, 4: 14}


def breathe(document: QTextDocument, look: Look) -> None:
    """Give a text that came from Markdown the sizes, spaces and colours of the house."""
    document.setDocumentMargin(look.px(MARGIN))
    document.setIndentWidth(look.px(20))
    block = document.begin()
    while block.isValid():
        _space(block, look)
        block = block.next()


def _space(block: QTextBlock, look: Look) -> None:
    cursor = QTextCursor(block)
    level = block.blockFormat().headingLevel()
    room = QTextBlockFormat()
    pictured = any(shape.isImageFormat() for _, _, shape in _pieces(block))
    room.setLineHeight(100 if pictured else LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    room.setTopMargin(look.px(18) if level >= 3 else 0)
    room.setBottomMargin(look.px(4) if block.textList() is not None or level else look.px(10))
    cursor.mergeBlockFormat(room)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    words = QTextCharFormat()
    words.setFont(
        look.font(HEADS_PX.get(level, WORDS_PX), bold=bool(level)),
        QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly,
    )
    words.setForeground(QColor(look.tokens.text))
    for begin, end, shape in _pieces(block):
        if shape.isImageFormat():
            continue
        part = QTextCursor(block)
        part.setPosition(begin)
        part.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        told = QTextCharFormat(words)
        if shape.fontFixedPitch():
            told.setFont(look.font(WORDS_PX - 1))
            told.setBackground(QColor(look.tokens.hover))
        elif shape.fontWeight() > 500 and not level:
            told.setFont(look.font(WORDS_PX, bold=True))
        part.setCharFormat(told)


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return the stretches of a block that are written alike: begin, end, how."""
    told, pieces = block.begin(), []
    while not told.atEnd():
        one = told.fragment()
        pieces.append((one.position(), one.position() + one.length(), one.charFormat()))
        told += 1
    return pieces
