"""Every password is lost: code and office key let somebody in again, here and on a restored laptop."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.casework.people import backups, pending, recovering, renewing, restores, workspace
from inspector_app.casework.people.recovering import NewPassword
from inspector_app.casework.people.restores import ByCode, ByOffice
from inspector_app.casework.people.workspace import Session
from inspector_app.documents.render import PdfRenderer
from inspector_app.domain.errors import InspectorError, RuleError, SignInError
from inspector_app.store.backup import Made
from inspector_app.trust import recovery_key
from inspector_app.trust.slots import SlotFile
from tests.casework.conftest import CHEAP
from tests.casework.newcomers import PASSWORD, PIN, Newcomer, newcomer_at
from tests.casework.office_hub import Office

NEW = NewPassword("wang", "又一个新密码 1")


@dataclass
class Laptop:
    """One that joined an office, with the ways in that lie in a safe."""

    office: Office
    newcomer: Newcomer
    recovery_code: str
    key_file: bytes
    key_code: str
    made: Made
    digest: str

    def sign_in(self, folder: Path, password: str) -> Session:
        return workspace.sign_in(folder, "wang", password, self.newcomer.clock, PdfRenderer())


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    office, newcomer = Office(), newcomer_at(tmp_path / "laptop")
    key_file, public, key_code = recovery_key.make(office.workspace, CHEAP)
    asked = newcomer.told.request
    grant = office.enrolled(asked)
    below = tuple(one for one in grant.certificates if one.key in (asked.device, asked.person))
    grant = office.granted(asked, below, grant.machine_codes, recovery=public)
    joined = newcomer.join(grant)
    session = newcomer.sign_in()
    session.new_pin(PASSWORD, PIN)
    with session.desk.store.transaction("wang") as tx:
        tx.create("site", {"name": "忘记密码以前写的"})
    made, digest = backups.run(session, tmp_path / "b.ijk"), session.desk.store.digest()
    session.close()
    return Laptop(office, newcomer, joined.recovery_code, key_file, key_code, made, digest)


def by_code(laptop: Laptop) -> restores.Way:
    return ByCode(laptop.recovery_code, NEW)


def by_office(laptop: Laptop) -> restores.Way:
    return ByOffice(laptop.key_file, laptop.key_code, "key", NEW)


def goes_on(laptop: Laptop, folder: Path) -> None:
    """Everything is there and read; issuing waits for the office, and then goes on."""
    session = laptop.sign_in(folder, NEW.password)
    assert session.desk.store.digest() == laptop.digest
    with pytest.raises(SignInError, match=r"workspace\.no_pin"):
        session.sign(PIN)
    session.new_pin(NEW.password, "864209")
    with pytest.raises(SignInError, match=r"workspace\.key_uncertified"):
        session.sign("864209")
    told = renewing.asked(session.desk, NEW.password)
    assert told.person.key_id != laptop.newcomer.told.person.key_id
    pending.keep(folder, told, NEW.password)
    grant = laptop.office.enrolled(told.request)
    came = renewing.renew(session.desk, NEW.password, told, grant)
    assert not came.new_person, "it is the key that the new password opened"
    signer = session.sign("864209").signer
    assert signer is not None
    assert session.desk.store.keyring.roles(signer.key_id, session.desk.today())
    session.close()
    with pytest.raises(SignInError, match=r"trust\.wrong_password"):
        laptop.sign_in(folder, PASSWORD)


@pytest.mark.parametrize("way", [by_code, by_office])
def test_who_lost_the_password_is_in_again_on_a_laptop_made_of_the_backup(
    laptop: Laptop, tmp_path: Path, way: Callable[[Laptop], restores.Way]
) -> None:
    restores.restore(laptop.made.file, tmp_path / "new", way(laptop), laptop.newcomer.clock)
    goes_on(laptop, tmp_path / "new")


def test_the_code_from_paper_lets_in_again_on_this_laptop(laptop: Laptop) -> None:
    folder, clock = laptop.newcomer.folder, laptop.newcomer.clock
    alone = NewPassword("", NEW.password)
    assert recovering.by_code(folder, laptop.recovery_code.lower(), alone, clock) == "wang"
    goes_on(laptop, folder)
    again = NewPassword("wang", "noch ein anderes")
    assert recovering.by_code(folder, laptop.recovery_code, again, clock) == "wang", "the code stays good"


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewPassword("wang", "short"), "trust.weak_password"),
        (NewPassword("li", "long enough"), "trust.unknown_user"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    laptop: Laptop, tmp_path: Path, new: NewPassword, code: str
) -> None:
    folder, clock = laptop.newcomer.folder, laptop.newcomer.clock
    before = (folder / "keys.json").read_bytes()
    with pytest.raises(InspectorError) as refused:
        recovering.by_code(folder, laptop.recovery_code, new, clock)
    assert refused.value.code == code
    with pytest.raises(InspectorError) as refused:
        restores.restore(laptop.made.file, tmp_path / "new", ByCode(laptop.recovery_code, new), clock)
    assert refused.value.code == code
    assert (folder / "keys.json").read_bytes() == before
    assert not (tmp_path / "new").exists()


def test_a_wrong_code_changes_nothing_and_two_people_must_be_told_apart(laptop: Laptop) -> None:
    folder, clock = laptop.newcomer.folder, laptop.newcomer.clock
    slots = SlotFile.read(folder / "keys.json")
    opened = slots.open("wang", PASSWORD, now=clock.now())
    other = slots.renew_recovery(opened)
    before = (folder / "keys.json").read_bytes()
    with pytest.raises(SignInError, match=r"trust\.wrong_recovery"):
        recovering.by_code(folder, laptop.recovery_code, NEW, clock)
    assert (folder / "keys.json").read_bytes() == before
    slots.add(opened, "li", "李四", "hello 李四李四", laptop.newcomer.told.person)
    with pytest.raises(SignInError, match=r"recovering\.who"):
        recovering.by_code(folder, other, NewPassword("", NEW.password), clock)
    assert recovering.by_code(folder, other, NEW, clock) == "wang"
    workspace.sign_in(folder, "li", "hello 李四李四", clock, PdfRenderer()).close()


def test_a_training_workspace_needs_no_code(tmp_path: Path) -> None:
    newcomer = newcomer_at(tmp_path / "laptop")
    workspace.make_training(newcomer.folder, newcomer.clock, cost=CHEAP)
    with pytest.raises(RuleError, match=r"recovering\.training"):
        recovering.by_code(newcomer.folder, "AAAA", NEW, newcomer.clock)
