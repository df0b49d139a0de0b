"""How a person likes a ledger to look, kept on this laptop: columns, widths, order, the row as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from inspector_app.domain.ledgers import Layout, Ledger
from inspector_app.store.store import Store

LEAST, MOST = 32, 900
"""Widths of a column that can be kept, in pixels of the design."""


@dataclass(frozen=True, slots=True)
class Liking:
    """What was chosen of a ledger.

    Attributes:
        columns: codes in their order; empty for the usual ones.
        widths: by code, in pixels of the design; a column without one is as wide as its cells.
        sort: code of a column; empty for the ledger's own.
        whole: a row is shown as a whole beside the rows.
    """

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    sort: str = ""
    descending: bool = True
    whole: bool = False


def key_of(user: str, ledger: Ledger) -> str:
    """Return the name under which a person's liking of a ledger is kept."""
    return f"ledger.look.{user}.{ledger.value}"


def read(store: Store, user: str, layout: Layout) -> Liking:
    """Return what a person chose; what cannot be read, or is of another version, is as never chosen."""
    told = store.setting(key_of(user, layout.ledger))
    try:
        kept = orjson.loads(told) if told else {}
        return _lawful(layout, kept)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Liking()


def _lawful(layout: Layout, kept: Mapping[str, object]) -> Liking:
    columns, widths = kept.get("columns", []), kept.get("widths", {})
    if not isinstance(columns, list) or not isinstance(widths, dict):
        raise TypeError(columns)
    known = [one for one in columns if isinstance(one, str) and layout.column(one) is not None]
    wide = {
        code: n
        for code, n in widths.items()
        if layout.column(code) is not None and type(n) is int and LEAST <= n <= MOST
    }
    sort = str(kept.get("sort", ""))
    return Liking(
        tuple(dict.fromkeys(known)),
        wide,
        sort if layout.column(sort) is not None else "",
        descending=kept.get("descending", True) is True,
        whole=kept.get("whole", False) is True,
    )


def keep(store: Store, user: str, ledger: Ledger, liking: Liking) -> None:
    """Keep what a person chose."""
    told = {
        "columns": list(liking.columns),
        "widths": dict(liking.widths),
        "sort": liking.sort,
        "descending": liking.descending,
        "whole": liking.whole,
    }
    store.set_setting(key_of(user, ledger), orjson.dumps(told).decode())
