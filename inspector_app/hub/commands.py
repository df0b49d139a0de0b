"""What `hub init|serve|status` do; JSON values come back, words are the command line's."""

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from inspector_app.domain.errors import UsageError
from inspector_app.hub import app, founding, serving
from inspector_app.hub.admitting import opened
from inspector_app.hub.beyond import Beyond
from inspector_app.hub.books import Hub
from inspector_app.hub.refusing import Words
from inspector_app.hub.serving import Serving
from inspector_app.hub.settings import MOST_BACKUPS, SERVED, URL
from inspector_app.trust import check_digits
from inspector_app.trust.enrolment_code import is_url

SECRETS = {
    "hub.root_key_at": ("root_key", "root_code"),
    "hub.recovery_key_at": ("recovery_key", "recovery_code"),
}
"""Which values of `init` are files for the safe, and the codes that open them."""

MOST_SHOWN = 10
"""So many of the newest lines of the audit stand in the status."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to serve; see `serving.Serving`.

    Attributes:
        backups: bytes that laptops' backups may take together from now on; None leaves the bound as it is.
    """

    listen: str
    url: str
    ready: Path | None
    workers: int
    backups: int | None = None


def init(folder: Path, workspace: str, *, training: bool, database: str | None) -> dict[str, Any]:
    """Found a hub, and return its id, its fingerprint and the secrets that are shown once."""
    made = founding.found(folder, workspace, training=training, database_url=database)
    return {
        "hub_id": made.facts.id,
        "workspace": made.facts.workspace,
        "fingerprint": made.facts.fingerprint.hex(),
        "root_key": str(made.root_key or ""),
        "root_code": made.root_code if made.root_key else "",
        "recovery_key": str(made.recovery_key),
        "recovery_code": made.recovery_code,
        "check": check_digits.of_office(made.facts.root, made.facts.id),
    }


def serve(
    folder: Path,
    place: Place,
    languages: tuple[Words, Words],
    listening: Callable[[Mapping[str, object]], None],
    *,
    database: str | None,
) -> dict[str, Any]:
    """Serve until SIGTERM.

    Args:
        languages: words in Chinese and English.
        listening: is told {url, fingerprint} once the address is taken.

    Raises:
        UsageError: `hub.workers_need_postgresql`, `hub.listen_unreadable`, `hub.url_unfit`.
        UnavailableError: `hub.address_taken`, `hub.worker_failed`, `hub.database_away`.
    """
    if place.url and not is_url(place.url):
        raise UsageError("hub.url_unfit", where="--url", value=place.url)
    hub = Hub.open(folder, database)
    try:
        if place.workers > 1 and not (database or hub.facts.database_url):
            raise UsageError("hub.workers_need_postgresql", where="--workers")
        if place.backups is not None:
            hub.set_setting(MOST_BACKUPS, str(place.backups))
        certificate, key = hub.tls_files()
        fingerprint = hub.facts.fingerprint.hex()

        def told(url: str) -> None:
            # What this machine takes for its address never stands in the place of one that the office told.
            hub.set_setting(URL if place.url else SERVED, url)
            hub.close()  # each worker opens its own
            listening({"url": url, "fingerprint": fingerprint})

        opening = partial(Hub.open, folder, database)
        make = partial(app.make, opening, *languages)
        served = Serving(
            make, certificate, key, fingerprint, place.listen, place.url, place.ready, place.workers
        )
        return {"url": serving.serve(served, told), "fingerprint": fingerprint, "pid": os.getpid()}
    finally:
        hub.close()


def status(folder: Path, *, database: str | None) -> dict[str, Any]:
    """Return {vector, branches, blobs, devices, …}, unused codes, the last events and the check digits.

    And what each laptop left here of its backups, with the bound over all of them; and, by revoked key, what
    is held of it beyond the point up to which it is believed.
    """
    with opened(folder, database) as hub:
        ended = {one.key_id: hub.devices.beyond(one.key_id) for one in hub.devices.devices() if one.revoked}
        return {
            **hub.status(),
            "backups": [asdict(one) for one in hub.backups.left()],
            "backups_most": hub.backups.most(),
            "beyond": {key: [_held(one) for one in held] for key, held in ended.items() if held},
            "codes": [asdict(one) for one in hub.codes.all()],
            "audit": [asdict(one) for one in hub.audit.last(MOST_SHOWN)],
            "check": check_digits.of_office(hub.facts.root, hub.facts.id),
        }


def _held(told: Beyond) -> dict[str, Any]:
    return {"journal": told.journal_id, "first": told.first, "last": told.last}
