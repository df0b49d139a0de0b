"""Which photos lie on a laptop: own and assigned ones come, others when asked; some go, a copy proven."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app.answers import doctors, health
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import holdings
from inspector_app.casework.overview.holdings import Dropped
from inspector_app.casework.people import backups
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.play.stage import Played
from inspector_app.casework.targets import registry
from inspector_app.casework.visits import inspections, photos
from inspector_app.catalog.messages import Messages
from inspector_app.cli.entry import main
from inspector_app.domain.acts import ActKind
from inspector_app.domain.errors import DamagedError, InspectorError, PeerError, UnavailableError
from inspector_app.domain.people import Officer
from inspector_app.journal.receipt import BlobReceipt
from inspector_app.store.handing import GONE, LEFT
from inspector_app.sync import exchange
from inspector_app.trust.enrolment_code import EnrolmentCode
from inspector_app.trust.keys import SigningKey
from inspector_app.ui.exchange.real_doors import RealExchanging
from tests.casework.bench import Bench
from tests.casework.test_photos import a_jpeg
from tests.hub_http.conftest import Running, founded, start
from tests.sync.hubs import Bureau, now
from tests.sync.office import Steps

WORDS = Messages("zh")
NAMES = ("here", "elsewhere", "asked", "dropped", "no_receipt", "no_copy")
HUB_KEY = SigningKey.from_bytes(b"h" * 32)
ZHOU = "zhou"


def told(letter: str) -> str:
    return sha256(letter.encode()).hexdigest()


def from_elsewhere(desk: Desk, target_id: str, *letters: str) -> str:
    """Write a colleague's visit with photos that are not here, as a bundle would bring it."""
    with desk.store.transaction(ZHOU) as tx:
        visit = tx.create(
            "inspection", {"target_id": target_id, "started": desk.clock.now().isoformat(), "ended": ""}
        )
        for one in letters:
            photo = tx.create("photo", {"inspection_id": visit, "finding_id": "", "sha256": told(one)})
            tx.act(ActKind.ATTACH, "photo", photo, {"sha256": told(one), "inspection_id": visit})
    return visit


def targets(desk: Desk) -> tuple[str, str]:
    """Two targets."""
    with desk.store.transaction(desk.user) as tx:
        return tx.create("target", {"name": "甲工地"}), tx.create("target", {"name": "乙工地"})


def myself(desk: Desk) -> str:
    """Enter who is signed in among the officers and return the record's id."""
    name = next(one.name for one in desk.store.keyring.people() if one.user == desk.user)
    return registry.add_officer(desk, Officer("", name, "A1", None, None))


# What comes.


def test_files_come_always_and_photos_of_others_only_when_asked(bench: Bench) -> None:
    desk = bench.desk
    one, two = targets(desk)
    from_elsewhere(desk, one, "a")
    from_elsewhere(desk, two, "b")
    with desk.store.transaction(ZHOU) as tx:
        tx.act(ActKind.ATTACH, "document", tx.create("document", {}), {"sha256": told("scan")})
        tx.act(ActKind.ATTACH, "document", tx.create("document", {}), {"sha256": told("b")})
    # The second photo is a proof of service besides: a file.
    assert {told("a"), told("b"), told("scan")} & set(holdings.wanted(desk)) == {told("b"), told("scan")}
    holdings.ask(desk, [told("a")])
    holdings.ask(desk, [told("a")])
    assert holdings.asked(desk.store) == (told("a"),)
    assert told("a") in holdings.wanted(desk)
    desk.store.sweep()
    assert holdings.asked(desk.store) == (told("a"),)
    holdings.forget(desk, [told("a")])
    assert holdings.asked(desk.store) == ()
    assert told("a") not in holdings.wanted(desk)


def test_what_came_is_taken_off_the_list(bench: Bench) -> None:
    desk = bench.desk
    one, _ = targets(desk)
    from_elsewhere(desk, one, "a")
    holdings.ask(desk, [told("a")])
    assert desk.store.put_blob(b"a") == told("a")
    assert holdings.asked(desk.store) == ()
    holdings.wanted(desk)
    assert desk.store.setting(holdings.WANTED) is None
    holdings.ask(desk, [told("a")])
    assert desk.store.setting(holdings.WANTED) is None


def test_photos_of_own_visits_and_of_targets_in_campaigns_come(bench: Bench) -> None:
    desk = bench.desk
    one, two = targets(desk)
    me = myself(desk)
    own = from_elsewhere(desk, one, "own")
    from_elsewhere(desk, two, "other")
    seen = {told("own"), told("other")}
    assert not seen & set(holdings.wanted(desk))
    with desk.store.transaction(ZHOU) as tx:
        tx.create("attendance", {"inspection_id": own, "person_id": me, "sort": 0})
    assert seen & set(holdings.wanted(desk)) == {told("own")}
    with desk.store.transaction(ZHOU) as tx:
        campaign = tx.create("campaign", {"name": "专项", "closed_on": ""})
        entry = tx.create(
            "campaign_target", {"campaign_id": campaign, "target_id": two, "officer_ids": [me], "day": ""}
        )
    assert seen <= set(holdings.wanted(desk))
    # Photos that an earlier exchange left at the hub come once they are needed.
    desk.store.leave_elsewhere(seen)
    assert seen <= set(holdings.wanted(desk))
    with desk.store.transaction(ZHOU) as tx:
        tx.set("campaign_target", entry, {"removed_on": "2026-11-24"})
    assert seen & set(holdings.wanted(desk)) == {told("own")}
    with desk.store.transaction(ZHOU) as tx:
        tx.set("campaign_target", entry, {"removed_on": ""})
        tx.set("campaign", campaign, {"closed_on": "2026-11-24"})
    assert seen & set(holdings.wanted(desk)) == {told("own")}


def test_photos_of_a_target_with_an_open_duty_of_ours_come(played: Played, bench: Bench) -> None:
    desk = bench.desk
    del played
    (visit,) = desk.store.records("inspection")
    from_elsewhere(desk, str(visit.fields["target_id"]), "later")
    names = {one.id: one.name for one in registry.officers(desk.store)}
    attending = [
        str(one.fields["person_id"])
        for one in desk.store.records("attendance", where={"inspection_id": visit.id})
    ]
    assert attending
    assert told("later") not in holdings.wanted(desk)
    me = next(one.name for one in desk.store.keyring.people() if one.user == desk.user)
    officer = next(one for one in registry.officers(desk.store) if one.id == attending[0])
    assert names[officer.id] != me
    registry.change_officer(desk, officer.id, replace(officer, name=me))
    assert told("later") in holdings.wanted(desk)


# What goes.


def shot(bench: Bench, *shades: int, concluded: bool = True) -> tuple[str, ...]:
    """Make an old visit with photos."""
    desk = bench.desk
    one, _ = targets(desk)
    at = bench.clock.now().isoformat()
    visit = inspections.begin(desk, one, [], started=at, ended=at)
    made = tuple(photos.take_in(desk, visit, a_jpeg(each)).sha256 for each in shades)
    if concluded:
        inspections.conclude(desk, visit)
    return made


def receipted(bench: Bench, *names: str) -> None:
    store = bench.desk.store
    at = bench.clock.now().isoformat(timespec="seconds")
    raw = BlobReceipt("cd" * 16, store.meta.workspace, names, at).sign(HUB_KEY)
    store.take_in([], blob_receipts=[BlobReceipt.read(raw, HUB_KEY.public)])


def backed_up(bench: Bench, file: Path, *, everything: bool = True) -> Path:
    bench.clock.moment += timedelta(minutes=1)
    return backups.run(bench.session, file, everything=everything).file


def drop(bench: Bench, copy: Path | None = None) -> Dropped:
    return holdings.drop(bench.desk, bench.desk.today() + timedelta(days=1), list, copy)


def refusal(bench: Bench, copy: Path | None = None) -> str:
    with pytest.raises(InspectorError) as caught:
        drop(bench, copy)
    return caught.value.code


def test_a_photo_goes_with_a_receipt_and_a_later_backup_that_holds_it(bench: Bench, tmp_path: Path) -> None:
    desk = bench.desk
    one, two, three = shot(bench, 1, 2, 3)
    assert drop(bench) == Dropped(no_receipt=3)
    early = backed_up(bench, tmp_path / "early.ijk")
    bench.clock.moment += timedelta(minutes=1)
    receipted(bench, one, two)
    # A backup made before the receipt, one that left to the hub what it holds, and none at all.
    assert drop(bench, early) == Dropped(0, 1, 2)
    assert drop(bench, backed_up(bench, tmp_path / "small.ijk", everything=False)) == Dropped(0, 1, 2)
    assert refusal(bench, tmp_path / "none.ijk") == "holdings.no_copy"
    digest = desk.store.digest()
    backed_up(bench, tmp_path / "whole.ijk")
    assert drop(bench) == Dropped(2, 1, 0)
    assert [desk.store.has_blob(each) for each in (one, two, three)] == [False, False, True]
    assert desk.store.digest() == digest
    assert drop(bench) == Dropped(no_receipt=1)
    # What was dropped on purpose does not come back by itself, only when it is asked for.
    assert not {one, two} & set(holdings.wanted(desk))
    holdings.ask(desk, [one])
    assert {one, two} & set(holdings.wanted(desk)) == {one}


def test_without_any_backup_nothing_goes_and_it_is_said_why(bench: Bench) -> None:
    (one,) = shot(bench, 1)
    receipted(bench, one)
    assert refusal(bench) == "holdings.no_copy"
    words, remedy = WORDS.text("holdings.no_copy", "", {})
    assert "没有移除" in words
    assert remedy
    assert bench.desk.store.has_blob(one)


def test_a_backup_among_those_that_are_thinned_is_no_second_copy(bench: Bench, tmp_path: Path) -> None:
    (one,) = shot(bench, 1)
    receipted(bench, one)
    (tmp_path / "stick").mkdir()
    backed_up(bench, tmp_path / "stick")
    assert refusal(bench) == "holdings.copy_will_go"


def test_a_damaged_backup_proves_nothing(bench: Bench, tmp_path: Path) -> None:
    (one,) = shot(bench, 1)
    receipted(bench, one)
    file = backed_up(bench, tmp_path / "whole.ijk")
    raw = bytearray(file.read_bytes())
    raw[-20] ^= 1
    file.write_bytes(raw)
    with pytest.raises(DamagedError):
        drop(bench)
    assert bench.desk.store.has_blob(one)


def test_what_is_young_open_asked_for_or_a_file_besides_stays(bench: Bench, tmp_path: Path) -> None:
    desk = bench.desk
    old, proof = shot(bench, 1, 2)
    (still_open,) = shot(bench, 3, concluded=False)
    with desk.store.transaction(desk.user) as tx:
        tx.act(ActKind.ATTACH, "document", tx.create("document", {}), {"sha256": proof})
    receipted(bench, old, proof, still_open)
    file = backed_up(bench, tmp_path / "whole.ijk")
    assert holdings.drop(desk, desk.today(), list, file) == Dropped()
    assert drop(bench, file) == Dropped(dropped=1)
    assert [desk.store.has_blob(each) for each in (old, proof, still_open)] == [False, True, True]


def test_a_photo_of_an_old_and_an_open_visit_stays(bench: Bench, tmp_path: Path) -> None:
    (one,) = shot(bench, 1)
    shot(bench, 1, concluded=False)
    receipted(bench, one)
    assert drop(bench, backed_up(bench, tmp_path / "whole.ijk")) == Dropped()


def test_issued_papers_never_go(played: Played, bench: Bench, tmp_path: Path) -> None:
    desk = bench.desk
    del played
    (visit,) = desk.store.records("inspection")
    inspections.conclude(desk, visit.id)
    files = {str(act.content["pdf_sha256"]) for act in desk.store.acts("document", kind=ActKind.ISSUE)}
    shots = {one.sha256 for one in photos.all_of(desk.store, visit.id)}
    assert files
    assert shots
    receipted(bench, *files, *shots)
    assert drop(bench, backed_up(bench, tmp_path / "whole.ijk")) == Dropped(dropped=len(shots))
    assert all(desk.store.has_blob(each) for each in files)
    assert not any(desk.store.has_blob(each) for each in shots)


def test_doctor_replay_and_sweep_know_them_apart(bench: Bench, tmp_path: Path) -> None:
    desk = bench.desk
    one, two = shot(bench, 1, 2)
    receipted(bench, one)
    drop(bench, backed_up(bench, tmp_path / "whole.ijk"))
    assert desk.store.sweep() == 0

    def photos_told() -> dict[str, object]:
        patient = doctors.patient_of(bench.folder, bench.session, desk.today())
        checks = doctors.answer(patient, WORDS, deep=True).data["checks"]
        assert isinstance(checks, list)
        found: dict[str, object] = next(each for each in checks if each["id"] == "photos")
        return found

    told_now = photos_told()
    assert (told_now["status"], told_now["value"]) == ("ok", "在本机 1/1，只在中心 1")
    replayed = health.replay(desk.store, WORDS, Steps(), check_only=True)
    assert (replayed.data["same"], replayed.data["photos_elsewhere"]) == (True, 1)
    desk.store._vault.remove(two)
    told_now = photos_told()
    assert told_now["status"] == "fail"
    assert "store.blob_missing" in str(told_now["value"])


def test_the_command_counts_and_removes_nothing_without_a_hub_to_ask(
    bench: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, _ = shot(bench, 1, 2)
    receipted(bench, one)
    file = backed_up(bench, tmp_path / "whole.ijk")
    bench.session.close()

    def run(*args: str) -> dict[str, object]:
        assert main(["photos", "--data", str(bench.folder), "--json", *args]) == (3 if args else 0)
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        assert found["ok"] is (not args)
        return found

    def counted() -> dict[str, object]:
        return {key: value for key, value in run().items() if key in NAMES}

    assert counted() == {"here": 2, "elsewhere": 0, "asked": []}
    # Whatever receipt lies here: a hub that cannot be asked now proves nothing.
    told_now = run("--drop-before", "2099-01-01", "--copy", str(file))
    assert "exchange.not_joined" in str(told_now["errors"])
    assert counted() == {"here": 2, "elsewhere": 0, "asked": []}


# With a hub.


class Colleagues(Bureau):
    """Laptops whose people have names of their own."""

    def code(self, name: str = "", codes: int = 4) -> EnrolmentCode:
        return super().code(name or "张王李赵"[len(self.sessions)] + "工", codes)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    data = tmp_path / "hub"
    running: Running = start(data, founded(data, "--training")["hub_id"])
    made = Colleagues(running, tmp_path)
    yield made
    made.close()
    if running.process.poll() is None:
        running.stop()
    if running.process.stdout is not None:
        running.process.stdout.close()


def synced(session: Session) -> int:
    desk = session.desk
    told_now = exchange.run(desk.store, now(), Steps(), wanted=lambda: holdings.wanted(desk))
    return told_now.received.blobs


def test_a_colleague_has_the_photo_once_it_is_asked_for(bureau: Bureau, tmp_path: Path) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    assert a.user != b.user
    store = b.desk.store
    with a.desk.store.transaction(a.user) as tx:
        target = tx.create("target", {"name": "甲工地"})
    visit = inspections.begin(a.desk, target, [], started=now().isoformat(), ended=now().isoformat())
    one, two = (photos.take_in(a.desk, visit, a_jpeg(each)).sha256 for each in (1, 2))
    inspections.conclude(a.desk, visit)
    paper = a.desk.store.put_blob(b"%PDF a file")
    with a.desk.store.transaction(a.user) as tx:
        tx.act(ActKind.ATTACH, "document", tx.create("document", {}), {"sha256": paper})
    synced(a)
    # In the first exchange already: the file comes, the photos stay where they are.
    synced(b)
    assert [store.has_blob(each) for each in (paper, one, two)] == [True, False, False]
    assert store.elsewhere() == {one: LEFT, two: LEFT}
    with pytest.raises(UnavailableError):
        store.blob(one)
    assert synced(b) == 0
    holdings.ask(b.desk, [one])
    assert synced(b) == 1
    assert store.blob(one) == a_jpeg(1)
    assert RealExchanging().fetch(b, (two,), Steps()) == ()
    assert store.blob(two) == a_jpeg(2)
    assert (store.elsewhere(), holdings.asked(store)) == ({}, ())
    (problem,) = RealExchanging().fetch(b, (told("nowhere"),), Steps())
    assert (problem.code, problem.where) == ("exchange.photo_not_there", told("nowhere"))
    holdings.forget(b.desk, [told("nowhere")])
    # The hub's own receipt lets its author drop it, and the hub gives it back.
    file = backups.run(a, tmp_path / "whole.ijk", everything=True).file
    day = a.desk.today() + timedelta(days=1)

    def held(names: Sequence[str]) -> Collection[str]:
        return exchange.held(a.desk.store, now(), names, Steps())

    # One is gone from the hub's disk meanwhile, whatever its receipt says: it stays, and goes there again.
    (place,) = [each for each in (bureau.running.data / "blobs").rglob(two) if each.is_file()]
    place.unlink()
    assert holdings.drop(a.desk, day, held, file) == Dropped(dropped=1, no_receipt=1)
    assert a.desk.store.has_blob(two)
    synced(a)
    file = backups.run(a, tmp_path / "later.ijk", everything=True).file
    assert holdings.drop(a.desk, day, held, file) == Dropped(dropped=1)
    assert a.desk.store.elsewhere() == {one: GONE, two: GONE}
    assert synced(a) == 0
    assert RealExchanging().fetch(a, (one,), Steps()) == ()
    assert a.desk.store.blob(one) == a_jpeg(1)
    assert a.desk.store.digest() == store.digest() or synced(b) == 0


def test_a_fetch_while_the_hub_is_away_is_made_up_for_later(bureau: Bureau) -> None:
    a, b = bureau.laptop("a"), bureau.laptop("b")
    with a.desk.store.transaction(a.user) as tx:
        target = tx.create("target", {"name": "甲工地"})
    visit = inspections.begin(a.desk, target, [], started=now().isoformat())
    one = photos.take_in(a.desk, visit, a_jpeg(1)).sha256
    synced(a)
    synced(b)
    assert b.desk.store.elsewhere() == {one: LEFT}
    assert bureau.running.stop() == 0
    with pytest.raises(PeerError):
        RealExchanging().fetch(b, (one,), Steps())
    assert holdings.asked(b.desk.store) == (one,)
    assert one in holdings.wanted(b.desk)
