"""What a system of printers promises, asked of the fake and of the real ones alike."""

import pytest

from inspector_app.domain.errors import UnavailableError
from inspector_app.domain.printing import OPEN_JOBS, JobState, PrinterState, works
from inspector_app.printing.printer import Job, JobTicket, PrinterSystem
from tests.fakes_printing import IN_MID_JOB, NAME, FakePrinters, Trouble
from tests.printing.conftest import Print
from tests.printing.cups_server import until

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"


@pytest.fixture(params=["fake", "cups", "lp"])
def system(request: pytest.FixtureRequest) -> tuple[PrinterSystem, str]:
    """A way to printers and the name of a queue that holds its jobs."""
    if request.param == "fake":
        return FakePrinters(Trouble.HELD), NAME
    cups: Print = request.getfixturevalue("cups")
    queue = f"contract-{request.param}"
    cups.server.queue(queue, cups.laser.device)
    cups.server.run("cupsdisable", queue)
    return cups.way(request.param), queue


def test_a_queue_is_listed_takes_a_job_and_gives_it_back(system: tuple[PrinterSystem, str]) -> None:
    printers, queue = system
    assert queue in {one.name for one in printers.printers()}
    job = printers.submit(PDF, JobTicket(queue, "contract"))
    assert job.printer == queue
    assert printers.watch(job).state in OPEN_JOBS
    printers.cancel(job)
    over = until(lambda: told if (told := printers.watch(job)).state not in OPEN_JOBS else None)
    # `lpstat` tells of a job that never began only that it is over.
    assert over.state in (JobState.CANCELLED, JobState.UNTOLD)
    assert over.state is JobState.CANCELLED or printers.name == "lp"
    printers.cancel(job)


def test_what_is_not_there_is_gone(system: tuple[PrinterSystem, str]) -> None:
    printers, queue = system
    with pytest.raises(UnavailableError) as refused:
        printers.submit(PDF, JobTicket("nowhere", "contract"))
    assert refused.value.code == "print.gone"
    assert printers.watch(Job(queue, 999_999)).state is JobState.GONE
    report = printers.watch(Job("nowhere", 999_999))
    assert (report.state, report.printer) == (JobState.GONE, PrinterState.GONE)
    printers.cancel(Job("nowhere", 999_999))


@pytest.mark.parametrize("trouble", Trouble)
def test_the_fake_fails_where_it_is_told_to_and_only_there(trouble: Trouble) -> None:
    printers, failed = FakePrinters(trouble), []
    for step in ("list", "submit", "watch"):
        try:
            match step:
                case "list":
                    assert all(works(one.state) for one in printers.printers())
                    assert printers.printers()
                case "submit":
                    job = printers.submit(PDF, JobTicket(NAME, "x"))
                case _:
                    told = printers.watch(job)
                    assert (told.state, told.printer) == (JobState.DONE, PrinterState.READY)
        except (UnavailableError, AssertionError):
            failed.append(step)
            break
    assert failed == ([] if trouble is Trouble.NONE else [step_of(trouble)])


def step_of(trouble: Trouble) -> str:
    if trouble in (Trouble.LIST_SILENT, Trouble.MISSING, Trouble.STOPPED, Trouble.NO_A4):
        return "list"
    return "watch" if trouble in IN_MID_JOB or trouble is Trouble.WATCH_SILENT else "submit"
