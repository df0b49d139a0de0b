"""整改: what is ordered and not yet at its end, by order and party."""

from collections.abc import Sequence

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.overview import followed
from inspector_app.casework.overview.followed import Followed
from inspector_app.domain.states import FindingState
from inspector_app.store.duty_book import DutyRow
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Filter, Line, Sheet
from inspector_app.ui.ledger.section import Section
from inspector_app.ui.style.translation import said
from inspector_app.ui.style.typed import show_day

TONES = {
    FindingState.REPLIED: "blue",
    FindingState.TO_RECHECK: "blue",
    FindingState.FAILED: "red",
    FindingState.ESCALATED: "red",
    FindingState.CLOSED: "green",
    FindingState.CORRECTED: "green",
    FindingState.WITHDRAWN: "gray",
}


class DutiesSection(Section):
    """Follows every order until its findings are closed."""

    NAME = "duties"
    ICON = "clipboard-check"

    def word(self) -> str:
        """Return its name in the list of sections."""
        return self.tr("整改")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        if self.filter == followed.OVERDUE:
            return self.tr("没有逾期的整改。")
        return self.tr(
            "这里列出已经责令、还没有闭环的问题：谁、哪份文书、哪天到期。\n签发整改或停工文书后会出现在这里。"
        )

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        words = {
            followed.OVERDUE: self.tr("逾期"),
            followed.SOON: self.tr("近 7 日"),
            followed.LOOK: self.tr("待复查"),
            followed.FAILED: self.tr("未通过"),
            followed.ALL: self.tr("全部"),
        }
        return [Filter(code, words[code]) for code in followed.CHOICES]

    def lines(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice."""
        return [self._line(one) for one in followed.followed(desk, chosen)]

    def _line(self, one: Followed) -> Line:
        word = self.tr("逾期") if one.overdue else one.words[0][0]
        tone = "red" if one.overdue else TONES.get(FindingState(one.words[0][0]), "amber")
        due = days_left_words(one)
        note = f"{one.label} {one.number} · {one.party}"
        title = self.tr("%1（%2 项）").replace("%1", one.target).replace("%2", str(len(one.duties)))
        return Line(one.id, title, note, word, tone, show_day(one.due), due)

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about a line."""
        one, rows = followed.one_followed(desk, known)
        facts = followed.facts(desk, rows)
        head = Block(
            self.tr("责令"),
            (
                Fact(self.tr("文书"), f"{one.label} {one.number}", link=f"document:{one.document_id}"),
                Fact(self.tr("责任单位"), one.party),
                Fact(self.tr("期限"), f"{show_day(one.due)} {days_left_words(one)}".strip()),
                Fact(self.tr("检查"), one.target, link=f"bench:{one.inspection_id}:"),
            ),
        )
        ordered = sorted(rows, key=lambda row: facts[row.finding_id][0])
        found = tuple(self._finding(row, *facts[row.finding_id]) for row in ordered)
        word = self.tr("逾期") if one.overdue else one.words[0][0]
        tone = "red" if one.overdue else TONES.get(FindingState(one.words[0][0]), "amber")
        return Sheet(
            known, one.target, word, tone, one.party, (head, Block(self.tr("问题"), found)), self._deeds(one)
        )

    def _finding(self, row: DutyRow, number: int, location: str, fact: str) -> Fact:
        told = [f"{location} {fact}".strip()]
        if row.round > 1:
            told.append(self.tr("第 %s 次责令") % row.round)
        if row.extensions:
            told.append(self.tr("延期 %s 次") % row.extensions)
        if row.due:
            told.append(self.tr("期限 %s") % row.due)
        tone = TONES.get(FindingState(row.word), "amber")
        return Fact(self.tr("问题 %s") % number, " · ".join(told), row.word, tone)

    def _deeds(self, _: Followed) -> tuple[Deed, ...]:
        return ()

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        raise ValueError(f"no deed {code!r} on {known!r}")


def days_left_words(one: Followed) -> str:
    """Return how many days are left, or how many it is overdue, in words."""
    if one.due is None:
        return ""
    return said("逾期 %s 天") % -one.left if one.left < 0 else said("剩 %s 天") % one.left
