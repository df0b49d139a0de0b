"""The window's real door to backups, at a real hub: chosen, owed, brought, late, and the hub away."""

import shutil
from pathlib import Path
from random import Random

import pytest

from inspector_app.casework.people import backup_rounds, hub_backups, restores
from inspector_app.casework.people.restores import ByPassword
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.errors import Cancelled
from inspector_app.sync import wire
from inspector_app.trust import machine
from inspector_app.ui.exchange.real_backups import RealBackups
from inspector_app.ui.exchange.real_doors import RealExchanging
from inspector_app.ui.exchange.ways import AtHub
from tests.sync.hubs import Bureau, writes
from tests.sync.office import Steps

DOORS = RealBackups()


def left(bureau: Bureau, session: Session) -> list[Path]:
    device = session.desk.store.device_key()
    assert device is not None
    return sorted((bureau.running.data / "backups" / device.key_id).glob("*"))


def test_the_hub_is_offered_chosen_brought_to_and_its_day_is_told(bureau: Bureau, tmp_path: Path) -> None:
    session = bureau.laptop("a")
    assert DOORS.last(session).hub == AtHub()
    assert not DOORS.back_up_chosen(session, Steps(), asked=True).at_hub, "nobody chose it"
    DOORS.keep_at_hub(session, keeps=True)
    told = DOORS.last(session)
    assert told.hub == AtHub(chosen=True, due=True)
    assert told.at_hub
    steps = Steps()
    assert DOORS.back_up_chosen(session, steps).at_hub
    assert "正在送到中心" in {doing for _, _, doing in steps.told}
    (file,) = left(bureau, session)
    restored = restores.restore(file, tmp_path / "new", ByPassword(), session.desk.clock)
    assert restored.digest == session.desk.store.digest()
    kept = DOORS.last(session)
    assert kept.hub is not None
    assert kept.hub.at is not None
    assert (kept.hub.overdue, kept.hub.due) == (False, False)
    assert kept.at == kept.hub.at, "no folder was chosen: the last one anywhere"
    assert not backup_rounds.owing(session)
    writes(session)
    assert backup_rounds.owing(session)
    DOORS.keep_at_hub(session, keeps=False)
    assert not backup_rounds.owing(session)


def test_both_places_get_the_same_file_and_each_its_own_day(bureau: Bureau, tmp_path: Path) -> None:
    session, stick = bureau.laptop("a"), tmp_path / "stick"
    stick.mkdir()
    DOORS.back_up(session, stick, Steps())
    DOORS.keep_at_hub(session, keeps=True)
    writes(session, photo=b"photo" * 100_000)
    told = DOORS.back_up_chosen(session, Steps())
    assert (told.in_folder, told.at_hub, told.troubles) == (True, True, ())
    (there,) = left(bureau, session)
    newest = max(stick.glob("*.ijk"), key=lambda one: one.stat().st_mtime)
    assert there.read_bytes() == newest.read_bytes()
    shutil.rmtree(stick)
    writes(session)
    told = DOORS.back_up_chosen(session, Steps())
    assert (told.in_folder, told.at_hub, told.failures) == (False, True, ())


def test_a_hub_that_does_not_answer_is_away_and_nothing_is_copied(bureau: Bureau) -> None:
    session = bureau.laptop("a")
    store = session.desk.store
    DOORS.keep_at_hub(session, keeps=True)
    before = str(store.setting(machine.HUB))
    store.set_setting(machine.HUB, before.replace(bureau.running.url, "https://127.0.0.1:1"))
    steps = Steps()
    told = DOORS.back_up_chosen(session, steps)
    assert [one.code for one in told.troubles] == ["exchange.unreachable"]
    assert told.failures == ()
    assert {doing for _, _, doing in steps.told} <= {""}, "no copy was made for nothing"
    store.set_setting(machine.HUB, before)
    assert DOORS.back_up_chosen(session, Steps()).at_hub


def test_who_stops_it_on_the_way_brings_the_rest_the_next_time(bureau: Bureau) -> None:
    session = bureau.laptop("a")
    DOORS.keep_at_hub(session, keeps=True)
    writes(session, sites=1, photo=Random(3).randbytes(wire.MOST_PART + 3_000_000))

    class Impatient(Steps):
        def step(self, done: int, total: int, doing: str = "") -> None:
            super().step(done, total, doing)
            if doing == "正在送到中心" and done >= wire.MOST_PART:
                raise Cancelled

    with pytest.raises(Cancelled):
        DOORS.back_up_chosen(session, Impatient())
    assert [one.suffix for one in left(bureau, session)] == [".part"]
    (kept,) = (session.desk.store.folder.path / hub_backups.OUTGOING).iterdir()
    content, steps = kept.read_bytes(), Steps()
    assert DOORS.back_up_chosen(session, steps).at_hub
    places = [done for done, _, doing in steps.told if doing == "正在送到中心"]
    assert min(places) >= wire.MOST_PART, "what was there was not brought again"
    (there,) = left(bureau, session)
    assert there.read_bytes() == content
    assert not kept.exists()


def test_a_hub_that_lost_it_is_found_out_by_the_next_exchange_and_gets_another(bureau: Bureau) -> None:
    session = bureau.laptop("a")
    doors = RealExchanging()
    doors.keep_at_hub(session, keeps=True)
    assert doors.back_up_chosen(session, Steps()).at_hub
    doors.by_hub(session, Steps())
    assert not backup_rounds.owing(session), "it is there"
    shutil.rmtree(left(bureau, session)[0].parent)
    doors.by_hub(session, Steps())
    assert backup_rounds.owing(session)
    told = doors.last(session).hub
    assert told is not None
    assert (told.overdue, told.due) == (True, True)
    assert doors.back_up_chosen(session, Steps()).at_hub
    assert len(left(bureau, session)) == 1
