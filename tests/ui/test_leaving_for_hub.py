"""Who leaves a laptop that chose the hub leaves a backup there, and waits for none that is away."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app import desktop
from inspector_app.casework.people import backup_rounds, backups, hub_backups, restores
from inspector_app.casework.people.backup_rounds import Round
from inspector_app.casework.people.hub_backups import OUTGOING, Way
from inspector_app.casework.people.restores import ByPassword
from inspector_app.casework.people.workspace import Session
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import InspectorError, PeerError, Progress, SignInError
from inspector_app.trust import machine
from inspector_app.trust.certificates import certify
from inspector_app.trust.enrolment import Hub
from inspector_app.trust.keys import SigningKey
from inspector_app.ui.exchange.real_doors import RealExchanging
from inspector_app.ui.exchange.real_joining import RealJoining
from inspector_app.ui.exchange.ways import Doors
from tests.stories.hands import Hands


@dataclass
class HubByHand(RealExchanging):
    """The real doors, but for the line to the hub."""

    folder: Path
    fails: InspectorError | None = None
    came: list[Path] = field(default_factory=list)

    def back_up_chosen(self, session: Session, progress: Progress, *, asked: bool = False) -> Round:
        return backup_rounds.run(session, Way(self._reach, self._send), progress, asked=asked)

    def _reach(self) -> None:
        if self.fails is not None:
            raise self.fails

    def _send(self, file: Path, name: str, sha: bytes) -> int:
        content = file.read_bytes()
        assert sha256(content).digest() == sha
        self.came.append(self.folder / f"{name}.ijk")
        self.came[-1].write_bytes(content)
        return 0


@pytest.fixture
def doors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HubByHand:
    """What the window reaches, before it is built."""
    (tmp_path / "hub").mkdir()
    made = HubByHand(tmp_path / "hub")
    monkeypatch.setattr(desktop, "doors", lambda: Doors(made, RealJoining()))
    return made


pytestmark = pytest.mark.usefixtures("doors")


@pytest.fixture
def hub(seated: Hands, doors: HubByHand) -> Iterator[HubByHand]:
    """The hub of a laptop that chose it."""
    store = session_of(seated).desk.store
    store.set_setting(machine.HUB, machine.hub_text(known()))
    hub_backups.choose(store, keeps=True)
    yield doors
    if seated.desktop.signed_in:  # the window is to close at once now
        hub_backups.choose(session_of(seated).desk.store, keeps=False)


def known() -> machine.KnownHub:
    """Return a hub that nobody answers for."""
    key = SigningKey.from_bytes(b"h" * 32)
    told = Hub("ab" * 16, key.public.raw, "https://127.0.0.1:1", bytes(32), b"none")
    days = (date(2026, 1, 1), date(2036, 1, 1))
    return machine.KnownHub(
        told,
        certify(
            key,
            workspace="cd" * 16,
            subject=key.public,
            user=f"hub-{told.id}",
            name="中心",
            roles={Role.HUB},
            valid_from=days[0],
            valid_to=days[1],
        ),
    )


def session_of(seated: Hands) -> Session:
    session = seated.desktop._session
    assert session is not None
    return session


def test_what_is_new_goes_to_the_hub_before_the_next_one_signs_in(
    seated: Hands, hub: HubByHand, tmp_path: Path
) -> None:
    digest = seated.store.digest()
    seated.rooms.frame.lock_requested.emit()
    assert seated.desktop.sign_in.isVisible()
    assert not seated.desktop.signed_in
    seated.until(lambda: not seated.desktop.jobs.busy)
    (file,) = hub.came
    assert restores.restore(file, tmp_path / "new", ByPassword(), seated.clock).digest == digest
    assert not (seated.desktop._folder / OUTGOING).exists()
    seated.sign_in()
    assert not backup_rounds.owing(session_of(seated))
    seated.rooms.frame.lock_requested.emit()
    assert not seated.desktop.jobs.busy, "nothing is new: nobody waits"
    seated.sign_in()


@pytest.mark.parametrize("how", ["exchange.unreachable", "exchange.cut_off"])
def test_a_hub_that_is_away_keeps_nobody_and_stands_in_the_log(
    seated: Hands, hub: HubByHand, how: str
) -> None:
    hub.fails = PeerError(how, where="https://hub", reason="away")
    seated.rooms.frame.lock_requested.emit()
    seated.until(lambda: not seated.desktop.jobs.busy)
    assert seated.desktop.sign_in.notice.code == ""
    seated.sign_in()
    (line,) = session_of(seated).desk.store.exchanges(1)
    assert (line.way, line.outcome) == ("backup", how)
    assert backup_rounds.owing(session_of(seated))


def test_the_stick_gets_its_own_while_the_hub_is_away(seated: Hands, hub: HubByHand, tmp_path: Path) -> None:
    hub.fails = PeerError("exchange.unreachable", where="https://hub", reason="away")
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.set_target(session_of(seated).desk.store, stick)
    seated.clock.moment += timedelta(hours=1)
    seated.rooms.frame.lock_requested.emit()
    seated.until(lambda: not seated.desktop.jobs.busy)
    assert len(list(stick.glob("*.ijk"))) == 1
    assert seated.desktop.sign_in.notice.code == ""
    seated.sign_in()
    backups.set_target(session_of(seated).desk.store, None)


def test_a_hub_that_refuses_is_told_where_the_next_one_signs_in(seated: Hands, hub: HubByHand) -> None:
    hub.fails = SignInError("hub.device_revoked", where="ab" * 8)
    seated.rooms.frame.lock_requested.emit()
    seated.until(lambda: seated.desktop.sign_in.notice.code == "hub.device_revoked")
    assert not seated.desktop.jobs.busy
    hub.fails = None
    seated.sign_in()


def test_the_closing_window_waits_for_it_and_closes_by_itself(seated: Hands, hub: HubByHand) -> None:
    assert not seated.desktop.window.close()
    seated.until(lambda: not seated.desktop.window.isVisible())
    assert len(hub.came) == 1
