"""A served notice over two findings to work on, and what tests of rectification ask of it again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from inspector_app.casework.base.desk import Desk
from inspector_app.casework.papers import duties
from inspector_app.casework.play import scene
from inspector_app.casework.play.scene import Scene
from inspector_app.casework.play.story import Story
from inspector_app.domain.duties import Course
from inspector_app.domain.errors import InspectorError
from tests.casework.bench import Bench


@dataclass(frozen=True, slots=True)
class Risen:
    """The scene with its story and desk."""

    story: Story
    scene: Scene

    @property
    def desk(self) -> Desk:
        return self.story.desk

    @property
    def party(self) -> str:
        return self.scene.contractor.id

    def course(self, n: int = 0) -> Course:
        """Return the contractor's course about one of the two findings."""
        finding = self.scene.finding_ids[n]
        return duties.courses(self.desk, [finding])[finding][self.party]

    def word(self, n: int = 0) -> str:
        return str(self.course(n).state.word)

    def after(self, days: int) -> None:
        """Go to nine o'clock of a day so many days after the notice's last day."""
        self.story.move_to(self.scene.due + timedelta(days=days))

    def refused(self, code: str, field: str, work: Callable[[], object]) -> InspectorError:
        """Assert that a work is refused with a code and a field, and that nothing was written."""
        before = self.desk.store.digest()
        with pytest.raises(InspectorError) as told:
            work()
        assert (told.value.code, told.value.where) == (code, field)
        assert self.desk.store.digest() == before
        return told.value


def rise(bench: Bench, name: str = "观澜里安置房") -> Risen:
    story = Story(bench.desk, bench.clock)
    return Risen(story, scene.rise(story, name))
