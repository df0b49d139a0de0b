"""Writes the conversation of before: `python -m tests.previous.make FOLDER`, run once by the program of then.

Then was wire version 1 with bundles of body form 1, on the day before bundles got their lean body (form 2).
The committed files are never written anew. A program that does not read them as told.json says has lost the
laptops and hubs of before; it is to be mended, not they.

    hub.zip        folder of a hub with two laptops enrolled, at 2026-03-02T08:00+08:00, before any push
    request        what the laptop of wang asked; grant: what the hub granted it
    wang.1 wang.2  bundles of wang's journal, as wang's laptop packed them; li.1: of li's
    push           body of the push that brought wang.1 and wang.2; push.answer: frames of the answer
    pull.answer    frames of the answer to a pull from the beginning, after that push and li's
    blob.answer    frame of the answer to the photo of wang
    file.ijx       exchange file of another office's laptop 1 (tests.sync.office), for laptops 1 to 3
    told.json      what all of it says: keys, hashes, digests

Made of: tests.hub.office (founding, devices.enrol, bundles.push and pull, blobs.take), whose clock stands
and whose keys of laptops and people follow from their names; tests.journal.writing for the journals;
tests.sync.office and sync.files.write_out for the file. The hub's own keys and the boxes of the file are
random: they were made once.
"""

import hashlib
import json
import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from inspector_app.journal import bundle
from inspector_app.journal.entry import Entry
from inspector_app.journal.fold import fold
from inspector_app.store.store import Store
from inspector_app.sync import files
from inspector_app.sync.frames import Kind, frame, run_of
from inspector_app.trust.certificates import Certificate
from inspector_app.trust.keys import VerifyKey
from tests.hub.office import Member, Office
from tests.sync.office import Office as Laptops
from tests.sync.office import Steps, a_day

PHOTO = b"\xff\xd8 a photo of before \xff\xd9" * 20
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def packed(folder: Path, target: Path) -> None:
    """Pack a folder, with dates that say nothing."""
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(path.relative_to(folder).as_posix())
                archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)


def written(folder: Path, told: dict[str, bytes]) -> None:
    for name, content in told.items():
        with (folder / name).open("xb") as file:
            file.write(content)


def digest_of(entries: list[Entry], root: Certificate) -> str:
    return fold(entries, root).digest()


def conversation(work: Path, out: Path) -> dict[str, object]:
    """Found, enrol, keep the folder, then push and pull."""
    office = Office(work / "hub")
    wang, li = office.enrol("wang"), office.enrol("li")
    office.close()
    packed(work / "hub", out / "hub.zip")
    office.restart()
    wang.write(5)
    li.write(2)
    one, two, other = wang.pack(0, 3), wang.pack(3, 5), li.pack()
    answers = [frame(Kind.RECEIPT, each.receipt) for each in wang.push(one, two)]
    li.push(other)
    page = office.hub.bundles.pull(office.workspace, 0, bytes(32), 8_000_000)
    sha = hashlib.sha256(PHOTO).digest()
    receipt = office.hub.blobs.take(office.workspace, sha.hex(), PHOTO, sha)
    written(
        out,
        {
            "request": wang.request.to_bytes(),
            "grant": wang.grant.to_bytes(),
            "wang.1": one,
            "wang.2": two,
            "li.1": other,
            "push": b"".join(run_of(frame(Kind.BUNDLE, each) for each in (one, two))),
            "push.answer": b"".join(run_of(answers)),
            "pull.answer": b"".join(
                run_of(
                    (frame(Kind.BUNDLE, each) for each in page.bundles),
                    no=page.no,
                    log=page.log.hex(),
                    more=page.more,
                )
            ),
            "blob.answer": b"".join(run_of(iter([frame(Kind.BLOB_RECEIPT, receipt)]))),
        },
    )
    told = facts(office, wang, li, list(page.bundles))
    office.close()
    return told


def facts(office: Office, wang: Member, li: Member, log: list[bytes]) -> dict[str, object]:
    """Return what the conversation says."""
    grant = wang.grant
    keys = {one.key_id: one.key for one in grant.certificates}
    known = keys | {li.device.key_id: li.device.public.raw}
    entries = [entry for raw in log for entry in unpacked(raw, known)]
    return {
        "workspace": office.workspace,
        "hub": grant.hub.id,
        "hub_key": grant.hub.key.hex(),
        "fingerprint": grant.hub.fingerprint.hex(),
        "root": grant.root.to_content(),
        "machine_codes": list(grant.machine_codes),
        "devices": {each.laptop.name: each.device.public.raw.hex() for each in (wang, li)},
        "journals": {each.laptop.name: each.journal for each in (wang, li)},
        "log": [hashlib.sha256(raw).hexdigest() for raw in log],
        "entries": len(entries),
        "digest": digest_of(entries, grant.root),
        "clock": office.clock.now().isoformat(),
    }


def unpacked(raw: bytes, keys: dict[str, bytes]) -> list[Entry]:
    return bundle.unpack(raw, lambda key_id: VerifyKey(keys[key_id]) if key_id in keys else None)


def by_file(work: Path, out: Path) -> dict[str, object]:
    """Write an exchange file of a laptop with a store."""
    office = Laptops()
    store: Store = office.laptop(work / "laptop", 1)
    a_day(office, store, photo=PHOTO)
    office.receipt_all(store)
    film = b"film" * 400
    site = a_day(office, store, photo=film)
    files.write_out(store, out / "file.ijx", NOW, Steps(), to=office.device(2).key_id)
    record = store.record("site", site)
    assert record is not None
    entries = list(store.entries())
    told: dict[str, object] = {
        "journal": store.meta.journal_id,
        "vector": store.vector(),
        "digest": store.digest(),
        "entries": len(entries),
        "photos": [hashlib.sha256(film).hexdigest()],
        "site": site,
        "name": record.fields["name"],
    }
    store.close()
    return told


def write(out: Path) -> None:
    """Write every file into a folder that has none of them."""
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        told = {"conversation": conversation(work, out), "file": by_file(work, out)}
    with (out / "told.json").open("x", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=1, sort_keys=True)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
