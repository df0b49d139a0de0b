"""Backups at the hub beside the folder: owed, brought, broken off and gone on with, told when it is away."""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.casework.people import backup_rounds, backups, hub_backups, restores
from inspector_app.casework.people.hub_backups import OUTGOING, Way
from inspector_app.casework.people.restores import ByPassword
from inspector_app.domain.errors import Cancelled, InspectorError, PeerError, RuleError, SignInError
from inspector_app.store import backup
from inspector_app.trust import machine
from tests.casework.bench import Bench


@dataclass
class HubByHand:
    """Takes what is brought, or fails as the test says; remembers what came."""

    folder: Path
    online: bool = True
    fails: list[Exception] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    tried: list[tuple[str, Path]] = field(default_factory=list)

    def reach(self) -> None:
        if not self.online:
            raise PeerError("exchange.unreachable", where="https://hub", reason="away")

    def send(self, file: Path, name: str, sha: bytes) -> int:
        self.tried.append((name, file))
        if self.fails:
            raise self.fails.pop(0)
        content = file.read_bytes()
        assert sha256(content).digest() == sha
        (self.folder / f"{name}.ijk").write_bytes(content)
        self.came.append(name)
        return 0

    @property
    def way(self) -> Way:
        return Way(self.reach, self.send)


@pytest.fixture
def hub(bench: Bench, tmp_path: Path) -> HubByHand:
    """The hub of a laptop that chose it."""
    bench.desk.store.set_setting(machine.HUB, "known")
    hub_backups.choose(bench.desk.store, keeps=True)
    (tmp_path / "hub").mkdir()
    return HubByHand(tmp_path / "hub")


def writes(bench: Bench, words: str = "写的") -> None:
    bench.clock.moment += timedelta(minutes=10)
    with bench.desk.store.transaction("trainee") as tx:
        tx.create("note", {"text": words})


def test_the_hub_is_chosen_where_there_is_one_and_remembered(bench: Bench) -> None:
    store = bench.desk.store
    assert not hub_backups.offered(store)
    with pytest.raises(RuleError, match=r"backup\.no_hub"):
        hub_backups.choose(store, keeps=True)
    store.set_setting(machine.HUB, "known")
    assert not backup_rounds.any_chosen(bench.session)
    assert not backup_rounds.owing(bench.session)
    hub_backups.choose(store, keeps=True)
    assert backup_rounds.any_chosen(bench.session)
    assert hub_backups.due(bench.session)
    assert backup_rounds.owing(bench.session)
    hub_backups.choose(store, keeps=False)
    assert not hub_backups.owed(bench.session)


def test_what_went_to_the_hub_makes_another_laptop_and_each_place_has_its_own_last_day(
    bench: Bench, hub: HubByHand, tmp_path: Path
) -> None:
    store = bench.desk.store
    told = backup_rounds.run(bench.session, hub.way)
    assert (told.in_folder, told.at_hub, told.troubles) == (False, True, ())
    assert not (bench.folder / OUTGOING).exists()
    last = backups.last_at_hub(store)
    assert last is not None
    assert last == backups.last(store)
    assert last.file == f"hub:{hub.came[0]}"
    assert backups.last_in_folder(store) is None
    assert not hub_backups.owed(bench.session)
    restored = restores.restore(
        hub.folder / f"{hub.came[0]}.ijk", tmp_path / "new", ByPassword(), bench.clock
    )
    assert restored.digest == store.digest()
    writes(bench)
    assert hub_backups.owed(bench.session)
    assert not hub_backups.due(bench.session), "today's is there; what is new goes when somebody leaves"
    bench.clock.moment += timedelta(days=3, minutes=1)
    assert hub_backups.due(bench.session)
    assert backups.late(bench.desk, backups.last_at_hub(store))
    shelf = tmp_path / "stick"
    shelf.mkdir()
    backups.run(bench.session, shelf)
    assert not backups.overdue(bench.desk), "one place has it"
    assert backups.late(bench.desk, backups.last_at_hub(store)), "and the other is late all the same"


def test_a_note_of_a_version_before_counts_as_one_at_the_hub(bench: Bench, hub: HubByHand) -> None:
    store = bench.desk.store
    hub_backups.run(bench.session, hub.way)
    store.set_setting(backups.LAST, store.setting(backups.LAST_AT_HUB))
    store.set_setting(backups.LAST_AT_HUB, None)
    assert backups.last_in_folder(store) is None
    assert not hub_backups.owed(bench.session)


def test_for_both_places_one_file_is_made(
    bench: Bench, hub: HubByHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, really, made = tmp_path / "stick", backup.make, []

    def counted(*told: object) -> object:
        made.append(told)
        return really(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(backup, "make", counted)
    shelf.mkdir()
    backups.set_target(bench.desk.store, shelf)
    told = backup_rounds.run(bench.session, hub.way)
    assert (told.in_folder, told.at_hub, len(made)) == (True, True, 1)
    (file,) = shelf.glob("*.ijk")
    assert (hub.folder / f"{hub.came[0]}.ijk").read_bytes() == file.read_bytes()
    assert not backup_rounds.owing(bench.session)
    assert not backup_rounds.run(bench.session, hub.way).at_hub, "nothing is new"
    assert backup_rounds.run(bench.session, hub.way, asked=True).at_hub, "somebody wants one"
    assert file.exists(), "what was brought from another place is not removed there"


def test_a_hub_that_is_away_costs_no_copy_is_told_and_keeps_nobody(
    bench: Bench, hub: HubByHand, tmp_path: Path
) -> None:
    hub.online = False
    told = backup_rounds.run(bench.session, hub.way)
    assert ([one.code for one in told.troubles], told.failures) == (["exchange.unreachable"], ())
    assert hub.tried == []
    assert not (bench.folder / OUTGOING).exists()
    (line,) = bench.desk.store.exchanges(1)
    assert (line.way, line.outcome, line.told["where"]) == ("backup", "exchange.unreachable", "https://hub")
    backups.set_target(bench.desk.store, tmp_path)
    told = backup_rounds.run(bench.session, hub.way)
    assert (told.in_folder, told.at_hub) == (True, False), "the other place has it"
    assert hub_backups.owed(bench.session)


def test_a_stick_that_is_gone_keeps_nothing_from_the_hub(
    bench: Bench, hub: HubByHand, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.set_target(bench.desk.store, stick)
    stick.rmdir()
    told = backup_rounds.run(bench.session, hub.way)
    assert (told.in_folder, told.at_hub, told.failures) == (False, True, ())
    assert [one.code for one in told.troubles] == ["backup.target_gone"]


CUT = PeerError("exchange.cut_off", where="https://hub", reason="cut")


@pytest.mark.parametrize("how", [CUT, Cancelled()])
def test_what_broke_off_goes_on_the_next_time_as_the_same_file(
    bench: Bench, hub: HubByHand, how: Exception
) -> None:
    hub.fails = [how]
    with pytest.raises(type(how)):
        hub_backups.run(bench.session, hub.way)
    (kept,) = (bench.folder / OUTGOING).iterdir()
    assert hub_backups.owed(bench.session)
    before = kept.read_bytes()
    told = hub_backups.run(bench.session, hub.way)
    assert hub.tried[0] == hub.tried[1]
    assert (hub.folder / f"{hub.came[0]}.ijk").read_bytes() == before
    assert told.facts.digest == bench.desk.store.digest()
    assert not (bench.folder / OUTGOING).exists()
    assert not hub_backups.owed(bench.session)


def test_what_was_written_meanwhile_follows_in_one_of_its_own(
    bench: Bench, hub: HubByHand, tmp_path: Path
) -> None:
    hub.fails = [CUT]
    with pytest.raises(PeerError):
        hub_backups.run(bench.session, hub.way)
    writes(bench)
    hub_backups.run(bench.session, hub.way)
    assert len(hub.came) == 2
    told = restores.restore(hub.folder / f"{hub.came[1]}.ijk", tmp_path / "new", ByPassword(), bench.clock)
    assert told.digest == bench.desk.store.digest()


@pytest.mark.parametrize("case", ["refused", "too old", "file gone", "other journal", "damaged note"])
def test_what_cannot_go_on_is_forgotten_and_made_anew(bench: Bench, hub: HubByHand, case: str) -> None:
    store = bench.desk.store
    hub.fails = [SignInError("hub.device_revoked", where="x") if case == "refused" else CUT]
    with pytest.raises(InspectorError):
        hub_backups.run(bench.session, hub.way)
    if case == "refused":
        assert not (bench.folder / OUTGOING).exists()
    elif case == "too old":
        bench.clock.moment += timedelta(days=4)
    elif case == "file gone":
        (bench.folder / OUTGOING / f"{hub.tried[0][0]}.ijk").unlink()
    elif case == "other journal":
        told = str(store.setting(hub_backups.ON_ITS_WAY)).replace(store.meta.journal_id, "ab" * 16)
        store.set_setting(hub_backups.ON_ITS_WAY, told)
    else:
        store.set_setting(hub_backups.ON_ITS_WAY, "[]")
    bench.clock.moment += timedelta(seconds=5)
    hub_backups.run(bench.session, hub.way)
    assert len(hub.came) == 1
    assert hub.tried[1][0] != hub.tried[0][0], "it was made anew"
    assert not (bench.folder / OUTGOING).exists()
    assert store.setting(hub_backups.ON_ITS_WAY) is None
