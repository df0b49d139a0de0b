"""What fulfils the wishes of the window in which a day on paper is keyed in: all of it beside the screen."""

from collections.abc import Callable, Sequence
from datetime import datetime

import orjson
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import target_book
from inspector_app.casework.papers import late_choices
from inspector_app.casework.papers.late import Entered
from inspector_app.casework.papers.late_choices import Choices
from inspector_app.casework.people import workspace
from inspector_app.casework.people.workspace import Session
from inspector_app.casework.visits import memory
from inspector_app.casework.visits.memory import Memory
from inspector_app.domain.chinese import CHINA
from inspector_app.domain.errors import InspectorError, Problem, ProblemsError, Progress, RuleError
from inspector_app.domain.findings import SEVERITY_LABELS, Severity
from inspector_app.domain.rules import Rules
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.ledger import late_day_read as reading
from inspector_app.ui.ledger import late_day_values as values
from inspector_app.ui.ledger.late_day import LateDay
from inspector_app.ui.ledger.late_day_read import ScanBook, Verdict
from inspector_app.ui.ledger.late_day_verdict import VerdictLine
from inspector_app.ui.ledger.late_offers import MOST, Offer
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import PIN_TO_SET, Texts, explain

KEY = "form|late_day|"
"""Where what is typed is kept until it was keyed in."""

LANE = "late_day"
"""A lane of its own: whoever types does not wait for a list that is being read."""

LETTERS = 60
"""Characters beyond which nobody is looking for a phrase any more."""


class LateDayWork(QObject):
    """Opens the window with what was kept, weighs what is typed, finds what is asked for, and keys it in.

    Signals:
        entered: Entered: a day was keyed in.
        failed: an exception that no open window can show.
        pin_wanted: (words, what goes on once a PIN was set).
    """

    entered = Signal(object)
    failed = Signal(object)
    pin_wanted = Signal(str, object)

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._jobs, self._texts, self._over = look, jobs, texts, over
        self._session: Session | None = None
        self._scans = ScanBook()
        self._memory: Memory | None = None
        self._kind = ""
        self._opening, self._weighing = False, 0
        self._missed: dict[str, object] | None = None

    def sit_down(self, session: Session) -> None:
        """Begin for a signed-in person."""
        self._session, self._scans, self._memory = session, ScanBook(), None

    def get_up(self) -> None:
        """Stop."""
        self._session = self._memory = self._missed = None
        self._opening = False

    # Opening.

    def open(self) -> None:
        """Open the window with what was typed before, if anything was."""
        session = self._session
        if session is None or self._opening:
            return  # asked twice, a second window would keep an older day over the first one's
        self._opening, desk = True, session.desk

        def look(_: Progress) -> tuple[values.Day, Choices]:
            told = desk.store.buffer().get(KEY)
            day = values.begun(orjson.loads(told) if isinstance(told, str) else None)
            try:
                return day, late_choices.choices(desk, values.code(day.visit, "target"))
            except RuleError:  # the target was taken out of the register since
                day.visit["target"] = {}
                return day, late_choices.choices(desk, "")

        def failed(error: Exception) -> None:
            self._opening = False
            self.failed.emit(error)

        self._jobs.start(look, lambda told: self._show(*told), failed=failed)

    def _show(self, day: values.Day, choices: Choices) -> None:
        session, self._opening = self._session, False
        if session is None:
            return
        hint = self.tr("培训签发码 %s") % workspace.TRAINING_PIN if session.training else self.tr("六位数字")
        window = LateDay(self._look, day, choices, hint, self._over)
        self._kind = choices.kind
        window.typed.connect(lambda told: self._on_typed(window, told))
        window.given.connect(lambda told, pin: self._give(window, told, pin))
        window.asked.connect(lambda card, name, told: self._find(window, card, name, told))
        window.target_chosen.connect(lambda target_id: self._choose(window, target_id))
        window.open()
        window.begin()
        self._weigh(window, day.told())
        self._learn()

    def _learn(self) -> None:
        """Learn the office's sentences beside the screen; until then the shipped ones are found."""
        session = self._session
        if session is not None and self._memory is None:
            desk = session.desk
            lane = f"{LANE}_learn"
            self._jobs.start(
                lambda _: memory.learn(desk), self._keep_memory, failed=self.failed.emit, lane=lane
            )

    def _keep_memory(self, told: Memory) -> None:
        if self._session is not None:
            self._memory = told

    # Typing.

    def _on_typed(self, window: LateDay, told: dict[str, object]) -> None:
        session = self._session
        if session is None:
            return
        if window.verdict.busy:
            self._missed = told  # what is being keyed in must not come back as a draft, unless that fails
            return
        # At once: beside the screen it would wait behind a page, and the lock ends what waits.
        try:
            session.desk.store.buffer_put(KEY, orjson.dumps(told).decode())
        except InspectorError as error:
            self.failed.emit(error)
        else:
            window.verdict.show_saved(_time(session.desk.clock.now()))
        self._weigh(window, told)

    def _weigh(self, window: LateDay, told: dict[str, object]) -> None:
        session = self._session
        if session is None or not isValid(window):
            return
        desk, day, scans = session.desk, values.read(told), self._scans
        self._weighing = mine = self._weighing + 1

        def weighed(verdict: Verdict) -> None:
            if isValid(window) and mine == self._weighing:
                window.show_verdict(self._lines(verdict.problems), self._lines(verdict.warnings))

        self._jobs.latest("late_day_weigh", lambda _: reading.weigh(desk, day, scans), weighed, lane=LANE)

    def _lines(self, problems: Sequence[Problem]) -> list[VerdictLine]:
        return [self._line(one) for one in problems]

    def _line(self, one: Problem) -> VerdictLine:
        words, place = values.explained(one, self._texts), values.place(one.where)
        # Its place stands above it already.
        message = words.message.removeprefix(place).lstrip("：: ") if place else words.message
        return VerdictLine(one.where, place, message or words.message, words.remedy)

    # Finding.

    def _find(self, window: LateDay, card_id: str, name: str, told: str) -> None:
        session = self._session
        if session is None:
            return
        desk, kind, known = session.desk, self._kind, self._memory

        def found(offers: list[Offer]) -> None:
            if isValid(window):
                window.show_offers(card_id, name, offers)

        look: Callable[[], list[Offer]] = {
            "target": lambda: _targets(desk, told),
            "fact": lambda: _phrases(desk.rules, known, kind, told),
            "clause": lambda: _clauses(desk.rules, told),
            "criterion": lambda: _criteria(desk.rules, told),
            "conduct_code": lambda: _conduct(desk.rules, told),
        }[name]
        self._jobs.latest("late_day_find", lambda _: look(), found, lane=f"{LANE}_find")

    def _choose(self, window: LateDay, target_id: str) -> None:
        session = self._session
        if session is None:
            return
        desk = session.desk

        def chosen(told: Choices) -> None:
            self._kind = told.kind
            if isValid(window):
                window.show_choices(told)

        self._jobs.start(lambda _: late_choices.choices(desk, target_id), chosen, failed=self.failed.emit)

    # Keying in.

    def _give(self, window: LateDay, told: dict[str, object], pin: str) -> None:
        session = self._session
        if session is None:
            return
        day, self._missed = values.read(told), None

        def key_in(_: Progress) -> Entered:
            desk = session.sign(pin)
            entered = reading.key_in(desk, day)
            desk.store.buffer_drop(KEY)
            return entered

        def done(entered: Entered) -> None:
            if isValid(window):
                window.accept()
            self.entered.emit(entered)

        def failed(error: Exception) -> None:
            code = error.code if isinstance(error, InspectorError) else ""
            self._go_on_typing(window)
            if code in PIN_TO_SET and isValid(window):
                window.reject()
                self.pin_wanted.emit(explain(error, self._texts).message, self.open)
            elif isValid(window):
                where = error.where if isinstance(error, InspectorError) else ""
                if isinstance(error, ProblemsError):
                    window.show_verdict(self._lines(error.problems), ())
                    where = error.problems[0].where if error.problems else where
                window.show_failure(explain(error, self._texts), where)
            else:
                self.failed.emit(error)

        self._jobs.start(key_in, done, failed=failed)

    def _go_on_typing(self, window: LateDay) -> None:
        """Keep and weigh what was typed meanwhile: what was given is not keyed in."""
        missed, self._missed = self._missed, None
        if isValid(window):
            window.verdict.busy = False
            if missed is not None:
                self._on_typed(window, missed)


def _time(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime("%H:%M")


def _targets(desk: Desk, told: str) -> list[Offer]:
    found = target_book.find_lines(desk, told, MOST)
    return [
        Offer(one.id, one.name, " · ".join(part for part in (one.address, one.party) if part), one.kind)
        for one in found
    ]


def _phrases(rules: Rules, known: Memory | None, kind: str, told: str) -> list[Offer]:
    wanted = told.strip()
    if not kind or not 2 <= len(wanted) <= LETTERS:
        return []
    offers = []
    for one in (known or memory.shipped(rules)).find(kind, wanted, MOST):
        phrase = one.phrase
        clause, hazard = rules.clauses.get(phrase.clause_id), rules.hazards.get(phrase.criterion_id)
        severity = Severity.MAJOR if phrase.major else Severity.GENERAL
        fills: dict[str, object] = {
            "fact": phrase.fact,
            "clause": {"code": phrase.clause_id, "words": clause.short if clause else ""},
            "criterion": {"code": phrase.criterion_id, "words": hazard.label if hazard else ""},
            "severity": str(severity),
            "measure": phrase.measure,
        }
        note = " · ".join(part for part in (clause.short if clause else "", phrase.measure) if part)
        tone = "red" if phrase.major else "gray"
        offers.append(
            Offer(phrase.id, phrase.fact, note, SEVERITY_LABELS[severity], tone, tuple(fills.items()))
        )
    return offers


def _close(told: str) -> str:
    return "".join(told.split()).casefold()


def _clauses(rules: Rules, told: str) -> list[Offer]:
    wanted = _close(told)
    held = (one for one in rules.clauses.values() if wanted in _close(f"{one.short}{one.cite}{one.power}"))
    return [Offer(one.id, one.short, one.power) for _, one in zip(range(MOST), held, strict=False)]


def _criteria(rules: Rules, told: str) -> list[Offer]:
    wanted = _close(told)
    held = (one for one in rules.hazards.values() if wanted in _close(f"{one.label}{one.text}"))
    return [Offer(one.id, one.label, one.text) for _, one in zip(range(MOST), held, strict=False)]


def _conduct(rules: Rules, told: str) -> list[Offer]:
    wanted = _close(told)
    held = (one for one in rules.conduct.values() if wanted in _close(f"{one.code}{one.conduct}"))
    return [Offer(one.code, one.code, one.conduct) for _, one in zip(range(MOST), held, strict=False)]
