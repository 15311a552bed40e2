"""An Encoder that computes each text once: measurements ask about the same texts many times."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from rich.progress import track

from index.encoder import Encoded, Encoder, Progress, Vectors

CHUNK = 512


class CachedEncoder:
    """Wraps another encoder; ``warm`` computes many texts at once, with a progress bar.

    With a ``folder``, vectors are kept there and found again by the next run: embedding the open
    sets takes an hour on two cores, everything else minutes.
    """

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}
        self.fingerprint = encoder.fingerprint
        self.dimension = encoder.dimension
        self.token_width = encoder.token_width
        self.remembered = encoder.remembered
        self._folder = (
            folder / hashlib.sha256(encoder.fingerprint.encode()).hexdigest()[:16]
            if folder
            else None
        )
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
            for file in sorted(self._folder.glob("*.npz")):
                with np.load(file, allow_pickle=False) as kept:
                    self._known.update(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def warm(self, texts: Iterable[str], label: str) -> None:
        """Compute what is not known yet. Longest first, so that a batch wastes little padding."""
        wanted = {text for text in texts if _key(text) not in self._known}
        missing = sorted(wanted, key=lambda text: (-len(text), text))
        chunks = [missing[i : i + CHUNK] for i in range(0, len(missing), CHUNK)]
        for chunk in track(chunks, description=label, transient=True):
            vectors = self._encoder.encode(chunk)
            keys = [_key(text) for text in chunk]
            self._known.update(zip(keys, vectors, strict=True))
            if self._folder:
                digest = hashlib.sha256("".join(keys).encode()).hexdigest()[:16]
                np.savez(self._folder / f"{digest}.npz", keys=np.array(keys), vectors=vectors)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See ``Encoder.encode``."""
        missing = [text for text in dict.fromkeys(texts) if _key(text) not in self._known]
        for text, vector in zip(missing, self._encoder.encode(missing), strict=True):
            self._known[_key(text)] = vector
        if progress:
            for _ in texts:
                progress()
        vectors = np.array([self._known[_key(text)] for text in texts], dtype=np.float32)
        return vectors.reshape(-1, self.dimension)

    def encode_with_tokens(
        self, texts: Iterable[str], progress: Progress | None = None
    ) -> Iterator[Encoded]:
        """See ``Encoder.encode_with_tokens``; these are computed anew."""
        return self._encoder.encode_with_tokens(texts, progress)

    def question(self, text: str) -> Encoded:
        """See ``Encoder.question``."""
        return self._encoder.question(text)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
