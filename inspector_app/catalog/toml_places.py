"""Where in a TOML text each key and entry stands; tomllib keeps no positions.

Only texts that tomllib has already accepted are read, so nothing is judged here a second time.
"""

from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_BLANK = " \t\r\n"
_BARE_END = frozenset(" \t\r\n,]}#=.")
_SCALAR_END = frozenset(",]}#\n")
_MULTILINE = ('"""', "'''")


def places(text: str) -> dict[Path, int]:
    """Return the line, from 1, of every table, key and array entry by its path, e.g. ("item", 0, "full")."""
    scan = _Scan(text)
    scan.document()
    return scan.lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Return the line of a path, or of the nearest table around it; 1 for the file as a whole."""
    for length in range(len(path), 0, -1):
        line = lines.get(path[:length])
        if line is not None:
            return line
    return 1


@dataclass(slots=True)
class _Scan:
    text: str
    at: int = 0
    line: int = 1
    lines: dict[Path, int] = field(default_factory=dict)
    arrays: dict[Path, int] = field(default_factory=dict)

    def document(self) -> None:
        table: Path = ()
        while self._to_next():
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        line = self.line
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        parts = self._key()
        self.at += 2 if many else 1
        path = self._within((), parts[:-1])
        if many:
            last = (*path, parts[-1])
            self.arrays[last] = self.arrays.get(last, -1) + 1
            self.lines.setdefault(last, line)
            path = (*last, self.arrays[last])
        else:
            path = self._within(path, parts[-1:])
        self.lines[path] = line
        return path

    def _within(self, start: Path, parts: list[str]) -> Path:
        path = start
        for part in parts:
            path = (*path, part)
            if path in self.arrays:
                path = (*path, self.arrays[path])
        return path

    def _pair(self, table: Path) -> None:
        line = self.line
        path = table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._to_next()
        self.at += 1  # the equals sign
        self._to_next()
        self._value(path)

    def _key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self._to_next()
            parts.append(self._key_part())
            self._to_next()
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def _key_part(self) -> str:
        start = self.at
        if self.text[start] in "\"'":
            self._string()
            return self.text[start + 1 : self.at - 1]
        while self.text[self.at] not in _BARE_END:
            self.at += 1
        return self.text[start : self.at]

    def _value(self, path: Path) -> None:
        first = self.text[self.at]
        if first in "\"'":
            self._string()
        elif first == "[":
            self._array(path)
        elif first == "{":
            self._inline(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in _SCALAR_END:
                self.at += 1

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self._to_next() and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            entry = (*path, index)
            self.lines[entry] = self.line
            self._value(entry)
            index += 1
        self.at += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while self._to_next() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path)
        self.at += 1

    def _string(self) -> None:
        quote = self.text[self.at]
        long = self.text.startswith(_MULTILINE, self.at)
        end = quote * 3 if long else quote
        start = self.at
        self.at += len(end)
        while not self.text.startswith(end, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(end)
        # A long string may end in one or two quotes of its own before the three that close it.
        while long and self.text.startswith(quote, self.at):
            self.at += 1
        self.line += self.text.count("\n", start, self.at)

    def _to_next(self) -> bool:
        """Go past blanks, line ends and comments; tell whether anything is left."""
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif char in _BLANK:
                self.line += char == "\n"
                self.at += 1
            else:
                return True
        return False
