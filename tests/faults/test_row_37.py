"""Row 37: names that climb out of folders, reserved names, SQL and FTS in a search, a redirect to inside.

What is typed is stored and found by the letter; what would lead elsewhere is refused.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import httpx
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from inspector_app.answers.demos import safe_name
from inspector_app.store.searching import folded
from inspector_app.store.store import Store
from tests.casework.test_editions import test_names_that_no_edition_has_are_refused
from tests.cli.conftest import Run, run
from tests.cli.test_contract import changed_case
from tests.hub_http.inside import Inside
from tests.store.test_searching import enter, found, store
from tests.store.test_searching import world as searched_world
from tests.sync.test_transport import other_tls, test_a_redirect_is_not_followed, tls

__all__ = [
    "other_tls",
    "run",
    "searched_world",
    "store",
    "test_a_redirect_is_not_followed",
    "test_names_that_no_edition_has_are_refused",
    "tls",
]

SEED, PHRASES, EXAMPLES = 37, 300, 500
REPEAT = "python -m pytest tests/faults/test_row_37.py -n 0 -s"
NAMES = (
    "../../../../tmp/出逃",
    "/etc/passwd",
    "..\\\\..\\\\windows\\\\system32",
    "CON",
    "NUL.txt",
    "aux",
    "-rf",
    "~root",
    "$(touch 出逃)",
    "`touch 出逃`",
    "甲;touch 出逃",
    "甲%2e%2e%2f乙",
    "甲:流",
)
PIECES = (
    "临江", "雅苑", "'", '"', "''", ";", "--", "/*", "*/", "*", "%", "_", "^", ":", "(", ")", "{", "}", "[",
    "]", "\\", "?", "+", "-", "~", "#", " OR ", " AND ", " NOT ", " NEAR(", "NEAR/2", "name:", "rowid", "1=1",
    "DROP TABLE site", "UNION SELECT", "MATCH", "ESCAPE", "\x00", "\u200b", "\u202e", "𠮷", "é", "０",
)  # fmt: skip
RESERVED = {"con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in range(1, 10))}


@pytest.fixture
def world(searched_world: object) -> object:
    """The office of the searching tests, under the name that their store asks for."""
    return searched_world


@pytest.mark.parametrize("name", NAMES)
def test_a_target_of_this_name_is_worked_on_and_exported_within_its_folder(
    run: Run,
    tmp_path: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = tmp_path / "deep" / "in" / "here"
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    case = changed_case(
        place, ("临江雅苑二期3标段", name), ("骆远山", name), ("青澜宏岳建设集团有限公司", name)
    )
    code, told = run("demo", "--case", str(case), "--out", str(place / "out"), data=place / "data")
    assert code == 0, told["errors"]
    code, _ = run(
        "export", "dossier", "--id", told["inspection_id"], "--out", str(place / "file"), data=place / "data"
    )
    assert code == 0
    code, _ = run("export", "pdf", "--out", str(place / "papers"), data=place / "data")
    assert code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]
    assert [path.name for path in (tmp_path / "deep" / "in").iterdir()] == ["here"]
    assert {path.name for path in place.iterdir()} == {"case.toml", "data", "out", "file", "papers"}
    assert not Path("/tmp/出逃").exists()
    made = [path for folder in ("out", "file", "papers") for path in (place / folder).rglob("*")]
    for path in made:
        assert not path.is_symlink()
        assert safe_name(path.name) == path.name
        assert path.stem.lower() not in RESERVED
    print(f"\nrow 37: a target named {name!r}: {len(made)} files, all below their folders; {REPEAT}")


@seed(SEED)
@settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.text() | st.text('./\\:*?<>|"\x00\n 甲a', max_size=200))
def test_a_name_made_of_any_text_is_a_name(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= 120
    assert not set(name) & set('<>:"/\\|?*')
    assert min(name) >= " "
    assert name not in (".", "..")
    assert name == name.strip(" .") or name == "-"
    assert Path("/x", name).name == name


def test_what_is_asked_is_never_syntax(store: Store) -> None:
    """Phrases of SQL and of the index's own language: each is a name, and finds what holds it."""
    chance, names = Random(SEED), {enter(store, "临江雅苑"): "临江雅苑"}
    for _ in range(PHRASES):
        name = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 6)))
        names[enter(store, name)] = name
    digest, asked, hits = store.digest(), 0, 0
    for one, name in names.items():
        for told in {name, name[: len(name) // 2 + 1]}:
            asked += 1
            came = found(store, told, most=len(names))
            wanted = folded(told)
            hits += len(came)
            if wanted.strip():
                assert one in came, (told, name)
            else:
                assert came == []
    assert store.digest() == digest
    assert {record.id: record.fields["name"] for record in store.records("site")} == names
    assert (store.integrity().problems, store.replay_check().same) == ((), True)
    print(f"\nrow 37: seed {SEED}, {asked} hostile searches, {hits} hits, nothing changed; repeat: {REPEAT}")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path / "hub" / "data") as inside:
        yield inside


CLIMBING = (
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f%2e%2e%2fhub.db",
    "..%5c..%5chub.db",
    "hub.db",
    "....//hub.db",
    "%00" * 32,
    "AB" * 32,
    "ab" * 31 + "..",
    "ab" * 200,
    "';DROP TABLE bundle;--",
)


def test_no_name_of_a_file_leads_out_of_the_hubs_vault(hub: Inside, tmp_path: Path) -> None:
    def kept() -> int:
        """Count what the hub holds, which nothing of this may change."""
        with closing(sqlite3.connect(tmp_path / "hub" / "data" / "hub.db")) as connection:
            return int(connection.execute("SELECT count(*) FROM bundle").fetchone()[0])

    one = hub.laptop()
    held = kept()
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file() and "-wal" not in path.name)
    told = []
    for name in CLIMBING:
        for workspace in (one.workspace, name):
            path = f"/v1/{workspace}/blobs/{name}"
            headers = {**one.bearer, "X-Content-SHA256": "ab" * 32}
            for method, content in (("GET", None), ("PUT", b"x")):
                url = httpx.URL(one.http.base_url, raw_path=path.encode())
                answer = one.http.request(method, url, content=content, headers=headers)
                told.append(answer.status_code)
                assert 400 <= answer.status_code < 500, (method, path, answer.text)
                assert b"SQLite" not in answer.content
                assert b"root:" not in answer.content
    after = sorted(path for path in tmp_path.rglob("*") if path.is_file() and "-wal" not in path.name)
    assert after == before
    assert one.put("ab" * 32, "ab" * 32, b"x").status_code == 422
    assert kept() == held > 0
    counts = json.dumps({code: told.count(code) for code in sorted(set(told))})
    print(f"\nrow 37: {len(told)} climbing names at the hub: {counts}; repeat: {REPEAT}")
