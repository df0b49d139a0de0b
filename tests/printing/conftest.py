"""The private CUPS server of these tests."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from inspector_app.printing import libcups
from inspector_app.printing.cups import CupsPrinters
from inspector_app.printing.lp import LpPrinters
from inspector_app.printing.printer import PrinterSystem
from tests.printing.cups_server import PATH, CupsServer, VirtualPrinter, lacking


@dataclass
class Print:
    """A server with one good printer on it."""

    server: CupsServer
    laser: VirtualPrinter

    def way(self, name: str) -> PrinterSystem:
        """Return a patient way to these printers, `cups` or `lp`: a busy machine is no deaf server."""
        if name == "lp":
            return LpPrinters(self.server.address, patience=60)
        return CupsPrinters(libcups.library(), self.server.address, patience=60)


@pytest.fixture(scope="session")
def cups() -> Iterator[Print]:
    missing = lacking() + ([] if libcups.library() else ["libcups.so.2"])
    if missing:
        told = f"REAL PRINTING NOT TESTED: {', '.join(missing)} missing (cups cups-client cups-ipp-utils gcc)"
        if os.environ.get("CI") or os.environ.get("INSPECTOR_PRINT_TESTS") == "must":
            pytest.fail(told)
        pytest.skip(told)
    server = CupsServer()
    try:
        server.start()
        yield Print(server, server.printer("laser"))
    finally:
        server.stop()


@pytest.fixture(autouse=True)
def _tools_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", PATH)
