"""The exchange file: whole or not at all, and refused when anything in it is not as it was written."""

import resource
import secrets
import tracemalloc
from collections.abc import Iterator
from errno import EACCES, EBADF, EDQUOT, EFBIG, EINVAL, EIO, ENODEV, ENOSPC, ENOTSUP, EROFS
from pathlib import Path

import pytest

from inspector_app.domain.errors import Cancelled, DamagedError, InspectorError, RuleError, UnavailableError
from inspector_app.sync import sealed_file
from inspector_app.sync.sealed_file import Disk, Header
from inspector_app.trust.chunks import CHUNK
from tests.sync.sticks import Pulled

KEY = b"k" * 32
HEADER = Header("5a" * 16, "ab" * 8, "cd" * 16, "2026-11-26T08:00:00+08:00", {"ab" * 8: b"box"})


def written(path: Path, *pieces: bytes) -> bytes:
    sealed_file.write(path, sealed_file.sealed(HEADER, KEY, pieces))
    return path.read_bytes()


def read(path: Path, key: bytes = KEY) -> bytes:
    with sealed_file.reading(path) as file:
        assert file.header == HEADER
        return b"".join(file.pieces(key))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_what_was_written_is_read(tmp_path: Path, size: int) -> None:
    content = secrets.token_bytes(size)
    written(tmp_path / "x.ijx", content[: size // 3], content[size // 3 :])
    assert read(tmp_path / "x.ijx") == content
    with pytest.raises(DamagedError, match=r"exchange\.file_damaged"):
        read(tmp_path / "x.ijx", b"z" * 32)


def test_every_prefix_and_every_flipped_byte_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "x.ijx", b"content" * 20)
    path = tmp_path / "y.ijx"
    for broken in (*prefixes(whole), *flipped(whole), whole + b"x", b""):
        path.write_bytes(broken)
        with pytest.raises(InspectorError) as refused:
            read(path)
        assert isinstance(refused.value, DamagedError), refused.value


def prefixes(whole: bytes) -> Iterator[bytes]:
    return (whole[:n] for n in range(len(whole)))


def flipped(whole: bytes) -> Iterator[bytes]:
    return (whole[:n] + bytes((whole[n] ^ 1 << n % 8,)) + whole[n + 1 :] for n in range(len(whole)))


def test_chunks_in_another_order_or_left_out_are_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "x.ijx", secrets.token_bytes(3 * CHUNK + 5))
    start, size = len(HEADER.to_bytes()), CHUNK + 16
    parts = [whole[start + n * size : start + (n + 1) * size] for n in range(4)]
    for order in ((1, 0, 2, 3), (0, 2, 3), (0, 1, 2), (0, 0, 1, 2, 3), (3,)):
        (tmp_path / "y.ijx").write_bytes(whole[:start] + b"".join(parts[n] for n in order))
        with pytest.raises(DamagedError):
            read(tmp_path / "y.ijx")


def test_a_newer_version_is_told_from_a_broken_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_file, "VERSION", 2)
    written(tmp_path / "x.ijx", b"content")
    monkeypatch.undo()
    with pytest.raises(UnavailableError, match=r"exchange\.newer_file"):
        read(tmp_path / "x.ijx")


def test_another_file_and_a_missing_one_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "x.ijx").write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(DamagedError, match=r"exchange\.no_exchange_file"):
        read(tmp_path / "x.ijx")
    with pytest.raises(RuleError, match=r"exchange\.no_such_file"):
        read(tmp_path / "renamed.ijx")
    with pytest.raises(UnavailableError, match=r"exchange\.not_read"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ENOSPC, "exchange.stick_full"),
        (EDQUOT, "exchange.stick_full"),
        (EFBIG, "exchange.file_too_large"),
        (EIO, "exchange.not_written"),
        (ENODEV, "exchange.not_written"),
        (EROFS, "exchange.not_written"),
    ],
)
@pytest.mark.parametrize("at", ["create", "write", "settle", "replace"])
def test_a_stick_that_fails_leaves_what_was_there(tmp_path: Path, error: int, code: str, at: str) -> None:
    path = tmp_path / "x.ijx"
    before, disk = written(path, b"old"), Pulled(CHUNK, error, at)
    with pytest.raises(UnavailableError) as refused:
        sealed_file.write(path, sealed_file.sealed(HEADER, KEY, [b"x" * 3 * CHUNK]), disk)
    assert refused.value.code == code
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    assert not disk.late, "it went on writing to a stick that is gone"


class NoFolderSync(Disk):
    """A place whose folders cannot be made durable: some shares and file systems of phones."""

    def __init__(self, error: int) -> None:
        self.error = error

    def settle_folder(self, folder: Path) -> None:
        raise OSError(self.error, "Invalid argument")


@pytest.mark.parametrize("error", [EINVAL, ENOTSUP, EBADF, EACCES])
def test_a_file_that_is_there_is_not_called_unwritten(tmp_path: Path, error: int) -> None:
    path = tmp_path / "x.ijx"
    sealed_file.write(path, sealed_file.sealed(HEADER, KEY, [b"content"]), NoFolderSync(error))
    assert read(path) == b"content"


def test_a_folder_that_really_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match=r"exchange\.not_written"):
        sealed_file.write(
            tmp_path / "x.ijx", sealed_file.sealed(HEADER, KEY, [b"content"]), NoFolderSync(EIO)
        )


class Closing(Disk):
    """A drop box: what is put in is there, and its names are shown to nobody afterwards."""

    def replace(self, temporary: Path, path: Path) -> None:
        super().replace(temporary, path)
        path.parent.rename(path.parent.with_name("shut"))


def test_a_place_that_shows_no_names_takes_the_file_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "box").mkdir()
    path = tmp_path / "box" / "x.ijx"
    sealed_file.write(path, sealed_file.sealed(HEADER, KEY, [b"content"]), Closing())
    assert read(tmp_path / "shut" / "x.ijx") == b"content"


def test_a_stick_pulled_while_it_is_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.ijx"
    written(path, b"x" * 3 * CHUNK)
    for after in (0, 100, CHUNK, 2 * CHUNK):
        with (
            pytest.raises(UnavailableError, match=r"exchange\.not_read"),
            sealed_file.reading(path, Pulled(after)) as file,
        ):
            b"".join(file.pieces(KEY))


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    path = tmp_path / "x.ijx"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (CHUNK, hard))
    try:
        with pytest.raises(UnavailableError, match=r"exchange\.file_too_large"):
            written(path, b"x" * 2 * CHUNK)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list(tmp_path.iterdir())
    written(path, b"x" * 2 * CHUNK)
    assert read(path) == b"x" * 2 * CHUNK


def test_who_stops_it_leaves_no_half_file(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x" * 3 * CHUNK
        raise Cancelled

    with pytest.raises(Cancelled):
        sealed_file.write(tmp_path / "x.ijx", sealed_file.sealed(HEADER, KEY, pieces()))
    assert not list(tmp_path.iterdir())


def test_a_large_file_needs_the_memory_of_a_few_chunks(tmp_path: Path) -> None:
    path, piece = tmp_path / "x.ijx", secrets.token_bytes(300_000)
    tracemalloc.start()
    try:
        sealed_file.write(path, sealed_file.sealed(HEADER, KEY, (piece for _ in range(200))))
        with sealed_file.reading(path) as file:
            size = sum(len(one) for one in file.pieces(KEY))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size == 200 * len(piece)
    assert peak < 12 * CHUNK
