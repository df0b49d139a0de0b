"""审阅: what supervisors say of a dossier after the fact, what inspectors answer, and how it stands.

Internal supervision of the office (行政执法监督检查): nothing here changes a document or a finding.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inspector_app.domain.acts import Role

MAY_DECIDE = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who passes a dossier or returns it; anybody with an account may comment and answer."""

MOST_WORDS = 1000
"""Characters of a comment, a reason or an answer."""


class Step(StrEnum):
    """What one can do with a dossier that lies there to be read."""

    COMMENT = "comment"
    PASS = "pass"  # noqa: S105 - no password
    RETURN = "return"
    ANSWER = "answer"


class About(StrEnum):
    """What a comment hangs on."""

    DOSSIER = "inspection"
    DOCUMENT = "document"
    FINDING = "finding"


class Reviewed(StrEnum):
    """How a dossier stands for one reader; the word of its chip."""

    UNSEEN = "未看"
    CHANGED = "有变化"
    SEEN = "已阅"
    PASSED = "已通过"
    RETURNED = "已退回"
    ANSWERED = "已答复"


PENDING = frozenset({Reviewed.UNSEEN, Reviewed.CHANGED, Reviewed.ANSWERED})
"""What waits for a supervisor."""


@dataclass(frozen=True, slots=True)
class Word:
    """One step as it was told; never changed, never taken back.

    Attributes:
        id: made with the step, the same on every laptop; an answer names it.
        act_id: hash of the entry that carries it.
        user, name: who; the name is the one of their certificate.
        about, about_id: what a comment hangs on.
        to: the step that this one answers, empty for none.
        effect: False for a decision of somebody without the right: it is shown, and decides nothing.
        order: place in the order of acts.
    """

    id: str
    act_id: str
    step: Step
    user: str
    name: str
    at: datetime | None
    words: str
    about: About = About.DOSSIER
    about_id: str = ""
    to: str = ""
    effect: bool = True
    order: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a dossier stands in the office, whoever looks.

    Attributes:
        decision: the newest pass or return that has effect, None while nobody decided.
        answered: that return was answered: it waits for a second look.
        open: comments and returns that nobody answered yet, the oldest first.
    """

    decision: Word | None = None
    answered: bool = False
    open: tuple[Word, ...] = ()

    @property
    def returned(self) -> bool:
        """Whether it lies with the inspectors: returned, and neither answered nor passed since."""
        return self.decision is not None and self.decision.step is Step.RETURN and not self.answered


def standing(words: Iterable[Word]) -> Standing:
    """Return how a dossier stands after these steps, in whatever order they came."""
    told = sorted(words, key=lambda one: (one.order, one.act_id))
    decided = [one for one in told if one.effect and one.step in (Step.PASS, Step.RETURN)]
    last = decided[-1] if decided else None
    answered = {one.to for one in told if one.step is Step.ANSWER and one.to}
    asks = (one for one in told if one.step is Step.COMMENT or _asks(one, last))
    return Standing(last, last is not None and last.id in answered, _unanswered(asks, answered))


def _asks(word: Word, last: Word | None) -> bool:
    """Tell whether a return still asks for something: a later decision has taken its place otherwise."""
    return word.step is Step.RETURN and word is last


def _unanswered(words: Iterable[Word], answered: set[str]) -> tuple[Word, ...]:
    return tuple(one for one in words if one.id not in answered)


def state(told: Standing, *, seen: bool, changed: bool) -> Reviewed:
    """Return how a dossier stands for one reader.

    Args:
        seen: they looked at it once, or somebody decided it.
        changed: something of another person's came since they looked, or since it was decided.
    """
    if not seen:
        return Reviewed.UNSEEN
    if changed:
        return Reviewed.CHANGED
    if told.decision is None:
        return Reviewed.SEEN
    if told.decision.step is Step.PASS:
        return Reviewed.PASSED
    return Reviewed.ANSWERED if told.answered else Reviewed.RETURNED
