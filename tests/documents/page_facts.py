"""What pdfplumber finds on pages: lines of one type size, boxes, pictures; millimetres from the upper left.

And the contents that the tests of pages look at: the shipped wording of every kind, over so many findings.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber

from inspector_app import assets
from inspector_app.catalog.load import load
from inspector_app.documents.render import Rendered, render
from inspector_app.domain.composition import compose
from inspector_app.domain.content import Content
from inspector_app.domain.documents import Draft
from inspector_app.domain.findings import Photo
from inspector_app.domain.rules import Rules
from inspector_app.domain.templates import DocumentKind
from tests import builders
from tests.papers import filled

MM = 72 / 25.4
TOP, LEFT, RIGHT, FOOT = 37.0, 28.0, 184.0, 262.0
"""Edges of the type area of GB/T 9704-2012 5.2.1, in millimetres."""
PITCH = 225 / 22
BODY = 15.75
HANGING = BODY / 2 / MM
"""The blank half of a closing mark may stand in the margin."""
QR = "ZJZF1\n文号 滨住建改〔2026〕3-12号\n文种 限期整改通知书\n受送达 鼎恒建设集团有限公司\n" + "摘" * 60


@dataclass(frozen=True)
class Page:
    """One page: characters, boxes, rules and pictures as pdfplumber finds them, in points."""

    chars: list[dict[str, Any]]
    rects: list[dict[str, Any]]
    rules: list[dict[str, Any]]
    images: list[dict[str, Any]]

    @property
    def text(self) -> str:
        return "".join(char["text"] for char in self.chars).replace(" ", "").replace("\u3000", "")

    def lines(self, size: float) -> list[list[dict[str, Any]]]:
        """Characters of one type size by line, from the top."""
        found: dict[float, list[dict[str, Any]]] = {}
        for char in self.chars:
            if abs(char["size"] - size) < 0.01 and char["text"].strip():
                found.setdefault(round(char["matrix"][5], 1), []).append(char)
        return [found[y] for y in sorted(found, reverse=True)]

    def cells(self, columns: int) -> list[list[dict[str, Any]]]:
        """Boxes of a ruled table by row, from the top: those that stand beside `columns` - 1 others."""
        rows: dict[float, list[dict[str, Any]]] = {}
        for rect in self.rects:
            rows.setdefault(round(rect["top"], 1), []).append(rect)
        return [rows[top] for top in sorted(rows) if len(rows[top]) == columns]


def pages_of(pdf: bytes) -> list[Page]:
    """Return what stands on each page."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        return [
            # What is filled and has no outline belongs to the QR code.
            Page(page.chars, [rect for rect in page.rects if rect["stroke"]], page.lines, page.images)
            for page in document.pages
        ]


def words(line: list[dict[str, Any]]) -> str:
    return "".join(char["text"] for char in sorted(line, key=lambda char: float(char["x0"])))


def inside(char: dict[str, Any], rect: dict[str, Any], by: float = 0.6) -> bool:
    """Whether a character's ink stands in a box; the blank half of a mark may stand outside."""
    middle, third = (char["top"] + char["bottom"]) / 2, (char["bottom"] - char["top"]) / 3
    return bool(
        rect["x0"] - by <= char["x0"] + char["size"] / 2
        and char["x1"] <= rect["x1"] + char["size"] / 2 + by
        and rect["top"] - by <= middle - third
        and middle + third <= rect["bottom"] + by
    )


def collisions(page: Page) -> list[str]:
    """Characters that stand on each other: nearer than half their size both ways."""
    places: dict[tuple[int, int], list[dict[str, Any]]] = {}
    found = []
    for char in page.chars:
        if not char["text"].strip():
            continue
        x, y = (char["x0"] + char["x1"]) / 2, char["matrix"][5]
        cell = int(x // 12), int(y // 12)
        for near in ((cell[0] + dx, cell[1] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            for other in places.get(near, ()):
                size = min(char["size"], other["size"])
                wide = min(char["x1"] - char["x0"], other["x1"] - other["x0"])
                apart = abs(x - (other["x0"] + other["x1"]) / 2)
                if apart < 0.5 * wide and abs(y - other["matrix"][5]) < 0.8 * size:
                    found.append(f"{other['text']}{char['text']}")
        places.setdefault(cell, []).append(char)
    return found


@cache
def rules() -> Rules:
    """Return the shipped edition."""
    loaded = load(assets.folder("forms"))
    assert loaded.rules is not None, loaded.errors
    return loaded.rules


@cache
def photos() -> dict[str, bytes]:
    """Return the shipped demonstration photos by their hash."""
    folder = Path(assets.folder("resources")) / "demo" / "photos"
    return {
        sha256(raw).hexdigest(): raw for raw in (path.read_bytes() for path in sorted(folder.glob("*.jpg")))
    }


FACTS = (
    "电梯井口防护门缺失2处，未设置安全警示标志。",
    "开关箱漏电保护器失灵，切断机传动部位无防护罩。",
    "模板支架扫地杆缺失7处，立杆间距大于专项施工方案（1.2m），现场无专职安全生产管理人员监督。",
    "外墙保温作业安全技术交底无双方签字。",
    "小车变幅断绳保护装置失效，违反JGJ 196-2010规定。",
)


def draft_of(kind: DocumentKind, findings: int, photos_each: int) -> Draft:
    """Return a complete draft over so many findings, each with so many photos."""
    whole = builders.a_draft(kind)
    patterns, hashes = whole.findings or (builders.a_finding(1),), list(photos())
    found = tuple(
        replace(
            patterns[n % len(patterns)],
            id=f"finding-{n + 1}",
            number=n + 1,
            fact=FACTS[n % len(FACTS)],
            location=f"{n % 5 + 1}号楼{n % 9 + 3}层",
            photos=tuple(
                Photo(f"photo-{n}-{k}", hashes[(n + k) % len(hashes)], FACTS[n % len(FACTS)][:9])
                for k in range(photos_each)
            ),
        )
        for n in range(findings)
    )
    draft = replace(whole, findings=found, covered=frozenset(one.id for one in found))
    return filled(draft, rules().templates[kind])


def content_of(draft: Draft) -> Content:
    """Return what the shipped wording says of a draft."""
    return compose(draft, rules().templates[draft.kind], rules(), "滨住建改〔2026〕3-12号")


def drawn(content: Content, **extra: bytes) -> Rendered:
    """Return the finished document, with its code."""
    return render(content, photos={**photos(), **extra}, qr=QR)


def shipped_kinds() -> list[DocumentKind]:
    """Return the kinds of the shipped edition for which a complete draft can be built."""
    return sorted(rules().templates)


def shipped(counts: tuple[int, ...], photos_each: tuple[int, ...]) -> Iterator[tuple[str, Content]]:
    """Yield (name, content) of every shipped kind; what says the same as one before is left out."""
    for kind in shipped_kinds():
        seen: set[Content] = set()
        for count in counts:
            for each in photos_each:
                content = content_of(draft_of(kind, count, each))
                if content not in seen:
                    seen.add(content)
                    yield f"{kind}-{count}-{each}", content
