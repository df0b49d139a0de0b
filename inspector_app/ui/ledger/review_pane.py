"""One dossier under review, read: its head, what happened, and beside it findings, papers, photos, words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage
from PySide6.QtWidgets import QButtonGroup, QFrame, QSplitter, QStackedWidget, QWidget

from inspector_app.casework.overview.review_sheet import Opened, Paper, Seen
from inspector_app.domain.reviewing import About
from inspector_app.ui.controls.parts import Chip, Elided, Item, button, column, label, row
from inspector_app.ui.ledger import review_values as values
from inspector_app.ui.ledger.review_findings import FindingsPart
from inspector_app.ui.ledger.review_opinion import Opinion, Rights
from inspector_app.ui.ledger.review_papers import PapersPart
from inspector_app.ui.ledger.review_shots import ShotGrid, Shown, words_of
from inspector_app.ui.ledger.review_timeline import ReviewTimeline
from inspector_app.ui.ledger.review_words import Spoken, WordsPart
from inspector_app.ui.ledger.timeline_values import Entry
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.words import Texts

FINDINGS, PAPERS, SHOTS, WORDS = "findings", "papers", "shots", "words"
TABS = (FINDINGS, PAPERS, SHOTS, WORDS)
TIME_SHARE, SIDE_SHARE = 38, 62
LARGE_WORDS = 1.2
"""Beyond this scale the head has room for the name alone, and the timeline asks for more of its own."""


class ReviewPane(QFrame):
    """Shows a dossier; emits wishes of its parts.

    Signals:
        stepped: go on by so many dossiers.
        pages_wanted: id of a document whose pages are to be drawn.
        pictures_wanted: hashes of photos whose small pictures are to be shown.
        photo_opened: (id of a visit, hash) of a photo to be seen large.
        document_wanted, bench_wanted, finding_wanted, dossier_wanted: where a part leads.
        noted: (id of the dossier, id of a comment) that was taken note of.
    """

    stepped = Signal(int)
    pages_wanted = Signal(str)
    pictures_wanted = Signal(object)
    photo_opened = Signal(str, str)
    document_wanted = Signal(str)
    bench_wanted = Signal(str)
    finding_wanted = Signal(str, str)
    dossier_wanted = Signal(str)
    noted = Signal(str, str)

    def __init__(self, look: Look, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "card")
        self._look, self._texts = look, texts
        self.told: Opened | None = None
        self._tabs = QButtonGroup(self)
        self.timeline = ReviewTimeline(look)
        self.findings, self.papers = FindingsPart(look), PapersPart(look)
        self.shots, self.words = ShotGrid(look), WordsPart(look)
        self.opinion = Opinion(look)
        column(self, [self._head(), (self._body(), 1)], gap=0)
        self._connect()

    # Made once.

    def _head(self) -> QFrame:
        look, made = self._look, QFrame()
        made.setObjectName("review_head")
        self._name, self._kind, self._state = Elided(look, px=18, bold=True), Chip(look), Chip(look, dot=True)
        self._place, self._facts = label("", "s"), Elided(look, tone="sub")
        self._news = Chip(look)
        back = button("K", "review_back", look=look, icon="chevron-left", spoken=self.tr("上一宗"))
        on = button("J", "review_on", look=look, icon="chevron-right", spoken=self.tr("下一宗"))
        for one, by in ((back, -1), (on, 1)):
            one.setToolTip(one.accessibleName())
            one.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # J and K do the same from anywhere
            one.clicked.connect(lambda _=False, by=by: self.stepped.emit(by))
        whole = button("", "review_dossier", look=look, icon="history", spoken=self.tr("对象的全部经过"))
        whole.clicked.connect(self._on_whole)
        upper = row(None, [(self._name, 1), self._kind, self._state, 8, self._place, back, on, whole], gap=8)
        lower = row(None, [(self._facts, 1), self._news], gap=8)
        column(made, [upper, lower], (20, 12, 16, 10), 6)
        return made

    def _body(self) -> QSplitter:
        left = QWidget()
        left.setMinimumWidth(min(self._look.px(230), 250))
        self._count = label("", "m")
        title = row(None, [label(self.tr("经过"), "h3"), None, self._count], (16, 8, 12, 6))
        column(left, [title, (self.timeline, 1)], gap=0)
        right = QWidget()
        self._stack = QStackedWidget()
        for part in (self.findings, self.papers, self.shots, self.words):
            self._stack.addWidget(part)
        column(right, [self._tab_row(), (self._stack, 1), self.opinion], (16, 6, 16, 0), 0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("review_split")
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, TIME_SHARE)
        split.setStretchFactor(1, SIDE_SHARE)
        split.setSizes([TIME_SHARE * 10, SIDE_SHARE * 10])
        return split

    def _tab_row(self) -> QWidget:
        made = QWidget()
        tabs: list[Item] = []
        words = (self.tr("问题"), self.tr("文书"), self.tr("照片"), self.tr("意见"))
        for n, (code, word) in enumerate(zip(TABS, words, strict=True)):
            tab = button(word, f"review_tab_{code}", kind="tab")
            tab.setCheckable(True)
            tab.setChecked(n == 0)
            self._tabs.addButton(tab, n)
            tabs.append(tab)
        row(made, [*tabs, None], gap=4)
        self._name_tabs(0, 0, 0, 0)
        return made

    def _name_tabs(self, *counts: int) -> None:
        words = (self.tr("问题"), self.tr("文书"), self.tr("照片"), self.tr("意见"))
        for n, (word, count) in enumerate(zip(words, counts, strict=True)):
            tab = self._tabs.button(n)
            told = f"{word} {count}" if count else word
            tab.setText(told)
            tab.setAccessibleName(told)
            tab.setToolTip(f"{word}  Alt+{n + 1}")

    def _connect(self) -> None:
        self._tabs.idClicked.connect(lambda n: self.show_tab(TABS[n]))
        self.timeline.opened.connect(self._on_line)
        self.findings.pictures_wanted.connect(self.pictures_wanted)
        self.findings.photo_opened.connect(self._on_photo)
        self.findings.finding_wanted.connect(self.finding_wanted)
        self.findings.list.chosen.connect(lambda _: self._offer_abouts())
        self.papers.pages_wanted.connect(self.pages_wanted)
        self.papers.document_wanted.connect(self.document_wanted)
        self.papers.list.chosen.connect(lambda _: self._offer_abouts())
        self.shots.pictures_wanted.connect(self.pictures_wanted)
        self.shots.opened.connect(self._on_photo)
        self.words.answer_wanted.connect(self.answer)
        self.words.noted.connect(lambda known: self.noted.emit(self.known, known))

    # What is shown.

    @property
    def known(self) -> str:
        """The dossier that is shown, empty for none."""
        return self.told.listed.id if self.told is not None else ""

    @property
    def tab(self) -> str:
        """Which part stands beside the timeline."""
        return TABS[self._stack.currentIndex()]

    def show_tab(self, code: str) -> None:
        """Show a part beside the timeline."""
        n = TABS.index(code)
        self._tabs.button(n).setChecked(True)
        self._stack.setCurrentIndex(n)
        if code == PAPERS:
            self.papers.look()
        elif code == SHOTS:
            self.shots.look()

    def show_place(self, at: int, count: int) -> None:
        """Show which of how many dossiers it is."""
        self._place.setText(f"{at} / {count}" if count else "")

    def show_dossier(self, told: Opened, kept: str = "") -> None:
        """Show a dossier, read anew; `kept` is what was typed about it and not given yet."""
        self.told = told
        listed = told.listed
        self._name.show_text(listed.target)
        self._kind.show_state(listed.label if self._look.scale <= LARGE_WORDS else "", "gray")
        self._state.show_state(str(listed.state), values.TONES[listed.state])
        self._facts.show_text(" · ".join(_facts(told)))
        self._news.show_state(values.news_words(told.since.counts), "blue")
        seen, fresh = values.entries(told, self._texts)
        self._count.setText(self.tr("共 %s 条") % (len(seen) + len(fresh)))
        self.timeline.show_lines(seen, fresh)
        self.findings.show_findings(told.findings)
        self.papers.show_papers(told.papers)
        shots = _shots(told)
        self.shots.show_shots(shots)
        spoken = self._spoken(told)
        self.words.show_words(spoken)
        self._name_tabs(len(told.findings), len(told.papers), len(shots), len(spoken))
        self._ask(sum(one.asks for one in spoken))
        rights = Rights(told.decide, told.barred, told.ready)
        self.opinion.show_dossier(listed.id, rights, kept)
        self._offer_abouts()
        self.show_tab(self.tab)

    def _ask(self, asks: int) -> None:
        """Colour the tab of words while somebody waits for an answer; its words say so too."""
        tab = self._tabs.button(TABS.index(WORDS))
        if asks:
            tab.setText(f"{tab.text()} · {self.tr('待答复 %s') % asks}")
            tab.setAccessibleName(tab.text())

    def _spoken(self, told: Opened) -> list[Spoken]:
        papers = {one.id: f"{said(one.label)} {one.number}" for one in told.papers}
        findings = {one.id: self.tr("问题 %s") % one.number for one in told.findings}
        open_ids = {one.id for one in told.listed.standing.open}
        return [
            Spoken(
                one,
                (papers | findings).get(one.about_id, ""),
                open=one.id in open_ids,
                asks=one.id in open_ids and told.listed.mine and one.user != told.reader,
            )
            for one in told.words
        ]

    def _offer_abouts(self) -> None:
        """Offer what a comment can hang on: the dossier, or what is chosen beside it."""
        told = self.told
        if told is None:
            return
        abouts = [(self.tr("针对整宗案卷"), About.DOSSIER, "")]
        finding: Seen | None = self.findings.list.current
        paper: Paper | None = self.papers.list.current
        if finding is not None:
            abouts.append((self.tr("针对问题 %s") % finding.number, About.FINDING, finding.id))
        if paper is not None:
            abouts.append((self.tr("针对%s") % said(paper.label), About.DOCUMENT, paper.id))
        self.opinion.show_abouts(abouts)

    def forget(self) -> None:
        """Show nothing any more."""
        self.opinion.show_dossier("", Rights(), "")
        self.told = None
        for part in (self._name, self._facts):
            part.show_text("")
        for chip in (self._kind, self._state, self._news):
            chip.show_state("", "gray")
        self.timeline.show_lines((), ())
        self.findings.show_findings(())
        self.papers.forget()
        self.shots.show_shots(())
        self.words.show_words(())
        self._name_tabs(0, 0, 0, 0)

    def show_picture(self, sha256: str, image: QImage) -> None:
        """Show a small picture wherever it belongs."""
        self.findings.show_picture(sha256, image)
        self.shots.show_picture(sha256, image)

    # What is done.

    def answer(self, step_id: str) -> None:
        """Answer a step; what is answered stands above the words."""
        told = next((one for one in self.words.told if one.word.id == step_id), None)
        if told is not None:
            self.opinion.answer(step_id, f"{told.word.name} {told.word.words}")

    def answer_first(self) -> None:
        """Answer what asks for it the longest."""
        self.show_tab(WORDS)
        first = next((one.word.id for one in self.words.told if one.asks), "")
        if first:
            self.answer(first)

    def open_photo(self) -> None:
        """Show a photo large: of the grid where it is seen, else of the chosen finding."""
        if self.tab == SHOTS:
            self.shots.open_photo()
        else:
            self.findings.open_photo()

    def number(self, n: int) -> None:
        """Choose the n-th finding, from 1."""
        self.show_tab(FINDINGS)
        self.findings.list.choose_number(n)

    def _on_photo(self, sha256: str) -> None:
        if self.told is not None:
            self.photo_opened.emit(self.told.homes.get(sha256, self.known), sha256)

    def _on_whole(self) -> None:
        if self.told is not None:
            self.dossier_wanted.emit(self.told.listed.target_id)

    def _on_line(self, entry: Entry) -> None:
        """Go to what a line is about: a paper or a finding beside it, else the workbench."""
        line = entry.line
        if line.document_id and any(one.id == line.document_id for one in self._papers):
            self.show_tab(PAPERS)
            self.papers.list.choose(line.document_id)
        elif line.finding_ids:
            self.show_tab(FINDINGS)
            self.findings.list.choose(line.finding_ids[0])
        elif line.code.startswith("dossier.review_"):
            self.show_tab(WORDS)
        elif line.visit_id:
            self.bench_wanted.emit(line.visit_id)

    @property
    def _papers(self) -> Sequence[Paper]:
        return self.told.papers if self.told is not None else ()

    def parts(self) -> tuple[QWidget, ...]:
        """Return what takes the keys here, from left to right."""
        beside = (self.findings.list, self.papers.list, self.shots, self.words)[self._stack.currentIndex()]
        return self.timeline, beside, self.opinion.words

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys to the timeline."""
        self.timeline.setFocus(event.reason())


def _facts(told: Opened) -> list[str]:
    """Return the line below the name: number, when, who answers for the site, by whom."""
    listed = told.listed
    roles = {role: name for role, name in reversed(told.parties) if name}
    party = roles.get("contractor") or next(iter(roles.values()), "")
    facts = [listed.number, listed.on.isoformat(), party, said("、").join(listed.officers)]
    count = listed.findings
    words = said("问题 %1，重大 %2") if listed.major else said("问题 %1")
    facts.append(words.replace("%1", str(count)).replace("%2", str(listed.major)))
    return [one for one in facts if one]


def _shots(told: Opened) -> list[Shown]:
    shots = []
    for one in told.findings:
        name = said("问题 %s") % one.number
        shots += [Shown(each, words_of(each, name)) for each in one.before]
        after = said("问题 %s 复查") % one.number
        shots += [Shown(each, words_of(each, after)) for each in one.after]
    return shots + [Shown(each, words_of(each, "")) for each in told.loose]
