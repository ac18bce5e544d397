"""Coroutines that run beside the handlers of a screen, and what becomes of their errors."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from time import monotonic

TOO_MANY = 4  # defects within WITHIN seconds after which the program ends with a sentence
WITHIN = 10.0


class Flow:
    """A coroutine that may be put to an end before its first step, without Python's warning that nobody ran it."""

    __slots__ = ("steps",)

    def __init__(self, steps: Coroutine[None, None, object]) -> None:
        self.steps = steps

    def __del__(self) -> None:
        self.steps.close()

    async def run(self, report: Callable[[Exception], None]) -> None:
        """Runs to the end; an error goes to `report` instead of ending the program."""
        try:
            await self.steps
        except Exception as error:
            report(error)


class Defects:
    """Whether defects come so thick that going on would not help."""

    def __init__(self) -> None:
        self._times: list[float] = []

    def too_many(self) -> bool:
        """Notes one more and tells whether it is one too many."""
        now = monotonic()
        self._times = [at for at in self._times if now - at < WITHIN] + [now]
        return len(self._times) >= TOO_MANY
