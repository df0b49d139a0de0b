"""The file of a digest (日汇报, 周调度): internal, without number and code; its figures travel inside."""

from io import BytesIO
from typing import Any

from inspector_app.documents.canvas import begun
from inspector_app.documents.lines import remembered
from inspector_app.documents.page.digest import set_digest
from inspector_app.documents.pen import Pen
from inspector_app.documents.proof.archival import About, finish_page, one_at_a_time
from inspector_app.domain.digest_paper import DigestPaper


def digest(paper: DigestPaper) -> bytes:
    """Return the pages of a digest as a PDF; the same digest gives the same bytes.

    A character that no font can draw is named on the page: a digest is not refused for one name.
    """
    on = paper.made_on
    about = About(
        f"{paper.title}\u3000{paper.when}",
        paper.office,
        paper.title,
        (on.year, on.month, on.day),
        paper.canonical(),
    )
    with one_at_a_time, remembered():
        sheet = set_digest(paper)
        out = BytesIO()
        canvas = begun(out, about)
        inside: Any = canvas
        pen = Pen(canvas)
        for page in sheet.pages:
            for drawing in page:
                drawing(pen)
            canvas.showPage()
            finish_page(inside._doc)
        canvas.save()
        return out.getvalue()
