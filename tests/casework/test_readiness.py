"""The morning's look: what is good, what is worth a look, what stands in the way; and words for each."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from inspector_app.casework.overview import readiness
from inspector_app.casework.overview.readiness import IDS, Check, Ready
from inspector_app.casework.papers import sheets
from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections, photos
from inspector_app.catalog.messages import Messages
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import Problem, UnavailableError
from inspector_app.domain.people import Officer
from inspector_app.domain.printing import PrinterState
from inspector_app.printing.choosing import Chosen
from inspector_app.printing.printer import Job, JobReport, JobTicket, PrinterFacts
from inspector_app.trust.certificates import certify
from inspector_app.trust.keys import SigningKey
from tests.casework.bench import Bench
from tests.casework.receipts import received
from tests.casework.test_photos import a_jpeg
from tests.journal.writing import Laptop, value


def look(bench: Bench, session: Session | None = None) -> dict[str, Check]:
    return {one.id: one for one in readiness.look(session or bench.session, bench.folder)}


def found(check: Check) -> tuple[Ready, str]:
    return check.state, check.note.code


def with_rules(bench: Bench, **changes: object) -> Session:
    desk = replace(bench.session.desk, rules=replace(bench.session.desk.rules, **changes))  # type: ignore[arg-type]
    return replace(bench.session, desk=desk)


class Printers:
    """A print system that answers what a test tells it."""

    name = "cups"

    def __init__(self, *there: PrinterFacts, silent: bool = False) -> None:
        self._there, self._silent = there, silent

    def printers(self) -> tuple[PrinterFacts, ...]:
        if self._silent:
            raise UnavailableError("print.server_silent", where="localhost")
        return self._there

    def submit(self, pdf: bytes, ticket: JobTicket) -> Job:
        raise AssertionError("looking prints nothing")

    def watch(self, job: Job) -> JobReport:
        raise AssertionError("looking prints nothing")

    def cancel(self, job: Job) -> None:
        raise AssertionError("looking prints nothing")


def test_everything_but_the_printer_is_looked_at_in_one_go(bench: Bench) -> None:
    assert set(look(bench)) == set(IDS) - {"printer"}


def test_what_was_never_done_is_said(bench: Bench) -> None:
    told = look(bench)
    assert found(told["exchange"]) == (Ready.WARN, "ready.never_exchanged")
    assert found(told["backup"]) == (Ready.WARN, "ready.never_backed_up")


def test_the_law_library_says_its_date(bench: Bench) -> None:
    check = look(bench)["library"]
    assert found(check) == (Ready.OK, "ready.library")
    assert dict(check.note.values)["on"] == bench.desk.rules.dated.isoformat()  # type: ignore[union-attr]


def test_an_old_library_and_one_without_this_years_holidays_want_a_look(bench: Bench) -> None:
    old = with_rules(bench, dated=date(2025, 1, 2))
    assert found(look(bench, old)["library"]) == (Ready.WARN, "ready.library_old")
    bench.clock.moment = bench.clock.moment.replace(year=2039)
    assert found(look(bench)["library"]) == (Ready.WARN, "ready.no_calendar")
    fell_back = replace(bench.session, rules_warning=Problem.of("forms.edition_missing"))
    assert found(look(bench, fell_back)["library"]) == (Ready.WARN, "ready.library_fell_back")


def test_targets_are_counted(bench: Bench) -> None:
    assert found(look(bench)["targets"]) == (Ready.WARN, "ready.no_targets")
    registry.add_target(bench.desk, registry.NewTarget("construction_site", "望川大厦", "望川路1号", ()))
    check = look(bench)["targets"]
    assert (check.state, dict(check.note.values)) == (Ready.OK, {"count": 1})


def test_stamped_sheets_run_out(bench: Bench) -> None:
    assert found(look(bench)["sheets"]) == (Ready.WARN, "ready.sheets_unknown")
    sheets.issue(bench.desk, "A001", "A003", bench.desk.user)
    assert found(look(bench)["sheets"]) == (Ready.OK, "ready.sheets")
    sheets.return_(bench.desk, ["A003"])
    assert dict(look(bench)["sheets"].note.values) == {"count": 2}
    assert found(look(bench)["sheets"]) == (Ready.WARN, "ready.sheets_few")
    sheets.return_(bench.desk, ["A001", "A002"])
    assert found(look(bench)["sheets"]) == (Ready.WARN, "ready.sheets_none")


def test_an_office_without_stamped_sheets_lacks_none(bench: Bench) -> None:
    templates = {kind: replace(one, sealing="electronic") for kind, one in bench.desk.rules.templates.items()}
    told = look(bench, with_rules(bench, templates=templates))
    assert found(told["sheets"]) == (Ready.OK, "ready.sheets_unneeded")


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        (100_000_000, (Ready.BAD, "ready.disk_full")),
        (900_000_000, (Ready.WARN, "ready.disk_small")),
        (80_000_000_000, (Ready.OK, "ready.disk")),
    ],
)
def test_the_disk_must_have_room(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, free: int, expected: tuple[Ready, str]
) -> None:
    usage = shutil.disk_usage(bench.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free))
    assert found(look(bench)["disk"]) == expected


def test_a_disk_that_does_not_answer_is_said(bench: Bench, tmp_path: Path) -> None:
    told = {one.id: one for one in readiness.look(bench.session, tmp_path / "gone")}
    assert found(told["disk"]) == (Ready.WARN, "ready.disk_unknown")


def test_a_clock_before_the_last_entry_stands_in_the_way(bench: Bench) -> None:
    registry.add_target(bench.desk, registry.NewTarget("construction_site", "望川大厦", "", ()))
    assert readiness.newest_entry(bench.desk.store) == (bench.clock.moment, bench.session.user)
    assert found(look(bench)["clock"]) == (Ready.OK, "ready.clock")
    bench.clock.moment -= timedelta(minutes=1)
    assert found(look(bench)["clock"])[0] is Ready.OK  # no two clocks agree to the second
    bench.clock.moment -= timedelta(days=1)
    assert found(look(bench)["clock"]) == (Ready.BAD, "ready.clock_back")
    bench.clock.moment += timedelta(days=40)
    assert found(look(bench)["clock"]) == (Ready.WARN, "ready.clock_silent")


def from_another(bench: Bench, wall: str) -> None:
    """Let an entry of a laptop arrive whose clock said this."""
    laptop = Laptop("elsewhere", bench.session.user, wall, bench.desk.store.meta.workspace)
    laptop.write("create", "person", f"{1:032x}", {"name": value("甲")})
    bench.desk.store.merge(laptop.entries)


def test_another_laptops_wrong_clock_is_told_as_theirs(bench: Bench) -> None:
    from_another(bench, "2030-01-01T08:00:00+08:00")
    check = look(bench)["clock"]
    assert found(check) == (Ready.WARN, "ready.clock_other")
    told = dict(check.note.values)
    assert (told["who"], told["last"]) == (bench.session.name, "2030-01-01 08:00")
    bench.clock.moment -= timedelta(days=1)
    assert found(look(bench)["clock"]) == (Ready.BAD, "ready.clock_back"), "what was written here says so"
    bench.clock.moment += timedelta(days=40)
    assert found(look(bench)["clock"]) == (Ready.WARN, "ready.clock_other")


def test_a_laptop_that_heard_of_others_lately_was_not_silent(bench: Bench) -> None:
    bench.clock.moment += timedelta(days=40)
    assert found(look(bench)["clock"]) == (Ready.WARN, "ready.clock_silent")
    from_another(bench, (bench.clock.moment - timedelta(days=1)).isoformat())
    assert found(look(bench)["clock"]) == (Ready.OK, "ready.clock")


def test_filings_count_like_all_else(bench: Bench) -> None:
    store, filing = bench.session.desk.store, bench.session.filing
    assert filing is not None
    received(store)
    received(filing)
    store.note_exchange("hub", "done", {})
    assert found(look(bench)["exchange"]) == (Ready.OK, "ready.exchanged")
    with filing.transaction(bench.session.user) as tx:
        case_id = tx.create("case", {"matter": "涉嫌甲案"})
    check = look(bench)["exchange"]
    assert found(check) == (Ready.WARN, "ready.exchange_owed")
    assert dict(check.note.values)["count"] == 1
    (first,) = filing.entries_of(case_id)
    laptop = Laptop("elsewhere", workspace=filing.meta.workspace)
    laptop.write("set", "case", case_id, {"matter": value("涉嫌乙案", (1, first.hash))})
    with filing.transaction(bench.session.user) as tx:
        tx.set("case", case_id, {"matter": "涉嫌丙案"})
    filing.merge(laptop.entries)
    assert found(look(bench)["exchange"]) == (Ready.WARN, "ready.exchange_torn")


def test_photos_that_the_office_does_not_hold_are_owed_though_every_change_was_received(bench: Bench) -> None:
    store = bench.session.desk.store
    target = registry.add_target(
        bench.desk, registry.NewTarget("construction_site", "望川大厦", "望川路1号", ())
    )
    visit = inspections.begin(bench.desk, target, [], started=bench.clock.now().isoformat())
    photos.take_in(bench.desk, visit, a_jpeg(1))
    received(store)
    if bench.session.filing is not None:
        received(bench.session.filing)
    store.note_exchange("hub", "done", {})
    check = look(bench)["exchange"]
    assert found(check) == (Ready.WARN, "ready.files_owed")
    assert dict(check.note.values) == {"count": 1}


def test_the_certificate_counts_its_days(bench: Bench) -> None:
    today = bench.desk.today()
    check = look(bench)["certificate"]
    assert (check.word, check.state) == ("签名证书", Ready.OK)
    person = registry.add_officer(
        bench.desk, Officer("", bench.session.name, "QL-20417", date(2020, 1, 1), today + timedelta(days=9))
    )
    check = look(bench)["certificate"]
    assert (check.word, check.state, dict(check.note.values)["days"]) == ("执法证", Ready.WARN, 9)
    for days, state in ((91, Ready.OK), (90, Ready.WARN)):
        renewed = Officer("", bench.session.name, "QL-20417", date(2020, 1, 1), today + timedelta(days=days))
        registry.change_officer(bench.desk, person, renewed)
        assert look(bench)["certificate"].state is state
    registry.change_officer(bench.desk, person, replace(renewed, valid_to=today + timedelta(days=9)))
    bench.clock.moment += timedelta(days=9)
    assert found(look(bench)["certificate"]) == (Ready.WARN, "ready.certificate_last_day")
    bench.clock.moment += timedelta(days=1)
    check = look(bench)["certificate"]
    assert found(check) == (Ready.BAD, "ready.certificate_over")
    assert dict(check.note.values)["on"] == (today + timedelta(days=9)).isoformat(), "the last day it counted"
    undated = replace(registry.officers(bench.desk.store)[0], valid_to=None)
    registry.change_officer(bench.desk, person, undated)
    check = look(bench)["certificate"]
    assert (check.word, *found(check)) == ("执法证", Ready.WARN, "ready.certificate_undated")
    early = replace(undated, valid_from=bench.desk.today() + timedelta(days=1), valid_to=date(2039, 1, 1))
    registry.change_officer(bench.desk, person, early)
    assert found(look(bench)["certificate"]) == (Ready.BAD, "ready.certificate_early")
    registry.change_officer(bench.desk, person, replace(undated, certificate="", expert=True))
    assert look(bench)["certificate"].word == "签名证书"


def test_the_newest_signing_certificate_counts_whatever_its_place_in_the_ring(bench: Bench) -> None:
    desk, today = bench.desk, bench.desk.today()
    before = look(bench)["certificate"].note
    assert desk.signer is not None
    older = certify(
        desk.signer,
        workspace=desk.store.meta.workspace,
        subject=SigningKey.new().public,
        user=bench.session.user,
        name=bench.session.name,
        roles={Role.INSPECTOR},
        valid_from=today - timedelta(days=9),
        valid_to=today - timedelta(days=2),
    )
    workspace.appoint(desk.store, older, desk.signer)
    assert desk.store.keyring.certificates()[-1] == older
    assert look(bench)["certificate"].note == before


READY = PrinterFacts("car", "车载打印机", PrinterState.READY)
EMPTY = PrinterFacts("desk", "办公室打印机", PrinterState.NO_PAPER, default=True)


@pytest.mark.parametrize(
    ("chosen", "last", "expected"),
    [
        (Chosen(Printers(READY)), "", (Ready.OK, "ready.printer_ready")),
        (Chosen(Printers(READY, EMPTY)), "", (Ready.WARN, "ready.printer_no_paper")),
        (Chosen(Printers(READY, EMPTY)), "car", (Ready.OK, "ready.printer_ready")),
        (Chosen(Printers()), "", (Ready.WARN, "ready.no_printer")),
        (Chosen(Printers(silent=True)), "", (Ready.WARN, "ready.printer_silent")),
        (Chosen(None, Problem.of("print.no_system")), "", (Ready.WARN, "ready.no_printer")),
    ],
)
def test_the_printer_used_last_is_looked_at(chosen: Chosen, last: str, expected: tuple[Ready, str]) -> None:
    assert found(readiness.look_at_printer(chosen, last)) == expected


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("state", list(PrinterState))
def test_every_state_of_a_printer_has_words(language: str, state: PrinterState) -> None:
    check = readiness.look_at_printer(Chosen(Printers(replace(READY, state=state))))
    words = Messages(language)
    assert words.knows(check.note.code)
    message, remedy = words.text(check.note.code, "", dict(check.note.values))
    assert message.startswith("车载打印机")
    assert bool(remedy) is (check.state is not Ready.OK)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_wants_a_hand_says_what_to_do(bench: Bench, language: str) -> None:
    words = Messages(language)
    for check in look(bench).values():
        message, remedy = words.text(check.note.code, check.note.where, dict(check.note.values))
        assert message
        assert "{" not in message + remedy
        assert bool(remedy.strip()) or check.state is Ready.OK, check.id


def test_who_looks_after_the_people_is_told_of_others_certificates(bench: Bench) -> None:
    today = bench.desk.today()
    for name, days in (("宋知夏", 90), ("许怀谷", -1), ("顾南乔", 91)):
        last = today + timedelta(days=days)
        registry.add_officer(bench.desk, Officer("", name, "7", date(2020, 1, 1), last))
    check = look(bench)["certificate"]
    assert found(check) == (Ready.WARN, "ready.certificates_of_others")
    assert dict(check.note.values) == {"who": ["许怀谷", "宋知夏"], "count": 2}
    assert check.mend == "administration"
