"""typst: the same notice by `resources/bench/notice.typ`, our fonts, photos and modules of the code."""

import json
import re
import weakref
from collections.abc import Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import typst

from inspector_app.assets import folder
from inspector_app.documents.bench.notice import Job
from inspector_app.documents.photos import Derivative
from inspector_app.documents.proof.qr import qr_path
from inspector_app.domain.chinese import spaced_name
from inspector_app.domain.content import canonical
from inspector_app.domain.proof_code import code_of

_BOX = re.compile(r"(\d+) (\d+) (\d+) 1 re")


class Typst:
    """A compiler that is kept; each job is another input, so that it lays out what is new.

    Args:
        archival: PDF/A-3b with the content embedded, as ours is; else the plainest PDF that it makes.
    """

    def __init__(self, derivatives: Mapping[str, Derivative], *, archival: bool = False) -> None:
        self._standards = ["a-3b"] if archival else []
        root = Path(mkdtemp(prefix="bench-typst-"))
        weakref.finalize(self, rmtree, root, ignore_errors=True)
        source = folder("resources") / "bench" / "notice.typ"
        (root / source.name).write_bytes(source.read_bytes())
        for sha, one in derivatives.items():
            (root / f"{sha}.jpg").write_bytes(one.jpeg)
        self._compiler: Any = typst.Compiler(
            str(root / source.name),
            root=str(root),
            font_paths=[str(folder("resources") / "fonts")],
            ignore_system_fonts=True,
        )

    def make(self, job: Job) -> bytes:
        """Return the document; the modules of the code become an SVG picture, as typst has no QR codes."""
        content = job.content
        copies = "、".join(to for _, to in content.copies)
        told = {
            "copies": ["一式四联", f"：{copies}"],
            "code": code_of(job.hashed),
            "digest": job.hashed.hex()[:8].upper(),
            "spaced": {name: spaced_name(name) for name, _ in content.officers},
            "archival": bool(self._standards),
        }
        inputs = {"content": canonical(content).decode(), "told": json.dumps(told), "qr": _svg(job.qr)}
        made: bytes = self._compiler.compile(sys_inputs=inputs, pdf_standards=self._standards, pdf_tags=False)
        return made


def _svg(text: str) -> str:
    operators, side = qr_path(text)
    boxes = _BOX.findall(operators)
    path = "".join(f"M{x} {side - 1 - int(y)}h{wide}v1h-{wide}z" for x, y, wide in boxes)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'
