"""Photos: encrypted, named blindly, never silently wrong."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import DamagedError, UnavailableError
from inspector_app.store import vault as vaults
from inspector_app.store.vault import Vault

KEY = bytes(range(32))


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault", KEY)


def only_file(folder: Path) -> Path:
    (place,) = [each for each in folder.rglob("*") if each.is_file()]
    return place


@settings(max_examples=25, deadline=None)
@given(content=st.binary(max_size=5000))
def test_what_is_put_is_got(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    vault = Vault(tmp_path_factory.mktemp("v"), KEY)
    digest = vault.put(content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert vault.get(digest) == content
    assert vault.put(content) == digest
    assert len(vault.names()) == 1


def test_neither_content_nor_its_hash_is_on_the_disk(vault: Vault, tmp_path: Path) -> None:
    digest = vault.put(b"marker-marker-marker" * 50)
    place = only_file(tmp_path)
    assert b"marker" not in place.read_bytes()
    assert digest not in str(place)


@pytest.mark.parametrize("position", [0, 5, 20, -1])
def test_every_altered_byte_is_noticed_and_mended_by_putting_again(
    vault: Vault, tmp_path: Path, position: int
) -> None:
    digest = vault.put(b"photo" * 100)
    place = only_file(tmp_path)
    broken = bytearray(place.read_bytes())
    broken[position] ^= 1
    place.write_bytes(broken)
    with pytest.raises(DamagedError, match=r"store\.blob_damaged"):
        vault.get(digest)
    vault.put(b"photo" * 100)
    assert vault.get(digest) == b"photo" * 100


def test_missing_cut_and_swapped_files_are_told_apart(vault: Vault) -> None:
    one, two = vault.put(b"one"), vault.put(b"two")
    first, second = (vault._place(vault.name(each)) for each in (one, two))
    second.write_bytes(first.read_bytes())
    with pytest.raises(DamagedError, match=r"store\.blob_damaged"):
        vault.get(two)
    first.write_bytes(b"")
    with pytest.raises(DamagedError, match=r"store\.blob_damaged"):
        vault.get(one)
    first.unlink()
    with pytest.raises(DamagedError, match=r"store\.blob_missing"):
        vault.get(one)


def test_sweep_spares_what_is_named_and_what_was_just_put(tmp_path: Path) -> None:
    before = Vault(tmp_path, KEY)
    named, orphan = before.put(b"named"), before.put(b"orphan")
    (tmp_path / "ab").mkdir(exist_ok=True)
    (tmp_path / "ab" / "0123.new").write_bytes(b"half")
    now = Vault(tmp_path, KEY)
    fresh = now.put(b"fresh")
    assert now.sweep({now.name(named)}) == 2
    assert now.has(named)
    assert now.has(fresh)
    assert not now.has(orphan)
    assert not (tmp_path / "ab" / "0123.new").exists()


def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("a file where the folder should be")
    with pytest.raises(UnavailableError, match=r"store\.disk_error"):
        Vault(tmp_path / "vault", KEY).put(b"x")


def test_a_name_that_was_not_durable_is_made_so_when_the_same_bytes_come_again(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a row would be written whose file a power cut takes away: its bytes were durable, not its name."""
    vault.put(b"other")
    synced: list[Path] = []

    def failing(folder: Path) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(vaults, "sync_folder", failing)
        with pytest.raises(UnavailableError, match=r"store\.disk_error"):
            vault.put(b"photo")
        with pytest.raises(UnavailableError, match=r"store\.disk_error"):
            vault.put(b"photo")
    monkeypatch.setattr(vaults, "sync_folder", synced.append)
    digest = vault.put(b"photo")
    assert synced[0] == tmp_path / "vault" / vault.name(digest)[:2]
    synced.clear()
    vault.put(b"photo")
    assert synced == [], "once is enough"


def test_a_folder_that_somebody_else_made_is_made_durable_by_who_uses_it_first(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another lane just made it, or a program that was killed: its name may not have reached the disk yet."""
    digest = vault.put(b"photo")
    place = tmp_path / "vault" / vault.name(digest)[:2]
    (place / vault.name(digest)).unlink()
    synced: list[Path] = []
    monkeypatch.setattr(vaults, "sync_folder", synced.append)
    again = Vault(tmp_path / "vault", KEY)
    again.put(b"photo")
    assert synced == [place, tmp_path / "vault"]
    (place / vault.name(digest)).unlink()
    synced.clear()
    again.put(b"photo")
    assert synced == [place], "once is enough"


def test_what_a_system_leaves_in_the_folder_is_no_photo(vault: Vault, tmp_path: Path) -> None:
    """A desktop puts small files of its own wherever it was shown a folder."""
    digest = vault.put(b"photo")
    folder = tmp_path / "vault" / vault.name(digest)[:2]
    (folder.parent / "desktop.ini").write_bytes(b"[.ShellClassInfo]")
    (folder / "Thumbs.db").write_bytes(b"thumbs")
    (folder / "of nobody").mkdir()
    (folder.parent / "an empty folder").mkdir()
    assert vault.listed() == {vault.name(digest)}
    assert vault.names() == [vault.name(digest)]
    assert vault.sweep({vault.name(digest)}) == 1
    assert vault.get(digest) == b"photo"
