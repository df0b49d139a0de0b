"""A small window whose parts come and go: it is always as high as what it shows."""

from PySide6.QtWidgets import QPushButton, QWidget

from inspector_app.ui.controls.dialogs import Dialog


class PaperDialog(Dialog):
    """A dialog that grows and shrinks with its parts."""

    def call_cancel(self, words: str) -> None:
        """Call the button that closes the window by another name."""
        for one in self.findChildren(QPushButton):
            if one.objectName().endswith("_cancel"):
                one.setText(words)
                one.setAccessibleName(words)

    def _fit(self) -> None:
        if not self.isVisible():
            return
        # A part that was hidden just now is still in the layouts' minds until the next event.
        for part in (*reversed(self.findChildren(QWidget)), self):
            layout = part.layout()
            if layout is not None:
                layout.invalidate()
                layout.activate()
        super()._fit()
