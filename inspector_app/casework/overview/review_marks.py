"""What is new in a dossier for one person: what came here since they looked, whoever's clock says what.

How far somebody has looked is a place in the order of arrival on this laptop, so it stays on this laptop: a
report that was written on Monday and came by Friday's exchange is new on Friday.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview.review_matters import Matter
from inspector_app.domain.acts import ActKind
from inspector_app.domain.reviewing import Standing
from inspector_app.store.arrivals import Arrival
from inspector_app.store.store import Store

_QUIET = frozenset(map(str, (ActKind.PRINT, ActKind.SHEET)))
"""What happens to paper on a desk: nobody has to look again for it."""

_MADE = frozenset({"finding", "photo", "inspection"})
"""Records whose coming is news; what is typed into a draft is not."""


class News(StrEnum):
    """What kind of thing came; the word stands beside a number."""

    PAPERS = "papers"
    FINDINGS = "findings"
    RECHECKS = "rechecks"
    REPLIES = "replies"
    SERVICES = "services"
    PHOTOS = "photos"
    WORDS = "words"
    OTHERS = "others"


_NEWS: dict[str, News] = {
    ActKind.ISSUE: News.PAPERS,
    ActKind.RECHECK: News.RECHECKS,
    ActKind.REPLY: News.REPLIES,
    ActKind.SERVE: News.SERVICES,
    ActKind.REVIEW: News.WORDS,
    "finding": News.FINDINGS,
    "photo": News.PHOTOS,
    "inspection": News.OTHERS,
}


@dataclass(frozen=True, slots=True)
class Since:
    """What came since somebody looked.

    Attributes:
        seen: they looked once, or somebody decided the dossier; without it nothing is told as new.
        fresh: ids of the acts, and of the records made, that came since.
        counts: how many of each kind, the kinds in the order of `News`.
    """

    seen: bool
    fresh: frozenset[str] = frozenset()
    counts: tuple[tuple[News, int], ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything came."""
        return bool(self.counts)


def looked(desk: Desk, visit_id: str, place: int) -> None:
    """Keep that the signed-in person has seen a dossier as it stood at a place in the order of arrival."""
    before = marks(desk, [visit_id]).get(visit_id, 0)
    if place > before:
        desk.store.set_setting(_key(desk.user, visit_id), str(place))


def marks(desk: Desk, visit_ids: Iterable[str]) -> dict[str, int]:
    """Return how far the signed-in person looked at each of these dossiers."""
    keys = {_key(desk.user, one): one for one in visit_ids}
    told = desk.store.settings(keys)
    return {keys[key]: int(value) for key, value in told.items() if value.isdecimal()}


def _key(user: str, visit_id: str) -> str:
    return f"review.looked.{user}.{visit_id}"


def since(
    desk: Desk, matters: Sequence[Matter], standings: Mapping[str, Standing], photos: Mapping[str, str]
) -> dict[str, Since]:
    """Return what came to each of these dossiers since the person looked, or since somebody decided it.

    Args:
        photos: ids of photos by that of their dossier's visit; empty where they do not matter.
    """
    baseline = _baselines(desk, matters, standings)
    wanted: dict[str, int] = {}
    root_of: dict[str, str] = {}
    for one in matters:
        if one.id in baseline:
            known = dict.fromkeys(one.ids, one.id)
            root_of |= known
            wanted |= dict.fromkeys(known, baseline[one.id])
    for photo_id, root in photos.items():
        if root in baseline:
            root_of[photo_id], wanted[photo_id] = root, baseline[root]
    came: dict[str, list[Arrival]] = {}
    for arrival in desk.store.arrivals(wanted):
        if arrival.user != desk.user and _is_news(arrival):
            came.setdefault(root_of[arrival.entity_id], []).append(arrival)
    return {one.id: _told(one.id in baseline, came.get(one.id, ())) for one in matters}


def _baselines(desk: Desk, matters: Sequence[Matter], standings: Mapping[str, Standing]) -> dict[str, int]:
    """Return from which place on things are new; nothing for a dossier that nobody looked at or decided."""
    told = marks(desk, [one.id for one in matters])
    acts = {
        decision.act_id: one.id for one in matters if (decision := standings[one.id].decision) is not None
    }
    for digest, place in desk.store.places(acts).items():
        visit_id = acts[digest]
        told[visit_id] = max(told.get(visit_id, 0), place)
    return told


def _is_news(arrival: Arrival) -> bool:
    if arrival.op == "act":
        return arrival.kind not in _QUIET
    return arrival.op == "create" and arrival.entity in _MADE


def _told(seen: bool, came: Sequence[Arrival]) -> Since:
    counts = dict.fromkeys(News, 0)
    for one in came:
        counts[_NEWS.get(one.kind or one.entity, News.OTHERS)] += 1
    fresh = frozenset(one.id if one.op == "act" else one.entity_id for one in came)
    return Since(seen, fresh, tuple((kind, n) for kind, n in counts.items() if n))


def photos_of(store: Store, matter: Matter) -> dict[str, str]:
    """Return the photos of a dossier's visits with its id, for `since`."""
    shots = store.several("photo", [one.id for one in matter.visits], "inspection_id")
    return {one.id: matter.id for one in shots}
