"""How much goes in one question: what a line carries in seconds, so that counts move and cuts cost little."""

from collections import deque

FIRST = 400_000
"""Bytes of the first question: nothing is known of the line yet."""

SECONDS = 4.0


class Pace:
    """The size of the next question by how long the last one took.

    Args:
        most, count: bytes and things that the other side takes at once.

    Attributes:
        room: bytes of the next question.
    """

    def __init__(self, most: int, count: int) -> None:
        self._most, self._count = most, count
        self.room = min(FIRST, most)

    def group(self, waiting: deque[tuple[str, int]]) -> list[str]:
        """Take out of what waits, name and bytes, what goes next; what is larger than the room goes alone."""
        name, size = waiting.popleft()
        names, left = [name], self.room - size
        while waiting and len(names) < self._count and waiting[0][1] <= left:
            name, size = waiting.popleft()
            names.append(name)
            left -= size
        return names

    def took(self, size: int, seconds: float) -> None:
        """Note that so many bytes took so long."""
        carried = size * SECONDS
        self.room = self._most if carried >= self._most * seconds else int(carried / seconds)
