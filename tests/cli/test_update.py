"""`update make|show|take`: what is of this office and newer is laid out; everything else is refused."""

import json
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app import cli
from inspector_app.casework.base.clocks import SystemClock
from inspector_app.casework.people import updates, workspace
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.errors import InspectorError
from inspector_app.trust import update_file
from tests.cli.conftest import Run

PROGRAM = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two offices with workspaces of their own."""
    place = tmp_path_factory.mktemp("offices")
    for name in ("ours", "theirs"):
        workspace.make_training(place / name, SystemClock())
    return place / "ours", place / "theirs"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "inspector-app_9.1.0_amd64.deb").write_bytes(PROGRAM)
    return tmp_path / "inspector-app_9.1.0_amd64.deb"


def made(run: Run, office: Path, package: Path, version: str = "9.1.0", *more: str) -> Path:
    out = package.with_name("new.inspector-update")
    code, told = run(
        "update", "make", str(package), "--version", version, "--out", str(out), *more, data=office
    )
    assert code == 0, told
    return out


def refused(run: Run, office: Path, update: Path) -> tuple[int, str]:
    """Return exit code and code of the refusal; nothing was written anywhere."""
    goal = update.parent / "laid"
    goal.mkdir(exist_ok=True)
    code, told = run("update", "take", str(update), "--to", str(goal), data=office)
    assert not list(goal.iterdir())
    assert told["errors"][0]["remedy"]
    return code, told["errors"][0]["code"]


def test_an_update_of_this_office_is_shown_and_laid_out_as_it_was(
    run: Run, offices: tuple[Path, Path], package: Path, tmp_path: Path
) -> None:
    update = made(run, offices[0], package)
    code, told = run("update", "show", str(update), data=offices[0])
    assert (code, told["version"], told["name"]) == (0, "9.1.0", workspace.TRAINING_NAME)
    goal = tmp_path / "goal"
    goal.mkdir()
    code, told = run("update", "take", str(update), "--to", str(goal), data=offices[0])
    assert code == 0
    assert [one.name for one in goal.iterdir()] == [package.name]
    assert (goal / package.name).read_bytes() == PROGRAM


def test_one_of_another_office_an_older_one_and_one_for_another_system_are_refused(
    run: Run, offices: tuple[Path, Path], package: Path
) -> None:
    ours, theirs = offices
    assert refused(run, ours, made(run, theirs, package)) == (3, "update.other_office")
    for version in ("0.1.0", "0.1", "0.0.9"):
        assert refused(run, ours, made(run, ours, package, version)) == (3, "update.not_newer")
    other = "win32" if sys.platform != "win32" else "linux"
    assert refused(run, ours, made(run, ours, package, "9.1.0", "--system", other)) == (
        3,
        "update.other_system",
    )


def test_a_bare_package_a_missing_file_and_a_folder_that_is_none_are_refused(
    run: Run, offices: tuple[Path, Path], package: Path, tmp_path: Path
) -> None:
    ours, _ = offices
    assert refused(run, ours, package) == (6, "update.no_update")
    assert refused(run, ours, tmp_path / "nothing") == (7, "update.unreadable")
    update = made(run, ours, package)
    code, told = run("update", "take", str(update), "--to", str(tmp_path / "nowhere"), data=ours)
    assert (code, told["errors"][0]["code"]) == (7, "update.not_written")
    code, told = run("update", "make", str(package), "--version", "new", "--out", str(update), data=ours)
    assert (code, told["errors"][0]["code"]) == (3, "update.version_unfit")


def test_an_office_that_signs_in_the_name_of_ours_is_found_out(
    run: Run, offices: tuple[Path, Path], package: Path, tmp_path: Path
) -> None:
    """The head says our office and our administrator's key; the signature cannot."""
    ours, theirs = offices
    genuine = update_file.read(made(run, ours, package)).head
    with opened(theirs) as session:
        desk = session.sign(workspace.TRAINING_PIN)
        assert desk.signer is not None
        forged = tmp_path / "forged.inspector-update"
        with forged.open("wb") as out, package.open("rb") as program:
            update_file.write(out, genuine, desk.signer, program)
    assert refused(run, ours, forged) == (6, "update.forged")


@contextmanager
def opened(folder: Path) -> Iterator[workspace.Session]:
    user = workspace.trainee(folder)
    session = workspace.sign_in(folder, user, workspace.TRAINING_PASSWORD, SystemClock(), PdfRenderer())
    try:
        yield session
    finally:
        session.close()


def test_every_byte_counts(offices: tuple[Path, Path], package: Path, tmp_path: Path) -> None:
    """A byte changed anywhere, or the file cut off anywhere, is never taken for an update of ours."""
    with opened(offices[0]) as session:
        desk, out = session.sign(workspace.TRAINING_PIN), tmp_path / "u"
        updates.make(desk, package, "9.1.0", out)
        whole, spoilt = out.read_bytes(), tmp_path / "spoilt"
        head = len(update_file.MAGIC) + 4
        told = struct.unpack(">I", whole[head - 4 : head])[0]
        assert json.loads(whole[head : head + told])["version"] == "9.1.0"

        @given(st.integers(0, len(whole) - 1), st.integers(1, 255), st.booleans())
        def spoil(at: int, by: int, cut: bool) -> None:
            raw = whole[:at] if cut else whole[:at] + bytes([whole[at] ^ by]) + whole[at + 1 :]
            spoilt.write_bytes(raw)
            with pytest.raises(InspectorError):
                updates.look(desk.store, spoilt, "0.1.0")

        spoil()


def test_without_a_pin_or_by_who_is_no_administrator_nothing_is_signed(
    offices: tuple[Path, Path], package: Path, tmp_path: Path
) -> None:
    with opened(offices[0]) as session, pytest.raises(InspectorError) as refusal:
        updates.make(session.desk, package, "9.1.0", tmp_path / "u")
    assert refusal.value.code == "update.not_signed"
    assert not (tmp_path / "u").exists()
    assert cli.main(["--data", str(offices[0]), "update", "show"]) == 2
