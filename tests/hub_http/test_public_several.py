"""Several papers under one code: the page tells the one that fared worst, and that something is wrong."""

from datetime import UTC, datetime
from pathlib import Path

from inspector_app.journal import bundle
from tests.hub_http.inside import Inside
from tests.hub_http.laptops import Laptop
from tests.journal.writing import Laptop as Writer

CODE = "7K3M-9QXF-2H5T"
DOUBT = "不止一份带这个核验码"


def issued(inside: Inside, one: Laptop, *records: str, voided: str = "") -> None:
    """Issue papers that all bear one code, and void one of them."""
    base = inside.books.bundles._base
    with base.database.reading() as connection:
        holder = base.rings.current(connection).certificate(one.person.key_id)
    assert holder is not None
    now = datetime.now(UTC).isoformat(timespec="seconds")
    writer = Writer("several", user=holder.user, workspace=one.workspace, wall=now)
    for number, record in enumerate(records, 1):
        content = {"number": f"×住建改〔2026〕3-{number}号", "code": CODE, "issued_on": "2026-11-20"}
        writer.act("issue", content, one.person, record)
    if voided:
        writer.act("void", {"reason": "错"}, one.person, voided)
    assert one.push(bundle.pack(writer.entries, one.device)).status_code == 200


def test_the_worst_is_shown_and_the_doubt_is_said(tmp_path: Path) -> None:
    first, second = f"{1:032x}", f"{2:032x}"
    with Inside(tmp_path / "data") as inside:
        issued(inside, inside.laptop(), first, second, voided=second)
        page = inside.laptop(enrolled=False).http.get(f"/v/{CODE}").text
    assert "<h2>已作废<" in page
    assert "3-2号" in page
    assert DOUBT in page


def test_one_paper_alone_raises_no_doubt(tmp_path: Path) -> None:
    with Inside(tmp_path / "data") as inside:
        issued(inside, inside.laptop(), f"{1:032x}")
        page = inside.laptop(enrolled=False).http.get(f"/v/{CODE}").text
    assert "<h2>有效<" in page
    assert DOUBT not in page
