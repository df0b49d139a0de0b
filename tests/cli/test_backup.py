"""`backup` and `restore` as outsiders call them; doctor and export that look into the filing workspace."""

import json
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.casework.base.clocks import PlayedClock, SystemClock
from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.documents.render import PdfRenderer
from inspector_app.trust import machine, recovery_key
from inspector_app.trust.slots import Cost
from tests.cli.conftest import Run, spawn

CHEAP = Cost(memory=64, time=1, lanes=1)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training workspace where the shipped cases were played, one filing with its paper among them."""
    base = tmp_path_factory.mktemp("worked")
    workspace.make_training(base / "data", SystemClock(), cost=CHEAP)
    told = spawn("--data", str(base / "data"), "--json", "demo", "--out", str(base / "out"))
    assert told.returncode == 0, told.stderr
    told = spawn("--data", str(base / "data"), "--json", "demo", "--every-kind", "--out", str(base / "kinds"))
    assert told.returncode == 0, told.stderr
    return base / "data"


@pytest.fixture
def data(worked: Path, tmp_path: Path) -> Path:
    return shutil.copytree(worked, tmp_path / "data")


def session(folder: Path) -> Session:
    clock = PlayedClock(SystemClock().now())
    return workspace.sign_in(
        folder, workspace.TRAINING_USER, workspace.TRAINING_PASSWORD, clock, PdfRenderer()
    )


def test_a_backup_answers_what_it_holds_and_a_restore_what_is_missing(
    run: Run, data: Path, tmp_path: Path
) -> None:
    _, before = run("digest")
    code, told = run("backup", "--to", str(tmp_path / "b.ijk"))
    assert (code, told["schema"], told["reopened"]) == (0, "inspector.backup/1", True)
    assert told["file"] == str(tmp_path / "b.ijk")
    assert told["sha256"] == sha256((tmp_path / "b.ijk").read_bytes()).hexdigest()
    assert told["digest"] == before["digest"]
    assert told["entries"] == sum(n for n, _ in before["vector"].values())
    assert told["blobs"] > 5
    code, back = run("restore", str(tmp_path / "b.ijk"), "--into", str(tmp_path / "new"))
    assert (code, back["schema"], back["digest"]) == (0, "inspector.restore/1", before["digest"])
    assert back["old_journal"] in before["vector"]
    assert back["new_journal"] not in before["vector"]
    assert (back["machine_code"], back["missing_blobs"]) == (4, [])
    named = {one["kind"]: one for one in back["missing_numbers"] if one["workspace"] == "main"}
    assert named["stop_work_notice"]["kind_label"] == "停工（整改）通知书"
    assert named["stop_work_notice"]["from"] > 1
    assert named["*"] == {
        "machine_code": 3,
        "kind": "*",
        "kind_label": "",
        "year": None,
        "from": 1,
        "after": "",
        "workspace": "main",
    }
    assert any(one["workspace"] == "filing" for one in back["missing_numbers"])
    _, again = run("digest", data=tmp_path / "new")
    assert again["digest"] == before["digest"]
    code, deep = run("doctor", "--deep", data=tmp_path / "new")
    checks = {one["id"]: one for one in deep["checks"]}
    assert {checks[one]["status"] for one in ("journal", "documents", "filing_journal")} == {"ok"}
    assert checks["restored"]["status"] == "warn"
    assert "3-1 →" in checks["restored"]["value"]


def test_the_restored_laptop_goes_on_working_under_its_new_code(run: Run, data: Path, tmp_path: Path) -> None:
    run("backup", "--to", str(tmp_path / "b.ijk"))
    run("restore", str(tmp_path / "b.ijk"), "--into", str(tmp_path / "new"))
    code, told = run("demo", "--out", str(tmp_path / "out"), "--until", "issue", data=tmp_path / "new")
    assert code == 0
    assert all("4-" in one["number"] for one in told["documents"])
    code, told = run("numbers", data=tmp_path / "new")
    assert (code, told["gaps"], told["duplicates"]) == (0, [], [])


def test_a_folder_gets_a_file_of_its_own_and_doctor_tells_of_it(run: Run, data: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "stick"
    shelf.mkdir()
    _, told = run("backup", "--to", str(shelf), "--everything")
    assert Path(told["file"]).parent == shelf
    assert told["left_out"] == 0
    _, health = run("doctor")
    checks = {one["id"]: one for one in health["checks"]}
    assert checks["last_backup"]["status"] == "ok"
    assert told["file"] in checks["last_backup"]["value"]
    assert "restored" not in checks


def test_people_read_it_in_both_languages(data: Path, tmp_path: Path) -> None:
    told = spawn("--data", str(data), "backup", "--to", str(tmp_path / "b.ijk"))
    assert "已重新打开并核对一致" in told.stdout
    assert "同一块盘" in told.stdout
    assert "正在核对" in told.stderr or "正在重新打开核对" in told.stderr
    told = spawn("--lang", "en", "restore", str(tmp_path / "b.ijk"), "--into", str(tmp_path / "new"))
    assert (told.returncode, "goes on as machine 4" in told.stdout) == (0, True), told.stderr
    assert "all other kinds 3-1" in told.stdout


@pytest.mark.parametrize(
    ("args", "code", "exit_code"),
    [
        (["backup", "--to", "{tmp}/none/b.ijk"], "backup.target_gone", 7),
        (["backup", "--to", "{tmp}/data/b.ijk"], "backup.inside_data", 3),
        (["backup"], "backup.choose_place", 2),
        (["restore", "{tmp}/none.ijk", "--into", "{tmp}/new"], "backup.unreadable", 7),
        (["restore", "{tmp}", "--into", "{tmp}/new"], "backup.unreadable", 7),
        (["restore", "{tmp}/b.ijk", "--into", "{tmp}/data"], "backup.folder_used", 3),
        (["restore", "{tmp}/b.ijk"], "cli.usage", 2),
        (["restore", "{tmp}/cut.ijk", "--into", "{tmp}/new"], "backup.damaged", 6),
        (["restore", "{tmp}/other.ijk", "--into", "{tmp}/new"], "backup.not_one", 6),
        (["restore", "{tmp}/empty.ijk", "--into", "{tmp}/new"], "backup.not_one", 6),
        (
            ["restore", "{tmp}/b.ijk", "--into", "{tmp}/new", "--machine-code", "3"],
            "store.machine_code_used",
            3,
        ),
        (
            ["restore", "{tmp}/b.ijk", "--into", "{tmp}/new", "--machine-code", "0"],
            "backup.bad_machine_code",
            3,
        ),
        (["restore", "{tmp}/b.ijk", "--into", "{tmp}/new", "--user", "nobody"], "trust.unknown_user", 4),
        (
            ["restore", "{tmp}/b.ijk", "--into", "{tmp}/new", "--recovery-key", "{tmp}/no"],
            "keys.unreadable",
            3,
        ),
        (
            ["restore", "{tmp}/b.ijk", "--into", "{tmp}/new", "--recovery-key", "x", "--recovery-code"],
            "backup.one_way",
            2,
        ),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_code(
    run: Run, data: Path, tmp_path: Path, args: list[str], code: str, exit_code: int
) -> None:
    run("backup", "--to", str(tmp_path / "b.ijk"))
    raw = (tmp_path / "b.ijk").read_bytes()
    (tmp_path / "cut.ijk").write_bytes(raw[: len(raw) // 2])
    with zipfile.ZipFile(tmp_path / "other.ijk", "w") as other:
        other.writestr("a", "b")
    (tmp_path / "empty.ijk").touch()
    ended, told = run(*(one.replace("{tmp}", str(tmp_path)) for one in args))
    assert (ended, told["ok"], told["errors"][0]["code"]) == (exit_code, False, code)
    assert told["errors"][0]["message"]
    assert told["errors"][0]["remedy"] or code == "cli.usage"
    assert not (tmp_path / "new").exists()


def test_the_offices_key_opens_it_by_command_line(data: Path, tmp_path: Path) -> None:
    content, public, code = recovery_key.make("5a" * 16, CHEAP)
    (tmp_path / "office.key").write_bytes(content)
    opened = session(data)
    opened.desk.store.set_setting(machine.RECOVERY, machine.key_text(public))
    opened.close()
    told = spawn("--data", str(data), "--json", "backup", "--to", str(tmp_path / "b.ijk"))
    assert told.returncode == 0, told.stderr
    args = ("--json", "restore", str(tmp_path / "b.ijk"), "--into", str(tmp_path / "new"))
    told = spawn(*args, "--recovery-key", str(tmp_path / "office.key"), stdin="WRONG\n")
    assert json.loads(told.stdout)["errors"][0]["code"] == "trust.recovery_mistyped"
    told = spawn(*args, "--recovery-key", str(tmp_path / "office.key"), stdin=f"{code}\n")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["machine_code"] == 4


def test_nothing_of_the_content_stands_openly_in_it(run: Run, data: Path, tmp_path: Path) -> None:
    run("backup", "--to", str(tmp_path / "b.ijk"))
    raw = (tmp_path / "b.ijk").read_bytes()
    opened = session(data)
    names = [str(one.fields["name"]) for one in opened.desk.store.records("target")]
    numbers = [one.number for one in opened.desk.store.numbers().numbers]
    opened.close()
    assert names
    assert numbers
    assert not [one for one in (*names, *numbers, "SQLite format 3") if one.encode() in raw]


def test_verify_says_what_a_backup_is_worth(run: Run, data: Path, tmp_path: Path) -> None:
    _, made = run("backup", "--to", str(tmp_path / "b.ijk"))
    raw = (tmp_path / "b.ijk").read_bytes()
    (tmp_path / "cut.ijk").write_bytes(raw[:-1])
    flipped = bytearray(raw)
    flipped[len(raw) // 2] ^= 1
    (tmp_path / "flipped.ijk").write_bytes(flipped)
    workspace.make_training(tmp_path / "other", SystemClock(), cost=CHEAP)

    def verdict(name: str, place: Path) -> tuple[str, str, str]:
        _, told = run("verify", str(tmp_path / name), data=place)
        (one,) = told["results"]
        return one["type"], one["verdict"], one["document"].get("digest", "")

    assert verdict("b.ijk", data) == ("backup", "valid", made["digest"])
    assert verdict("cut.ijk", data) == verdict("flipped.ijk", data) == ("backup", "invalid", "")
    assert verdict("b.ijk", tmp_path / "other") == ("backup", "unknown", "")
    assert verdict("b.ijk", tmp_path / "none") == ("backup", "unknown", "")


# What looks into the filing workspace too.


def filing_paper(data: Path) -> tuple[str, str]:
    opened = session(data)
    assert opened.filing is not None
    act = opened.filing.acts("document", None, "issue", valid_only=True)[0]
    opened.close()
    return act.entity_id, str(act.content["pdf_sha256"])


def test_doctor_deep_looks_at_the_papers_and_the_journal_of_filings(run: Run, data: Path) -> None:
    _, told = run("doctor", "--deep")
    checks = {one["id"]: one for one in told["checks"]}
    assert checks["filing_journal"]["status"] == checks["filing_documents"]["status"] == "ok"
    _, digest = filing_paper(data)
    for place in (data / "filing/vault").glob("??/*"):
        place.write_bytes(place.read_bytes()[:-1])
    code, told = run("doctor", "--deep")
    checks = {one["id"]: one for one in told["checks"]}
    assert (code, checks["filing_documents"]["status"], checks["documents"]["status"]) == (7, "fail", "ok")
    assert digest


def test_export_finds_papers_of_filings(run: Run, data: Path, tmp_path: Path) -> None:
    paper, digest = filing_paper(data)
    code, told = run("export", "pdf", "--id", paper, "--out", str(tmp_path / "one"))
    assert (code, [one["sha256"] for one in told["files"]]) == (0, [digest])
    code, told = run("export", "pdf", "--out", str(tmp_path / "all"))
    below = [one for one in told["files"] if Path(one["path"]).parent == tmp_path / "all/filing"]
    assert digest in {one["sha256"] for one in below}
    assert len(told["files"]) > len(below)
