"""表单版本: the editions of forms, a new one looked at before it is used, and what is still to be proofed."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.people import edition_book, form_packs, proofs, workspace
from inspector_app.casework.people.edition_book import Candidate, Edition
from inspector_app.casework.people.proofs import Proof
from inspector_app.catalog.unproven import Unproven, unproven
from inspector_app.domain.acts import Role
from inspector_app.domain.errors import RuleError
from inspector_app.ui.administration import forms_forms as forms
from inspector_app.ui.administration.forms_sheets import FormSheets
from inspector_app.ui.administration.matter import CLERKS, Matter
from inspector_app.ui.controls.board_values import Deed, Filter, Line, Sheet
from inspector_app.ui.controls.form_values import Given
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts

EDITIONS, OPEN, DONE = "editions", "open", "done"
LOOK, USE, DROP, PACK, PROOF, UNPROOF = "look", "use", "drop", "pack", "proof", "unproof"
CANDIDATE = "candidate"
FILE = "file:"


class FormsSection(Matter):
    """Looks after the editions of forms and their marks."""

    NAME = "forms"
    ICON = "file-text"
    WHO: frozenset[Role] = CLERKS
    HINTS = (
        ("Ctrl O", "检查新版"),
        ("Ctrl Enter", "启用/核对"),
        ("Ctrl E", "导出表单包"),
        ("Ctrl B", "放下"),
    )

    def __init__(self, look: Look, jobs: Jobs, texts: Texts, over: QWidget, parent: QObject) -> None:
        super().__init__(look, jobs, texts, over, parent)
        self._candidate: Candidate | None = None
        self._items: dict[str, list[Unproven]] = {}
        self._proofs: Mapping[str, Proof] = {}
        self._editions: dict[str, Edition] = {}
        self._open, self._of = 0, ""
        self._brought = False
        self._sheets = FormSheets(texts, self)

    def word(self) -> str:
        """Return its name in the list of matters."""
        return self.tr("表单版本")

    def teach(self) -> str:
        """Return what is said while there is nothing."""
        return {
            OPEN: self.tr("凭记忆录入的条款和措辞都已核对。"),
            DONE: self.tr("还没有核对过。\n在“待核对”里选一份表单，对照官方文本勾选。"),
        }.get(self.filter, self.tr("没有表单版本。"))

    def filters(self) -> Sequence[Filter]:
        """Return the choices above the list."""
        return (
            Filter(EDITIONS, self.tr("版本")),
            Filter(OPEN, self.tr("待核对"), self._open),
            Filter(DONE, self.tr("已核对")),
        )

    def acts(self) -> Sequence[Deed]:
        """Return what may be done without a line."""
        return (Deed(LOOK, self.tr("检查新版…"), "folder-open", "Ctrl+O"),)

    def pressing(self, _: Sequence[Line]) -> int:
        """Return 1 while forms that were brought wait for a decision."""
        return int(self._candidate is not None)

    def get_up(self) -> None:
        """Stop, and forget what was read."""
        super().get_up()
        self._candidate, self._items, self._editions, self._of = None, {}, {}, ""

    # Read beside the screen.

    def _room(self, desk: Desk) -> Path:
        return desk.store.folder.path / workspace.FORMS

    def every(self, desk: Desk, chosen: str) -> Sequence[Line]:
        """Return the lines of a choice."""
        self._read(desk)
        if chosen == EDITIONS or not chosen:
            told = edition_book.history(desk, self._room(desk))
            self._editions = {one.edition: one for one in told}
            lines = [self._sheets.edition_line(one) for one in told]
            return [self._sheets.candidate_line(self._candidate), *lines] if self._candidate else lines
        return [
            self._sheets.file_line(FILE, name, items, self._proofs)
            for name, items in self._items.items()
            if self._in(items, chosen)
        ]

    def _in(self, items: Sequence[Unproven], chosen: str) -> bool:
        done = [one.digest in self._proofs for one in items]
        return not all(done) if chosen == OPEN else any(done)

    def _read(self, desk: Desk) -> None:
        if self._of != desk.rules.edition:  # its files never change
            found: dict[str, list[Unproven]] = {}
            for one in unproven(edition_book.folder_of(self._room(desk), desk.rules.edition)):
                found.setdefault(one.file, []).append(one)
            self._items, self._of = found, desk.rules.edition
        self._proofs = proofs.proofs(desk.store)
        self._open = sum(one.digest not in self._proofs for each in self._items.values() for one in each)

    def _show(self, which: str, told: list[Line]) -> None:
        super()._show(which, told)
        if self.session is not None:
            self.view.show_filters(self.filters(), self.filter)
        if self._brought and any(one.id == CANDIDATE for one in told):
            self._brought = False
            self.view.choose(CANDIDATE)

    def sheet(self, desk: Desk, known: str) -> Sheet:
        """Return all about an edition, forms that were brought, or a form's marks."""
        if known == CANDIDATE and self._candidate is not None:
            return self._sheets.candidate(self._candidate, self._candidate_deeds(self._candidate))
        if known.startswith(FILE):
            self._read(desk)
            items = self._items.get(known.removeprefix(FILE), [])
            return self._sheets.file(known, items, self._proofs, self._file_deeds(items))
        one = self._editions.get(known)
        if one is None:
            return Sheet(known, "")
        counts = edition_book.counts(self._room(desk), one)
        return self._sheets.edition(one, counts, self._edition_deeds(one))

    def _candidate_deeds(self, told: Candidate) -> tuple[Deed, ...]:
        why = self.why_not
        if told.errors:
            why = why or self.tr("文件有错误，改好以后再检查")
        elif told.failed:
            why = why or self.tr("有例子不符，改好以后再检查")
        elif told.same:
            why = why or self.tr("就是正在使用的版本")
        return (
            Deed(DROP, self.tr("放下"), "x", "Ctrl+B"),
            Deed(USE, self.tr("启用"), "check", "Ctrl+Return", main=not why, why_not=why),
        )

    def _edition_deeds(self, one: Edition) -> tuple[Deed, ...]:
        gone = "" if one.here else self.tr("这一版的文件不在这台电脑上")
        again = self.why_not or gone or (self.tr("正在使用") if one.next else "")
        return (
            Deed(PACK, self.tr("导出表单包"), "file-down", "Ctrl+E", why_not=self.why_not or gone),
            Deed(USE, self.tr("重新启用"), "history", "Ctrl+Return", why_not=again),
        )

    def _file_deeds(self, items: Sequence[Unproven]) -> tuple[Deed, ...]:
        done = [one for one in items if one.digest in self._proofs]
        full = self.why_not or (self.tr("这一份都已核对") if len(done) == len(items) else "")
        none = self.why_not or ("" if done else self.tr("还没有核对过"))
        return (
            Deed(UNPROOF, self.tr("撤回核对"), "undo-2", "Ctrl+U", why_not=none),
            Deed(PROOF, self.tr("记下核对"), "check", "Ctrl+Return", main=not full, why_not=full),
        )

    # Done.

    def do(self, code: str, known: str) -> None:
        """Do what a deed says."""
        makes = forms.FormForms(self)
        if code == LOOK:
            self.ask(makes.look(), self._look_at, self._looked)
        elif code == DROP:
            self._candidate = None
            self.refresh()
        elif code == USE and known == CANDIDATE and self._candidate is not None:
            told = self._candidate
            self.ask(makes.use(told), lambda desk, _: self._use(desk, told), self._used, signed=True)
        elif code == USE and known in self._editions:
            one = self._editions[known]
            self.ask(makes.use_again(one), lambda desk, _: self._again(desk, one), self._used, signed=True)
        elif code == PACK and known in self._editions:
            one = self._editions[known]
            self.ask(
                makes.pack(one), lambda desk, told: self._pack(desk, one, told), self._packed, signed=True
            )
        elif code in (PROOF, UNPROOF) and known.startswith(FILE):
            self._mark(makes, code, known.removeprefix(FILE))

    def _mark(self, makes: forms.FormForms, code: str, name: str) -> None:
        items = self._items.get(name, [])
        if code == PROOF:
            left = [one for one in items if one.digest not in self._proofs]
            self.ask(makes.proof(name, left), self._proof)
        else:
            done = [one for one in items if one.digest in self._proofs]
            self.ask(makes.unproof(name, done), self._unproof)

    def _look_at(self, desk: Desk, told: Given) -> Candidate:
        return edition_book.look_at(desk, forms.path_of(told), self._room(desk))

    def _looked(self, told: Candidate) -> None:
        self._candidate = told
        self._brought = True  # shown as soon as it is in the list
        self.narrow(EDITIONS)

    def _use(self, desk: Desk, told: Candidate) -> str:
        return edition_book.put_into_use(desk, told, self._room(desk))

    def _again(self, desk: Desk, one: Edition) -> str:
        folder = edition_book.folder_of(self._room(desk), one.edition)
        told = edition_book.look_at(desk, folder, self._room(desk))
        return edition_book.use_again(desk, told, self._room(desk))

    def _used(self, edition: str) -> None:
        self._candidate = None
        self.said.emit("administration.edition_used", {"where": edition[:12]})
        self.refresh()

    def _pack(self, desk: Desk, one: Edition, told: Given) -> tuple[str, str]:
        typed = str(told.get("out", "")).strip()
        if not typed:
            raise RuleError("administration.nothing_chosen", where="forms.out")
        out = Path(typed).expanduser()
        out = out if out.suffix else out.with_suffix(".zip")
        return str(out), form_packs.write(desk, edition_book.folder_of(self._room(desk), one.edition), out)

    def _packed(self, told: tuple[str, str]) -> None:
        self.said.emit("administration.packed", {"where": told[0], "sha256": told[1][:16]})

    def _proof(self, desk: Desk, told: Given) -> None:
        proofs.tick(desk, forms.ticked(told), str(told.get("source", "")))

    def _unproof(self, desk: Desk, told: Given) -> None:
        proofs.withdraw(desk, forms.ticked(told))
