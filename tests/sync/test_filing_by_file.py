"""The filing workspace by file: in a second file beside the first, for who has the key."""

from pathlib import Path

import pytest

from inspector_app.casework.followup import filings
from inspector_app.sync import files
from inspector_app.sync.outcome import Amount
from inspector_app.sync.rooms import Apart
from inspector_app.trust.content_keys import ContentKeys
from tests.sync.filings import MARKER, apart, filed, files_of, filing_of, shared, synced_whole
from tests.sync.hubs import Bureau, in_step, now
from tests.sync.office import Steps


def test_a_second_file_beside_the_first_carries_it(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told, case_id = filed(bureau, monkeypatch)
    a, b, c = told.a, told.b, told.c
    synced_whole(b)  # the file holds what no receipt covers, and builds on what the hub has
    path = tmp_path / "x.ijx"
    out = files.write_out(a.desk.store, path, now(), Steps(), filing=apart(a))
    beside = files.filing_beside(path)
    assert out.filing is not None
    assert (beside.exists(), out.filing.sent.blobs) == (True, len(files_of(filing_of(a))))
    for one in (path, beside):
        assert MARKER.encode() not in one.read_bytes()
    got = files.read_in(b.desk.store, path, Steps(), filing=apart(b))
    assert got.filing is not None
    assert got.filing.received.entries > 0
    assert filing_of(b).digest() == filing_of(a).digest()
    assert MARKER in str(filings.case_of(b.filing_desk(b.desk), case_id))
    for digest in files_of(filing_of(a)):
        assert filing_of(b).blob(digest) == filing_of(a).blob(digest)
    again = files.read_in(b.desk.store, path, Steps(), filing=apart(b))
    assert again.filing is not None
    assert again.filing.received == Amount(0, got.filing.received.bundles, 0)
    # Who has no key reads the first alone; what is inside the second stays veiled even when it is unsealed.
    assert files.read_in(c.desk.store, path, Steps()).filing is None
    wrong = Apart(filing_of(b), lambda: ContentKeys(filing_of(b).meta.workspace, bytes(32)))
    failed = files.read_in(b.desk.store, path, Steps(), filing=wrong)
    assert [one.code for one in failed.news] == ["exchange.filing_failed"]


def test_an_altered_second_file_changes_nothing(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = shared(bureau, monkeypatch)
    with filing_of(told.a).transaction(told.a.user) as tx:
        tx.create("note", {"text": MARKER})
    path = tmp_path / "x.ijx"
    files.write_out(told.a.desk.store, path, now(), Steps(), filing=apart(told.a))
    beside = files.filing_beside(path)
    content = bytearray(beside.read_bytes())
    before = filing_of(told.b).digest(), filing_of(told.b).vector()
    for place in (len(content) // 2, len(content) - 3):
        content[place] ^= 1
        beside.write_bytes(content)
        came = files.read_in(told.b.desk.store, path, Steps(), filing=apart(told.b))
        assert [one.code for one in came.news] == ["exchange.filing_failed"]
        assert came.decide, "a script must not take it for done"
        assert (filing_of(told.b).digest(), filing_of(told.b).vector()) == before


def test_a_second_file_that_was_lost_on_the_way_is_missed(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = shared(bureau, monkeypatch)
    synced_whole(told.b)  # the files build on what the hub has
    older, path = tmp_path / "older.ijx", tmp_path / "x.ijx"
    for one in (older, path):
        with filing_of(told.a).transaction(told.a.user) as tx:
            tx.create("note", {"text": MARKER})
        files.write_out(told.a.desk.store, one, now(), Steps(), filing=apart(told.a))
    beside = files.filing_beside(path)
    kept = beside.read_bytes()
    beside.unlink()
    came = files.read_in(told.b.desk.store, path, Steps(), filing=apart(told.b))
    assert [(one.code, one.where) for one in came.news] == [("exchange.filing_missing", beside.name)]
    assert came.decide
    assert came.filing is None
    # Who has no key to filings misses nothing.
    assert files.read_in(told.c.desk.store, path, Steps()).news == ()
    # One of another day is taken in, and the right one is missed all the same.
    beside.write_bytes(files.filing_beside(older).read_bytes())
    came = files.read_in(told.b.desk.store, path, Steps(), filing=apart(told.b))
    assert [one.code for one in came.news] == ["exchange.filing_missing"]
    assert came.filing is not None
    beside.write_bytes(kept)
    came = files.read_in(told.b.desk.store, path, Steps(), filing=apart(told.b))
    assert came.news == ()
    assert filing_of(told.b).digest() == filing_of(told.a).digest()


def test_whose_filing_workspace_is_another_one_misses_nothing(bureau: Bureau, tmp_path: Path) -> None:
    """In training each laptop has a filing workspace of its own: nothing of another's is to be read there."""
    a, b = bureau.laptop("a"), bureau.laptop("b")
    in_step(bureau, a, b)
    assert filing_of(a).meta.workspace != filing_of(b).meta.workspace
    path = tmp_path / "x.ijx"
    files.write_out(a.desk.store, path, now(), Steps(), filing=apart(a))
    for _ in range(2):
        came = files.read_in(b.desk.store, path, Steps(), filing=apart(b))
        assert (came.news, came.decide, came.filing) == ((), False, None)
        files.filing_beside(path).unlink(missing_ok=True)
