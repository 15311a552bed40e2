"""BM25 over stemmed words (Robertson and Zaragoza 2009; the Lucene variant, as bm25s has it)."""

import math
import re
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

Scores = npt.NDArray[np.float32]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Few, and the library's own: a longer list, with the words that only ask ("how long does"), was
# tried and lost; docs/quality.md has the figures.
STOP_WORDS = frozenset(STOPWORDS_EN)
# bm25s divides by the mean length, which must not be zero; no word can look like this.
_NOTHING = "\x00"


def words(text: str) -> list[str]:
    """The stems of the words in ``text`` that carry meaning, in order, with repetitions."""
    found = (word.lower().replace("’", "'") for word in _WORD.findall(text))
    # A stemmer keeps state while it works, so one is made for each call: threads may share this.
    stems: list[str] = Stemmer.Stemmer("english").stemWords(
        [word for word in found if word not in STOP_WORDS]
    )
    return stems


class LexicalIndex:
    """BM25 scores of a question against every text; higher is better, 0 means no shared word."""

    # Changes whenever the same texts would be indexed otherwise.
    FINGERPRINT = "lucene 1.5 0.75 english " + " ".join(sorted(STOP_WORDS))

    def __init__(self, index: bm25s.BM25, size: int) -> None:
        self._index = index
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index ``texts``; their positions are the identifiers."""
        index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        tokens = [words(text) or [_NOTHING] for text in texts]
        index.index(tokens or [[_NOTHING]], show_progress=False)
        return cls(index, len(texts))

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        """Read what ``save`` wrote. Check the files' hashes first."""
        size = int((folder / "size.txt").read_text(encoding="ascii"))
        return cls(bm25s.BM25.load(str(folder), show_progress=False), size)

    def save(self, folder: Path) -> None:
        """Write the index into ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        self._index.save(str(folder), show_progress=False)
        (folder / "size.txt").write_text(str(self._size), encoding="ascii")

    def __len__(self) -> int:
        return self._size

    def scores(self, question: str) -> Scores:
        """One BM25 score for each indexed text, shape ``(n,)``."""
        known = [word for word in words(question) if word in self._index.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        scores: Scores = self._index.get_scores(known)
        return scores[: self._size]

    def rarity(self, word: str) -> float:
        """How much a stem tells: its inverse document frequency, highest for one never indexed."""
        token = self._index.vocab_dict.get(word)
        frequency = 0
        if token is not None:
            bounds = self._index.scores["indptr"]
            frequency = int(bounds[token + 1] - bounds[token])
        return math.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5))
