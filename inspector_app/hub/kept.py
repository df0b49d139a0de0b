"""What stands in the bundles that are kept: they were proven when they came, so damage is the hub's own."""

from inspector_app.domain.errors import DamagedError
from inspector_app.journal import bundle
from inspector_app.journal.envelope import BundleHeader


def contents(raw: bytes) -> tuple[BundleHeader, list[bytes], list[bytes]]:
    """Return header, raw entries and their hashes of a bundle that is kept here.

    Raises:
        DamagedError: `hub.database_damaged`: nothing that somebody brings is to blame.
    """
    try:
        return bundle.contents(raw)
    except DamagedError as problem:
        raise DamagedError("hub.database_damaged", where=problem.where, reason=problem.code) from problem
