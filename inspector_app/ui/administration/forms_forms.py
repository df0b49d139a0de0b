"""The forms around editions: what is to be looked at, what follows from using it, what was proofed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from inspector_app.casework.people.edition_book import Candidate, Edition
from inspector_app.catalog.unproven import Unproven
from inspector_app.domain.errors import RuleError
from inspector_app.ui.controls.form_values import Asks, Field, Form, Given

MOST_WORDS = 60


class FormForms(QObject):
    """Makes the forms; knows no store."""

    def look(self) -> Form:
        """Return the form that asks for a new edition to be looked at."""
        return Form(
            "forms_look",
            self.tr("检查新版"),
            (
                Field("files", self.tr("表单包"), Asks.FILES, hint="*.zip"),
                Field("folder", self.tr("或表单文件夹"), hint=self.tr("文件夹的路径")),
            ),
            self.tr("检查"),
            note=self.tr("只检查、试例和比较，不改动正在使用的版本。"),
            icon="search",
        )

    def use(self, told: Candidate) -> Form:
        """Return the form by which a new edition is signed into use."""
        note = self.tr("启用“%s”：与正在使用的版本有 %s 处不同。由您签名，随同步到各台电脑，下次登录起使用。")
        return self._use(note % (told.name, len(told.changes)), told.edition)

    def use_again(self, one: Edition) -> Form:
        """Return the form by which an earlier edition is signed into use again."""
        note = self.tr("重新启用“%s”。由您签名，随同步到各台电脑，下次登录起使用。") % one.name
        return self._use(note, one.edition)

    def _use(self, note: str, about: str) -> Form:
        return Form(
            "forms_use", self.tr("启用表单版本"), (), self.tr("签名启用"), about=about, note=note, final=True
        )

    def pack(self, one: Edition) -> Form:
        """Return the form that asks where a pack is written."""
        return Form(
            "forms_pack",
            self.tr("导出表单包"),
            (Field("out", self.tr("写到"), hint=self.tr("文件的路径，如 D:/表单包.zip"), needed=True),),
            self.tr("签名导出"),
            about=one.edition,
            note=self.tr("表单包由您签名；只有本局的电脑认这个签名。"),
            icon="file-down",
        )

    def proof(self, name: str, items: Sequence[Unproven]) -> Form:
        """Return the form by which entries are ticked as proofed."""
        return Form(
            "forms_proof",
            self.tr("记下核对"),
            (
                Field(
                    "source",
                    self.tr("对照的官方文本"),
                    hint=self.tr("如：国家法律法规数据库 2026-11 文本"),
                    needed=True,
                ),
                self._items(items, ticked=len(items) == 1),
            ),
            self.tr("记下"),
            about=name,
            note=self.tr("勾选逐字对照过的条目。记在您的名下，随同步到各台电脑；条目改了字，核对自动失效。"),
        )

    def unproof(self, name: str, items: Sequence[Unproven]) -> Form:
        """Return the form by which ticks are taken back."""
        return Form(
            "forms_unproof",
            self.tr("撤回核对"),
            (self._items(items, ticked=False),),
            self.tr("撤回"),
            about=name,
        )

    def _items(self, items: Sequence[Unproven], *, ticked: bool) -> Field:
        named = tuple((one.digest, _words(one)) for one in items)
        value = "\n".join(code for code, _ in named) if ticked else ""
        return Field("items", self.tr("条目"), Asks.TICKS, value, named, needed=True)


def _words(one: Unproven) -> str:
    told = f"{one.title} {one.says}".strip()
    return told if len(told) <= MOST_WORDS else f"{told[:MOST_WORDS]}…"


def path_of(told: Given) -> Path:
    """Return the file or folder that was chosen.

    Raises:
        RuleError: `administration.nothing_chosen`, `administration.two_chosen`.
    """
    files = told.get("files")
    chosen = [str(one) for one in files] if isinstance(files, list) else []
    folder = str(told.get("folder", "")).strip()
    if len(chosen) + bool(folder) > 1:
        raise RuleError("administration.two_chosen", where="forms.files")
    if not chosen and not folder:
        raise RuleError("administration.nothing_chosen", where="forms.files")
    return Path(chosen[0] if chosen else folder).expanduser()


def ticked(told: Given) -> list[str]:
    """Return the digests of what was ticked."""
    items = told.get("items")
    return [str(one) for one in items] if isinstance(items, list) else []
