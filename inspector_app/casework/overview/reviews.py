"""审阅: a dossier is commented, passed, returned and answered; each step is an act that nobody takes back.

The acts are not signed: they are words within the office, bind nobody outside and change no document. Who may
decide is asked when it is done, and once more by every laptop that reads it: a decision of somebody whose
certificates gave no right that day decides nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from inspector_app.casework.base import values
from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import review_matters
from inspector_app.casework.overview.review_matters import Matter
from inspector_app.casework.papers import submissions
from inspector_app.casework.people import rights
from inspector_app.casework.people.names import Names
from inspector_app.domain import reviewing
from inspector_app.domain.acts import Act, ActKind
from inspector_app.domain.chinese import local_date
from inspector_app.domain.errors import RuleError, SignInError
from inspector_app.domain.reviewing import MAY_DECIDE, MOST_WORDS, About, Standing, Step, Word
from inspector_app.store.store import Store
from inspector_app.store.transaction import Tx

OPEN = "review_open"
"""Index of what still asks for an answer, by the step's own id; the acts alone say what holds."""

DECISIONS = frozenset({Step.PASS, Step.RETURN})


def may_decide(desk: Desk) -> bool:
    """Tell whether the signed-in person may pass and return dossiers today."""
    return rights.holds(desk, MAY_DECIDE)


def comment(desk: Desk, visit_id: str, words: str, about: About = About.DOSSIER, about_id: str = "") -> str:
    """Say something of a dossier, or of a document or finding of it, and return the step's id.

    Raises:
        RuleError: `reviewing.none`, `reviewing.words_missing`, `reviewing.words_long`,
            `reviewing.about_other` for a document or finding of another dossier.
    """
    matter = review_matters.matter(desk.store, visit_id)
    told = _words(words, needed=True)
    known = {About.DOCUMENT: matter.documents, About.FINDING: matter.findings}
    if about is not About.DOSSIER and all(one.id != about_id for one in known[about]):
        raise RuleError("reviewing.about_other", where=about_id)
    fields: dict[str, object] = {}
    if about is not About.DOSSIER:
        fields = {"about": str(about), "about_id": about_id}
    return _tell(desk, matter, Step.COMMENT, told, fields)


def pass_(desk: Desk, visit_id: str, words: str = "") -> str:
    """Pass a dossier; what was returned before and not answered is settled by it.

    Raises:
        SignInError: `reviewing.no_right`.
        RuleError: `reviewing.none`, `reviewing.own`, `reviewing.not_ready`, `reviewing.passed_already`,
            `reviewing.words_long`.
    """
    matter = _to_decide(desk, visit_id)
    if barred(desk, matter):
        raise RuleError("reviewing.own", where=matter.id)
    told = _words(words)
    last = standing(desk.store, matter.id).decision
    if last is not None and last.step is Step.PASS and last.user == desk.user and not told:
        raise RuleError("reviewing.passed_already", where=matter.id, at=values.iso(last.at))
    return _tell(desk, matter, Step.PASS, told)


def return_(desk: Desk, visit_id: str, reason: str) -> str:
    """Return a dossier with a reason; who made it sees that today and answers.

    Raises:
        SignInError: `reviewing.no_right`.
        RuleError: `reviewing.none`, `reviewing.not_ready`, `reviewing.reason_missing`,
            `reviewing.words_long`.
    """
    matter = _to_decide(desk, visit_id)
    if not reason.strip():
        raise RuleError("reviewing.reason_missing", where="review.words")
    return _tell(desk, matter, Step.RETURN, _words(reason))


def answer(desk: Desk, visit_id: str, step_id: str, words: str = "") -> str:
    """Answer a comment or a return; without words one has taken note of a comment.

    Raises:
        RuleError: `reviewing.none`, `reviewing.no_question`, `reviewing.answered_already`,
            `reviewing.words_missing` for a return, `reviewing.words_long`.
    """
    matter = review_matters.matter(desk.store, visit_id)
    asked = next((one for one in words_of(desk.store, matter.id) if one.id == step_id), None)
    if asked is None or asked.step not in (Step.COMMENT, Step.RETURN):
        raise RuleError("reviewing.no_question", where=step_id)
    if all(one.id != step_id for one in standing(desk.store, matter.id).open):
        raise RuleError("reviewing.answered_already", where=step_id)
    told = _words(words, needed=asked.step is Step.RETURN)
    return _tell(desk, matter, Step.ANSWER, told, {"to": step_id})


def _words(told: str, *, needed: bool = False) -> str:
    said = told.strip()
    if needed and not said:
        raise RuleError("reviewing.words_missing", where="review.words")
    if len(said) > MOST_WORDS:
        raise RuleError("reviewing.words_long", where="review.words", length=len(said), most=MOST_WORDS)
    return said


def _to_decide(desk: Desk, visit_id: str) -> Matter:
    if not may_decide(desk):
        raise SignInError("reviewing.no_right", where=desk.user)
    matter = review_matters.matter(desk.store, visit_id)
    if not ready(desk.store, matter):
        raise RuleError("reviewing.not_ready", where=matter.id)
    return matter


def ready(store: Store, matter: Matter) -> bool:
    """Tell whether a dossier lies there to be read: its visit is concluded, or something was issued."""
    if store.acts("inspection", matter.id, ActKind.CONCLUDE, valid_only=True):
        return True
    return bool(store.fates([one.id for one in matter.documents]))


def barred(desk: Desk, matter: Matter) -> bool:
    """Tell whether a dossier is the person's own work, which they do not pass unless the office allows it."""
    return not desk.rules.options.own_approval and own(desk, matter)


def own(desk: Desk, matter: Matter) -> bool:
    """Tell whether a person was among the officers of a dossier, or concluded or issued something of it."""
    name = submissions.names(desk.store).get(desk.user, "")
    if name and name in officers(desk.store, [one.id for one in matter.visits]):
        return True
    done = desk.store.acts_of("inspection", [one.id for one in matter.visits], ActKind.CONCLUDE)
    done |= desk.store.acts_of("document", [one.id for one in matter.documents], ActKind.ISSUE)
    return any(act.user == desk.user for acts in done.values() for act in acts)


def officers(store: Store, visit_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the names of those who inspected, each once, in the order of the form."""
    return tuple(dict.fromkeys(name for told in officers_of(store, visit_ids).values() for name in told))


def officers_of(store: Store, visit_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the names of those who inspected by visit."""
    there = store.several("attendance", visit_ids, "inspection_id", "sort")
    names = Names(store)
    names.foresee("person", [values.text(one.fields, "person_id") for one in there])
    told: dict[str, list[str]] = {}
    for one in there:
        name = names.of("person", values.text(one.fields, "person_id"))
        told.setdefault(values.text(one.fields, "inspection_id"), []).append(name)
    return {visit_id: tuple(one) for visit_id, one in told.items()}


def _tell(desk: Desk, matter: Matter, step: Step, words: str, more: dict[str, object] | None = None) -> str:
    """Write a step and keep the index of what asks for an answer, in one transaction."""
    step_id = uuid4().hex
    content = {"id": step_id, "step": str(step), "words": words, **(more or {})}
    with desk.store.transaction(desk.user) as tx:
        _settle(tx, matter, step, str((more or {}).get("to", "")))
        if step in (Step.COMMENT, Step.RETURN):
            tx.create(OPEN, {"inspection_id": matter.id}, id=step_id)
        tx.act(ActKind.REVIEW, "inspection", matter.id, content)
    return step_id


def _settle(tx: Tx, matter: Matter, step: Step, to: str) -> None:
    """Take out of the index what this step settles: its question, or the returns before a decision."""
    if step is Step.ANSWER and tx.record(OPEN, to) is not None:
        tx.delete(OPEN, to)
    if step in DECISIONS:
        acts = tx.acts("inspection", matter.id, ActKind.REVIEW, valid_only=True)
        returns = [one for act in acts if (one := word(act)) is not None and one.step is Step.RETURN]
        for one in returns:
            if tx.record(OPEN, one.id) is not None:
                tx.delete(OPEN, one.id)


# What was said.


def word(act: Act, names: dict[str, str] | None = None) -> Word | None:
    """Return a step as its act tells it, None for one that only a newer version knows."""
    told = act.content
    step, about = values.text(told, "step"), values.text(told, "about") or str(About.DOSSIER)
    if act.kind != ActKind.REVIEW or step not in set(Step) or about not in set(About):
        return None
    return Word(
        id=values.text(told, "id") or act.id,
        act_id=act.id,
        step=Step(step),
        user=act.user,
        name=(names or {}).get(act.user, act.user),
        at=values.moment({"wall": act.wall}, "wall"),
        words=values.text(told, "words"),
        about=About(about),
        about_id=values.text(told, "about_id"),
        to=values.text(told, "to"),
        order=act.order,
    )


class Readers:
    """Reads steps with the names of their authors, and weighs their rights once a person and day."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names = submissions.names(store)
        self._known: dict[tuple[str, date], bool] = {}

    def words(self, acts: Iterable[Act]) -> tuple[Word, ...]:
        """Return steps in their order, decisions without the right marked."""
        told = (word(act, self._names) for act in acts)
        return tuple(self._weighed(one) for one in told if one is not None)

    def _weighed(self, one: Word) -> Word:
        if one.step not in DECISIONS or self._may(one):
            return one
        return replace(one, effect=False)

    def _may(self, one: Word) -> bool:
        if one.at is None:
            return False
        key = (one.user, local_date(one.at))
        if key not in self._known:
            self._known[key] = rights.held_on(self._store, *key, MAY_DECIDE)
        return self._known[key]


def words_of(store: Store, visit_id: str) -> tuple[Word, ...]:
    """Return what was said of a dossier, in its order."""
    return Readers(store).words(store.acts("inspection", visit_id, ActKind.REVIEW, valid_only=True))


def standing(store: Store, visit_id: str) -> Standing:
    """Return how a dossier stands in the office."""
    return reviewing.standing(words_of(store, visit_id))


@dataclass(frozen=True, slots=True)
class CameBack:
    """A return that waits for the inspectors' answer.

    Attributes:
        dossier_id: the visit that the dossier began with, on the day `on` in China.
        word: who returned it, when and why.
    """

    dossier_id: str
    on: date | None
    word: Word


def came_back(store: Store, visit_id: str) -> CameBack | None:
    """Return the return of a visit's dossier that its inspectors owe an answer, None when they owe none.

    Args:
        visit_id: of the visit, or of a recheck that belongs to it.

    Raises:
        RuleError: `reviewing.none`.
    """
    matter = review_matters.matter(store, visit_id)
    told = standing(store, matter.id)
    if told.decision is None or not told.returned:
        return None
    began = values.moment(matter.root.fields, "started")
    return CameBack(matter.id, local_date(began) if began is not None else None, told.decision)
