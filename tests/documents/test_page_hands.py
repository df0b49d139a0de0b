"""Heading levels in their faces (GB/T 9704-2012 7.3.3): 一、黑体 （一）楷体 1. and （1） 仿宋."""

from dataclasses import replace
from typing import Any

import pytest
from document_samples import resumption_notice

from inspector_app.documents.fonts.faces import Script, glyph
from inspector_app.documents.render import render
from inspector_app.domain.content import Paragraph
from tests.documents.page_facts import BODY, pages_of

SCRIPTS = {"B": Script.BODY, "H": Script.HEADING, "K": Script.KAI}


def lines_of(*paragraphs: Paragraph) -> list[list[dict[str, Any]]]:
    """The lines of the text beneath number and addressee."""
    content = replace(resumption_notice(), paragraphs=paragraphs, receipt=(), officers=())
    page = pages_of(render(content, photos={}, qr=None).pdf)[0]
    return page.lines(BODY)[2:]


@pytest.mark.parametrize(
    ("paragraph", "told"),
    [
        (Paragraph("立即整改。", "一、要求"), "HHHHBBBBB"),
        (Paragraph("一、立即整改。按期回复。"), "HHHHHHHBBBBB"),
        (Paragraph("一、整改要求"), "HHHHHH"),
        (Paragraph("（一）立即整改。按期回复。"), "KKKKKKKKBBBBB"),
        (Paragraph("（二）整改要求"), "KKKKKKK"),
        (Paragraph("按期回复。", "（三）回复。"), "KKKKKKBBBBB"),
        (Paragraph("1．立即整改。按期回复。"), "BBBBBBBBBBBB"),
        (Paragraph("（1）立即整改。"), "BBBBBBBB"),
        (Paragraph("下列要求：\n（一）整改。立即。\n（二）回复。"), "BBBBB|KKKKKKBBB|KKKKKK"),
        (Paragraph("一、二号楼之间的临边防护栏杆已经拆除而没有恢复。"), "B" * 24),
    ],
)
def test_each_level_has_its_face(paragraph: Paragraph, told: str) -> None:
    lines = lines_of(paragraph)
    for line, marks in zip(lines, told.split("|"), strict=False):
        assert len(line) == len(marks)
        for char, mark in zip(line, marks, strict=True):
            wanted = glyph(char["text"], SCRIPTS[mark])
            assert wanted
            assert char["fontname"].endswith(wanted[0]), f"{char['text']} in {char['fontname']}"


def test_the_hands_differ() -> None:
    faces = {glyph("一", script) for script in SCRIPTS.values()}
    assert len(faces) == 3
