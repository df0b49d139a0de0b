import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector_app.domain.errors import DamagedError, InspectorError, RuleError, SignInError, UnavailableError
from inspector_app.trust import slot_format
from inspector_app.trust.keys import SigningKey
from inspector_app.trust.slots import Cost, SlotFile, Unlocked, create_slots
from inspector_app.trust.tries import wait_after

CHEAP = Cost(memory=64, time=1)
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
KEY = SigningKey.from_bytes(b"k" * 32)
PASSWORD = "三人行必有我师焉"
WORKSPACE = "5a" * 16


def made(folder: Path, *, training: bool = False) -> tuple[SlotFile, Unlocked, str]:
    return create_slots(
        folder / "keys.json",
        workspace=WORKSPACE,
        training=training,
        user="wang",
        name="王五",
        password=PASSWORD,
        signing_key=KEY,
        cost=CHEAP,
    )


def same(one: object, two: object) -> bool:
    names = ("master", "data_key", "vault_key")
    return all(getattr(one, name) == getattr(two, name) for name in names)


def code_of(caught: pytest.ExceptionInfo[InspectorError]) -> str:
    return caught.value.code


def test_a_person_signs_in_with_their_password_and_finds_the_same_keys(tmp_path: Path) -> None:
    _, first, _ = made(tmp_path)
    again = SlotFile.read(tmp_path / "keys.json")
    assert (again.people(), again.workspace, again.training) == ([("wang", "王五")], WORKSPACE, False)
    opened = again.open("wang", PASSWORD, now=NOW)
    assert same(opened, first)
    assert (opened.user, opened.signing_key.key_id) == ("wang", KEY.key_id)
    assert len(opened.data_key) == len(opened.vault_key) == 32
    assert opened.data_key != opened.vault_key


def test_the_shipped_cost_is_what_we_promise() -> None:
    assert Cost() == Cost(memory=65_536, time=3, lanes=1)


def test_the_promised_cost_opens_a_slot(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_slots(
        path, workspace=WORKSPACE, training=False, user="wang", name="王", password=PASSWORD, signing_key=KEY
    )
    slots = SlotFile.read(path)
    assert [s["kdf"] for s in json.loads(path.read_text())["slots"]] == [
        {"name": "argon2id", "memory": 65536, "time": 3, "lanes": 1}
    ] * 2
    assert slots.open("wang", PASSWORD, now=NOW).signing_key.key_id == KEY.key_id


def test_nothing_but_names_is_readable(tmp_path: Path) -> None:
    _, keys, code = made(tmp_path)
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        for secret in (keys.master, keys.data_key, keys.vault_key, KEY.to_bytes()):
            assert secret not in content
            assert secret.hex().encode() not in content
        assert PASSWORD.encode() not in content
        assert code.encode() not in content
        assert code.replace("-", "").encode() not in content
    assert keys.master.hex() not in repr(keys)
    assert str(keys.master) not in repr(keys)


def test_two_laptops_have_nothing_in_common(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    _, one, code_one = made(tmp_path / "a")
    _, two, code_two = made(tmp_path / "b")
    assert one.master != two.master
    assert one.data_key != two.data_key
    assert code_one != code_two


def test_a_wrong_password_is_refused_and_the_wait_grows_and_survives_a_restart(tmp_path: Path) -> None:
    made(tmp_path)
    now, waits = NOW, []
    for failures in range(1, 9):
        with pytest.raises(SignInError, match=r"trust\.wrong_password"):
            SlotFile.read(tmp_path / "keys.json").open("wang", "wrong password", now=now)
        if failures < 3:
            continue
        with pytest.raises(
            SignInError, match=r"trust\.wait"
        ) as told:  # the right one waits too, after a restart
            SlotFile.read(tmp_path / "keys.json").open("wang", PASSWORD, now=now)
        waits.append(told.value.values["seconds"])
        now += timedelta(seconds=wait_after(failures))
    assert [round(wait) for wait in waits] == [wait_after(n) + 1 for n in range(3, 9)]
    SlotFile.read(tmp_path / "keys.json").open("wang", PASSWORD, now=now)


def test_the_wait_never_exceeds_a_quarter_of_an_hour() -> None:
    assert [wait_after(n) for n in range(7)] == [0, 0, 0, 2, 4, 8, 16]
    assert wait_after(1000) == 900


def test_three_tries_are_free_then_the_right_password_must_wait_too(tmp_path: Path) -> None:
    slots, _, _ = made(tmp_path)
    for _ in range(3):
        with pytest.raises(SignInError, match="wrong_password"):
            slots.open("wang", "wrong password", now=NOW)
    with pytest.raises(SignInError, match="wait"):
        slots.open("wang", PASSWORD, now=NOW + timedelta(seconds=1))
    slots.open("wang", PASSWORD, now=NOW + timedelta(seconds=2))
    with pytest.raises(SignInError, match="wrong_password"):  # forgotten: the count begins anew
        slots.open("wang", "wrong password", now=NOW)
    slots.open("wang", PASSWORD, now=NOW)


def test_a_clock_set_back_does_not_lock_anybody_out_for_ever(tmp_path: Path) -> None:
    slots, _, _ = made(tmp_path)
    for _ in range(3):
        with pytest.raises(SignInError):
            slots.open("wang", "wrong password", now=NOW)
    past = NOW - timedelta(days=365)
    with pytest.raises(SignInError, match="wait"):
        slots.open("wang", PASSWORD, now=past)
    slots.open("wang", PASSWORD, now=past + timedelta(seconds=2))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"wang": 3}', b'{"wang": [1, "x"]}', b"\xff\xfe"])
def test_a_damaged_count_locks_nobody_out(tmp_path: Path, content: bytes) -> None:
    slots, _, _ = made(tmp_path)
    (tmp_path / "keys.json.tries").write_bytes(content)
    assert slots.open("wang", PASSWORD, now=NOW).user == "wang"


def test_the_recovery_code_opens_and_gives_a_new_password_and_key(tmp_path: Path) -> None:
    slots, first, code = made(tmp_path)
    assert len(code.replace("-", "")) == 26
    opened = slots.recover(f"  {code.lower().replace('-', ' ')} ", now=NOW)
    assert same(opened, first)
    new_key = SigningKey.new()
    slots.reset(opened, "wang", "a new password", new_key)
    again = SlotFile.read(tmp_path / "keys.json")
    assert again.open("wang", "a new password", now=NOW).signing_key.key_id == new_key.key_id
    with pytest.raises(SignInError, match="wrong_password"):
        again.open("wang", PASSWORD, now=NOW)


def test_a_slip_of_the_pen_and_a_wrong_code_are_told_apart(tmp_path: Path) -> None:
    slots, _, code = made(tmp_path)
    (tmp_path / "b").mkdir()
    _, _, foreign = made(tmp_path / "b")
    with pytest.raises(SignInError, match="wrong_recovery"):
        slots.recover(foreign, now=NOW)
    slipped = [code[:-1], "", code[1:] + code[0]]
    for wrong in slipped:
        with pytest.raises(SignInError, match=r"recovery_mistyped|wrong_recovery"):
            slots.recover(wrong, now=NOW)
    with pytest.raises(SignInError, match="recovery_mistyped"):
        slots.recover(code[:-1], now=NOW)


def test_a_renewed_recovery_code_makes_the_old_one_worthless(tmp_path: Path) -> None:
    slots, keys, old = made(tmp_path)
    new = slots.renew_recovery(keys)
    assert new != old
    with pytest.raises(SignInError, match="wrong_recovery"):
        slots.recover(old, now=NOW)
    assert same(slots.recover(new, now=NOW), keys)


def test_people_come_change_their_password_and_leave(tmp_path: Path) -> None:
    slots, keys, _ = made(tmp_path)
    li = SigningKey.new()
    slots.add(keys, "li", "李四", "correct horse", li)
    with pytest.raises(RuleError, match="user_exists"):
        slots.add(keys, "li", "李四", "correct horse", li)
    slots.change_password("li", "correct horse", "battery staple", now=NOW)
    slots = SlotFile.read(tmp_path / "keys.json")
    assert {user for user, _ in slots.people()} == {"wang", "li"}
    opened = slots.open("li", "battery staple", now=NOW)
    assert same(opened, keys)
    assert opened.signing_key.key_id == li.key_id
    with pytest.raises(SignInError, match="wrong_password"):
        slots.open("li", "correct horse", now=NOW)
    slots.remove("wang")
    with pytest.raises(SignInError, match="unknown_user"):
        SlotFile.read(tmp_path / "keys.json").open("wang", PASSWORD, now=NOW)
    with pytest.raises(RuleError, match="last_person"):
        slots.remove("li")


def test_the_recovery_slot_is_nobodys_to_sign_in_with(tmp_path: Path) -> None:
    slots, keys, code = made(tmp_path)
    for attempt in (
        lambda: slots.open("", code, now=NOW),
        lambda: slots.remove(""),
        lambda: slots.add(keys, "", "x", "long enough", KEY),
    ):
        with pytest.raises(InspectorError):
            attempt()
    assert same(slots.recover(code, now=NOW), keys)


@pytest.mark.parametrize(
    ("user", "name", "password", "code"),
    [
        ("li", "李", "short12", "trust.weak_password"),
        ("li", " ", "long enough", "trust.name_unfit"),
        ("a\nb", "x", "long enough", "trust.name_unfit"),
        ("x" * 201, "x", "long enough", "trust.name_unfit"),
    ],
)
def test_unfit_names_and_short_passwords_are_refused(
    tmp_path: Path, user: str, name: str, password: str, code: str
) -> None:
    slots, keys, _ = made(tmp_path)
    before = (tmp_path / "keys.json").read_bytes()
    with pytest.raises(RuleError) as caught:
        slots.add(keys, user, name, password, KEY)
    assert caught.value.code == code
    assert (tmp_path / "keys.json").read_bytes() == before


def test_passwords_typed_in_full_and_half_width_are_the_same(tmp_path: Path) -> None:
    slots, keys, _ = made(tmp_path)
    slots.add(keys, "li", "李", "ａｂｃ１２３４５", KEY)
    assert slots.open("li", "abc12345", now=NOW).user == "li"


def test_a_slot_cannot_be_moved_to_another_name_or_made_practice(tmp_path: Path) -> None:
    """Whoever can write the file can mend the checksum, but not the seal."""
    _, keys, _ = made(tmp_path)
    path = tmp_path / "keys.json"
    told = slot_format.read(path.read_bytes(), "x")
    for forged in (
        slot_format.Slots(told.workspace, True, told.slots),
        slot_format.Slots("77" * 16, False, told.slots),
    ):
        path.write_bytes(slot_format.write(forged))
        with pytest.raises(SignInError, match="wrong_password"):
            SlotFile.read(path).open("wang", PASSWORD, now=NOW)
    with pytest.raises(RuleError, match="other_laptop"):
        SlotFile.read(path).add(keys, "li", "李", "long enough", KEY)


def test_every_flipped_byte_and_every_prefix_of_the_file_is_refused(tmp_path: Path) -> None:
    made(tmp_path)
    path = tmp_path / "keys.json"
    good = path.read_bytes()
    spoilt = [good[:cut] for cut in range(0, len(good) - 1, 7)]
    spoilt += [good[:at] + bytes((good[at] ^ 1,)) + good[at + 1 :] for at in range(0, len(good) - 1, 3)]
    for content in spoilt:
        path.write_bytes(content)
        with pytest.raises((DamagedError, UnavailableError)) as caught:
            SlotFile.read(path)
        assert caught.value.code in ("trust.slots_damaged", "trust.newer_slots")


def test_a_huge_or_foreign_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    for content in (b"[" * 2_000_000, b"null", b'{"format": "inspector-slots"}', b"\x00" * 100):
        path.write_bytes(content)
        with pytest.raises(DamagedError, match="slots_damaged"):
            SlotFile.read(path)
    with pytest.raises(UnavailableError, match="file_unreadable"):
        SlotFile.read(tmp_path / "missing.json")


def test_a_cost_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    assert not Cost(memory=2**30).sound
    assert not Cost(time=1000).sound
    assert not Cost(memory=8, lanes=2).sound
    assert Cost().sound
    assert CHEAP.sound


def test_existing_slots_are_never_overwritten(tmp_path: Path) -> None:
    made(tmp_path)
    before = (tmp_path / "keys.json").read_bytes()
    with pytest.raises(RuleError, match="slots_exist"):
        made(tmp_path)
    assert (tmp_path / "keys.json").read_bytes() == before


def test_a_failed_write_leaves_the_file_and_no_rubbish(tmp_path: Path) -> None:
    slots, keys, _ = made(tmp_path)
    before = sorted((p.name, p.read_bytes()) for p in tmp_path.iterdir())
    elsewhere = tmp_path.with_name(tmp_path.name + "-gone")
    tmp_path.rename(elsewhere)
    with pytest.raises(UnavailableError, match="file_not_written"):
        slots.add(keys, "li", "李", "long enough", KEY)
    elsewhere.rename(tmp_path)
    assert sorted((p.name, p.read_bytes()) for p in tmp_path.iterdir()) == before
    assert slots.people() == [("wang", "王五")]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    made(tmp_path)
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0
