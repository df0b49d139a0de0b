"""The office's public keys as a file: what an outsider needs to check a code without our journal."""

import json
from pathlib import Path

from inspector_app.domain.errors import DamagedError, InspectorError, RuleError
from inspector_app.store.store import Store
from inspector_app.trust.certificates import Certificate, Keyring

SCHEMA = "inspector.keys/1"
MOST_BYTES = 5_000_000


def keys_of(store: Store) -> bytes:
    """Return the workspace's root and every certificate that chains to it, as JSON."""
    ring = store.keyring
    told = {
        "schema": SCHEMA,
        "workspace": store.meta.workspace,
        "root": ring.root.to_content(),
        "certificates": [one.to_content() for one in ring.certificates()],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()


def read_keys(path: Path) -> Keyring:
    """Return the keyring of an exported file; certificates that do not chain to its root are refused.

    Raises:
        RuleError: `keys.unreadable`.
        DamagedError: `keys.damaged`.
    """
    try:
        raw = path.read_bytes()[: MOST_BYTES + 1]
    except OSError as error:
        raise RuleError("keys.unreadable", where=str(path), reason=error.strerror or str(error)) from error
    try:
        told = json.loads(raw)
        if told["schema"] != SCHEMA:
            raise DamagedError("keys.damaged", where=str(path))
        ring = Keyring(told["workspace"], Certificate.from_content(told["root"]))
        for one in told["certificates"]:
            ring.accept(Certificate.from_content(one))
    except (ValueError, KeyError, TypeError, RecursionError, InspectorError) as error:
        raise DamagedError("keys.damaged", where=str(path)) from error
    return ring
