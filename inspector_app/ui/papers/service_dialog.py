"""送达: how one recipient was served; it asks only for what that way of serving needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.casework.papers.issued import Issued
from inspector_app.domain.errors import Problem
from inspector_app.domain.people import PersonPresent
from inspector_app.domain.serving import Service
from inspector_app.ui.controls.paper_dialog import PaperDialog
from inspector_app.ui.controls.parts import (
    DropDown,
    Elided,
    button,
    column,
    label,
    row,
    tab_as_laid_out,
)
from inspector_app.ui.papers.service_fields import (
    PHOTOS,
    RECEIPT,
    REFUSAL,
    ROWS,
    methods,
    refusal_hint,
    rows_of,
)
from inspector_app.ui.papers.service_form import ServiceForm
from inspector_app.ui.signing.sign_dialog import SignDialog, ToSign
from inspector_app.ui.signing.strokes import Signature
from inspector_app.ui.style.look import Look
from inspector_app.ui.style.words import Texts, of_problem

PHOTO_FILES = "*.jpg *.jpeg *.png *.webp"
DIRECT, SCREEN = "direct", "screen"
"""Handed over and signed for: on paper, or on the screen of this laptop, which keeps a 签名页 beside it."""


@dataclass(frozen=True, slots=True)
class ToServe:
    """A recipient in the dialog.

    Attributes:
        registered: their registered address, empty when nobody entered it.
        state: how they stand, in words.
        awaited: what was mailed or entrusted and has no receipt yet.
        present: people of theirs who were met on site.
    """

    party_id: str
    name: str
    registered: str
    state: str
    awaited: Service | None = None
    present: tuple[PersonPresent, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceWish:
    """What was typed: values of the fields by name, pictures to attach, a signature given on the screen."""

    recipient_id: str
    method: str
    values: dict[str, str]
    photos: tuple[Path, ...]
    awaited: Service | None
    signature: Signature | None = None


class ServiceDialog(PaperDialog):
    """Asks how a document was served.

    Signals:
        service_given: a ServiceWish.
        changed: a ServiceWish as typed so far, for warnings.
        paper_wanted: it is to be printed and signed on paper.
        signature_held: a Signature that waits here for the service to be noted; None for none any more.
    """

    service_given = Signal(object)
    changed = Signal(object)
    paper_wanted = Signal()
    signature_held = Signal(object)

    def __init__(
        self,
        look: Look,
        texts: Texts,
        document: Issued,
        recipients: Sequence[ToServe],
        chosen: str,
        now: str,
        place: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "", "service_dialog", parent)
        self.setWindowTitle(self.tr("送达 %s") % document.number)
        self._texts = texts
        self._document = document
        self._signature: Signature | None = None
        self._recipients = {one.party_id: one for one in recipients}
        self._photos: tuple[Path, ...] = ()
        self._form = ServiceForm(texts)
        self._form.edited.connect(self._tell)
        self._fields = self._form.fields
        self._whom, self._method = (
            self._choice("recipient", self.tr("受送达人")),
            self._choice("method", self.tr("送达方式")),
        )
        for one in recipients:
            self._whom.addItem(f"{one.name} · {one.state}", one.party_id)
        self._whom.setCurrentIndex(max(self._whom.findData(chosen), 0))
        parts = QWidget()
        self._fill_form(look, now, place)
        column(parts, [self._form, self._warning_part()], gap=10)
        self.finish(parts, self.tr("登记送达"), "service_accept", width=640)
        self._whom.currentIndexChanged.connect(self._on_recipient)
        self._method.currentIndexChanged.connect(self._on_method)
        self._on_recipient()
        tab_as_laid_out(self)
        self._focus_first()

    def _choice(self, name: str, spoken: str) -> DropDown:
        made = DropDown()
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.setMinimumContentsLength(8)
        return made

    def _fill_form(self, look: Look, now: str, place: str) -> None:
        """Add every row there is; which of them are shown depends on the way of serving."""
        form = self._form
        form.add(self.tr("受送达人"), [self._whom], "recipient")
        form.add(self.tr("送达方式"), [self._method], "method")
        at, where = form.line("at", self.tr("送达时间"), "09:12"), form.line("place", self.tr("送达地点"))
        at.setText(now)
        at.setFixedWidth(150)
        where.setText(place)
        where.setCursorPosition(0)
        form.add(self.tr("时间、地点"), [at, where], "at")
        for one in ROWS:
            if one.fields[0].name == PHOTOS:
                form.add(self.tr(one.words), self._photo_parts(look), PHOTOS)
                continue
            fields: list[QWidget] = [
                form.line(asked.name, self.tr(asked.words), self.tr(asked.hint)) for asked in one.fields
            ]
            form.add(self.tr(one.words), fields, one.fields[0].name)
        self._fields["receiver"].editingFinished.connect(self._on_receiver)
        form.add(self.tr("屏幕签名"), self._signature_parts(look), SCREEN)

    def _photo_parts(self, look: Look) -> list[QWidget]:
        choose = button(self.tr("选照片…"), "service_photos", look=look, icon="image-plus")
        choose.clicked.connect(self._choose_photos)
        self._photo_names = Elided(look, self.tr("没有照片"), tone="mute")
        room = QWidget()
        row(room, [choose, (self._photo_names, 1)])
        return [room]

    def _signature_parts(self, look: Look) -> list[QWidget]:
        self._sign = button(self.tr("请签收人签名…"), "service_sign", look=look, icon="signature")
        self._sign.clicked.connect(self.ask_for_signature)
        self._signed = Elided(look, self.tr("还没有签名"), tone="mute")
        room = QWidget()
        row(room, [self._sign, (self._signed, 1)])
        return [room]

    def _warning_part(self) -> QWidget:
        room = self._warning = QWidget()
        self._warned = label("", "warn", wrap=True)
        self._warned.setObjectName("service_warned")
        self._move = button(self.tr("改填注册地址"), "use_registered")
        self._move.clicked.connect(self._use_registered)
        column(room, [self._warned, row(None, [self._move, None])], gap=6)
        room.hide()
        return room

    # What it shows.

    @property
    def _recipient(self) -> ToServe:
        return self._recipients[str(self._whom.currentData())]

    @property
    def _way(self) -> str:
        told = str(self._method.currentData() or "")
        return DIRECT if told == SCREEN else told

    @property
    def _on_screen(self) -> bool:
        return bool(self._method.currentData() == SCREEN)

    def _on_recipient(self) -> None:
        self._method.blockSignals(True)
        self._method.clear()
        for code, words in methods(self._recipient.awaited):
            self._method.addItem(self.tr(words), code)
            if code == DIRECT:
                self._method.addItem(self.tr("当面签收（屏幕签名）"), SCREEN)
        self._method.setCurrentIndex(0)
        self.take_signature(None)
        self._method.blockSignals(False)
        self._on_method()

    def _on_method(self) -> None:
        shown = rows_of(self._way) | {"recipient", "method"}
        if self._way != RECEIPT:
            shown |= {"at"}
        if self._on_screen:
            shown = (shown | {SCREEN}) - {REFUSAL}
        self._form.show_rows(shown)
        self._fields[REFUSAL].setPlaceholderText(refusal_hint(self._way))
        self.show_wrong(())
        self._tell()

    def _on_receiver(self) -> None:
        """Fill in the position of somebody who was met on site."""
        name, position = self._fields["receiver"].text().strip(), self._fields["position"]
        known = next((one for one in self._recipient.present if one.name == name), None)
        if known is not None and not position.text().strip():
            position.setText(known.position)

    def _tell(self) -> None:
        self.changed.emit(self.wanted())

    def wanted(self) -> ServiceWish:
        """Return what was typed so far."""
        told = self._form.typed()
        if self._photos:
            told[PHOTOS] = "1"
        photos = self._photos if PHOTOS in rows_of(self._way) else ()
        signature = self._signature if self._on_screen else None
        if self._on_screen:
            told[REFUSAL] = ""
        whom = self._recipient
        return ServiceWish(whom.party_id, self._way, told, photos, whom.awaited, signature)

    # Signing on the screen.

    def ask_for_signature(self) -> None:
        """Hand the laptop over: the receiver signs in a window of its own."""
        self._on_receiver()
        whom = self._recipient
        known = tuple((one.name, one.position) for one in whom.present)
        name, position = (self._fields[one].text().strip() for one in ("receiver", "position"))
        if not name and known:
            name, position = known[0]
        told = ToSign(
            self._document.label, self._document.number, whom.party_id, whom.name, name, position, known=known
        )
        dialog = SignDialog(self.look, told, self)
        dialog.given.connect(dialog.accept)
        dialog.given.connect(self._on_signed)
        dialog.refused.connect(self.note_refusal)
        dialog.paper_wanted.connect(self.reject)
        dialog.paper_wanted.connect(self.paper_wanted)
        dialog.open()

    def _on_signed(self, signature: Signature) -> None:
        self.take_signature(signature)
        self.wish()

    def take_signature(self, signature: Signature | None) -> None:
        """Hold a signature that was given on the screen until the service is noted."""
        self._signature = signature
        words = self.tr("还没有签名")
        if signature is not None:
            signer = signature.signer
            self._method.setCurrentIndex(self._method.findData(SCREEN))
            self._fields["receiver"].setText(signer.name)
            self._fields["position"].setText(signer.position)
            words = self.tr("%s 已签，随本次送达登记存入") % signer.name
        self._signed.show_text(words)
        self.signature_held.emit(signature)

    def note_refusal(self) -> None:
        """Go on where a refusal is told: whoever will not sign is served another way."""
        self._method.setCurrentIndex(self._method.findData(DIRECT))
        field = self._fields[REFUSAL]
        if not field.text().strip():
            field.setText(self.tr("拒绝签名"))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def show_warnings(self, problems: Sequence[Problem]) -> None:
        """Show calmly what the server should know; nothing is held up by it."""
        said = [of_problem(one, self._texts) for one in problems]
        self._warned.setText("\n".join(f"{one.message}{one.remedy}" for one in said))
        offered = any(one.code == "service.left_at_site" for one in problems) and self._recipient.registered
        self._move.setVisible(bool(offered))
        self._warning.setVisible(bool(said))
        self._fit()

    def show_wrong(self, problems: Sequence[Problem]) -> None:
        """Show each refusal at its field, and put the keys into the first."""
        for words in self._form.show_wrong(problems):
            self.notice.show_words(words)
        self.accept_button.setEnabled(True)
        self._fit()

    def go_on_with(self, method: str, told: str = "") -> None:
        """Show another way of serving, e.g. left after a refusal; what was typed stays."""
        self._method.setCurrentIndex(self._method.findData(method))
        if told:
            words = of_problem(Problem.of(told), self._texts)
            self.notice.show_words(words, tone="info")
        self.accept_button.setEnabled(True)
        self._focus_first()
        self._fit()

    def _focus_first(self) -> None:
        """Put the keys into the first empty field that this way of serving asks for."""
        shown = [one for one in ROWS if one.fields[0].name in rows_of(self._way)]
        names = [asked.name for one in shown for asked in one.fields if asked.name in self._fields]
        if self._way == "left":
            # The refusal was mostly told before; a witness or a recording is what is still needed.
            names = [name for name in names if name != REFUSAL or not self._fields[REFUSAL].text()]
        empty = next((name for name in names if not self._fields[name].text()), "")
        (self._fields[empty] if empty else self._method).setFocus(Qt.FocusReason.OtherFocusReason)

    # What the person wants.

    def _use_registered(self) -> None:
        self._fields["place"].setText(self._recipient.registered)
        self._fields["place"].setCursorPosition(0)
        self._fields["place"].setFocus()
        self._tell()

    def _choose_photos(self) -> None:
        dialog = QFileDialog(self, self.tr("选择送达照片"), "", f"{self.tr('照片')} ({PHOTO_FILES})")
        dialog.setObjectName("service_photo_files")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_photos)
        dialog.open()

    def _on_photos(self, files: list[str]) -> None:
        self._photos = tuple(Path(one) for one in files)
        self._photo_names.show_text(
            self.tr("、").join(one.name for one in self._photos) or self.tr("没有照片")
        )
        self._tell()

    def wish(self) -> None:
        """Emit what was typed; the button waits until it is answered. On the screen is signed first."""
        self._on_receiver()
        if self._on_screen and self._signature is None:
            self.ask_for_signature()
            return
        self.accept_button.setEnabled(False)
        self.notice.clear()
        self.service_given.emit(self.wanted())
