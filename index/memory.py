"""What was made lately and may be asked for again."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """The latest ``places`` values by their keys; threads may share it.

    ``make`` makes a value that is not there, always the same for the same key. ``found`` and
    ``made`` count how often it was there, and how often not.
    """

    def __init__(self, make: Callable[[Key], Value], places: int) -> None:
        self._make = make
        self._places = places
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()
        self.found = 0
        self.made = 0

    def recall(self, key: Key) -> Value | None:
        """The value if it is there."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            self.found += 1
            return self._values[key]

    def __call__(self, key: Key) -> Value:
        """The value, made now if need be."""
        value = self.recall(key)
        if value is not None:
            return value
        made = self._make(key)
        with self._lock:
            self.made += 1
            value = self._values.setdefault(key, made)  # another thread may have been faster
            if len(self._values) > self._places:
                self._values.popitem(last=False)
        return value
