"""How a broken form is written in tests: one change to one shipped file, and what must be said of it."""

import re
from dataclasses import dataclass
from pathlib import Path

from inspector_app.catalog.faults import FormError
from inspector_app.catalog.load import load
from inspector_app.catalog.messages import LANGUAGES, Messages


@dataclass(frozen=True)
class Broken:
    """One change to one file, and the fault it must bring.

    Attributes:
        at: text of the line that is named, where that is not the changed one.
        told_in: the file that is named, where that is another.
    """

    file: str
    old: str
    new: str
    code: str
    field: str
    at: str = ""
    told_in: str = ""

    def __str__(self) -> str:
        return f"{self.file}-{self.code}-{self.field}"


ELSEWHERE = {
    # told where the whole is, not where the part was changed
    "forms.table_sum",
    "forms.guarantee_sum",
    "forms.element_missing",
    "forms.basis_too_few",
    "forms.element_not_on_form",
}


def errors_of(folder: Path) -> tuple[FormError, ...]:
    """Return what is wrong with a folder of forms; rules are read from it only when nothing is."""
    loaded = load(folder)
    assert (loaded.rules is None) is bool(loaded.errors)
    return loaded.errors


def named(errors: tuple[FormError, ...], code: str, file: str) -> FormError:
    """Return the first error of that code in that file."""
    found = [one for one in errors if (one.code, one.file) == (code, file)]
    assert found, f"{code} in {file} is not among {errors}"
    return found[0]


def assert_speaks(error: FormError) -> None:
    """Assert that an error has whole sentences in every language."""
    for language in LANGUAGES:
        messages = Messages(language)
        assert messages.knows(error.code)
        message, remedy = messages.text(error.code, error.field, dict(error.values))
        assert message
        assert remedy
        assert "—" not in message + remedy, (error, message)
        assert not re.search(r"\{[a-z_]+\}", message + remedy)


def assert_named_with_its_place(folder: Path, broken: Broken) -> FormError:
    """Make the change, and return the fault after asserting file, line, field and words."""
    path = folder / broken.file
    text = path.read_text("utf-8")
    assert broken.old in text
    changed = text.replace(broken.old, broken.new, 1)
    path.write_text(changed, "utf-8")

    told_in = broken.told_in or broken.file
    error = named(errors_of(folder), broken.code, told_in)

    assert error.field == broken.field
    lines = (folder / told_in).read_text("utf-8").split("\n")
    assert 1 <= error.line <= len(lines)
    if broken.at:
        assert broken.at in lines[error.line - 1]
    elif told_in == broken.file and broken.new and error.field:
        start = text.index(broken.old)
        first, last = (changed[:place].count("\n") + 1 for place in (start, start + len(broken.new)))
        exact = first <= error.line <= last
        assert exact or broken.code in ELSEWHERE, (error, first, last)
    assert_speaks(error)
    return error
