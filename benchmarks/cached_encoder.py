"""An Encoder that computes each text once: measurements ask about the same texts many times."""

from collections.abc import Iterable, Sequence

import numpy as np
from rich.progress import track

from index.encoder import Encoder, Progress, Vectors

CHUNK = 256


class CachedEncoder:
    """Wraps another encoder; ``warm`` computes many texts at once, with a progress bar."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}
        self.fingerprint = encoder.fingerprint
        self.dimension = encoder.dimension

    def warm(self, texts: Iterable[str], label: str) -> None:
        """Compute what is not known yet. Longest first, so that a batch wastes little padding."""
        wanted = {text for text in texts if text not in self._known}
        missing = sorted(wanted, key=lambda text: (-len(text), text))
        chunks = [missing[i : i + CHUNK] for i in range(0, len(missing), CHUNK)]
        for chunk in track(chunks, description=label, transient=True):
            self._known.update(zip(chunk, self._encoder.encode(chunk), strict=True))

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See ``Encoder.encode``."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(missing, self._encoder.encode(missing), strict=True))
        if progress:
            progress(len(texts))
        vectors = np.array([self._known[text] for text in texts], dtype=np.float32)
        return vectors.reshape(-1, self.dimension)
