"""Row 27: a photo is replaced or deleted on the disk: never shown as itself, and the evidence list marks it.

The vault names files by a keyed hash and seals them under that name, so a file put in another's place is as
damaged as one whose bytes were changed.
"""

from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from inspector_app.casework.overview.dossier_file import BOUND
from inspector_app.casework.papers import documents, drafts, issued
from inspector_app.domain.errors import DamagedError, InspectorError
from inspector_app.domain.templates import DocumentKind
from tests.casework.bench import Bench
from tests.casework.conftest import bench, site_case  # noqa: F401 - fixtures
from tests.casework.dossiers import picture
from tests.casework.test_dossier import Whole, export, rows_of, texts, whole  # noqa: F401 - fixtures

SEED, FLIPS = 27, 200
REPEAT = "python -m pytest tests/faults/test_row_27.py -n 0 -s"
WORDS = {"gone": "原件缺失", "changed": "原件损坏", "cut": "原件损坏", "swapped": "原件损坏"}


def place_of(bench: Bench, digest: str) -> Path:  # noqa: F811
    vault = bench.desk.store._vault
    return vault._place(vault.name(digest))


def harm(bench: Bench, digest: str, how: str) -> None:  # noqa: F811
    place = place_of(bench, digest)
    if how == "gone":
        place.unlink()
    elif how == "swapped":  # another whole photo of this laptop, sealed with the same key
        place.write_bytes(place_of(bench, bench.desk.store.put_blob(picture("red"))).read_bytes())
    elif how == "cut":
        place.write_bytes(place.read_bytes()[:-1])
    else:
        raw = bytearray(place.read_bytes())
        raw[len(raw) // 2] ^= 1
        place.write_bytes(raw)


@pytest.mark.parametrize("how", WORDS)
def test_the_evidence_list_marks_it(bench: Bench, whole: Whole, tmp_path: Path, how: str) -> None:  # noqa: F811
    digest = whole.photos[0]
    harm(bench, digest, how)
    with pytest.raises(DamagedError) as refused:
        bench.desk.store.blob(digest)
    assert refused.value.code == ("store.blob_missing" if how == "gone" else "store.blob_damaged")
    made = export(bench, whole, tmp_path / "out")
    assert len(made.lacking) == 1
    rows = rows_of(tmp_path / "out")
    marked = [one for one in rows if one["SHA-256"] == digest]
    assert [(one["文件"], one["备注"]) for one in marked] == [("", WORDS[how])]
    assert WORDS[how] not in [one["备注"] for one in rows if one["SHA-256"] != digest]
    pages = texts(tmp_path / "out" / BOUND)
    assert WORDS[how] in pages[-1], "the note at the end of the volume counts it"
    shown = [path for path in (tmp_path / "out").rglob("*.jp*g") if path.is_file()]
    assert digest not in {sha256(path.read_bytes()).hexdigest() for path in shown}
    print(f"\nrow 27: a photo {how}: marked {WORDS[how]}, {len(rows) - 1} other originals whole; {REPEAT}")


def test_no_changed_byte_of_a_photo_is_ever_handed_out(bench: Bench, whole: Whole) -> None:  # noqa: F811
    digest, chance, told = whole.photos[0], Random(SEED), Counter[str]()
    place = place_of(bench, digest)
    sealed = place.read_bytes()
    for _ in range(FLIPS):
        raw = bytearray(sealed)
        for _ in range(chance.randint(1, 8)):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        if bytes(raw) == sealed:
            continue
        place.write_bytes(raw)
        with pytest.raises(DamagedError) as refused:
            bench.desk.store.blob(digest)
        told[refused.value.code] += 1
    place.write_bytes(sealed)
    assert bench.desk.store.blob(digest)
    print(f"\nrow 27: seed {SEED}, {told.total()} changed files: {dict(told)}; repeat: {REPEAT}")
    assert set(told) == {"store.blob_damaged"}


@pytest.mark.parametrize("how", WORDS)
def test_no_paper_is_issued_over_it_and_the_bytes_brought_again_mend_it(
    bench: Bench,  # noqa: F811
    whole: Whole,  # noqa: F811
    how: str,
) -> None:
    desk = bench.desk
    first = next(one for one in desk.store.records("photo") if one.fields["sha256"] == whole.photos[0])
    visit, finding = str(first.fields["inspection_id"]), str(first.fields["finding_id"])
    original = desk.store.blob(whole.photos[0])
    draft = drafts.begin(desk, visit, DocumentKind.RECTIFICATION_NOTICE, (finding,), reply_due="2026-12-10")
    if drafts.gate(desk, draft):
        pytest.fail(str([one.code for one in drafts.gate(desk, draft)]))
    harm(bench, whole.photos[0], how)
    numbers = desk.store.numbers()
    with pytest.raises(InspectorError) as refused:
        documents.issue(desk, draft, date_confirmed=True)
    assert refused.value.code in ("store.blob_missing", "store.blob_damaged")
    assert desk.store.numbers() == numbers
    desk.store.put_blob(original)
    assert documents.issue(desk, draft, date_confirmed=True).fate == "issued"
    assert issued.pdf(desk.store, draft).startswith(b"%PDF")
