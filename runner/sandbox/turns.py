"""Waiting jobs, shared out in turn between those they belong to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from runner.sandbox.run import Waiting


class Turns:
    """A queue per owner; whoever was served goes to the end of the row."""

    def __init__(self) -> None:
        self._queues: dict[int, deque[Waiting]] = {}
        self._row: deque[int] = deque()

    def add(self, waiting: Waiting, *, first: bool = False) -> None:
        """Append to its owner's queue; ``first`` puts a job that we failed back to its front."""
        queue = self._queues.get(waiting.owner)
        if queue is None:
            queue = self._queues[waiting.owner] = deque()
            self._row.append(waiting.owner)
        if first:
            queue.appendleft(waiting)
        else:
            queue.append(waiting)

    def take(self, can_run: Callable[[Waiting], bool]) -> Waiting | None:
        """The next job that can run now, of the first owner in the row who has one."""
        for owner in list(self._row):
            queue = self._queues[owner]
            for index, waiting in enumerate(queue):
                if can_run(waiting):
                    del queue[index]
                    self._row.remove(owner)
                    if queue:
                        self._row.append(owner)
                    else:
                        del self._queues[owner]
                    return waiting
        return None

    def drop(self, owner: int) -> None:
        """Forget the jobs of an owner who is gone."""
        if self._queues.pop(owner, None) is not None:
            self._row.remove(owner)

    def __len__(self) -> int:
        return sum(map(len, self._queues.values()))
