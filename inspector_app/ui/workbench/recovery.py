"""After a crash: what was typed and not left is put in its place, and said. Knows no widgets."""

from dataclasses import dataclass

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers.subjects import OWN
from inspector_app.domain.errors import Problem, RuleError
from inspector_app.ui.controls.spot import ASIDE, MEETING, RECHECK, Spot
from inspector_app.ui.style.translation import said
from inspector_app.ui.workbench import edits
from inspector_app.ui.workbench.bench_forms import OF_KIND, VISIT
from inspector_app.ui.workbench.bench_values import OPEN, OPEN_FINDING, SEEN, SEEN_NOTE


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found.

    Attributes:
        inspection_id: the inspection that was open; empty after a proper end.
        finding_id: the finding that was open there, or in which something was being typed.
        problems: what to tell the person, in order; empty after a proper end.
    """

    inspection_id: str
    problems: tuple[Problem, ...]
    finding_id: str = ""


def recover(desk: Desk) -> Recovered:
    """Write what was typed before a crash, and return what to say of it.

    What cannot be put back is told with its text, and is then dropped from the buffer.
    """
    store = desk.store
    open_id = store.setting(OPEN) or ""
    if open_id and store.record("inspection", open_id) is None:
        open_id = ""
    finding_id = store.setting(OPEN_FINDING) or ""
    back: list[str] = []
    lost: list[Problem] = []
    for key, told in store.buffer().items():
        spot = Spot.parse(key)
        if spot is None:
            continue
        try:
            edits.write(desk, spot, told)
            back.append(_words(desk, spot))
            finding_id = spot.id if spot.entity == "finding" else finding_id
        except RuleError as error:
            shown = " ".join(told.split()) if spot.entity == MEETING else told
            lost.append(Problem.of("ui.not_recovered", _words(desk, spot), told=shown, reason=error.code))
        store.buffer_drop(key)
    problems = list(lost)
    if back:
        problems.insert(0, Problem.of("ui.recovered", "", count=len(back), fields=said("、").join(back)))
    elif open_id:
        problems.insert(0, Problem.of("ui.reopened"))
    return Recovered(open_id, tuple(problems), finding_id if open_id else "")


_FINDING = {
    "fact": "事实",
    "location": "部位",
    "measure": "整改要求",
    "due": "期限",
    "seen_on": "发现日",
    "batch": "涉及批次",
}


def _words(desk: Desk, spot: Spot) -> str:
    """Return the label of a field as the window says it; a kind's own field has the office's wording."""
    if spot.entity == "document" and spot.name.startswith(OWN) and desk.store.record("document", spot.id):
        field = edits.own_field(desk, spot)
        return field.label if field else spot.name
    return said(words_of(spot))


def words_of(spot: Spot) -> str:
    """Return the label of a field in the office's language."""
    if spot.entity in ASIDE:
        return "在场人员" if spot.entity == MEETING else "检查项备注"
    if spot.entity == RECHECK:
        return "复查说明"
    name = spot.name.partition(":")[0]
    if name in (SEEN, SEEN_NOTE):
        return "复查结果" if name == SEEN else "复查说明"
    asks = [*VISIT, *(ask for asks in OF_KIND.values() for ask in asks)]
    return _FINDING.get(name) or next((ask.words for ask in asks if ask.name == name), name)
