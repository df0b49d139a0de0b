"""How editions, forms that were brought, and their marks are shown."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QObject

from inspector_app.casework.people.edition_book import Candidate, Edition
from inspector_app.casework.people.proofs import Proof
from inspector_app.catalog.comparing import Change
from inspector_app.catalog.faults import FormError
from inspector_app.catalog.unproven import Unproven
from inspector_app.ui.administration import form_words
from inspector_app.ui.controls.board_values import Block, Deed, Fact, Line, Sheet
from inspector_app.ui.style import typed
from inspector_app.ui.style.words import Texts

MOST_SHOWN = 60
"""Lines of a block; how many there are stands beside its heading."""
PROVEN, UNPROVEN = "已核对", "未核对"
IN_USE, NEXT, BEFORE, AWAY, FIT = "正在使用", "下次登录使用", "以前的版本", "不在本机", "可以启用"
ADDED, GONE, CHANGED = "新增", "删去", "改动"


class FormSheets(QObject):
    """Words of editions and marks; knows no store."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts

    # Editions.

    def edition_line(self, one: Edition) -> Line:
        """Return an edition as the list shows it."""
        state, tone = self._state(one)
        by = self.tr("%s签名启用") % one.by if one.by else self.tr("随程序提供")
        return Line(
            one.edition,
            one.name or one.edition[:12],
            by,
            state,
            tone,
            typed.show_moment(one.since)[:10],
            one.edition[:8],
        )

    def _state(self, one: Edition) -> tuple[str, str]:
        if one.in_use:
            return IN_USE, "green"
        if one.next:
            return NEXT, "blue"
        return (BEFORE, "gray") if one.here else (AWAY, "amber")

    def edition(self, one: Edition, counts: Mapping[str, int], deeds: tuple[Deed, ...]) -> Sheet:
        """Return all about an edition."""
        facts = (
            Fact(self.tr("编定日期"), typed.show_day(one.dated)),
            Fact(self.tr("启用"), typed.show_moment(one.since) or self.tr("随程序提供")),
            Fact(self.tr("签名"), one.by),
            Fact(self.tr("版本号"), one.edition[:16]),
        )
        blocks = (Block(self.tr("版本"), facts), self._counts(counts))
        state, tone = self._state(one)
        return Sheet(one.edition, one.name or one.edition[:12], state, tone, "", blocks, deeds)

    def _counts(self, counts: Mapping[str, int]) -> Block:
        facts = tuple(Fact(form_words.counted(name), str(n)) for name, n in counts.items() if n)
        return Block(self.tr("内容"), facts or (Fact("", self.tr("文件不在这台电脑上。")),))

    # What was brought.

    def candidate_line(self, told: Candidate) -> Line:
        """Return forms that were brought as the list shows them."""
        state, tone = self._verdict(told)
        return Line("candidate", told.name or self.tr("检查的表单"), told.pack.source, state, tone, "", "")

    def _verdict(self, told: Candidate) -> tuple[str, str]:
        if told.errors:
            return self.tr("%s 处错误") % len(told.errors), "red"
        if told.failed:
            return self.tr("%s 个例子不符") % len(told.failed), "red"
        if told.same:
            return IN_USE, "gray"
        return FIT, "blue"

    def candidate(self, told: Candidate, deeds: tuple[Deed, ...]) -> Sheet:
        """Return what looking at forms found."""
        signed = told.pack.signed
        who = self.tr("%s %s 签名") % (signed.by, signed.on) if signed else self.tr("没有签名的草稿")
        origin = Block(
            self.tr("来源"),
            (
                Fact(self.tr("文件"), told.pack.source),
                Fact(self.tr("签名"), who),
                Fact(self.tr("版本号"), told.edition[:16]),
            ),
        )
        blocks = [origin]
        if told.errors:
            blocks.append(self._errors(told.errors))
        elif told.failed:
            blocks.append(self._failed(told))
        if not told.errors:
            fine = Fact("", self.tr("%s 个例子相符。") % told.passed)
            blocks.append(Block(self.tr("试例"), (fine,)))
            blocks += self._changes(told.changes)
        state, tone = self._verdict(told)
        return Sheet("candidate", told.name or self.tr("检查的表单"), state, tone, "", tuple(blocks), deeds)

    def _errors(self, errors: Sequence[FormError]) -> Block:
        facts = tuple(self._error(one) for one in errors[:MOST_SHOWN])
        return Block(self.tr("错误"), facts, self.tr("共 %s 处") % len(errors))

    def _error(self, one: FormError) -> Fact:
        message, remedy = self._texts.text(one.code, one.field, dict(one.values))
        return Fact(f"{one.file}:{one.line}", f"{one.field}  {message}{remedy}".strip(), "", "red")

    def _failed(self, told: Candidate) -> Block:
        facts = tuple(
            Fact(
                f"{one['file']}:{one['line']}",
                self.tr("%s：应为 %s，得到 %s") % (one["name"], one["expected"], one["got"]),
            )
            for one in told.failed[:MOST_SHOWN]
        )
        return Block(self.tr("不符的例子"), facts, self.tr("共 %s 个") % len(told.failed))

    def _changes(self, changes: Sequence[Change]) -> Iterator[Block]:
        """Yield a block a file: what came, went, or says something else."""
        if not changes:
            yield Block(self.tr("不同之处"), (Fact("", self.tr("与正在使用的版本没有不同。")),))
        files: dict[str, list[Change]] = {}
        for one in changes:
            files.setdefault(one.file, []).append(one)
        for name, told in files.items():
            facts = tuple(self._change(one) for one in told[:MOST_SHOWN])
            yield Block(form_words.file(name), facts, self.tr("%s 处不同") % len(told))

    def _change(self, one: Change) -> Fact:
        what = one.item or (form_words.field(one.field) if one.field else one.file)
        if one.old is None or one.new is None:
            state, tone = (ADDED, "green") if one.old is None else (GONE, "red")
            shown = one.new if one.old is None else one.old
            return Fact(what, f"{form_words.field(one.field)} {shown}".strip(), state, tone)
        field = f"{form_words.field(one.field)}：" if one.item else ""
        return Fact(what, f"{field}{one.old} → {one.new}", CHANGED, "blue")

    # Marks.

    def file_line(
        self, prefix: str, name: str, items: Sequence[Unproven], proofs: Mapping[str, Proof]
    ) -> Line:
        """Return a form with how much of it is to be proofed."""
        done = sum(one.digest in proofs for one in items)
        state, tone = (PROVEN, "green") if done == len(items) else (UNPROVEN, "amber")
        return Line(
            prefix + name, form_words.file(name), items[0].provenance, state, tone, f"{done}/{len(items)}", ""
        )

    def file(
        self,
        known: str,
        items: Sequence[Unproven],
        proofs: Mapping[str, Proof],
        deeds: tuple[Deed, ...],
    ) -> Sheet:
        """Return a form's marks: each entry, where it comes from, who proofed it when and with what."""
        name = known.partition(":")[2]
        sources = dict.fromkeys(one.provenance for one in items if one.provenance)
        blocks = [Block(self.tr("来源"), tuple(Fact("", one) for one in sources))]
        facts = tuple(self._item(one, proofs.get(one.digest)) for one in items[:MOST_SHOWN])
        blocks.append(Block(self.tr("条目"), facts, self.tr("共 %s 条") % len(items)))
        done = all(one.digest in proofs for one in items)
        state, tone = (PROVEN, "green") if done else (UNPROVEN, "amber")
        return Sheet(known, form_words.file(name), state, tone, name, tuple(blocks), deeds)

    def _item(self, one: Unproven, proof: Proof | None) -> Fact:
        if proof is None:
            return Fact(one.title, one.says, UNPROVEN, "amber")
        who = self.tr("%s %s 对照 %s") % (proof.by, proof.on, proof.source)
        return Fact(one.title, f"{one.says}\n{who}".strip(), PROVEN, "green")
