"""What `hub enrol` and `hub revoke` do; JSON values come back, words are the command line's."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from inspector_app.domain.acts import Role
from inspector_app.domain.errors import RuleError, UsageError
from inspector_app.hub import root_file
from inspector_app.hub.books import Hub
from inspector_app.hub.enrolling import TRAINED
from inspector_app.hub.settings import URL
from inspector_app.trust import check_digits
from inspector_app.trust.durable import write_durably
from inspector_app.trust.enrolment import MOST_REQUEST, Grant, Request
from inspector_app.trust.enrolment_code import is_url
from inspector_app.trust.keys import SigningKey, VerifyKey

GRANTED = (Role.INSPECTOR, Role.SUPERVISOR, Role.CLERK, Role.ADMINISTRATOR)
"""Roles that can be given; an administrator's by the root key alone."""

_PLACE = re.compile(r"([0-9a-f]{32}):([0-9]{1,15})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to be let in.

    Attributes:
        user: an id to keep, when the person has one.
        roles: empty means inspector.
        codes: machine codes, the spare ones included.
        days: how long the code is good.
        url: where laptops reach the hub; empty takes the one that it was told, or that it served at.
        check: digits that the asking laptop showed, see `check_digits`; empty compares nothing.
        backup_of: key of the laptop whose backups the code opens, too; empty for none.
    """

    name: str
    user: str
    roles: tuple[str, ...]
    codes: int
    days: int
    url: str
    check: str = ""
    backup_of: str = ""


@dataclass(frozen=True, slots=True)
class Root:
    """The office's root key, out of the safe: its file and the code that opens it."""

    file: Path
    code: str = field(repr=False)


def enrol(folder: Path, wanted: Wanted, *, database: str | None) -> dict[str, Any]:
    """Make a one-time code.

    Raises:
        UsageError: `hub.role_unknown`, `hub.url_unfit`. RuleError: `hub.url_unknown` and the books' own;
            `hub.backup_unknown`: the laptop whose backups it should open left none here.
        SignInError: `hub.root_needed`: an administrator is appointed by a request file and the root key.
    """
    roles = _roles(wanted)
    with opened(folder, database) as hub:
        _settle_url(hub, wanted.url)
        of = wanted.backup_of
        if of and not hub.backups.kept(of):
            raise RuleError("hub.backup_unknown", where=of)
        code = hub.devices.make_code(wanted.name, roles, wanted.user, wanted.codes, wanted.days, of)
        given = sorted(TRAINED if hub.facts.training else roles)
    told = {"code": code, "days": wanted.days, "name": wanted.name, "user": wanted.user}
    return told | {"roles": given, "machine_codes": wanted.codes, "backup_of": of}


def look(request: Path) -> dict[str, Any]:
    """Return what a request file says of itself; nothing is granted, and nobody vouches for it.

    Raises:
        UsageError: `hub.file_unreadable`. DamagedError: `enrolment.damaged`.
        UnavailableError: `enrolment.newer`.
    """
    return _of_request(_request(request))


def enrol_by_file(
    folder: Path, wanted: Wanted, request: Path, out: Path, root: Root | None, *, database: str | None
) -> dict[str, Any]:
    """Answer a request file with a grant that only the asking laptop can open.

    The file is begun before anything is granted. One that is lost all the same is made again by answering the
    same request again: it brings the same machine codes.

    Args:
        root: the office's root key and its code, for who is to be an administrator.

    Returns:
        who was let in, by which keys, and the digits that the laptop compares.

    Raises:
        UsageError: as `enrol`, and `hub.file_unreadable`, `hub.out_exists`.
        RuleError: `enrolment.check_differs`, `hub.user_known` and the books' own.
        DamagedError: `enrolment.damaged`. UnavailableError: `trust.file_not_written`.
    """
    asked, roles = _request(request), _roles(wanted)
    if wanted.check:
        check_digits.refuse_other(wanted.check, check_digits.of_request(asked), str(request))
    if out.exists() and out.stat().st_size:
        raise UsageError("hub.out_exists", where=str(out))
    with opened(folder, database) as hub:
        _settle_url(hub, wanted.url)
        key = None if root is None else _root_key(root)
        with _begun(out):
            grant = hub.devices.grant_for(asked, wanted.name, roles, wanted.user, wanted.codes, key)
        write_durably(out, grant.sealed())
        office = check_digits.of_office(hub.facts.root, hub.facts.id)
        let_in = _let_in(asked, grant)
        namesakes = hub.devices.namesakes(let_in["user"], let_in["name"])
    told = _of_request(asked) | {"out": str(out), "office_check": office, "compared": bool(wanted.check)}
    return told | let_in | {"namesakes": namesakes}


def admit(folder: Path, name: str, request: Path, out: Path, database: str | None) -> object:
    """Answer a request file of an inspector who gets one machine code; see `enrol_by_file`."""
    return enrol_by_file(folder, Wanted(name, "", (), 1, 7, ""), request, out, None, database=database)


def more_codes(folder: Path, device: str, many: int, *, database: str | None) -> dict[str, Any]:
    """Give a laptop more machine codes; its next exchange brings them to it.

    Raises:
        RuleError: `hub.key_unknown`, `hub.code_unfit`, `hub.codes_over`. SignInError: `hub.device_revoked`.
    """
    with opened(folder, database) as hub:
        codes = hub.devices.more_codes(device, many)
        name = next((one.name for one in hub.devices.devices() if one.key_id == device), "")
    return {"device": device, "name": name, "machine_codes": list(codes)}


def revoke(
    folder: Path,
    device: str,
    place: str,
    reason: str,
    root: Root | None,
    *,
    on: date | None = None,
    database: str | None,
) -> dict[str, Any]:
    """Shut a laptop or a person out, but for what was written up to a place.

    Args:
        on: the first day without rights; see `Devices.revoke`.

    Raises:
        UsageError: `hub.place_unreadable`. RuleError: `hub.key_unknown`, `hub.own_key`.
    """
    accepted = _place(place) if place else None
    with opened(folder, database) as hub:
        key = None if root is None else _root_key(root)
        first = hub.devices.revoke(device, accepted, reason, key, on)
        beyond = hub.devices.beyond(device)
    held = [{"journal": one.journal_id, "first": one.first, "last": one.last} for one in beyond]
    return {"device": device, "from": place, "on": first.isoformat(), "beyond": held}


@contextmanager
def opened(folder: Path, database: str | None) -> Iterator[Hub]:
    """Give a hub's books, closed when the block ends."""
    hub = Hub.open(folder, database)
    try:
        yield hub
    finally:
        hub.close()


@contextmanager
def _begun(out: Path) -> Iterator[None]:
    """Begin a file before what is to stand in it is decided; it is taken away when that comes to nothing."""
    write_durably(out, b"")
    try:
        yield
    except BaseException:
        with suppress(OSError):
            out.unlink()
        raise


def _of_request(asked: Request) -> dict[str, Any]:
    before = VerifyKey(asked.before).key_id if asked.before else ""
    return {
        "request": asked.hash.hex(),
        "name": asked.name,
        "user": asked.user,
        "made": asked.made,
        "device": VerifyKey(asked.device).key_id,
        "person": VerifyKey(asked.person).key_id,
        "in_place_of": before,
        "check": check_digits.of_request(asked),
    }


def _let_in(asked: Request, grant: Grant) -> dict[str, Any]:
    """Return whom a grant lets in, by the certificate and not by what the request said."""
    person = grant.person(asked)
    return {
        "name": person.name,
        "user": person.user,
        "roles": sorted(person.roles),
        "until": person.valid_to.isoformat(),
        "machine_codes": list(grant.machine_codes),
    }


def _request(path: Path) -> Request:
    return Request.from_bytes(content_of(path, MOST_REQUEST))


def _root_key(root: Root) -> SigningKey:
    return root_file.open_key(content_of(root.file, root_file.MOST_BYTES), root.code, str(root.file))


def content_of(path: Path, most: int) -> bytes:
    """Return a file's bytes, one more than `most` at most, so that whoever reads them refuses what is larger.

    Raises:
        UsageError: `hub.file_unreadable`.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError("hub.file_unreadable", where=str(path), reason=reason) from error


def _place(told: str) -> tuple[str, int]:
    found = _PLACE.fullmatch(told)
    if found is None:
        raise UsageError("hub.place_unreadable", where="--from", value=told)
    return found[1], int(found[2])


def _roles(wanted: Wanted) -> frozenset[Role]:
    known = ", ".join(GRANTED)
    for one in wanted.roles:
        if one not in GRANTED:
            raise UsageError("hub.role_unknown", where="--role", value=one, known=known)
    return frozenset(Role(one) for one in wanted.roles) or frozenset({Role.INSPECTOR})


def _settle_url(hub: Hub, told: str) -> None:
    if not told:
        return
    if not is_url(told):
        raise UsageError("hub.url_unfit", where="--url", value=told)
    hub.set_setting(URL, told)
