"""Printers and input method: what the system says, and nothing else."""

import socket
from dataclasses import replace
from typing import Any

import pytest

from inspector_app.answers import surroundings
from inspector_app.domain.errors import UnavailableError
from inspector_app.printing.choosing import Chosen, choose_printer_system
from inspector_app.printing.printer import PrinterFacts
from tests.cli.conftest import Run
from tests.fakes_printing import NAME, FakePrinters, Trouble


@pytest.fixture
def way(monkeypatch: pytest.MonkeyPatch) -> FakePrinters:
    """The printers of this machine."""
    fake = FakePrinters()
    monkeypatch.setattr(surroundings, "choose_printer_system", lambda **_: Chosen(fake))
    return fake


def doctor(run: Run) -> dict[str, Any]:
    _, told = run("doctor")
    return next(one for one in told["checks"] if one["id"] == "printer")


def test_queues_are_named_with_their_state(run: Run, way: FakePrinters) -> None:
    assert surroundings.printers() == way.printers()
    told = doctor(run)
    assert (told["status"], told["value"], told["remedy"]) == ("ok", f"{NAME}（可用）", "")


@pytest.mark.parametrize(
    ("trouble", "value"),
    [
        (Trouble.STOPPED, f"{NAME}（已停用）"),
        (Trouble.NO_A4, f"{NAME}（不能打 A4）"),
        (Trouble.MISSING, "—"),
        (Trouble.LIST_SILENT, "打印系统没有应答（socket）。"),
    ],
)
def test_trouble_is_a_warning_with_a_remedy(
    run: Run, way: FakePrinters, trouble: Trouble, value: str
) -> None:
    way.trouble = trouble
    told = doctor(run)
    assert (told["status"], told["value"]) == ("warn", value)
    assert "PDF" in told["remedy"]


def test_a_thermal_printer_is_warned_of(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Thermal(FakePrinters):
        def printers(self) -> tuple[PrinterFacts, ...]:
            return tuple(replace(one, thermal=True) for one in super().printers())

    monkeypatch.setattr(surroundings, "choose_printer_system", lambda **_: Chosen(Thermal()))
    told = doctor(run)
    assert (told["status"], told["value"]) == ("ok", f"{NAME}（可用），热敏纸会褪色")


def test_a_machine_without_printing_has_no_queues_and_windows_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.setattr(surroundings, "choose_printer_system", lambda **_: Chosen(None))
    assert surroundings.printers() == ()
    assert doctor(run)["status"] == "warn"
    elsewhere = Chosen(None, asked_elsewhere=True)
    monkeypatch.setattr(surroundings, "choose_printer_system", lambda **_: elsewhere)
    assert surroundings.printers() is None
    assert doctor(run)["status"] == "ok"


def test_a_print_server_that_hangs_does_not_hang_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends by itself; that it takes no two seconds is told by its patience, not by the clock of a test."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"127.0.0.1:{deaf.getsockname()[1]}"

        def chosen(patience: float) -> Chosen:
            asked.append(patience)
            return choose_printer_system(server=address, patience=patience)

        monkeypatch.setattr(surroundings, "choose_printer_system", chosen)
        with pytest.raises(UnavailableError):
            surroundings.printers()
    (patience,) = asked
    assert patience + 1 < 2, "libcups adds a second to what it is given"


@pytest.mark.parametrize(
    ("env", "platform", "told"),
    [
        ({}, "linux", ""),
        ({"QT_IM_MODULE": "ibus"}, "linux", "ibus"),
        ({"XMODIFIERS": "@im=fcitx"}, "linux", "fcitx"),
        ({"QT_IM_MODULE": "", "XMODIFIERS": "@im=none", "GTK_IM_MODULE": "fcitx"}, "linux", "fcitx"),
        ({}, "win32", "system"),
        ({}, "darwin", "system"),
    ],
)
def test_the_input_method_is_what_the_session_announces(
    env: dict[str, str], platform: str, told: str
) -> None:
    assert surroundings.input_method(env, platform) == told
