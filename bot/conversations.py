"""Conversations that go on: by an id that nobody can guess, for a while, in memory alone."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from bot.conversation import NOTHING, Conversation

MOST = 20_000  # at some 500 bytes each; the longest silent one is forgotten first
ID_BYTES = 16


class Conversations:
    """What is kept of each conversation, until ``minutes`` after its last message.

    An id is only ever made here: one that is unknown, or was forgotten, begins a conversation with
    an id of its own. ``clock`` counts seconds.
    """

    def __init__(self, minutes: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = 60 * minutes
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Conversation]] = OrderedDict()
        self._lock = Lock()

    def resume(self, conversation: str | None) -> tuple[str, Conversation]:
        """The id to go on with, and what was said."""
        with self._lock:
            self._forget()
            if conversation and conversation in self._kept:
                return conversation, self._kept[conversation][1]
        return secrets.token_urlsafe(ID_BYTES), NOTHING

    def keep(self, conversation: str, said: Conversation) -> None:
        """Keep what was said, in place of what is kept already."""
        with self._lock:
            self._kept[conversation] = self._clock() + self._seconds, said
            self._kept.move_to_end(conversation)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def _forget(self) -> None:
        now = self._clock()
        while self._kept and next(iter(self._kept.values()))[0] <= now:
            self._kept.popitem(last=False)
