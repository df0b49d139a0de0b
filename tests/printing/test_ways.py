"""Which way is chosen, and that none of them hangs or is fooled by a command's odd answers."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.printing import JobState, PrinterState
from inspector_app.printing import libcups
from inspector_app.printing.choosing import choose_printer_system
from inspector_app.printing.cups import CupsPrinters
from inspector_app.printing.lp import LpPrinters
from inspector_app.printing.printer import Job, JobTicket, PrinterSystem

NOT_HERE = pytest.mark.skipif(os.name == "nt", reason="there is no lp on Windows")
LISTED = """\
printer Office-Laser is idle.  enabled since Wed Nov 25 21:27:09 2026
\tForm mounted:
\tDescription: 三楼 激光
\tAlerts: none
\tUsers allowed:
\t\t(all)
printer 车载 now printing 车载-12.  enabled since Wed Nov 25 21:27:09 2026
\tThe printer is not connected.
\tDescription: 热敏 203
\tAlerts: job-printing
printer Old disabled since Wed Nov 25 21:32:26 2026 -
\tPaused
\tDescription: Old
\tAlerts: paused
printer Held is holding new jobs.  enabled since Wed Nov 25 21:27:09 2026
\tDescription: Held
\tAlerts: hold-new-jobs
printer Odd does something new
\tDescription: Odd
printer Full is idle.  enabled since Wed Nov 25 21:27:09 2026
\tDescription: Full
\tAlerts: toner-low-report
Office-Laser accepting requests since Wed Nov 25 21:27:09 2026
Full not accepting requests since Wed Nov 25 21:27:09 2026 -
\tRejecting Jobs
system default destination: Office-Laser
"""


class Commands:
    """A folder that is the whole path: only what a test puts there can be called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, script: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o755)


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    monkeypatch.setenv("PATH", str(tmp_path))
    return Commands(tmp_path)


@pytest.fixture
def deaf() -> Iterator[str]:
    """A print server that takes every call and answers none."""
    with socket.create_server(("127.0.0.1", 0), backlog=20) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def cups_way(server: str) -> PrinterSystem:
    library = libcups.library()
    if library is None:
        pytest.skip("libcups IS NOT TESTED: it is not installed")
    return CupsPrinters(library, server, patience=0.8)


@NOT_HERE
def test_queues_are_read_from_the_command(commands: Commands) -> None:
    (commands.folder / "told").write_text(LISTED, "utf-8")
    commands.put("lpstat", f"/bin/cat {commands.folder}/told")
    told = {one.name: one for one in LpPrinters().printers()}
    assert {name: one.state for name, one in told.items()} == {
        "Office-Laser": PrinterState.READY,
        "车载": PrinterState.OFFLINE,
        "Old": PrinterState.STOPPED,
        "Held": PrinterState.STOPPED,
        "Odd": PrinterState.UNKNOWN,
        "Full": PrinterState.STOPPED,
    }
    assert [name for name, one in told.items() if one.default] == ["Office-Laser"]
    assert told["Office-Laser"].label == "三楼 激光"
    assert told["Full"].reasons == ("toner-low",)
    assert (told["车载"].thermal, told["车载"].message) == (True, "The printer is not connected.")
    assert told["Old"].message == "Paused"


@NOT_HERE
@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("echo 'lpstat: Scheduler is not running.' >&2; exit 1", "print.server_silent"),
        ("echo 'lpstat: Forbidden' >&2; exit 1", "print.asked_in_vain"),
        ("exec /bin/sleep 30", "print.server_silent"),
    ],
)
def test_a_command_that_fails_says_how(commands: Commands, script: str, code: str) -> None:
    commands.put("lpstat", script)
    with pytest.raises(UnavailableError) as refused:
        LpPrinters(patience=0.3).printers()
    assert refused.value.code == code


@NOT_HERE
def test_a_file_whose_handing_over_hangs_may_still_print_and_that_is_said(commands: Commands) -> None:
    commands.put("lp", "exec /bin/sleep 30")
    with pytest.raises(UnavailableError) as refused:
        LpPrinters(patience=0.3).submit(b"%PDF", JobTicket("Office-Laser", "1号"))
    assert refused.value.code == "print.unsure"


@NOT_HERE
def test_no_queues_and_no_command(commands: Commands) -> None:
    with pytest.raises(UnavailableError) as refused:
        LpPrinters().printers()
    assert (refused.value.code, refused.value.where) == ("print.no_command", "lpstat")
    commands.put("lpstat", "echo 'lpstat: No destinations added.' >&2; exit 1")
    assert LpPrinters().printers() == ()


@NOT_HERE
def test_a_file_goes_in_by_standard_input_and_no_shell_sees_the_words(commands: Commands) -> None:
    commands.put(
        "lp",
        f"""printf '%s\\n' "$@" > {commands.folder}/words
/bin/cat > {commands.folder}/got
echo 'request id is odd-name-12 (0 file(s))'""",
    )
    title = "a; touch /tmp/x `id` $(id) 'q'"
    job = LpPrinters().submit(b"%PDF- bytes", JobTicket("odd-name", title, copies=2))
    assert job == Job("odd-name", 12)
    assert (commands.folder / "got").read_bytes() == b"%PDF- bytes"
    words = (commands.folder / "words").read_text("utf-8").splitlines()
    assert words[:6] == ["-d", "odd-name", "-n", "2", "-t", title]
    assert "media=iso_a4_210x297mm" in words
    assert "document-format=application/pdf" in words
    assert not any(word.startswith("copies=") for word in words)


@NOT_HERE
@pytest.mark.parametrize(
    ("which", "alerts", "state"),
    [
        ("not-completed", "job-printing", JobState.PRINTING),
        ("not-completed", "none", JobState.WAITING),
        ("not-completed", "job-hold-until-specified", JobState.HELD),
        ("not-completed", "job-stopped", JobState.STOPPED),
        ("completed", "job-completed-successfully", JobState.DONE),
        ("completed", "job-canceled-by-user", JobState.CANCELLED),
        ("completed", "aborted-by-system", JobState.ABORTED),
        ("completed", "processing-to-stop-point", JobState.UNTOLD),
        ("nowhere", "none", JobState.GONE),
    ],
)
def test_a_job_is_read_from_the_command(commands: Commands, which: str, alerts: str, state: JobState) -> None:
    commands.put(
        "lpstat",
        f"""case "$*" in
"-l -p laser") echo "printer laser is idle." ;;
"-l -W {which} -o")
  printf 'laser-1 root 9 x\\n\\tAlerts: none\\n'
  printf 'laser-12 root 9 x\\n\\tStatus: y\\n\\tAlerts: {alerts}\\n' ;;
esac""",
    )
    report = LpPrinters().watch(Job("laser", 12))
    assert (report.state, report.printer) == (state, PrinterState.READY)


@NOT_HERE
def test_the_way_is_libcups_then_the_command_then_none(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libcups, "library", object)
    assert isinstance(choose_printer_system(platform="linux").system, CupsPrinters)
    monkeypatch.setattr(libcups, "library", lambda: None)
    chosen = choose_printer_system(platform="linux")
    assert chosen.system is None
    assert chosen.reason is not None
    assert (chosen.reason.code, chosen.asked_elsewhere) == ("print.no_system", False)
    for name in ("lp", "lpstat"):
        commands.put(name, "exit 0")
    assert isinstance(choose_printer_system(platform="linux").system, LpPrinters)


def test_windows_prints_from_its_window_only() -> None:
    chosen = choose_printer_system(platform="win32")
    assert chosen.reason is not None
    assert (chosen.system, chosen.reason.code, chosen.asked_elsewhere) == (None, "print.needs_window", True)
    handed_in = LpPrinters()
    assert choose_printer_system(platform="win32", windows=handed_in).system is handed_in


@pytest.mark.parametrize("ask", ["printers", "submit", "watch", "cancel"])
def test_a_deaf_server_does_not_hang_libcups(deaf: str, ask: str) -> None:
    began = time.perf_counter()
    with pytest.raises(UnavailableError) as refused:
        ask_one(cups_way(deaf), ask)
    assert refused.value.code in ("print.server_silent", "print.asked_in_vain")
    assert time.perf_counter() - began < 60, "libcups alone would wait for ever"


def ask_one(system: PrinterSystem, ask: str) -> None:
    match ask:
        case "printers":
            system.printers()
        case "submit":
            system.submit(b"x" * 300_000, JobTicket("laser", "t"))
        case "watch":
            system.watch(Job("laser", 1))
        case _:
            system.cancel(Job("laser", 1))


@pytest.mark.parametrize("ask", ["printers", "submit", "watch", "cancel"])
def test_a_server_that_is_away_is_said_at_once(tmp_path: Path, ask: str) -> None:
    with pytest.raises(UnavailableError) as refused:
        ask_one(cups_way(str(tmp_path / "nowhere")), ask)
    assert refused.value.code == "print.server_silent"
