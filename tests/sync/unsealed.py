"""What an exchange file holds, seen with the key of one of its receivers."""

from pathlib import Path

from inspector_app.sync import file_proof, sealed_file
from inspector_app.sync.frames import Frame, Kind, Reader
from inspector_app.trust.keys import SigningKey


def frames_in(path: Path, device: SigningKey) -> list[Frame]:
    """Return every frame but the end."""
    with sealed_file.reading(path) as file:
        key = file_proof.content_key(file.header, device, file.header.workspace)
        reader = Reader()
        told = [one for piece in file.pieces(key) for one in reader.feed(piece)]
        reader.finish()
        return told


def contents(path: Path, device: SigningKey, kind: Kind) -> list[bytes]:
    """Return what the frames of one kind hold."""
    return [one.content for one in frames_in(path, device) if one.kind is kind]
