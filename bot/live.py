"""The assistant that is being served, and the change to a newer index without a restart."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog

from bot.assistant import Assistant
from bot.errors import ClinicFaqError
from bot.reader import JointReader
from bot.safety.triage import Triage
from bot.settings import Settings
from index import versions
from index.encoder import Encoder
from index.memory import Memory
from index.snapshot import open_current

CHECK_EVERY = 2.0  # seconds between looks at which version is current
WARM_QUESTION = "How long does the treatment last?"

log = structlog.get_logger()


def open_assistant(settings: Settings, encoder: Encoder) -> Assistant:
    """Open the current index and ask it a real question, so that the first patient need not wait.

    Raises ``IndexUnusable``, or ``InvalidRules`` for a safety model that cannot be read.
    """
    snapshot = open_current(settings.index, encoder, settings.multilingual)
    assistant = Assistant(
        snapshot,
        JointReader(snapshot),
        settings.clinic,
        settings.texts,
        settings.urgent,
        Triage.load(settings.safety_rules, encoder.fingerprint),
        settings.spanish_texts,
    )
    assistant.answer(WARM_QUESTION)
    return assistant


class LiveAssistant:
    """Loads in a thread of its own, brings the index up to date, then follows it on disk.

    ``assistant`` is None until an index is open. A newer index that cannot be built or opened
    leaves the older one in service; ``problem`` says what is wrong. ``update`` is called once,
    after the index that is there already has been opened.
    """

    def __init__(
        self,
        settings: Settings,
        load_encoder: Callable[[], Encoder],
        opened: Callable[[Assistant], None],
        update: Callable[[Encoder], object] | None = None,
    ) -> None:
        self._settings = settings
        self._load_encoder = load_encoder
        self._opened = opened
        self._update = update
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="index", daemon=True)
        self.assistant: Assistant | None = None
        self.problem: str | None = None

    def start(self) -> None:
        """Begin loading; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop following; returns when the thread has ended or after a second."""
        self._stop.set()
        self._thread.join(timeout=1)

    def memories(self) -> dict[str, Memory[Any, Any]]:
        """What the assistant remembers, by what it is."""
        return self.assistant.memories() if self.assistant else {}

    def _follow(self) -> None:
        with self._reporting():
            self._keep_up(self._load_encoder())

    def _keep_up(self, encoder: Encoder) -> None:
        seen: tuple[str | None, int] | None = None
        if self._update:
            seen = self._bring_up_to_date(encoder, self._update)
        while not self._stop.is_set():
            pointer = _pointer(self._settings.index)
            if pointer != seen:
                seen = pointer
                self._open(encoder)
            self._stop.wait(CHECK_EVERY)

    def _bring_up_to_date(
        self, encoder: Encoder, update: Callable[[Encoder], object]
    ) -> tuple[str | None, int] | None:
        """Serve what there is, then build; returns the pointer that was opened, if one was."""
        seen = _pointer(self._settings.index)
        if seen[0]:
            self._open(encoder)
        with self._reporting():
            update(encoder)
        return seen if self.assistant else None

    def _open(self, encoder: Encoder) -> None:
        with self._reporting():
            assistant = open_assistant(self._settings, encoder)
            for reason in assistant.snapshot.set_aside:
                log.error("index_set_aside", reason=reason)
            self.problem = None
            self.assistant = assistant
            self._opened(assistant)
            log.info("index_opened", version=assistant.snapshot.version)

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Tell staff what failed, and go on: were this thread to end, nothing would be followed."""
        try:
            yield
        except (ClinicFaqError, OSError) as error:
            self.problem = str(error)
            log.error("index_unusable", error=type(error).__name__, reason=str(error))  # noqa: TRY400
        except Exception as error:
            self.problem = f"The index cannot be opened ({type(error).__name__}); see the log."
            log.exception("index_unusable")


def _pointer(index: Path) -> tuple[str | None, int]:
    """Changes whenever an index is made current, also when it is the same one again."""
    try:
        return versions.current(index), (index / "CURRENT").stat().st_mtime_ns
    except OSError:
        return None, 0
