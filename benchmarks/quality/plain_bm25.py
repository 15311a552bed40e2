"""BM25 as bm25s makes it out of the box, with its English stop words and a Snowball stemmer.

The product's own (``index/lexical.py``) finds words a little otherwise and keeps an index on disk.
"""

from collections.abc import Sequence

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer


class PlainBm25:
    """Lucene's variant, k1 1.5, b 0.75. ``stop_words``: a language, or the words."""

    def __init__(self, texts: Sequence[str], stop_words: Sequence[str] | str | None = "en") -> None:
        self._stop_words = stop_words
        self._stemmer = Stemmer.Stemmer("english")
        self._size = len(texts)
        self._index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        self._index.index(self._tokens(texts), show_progress=False)

    def scores(self, question: str) -> npt.NDArray[np.float32]:
        """One score for each text, shape ``(n,)``."""
        known = [word for word in self._tokens([question])[0] if word in self._index.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        scores: npt.NDArray[np.float32] = self._index.get_scores(known)
        return scores

    def _tokens(self, texts: Sequence[str]) -> list[list[str]]:
        tokens: list[list[str]] = bm25s.tokenize(
            list(texts),
            stopwords=self._stop_words
            if isinstance(self._stop_words, str | None)
            else [*self._stop_words],
            stemmer=self._stemmer,
            return_ids=False,
            show_progress=False,
        )
        return tokens
