"""A section of the ledger; the pattern is shared with the page 管理 and stands among the controls."""

from inspector_app.ui.controls.section import MOST_LINES, Does, Section, key_of

__all__ = ["MOST_LINES", "Does", "Section", "key_of"]
