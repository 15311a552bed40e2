"""BM25 over stemmed words (Robertson and Zaragoza 2009; the Lucene variant, as bm25s has it)."""

import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

Scores = npt.NDArray[np.float32]

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
STOP_WORDS = frozenset(STOPWORDS_EN)
# Words that say how a question is asked, and little of what it is about. Where documents are few,
# "how" is rare and so seems to tell much; where titles are questions, it does tell something. It
# counts for ``ASKING_SHARE``: docs/quality.md has the figures.
ASKING_WORDS = frozenset(
    "about after all also am any because been before being can can't could did do does doesn't "
    "doing don't done dont from get gets getting go going got had has have having he her here "
    "hers him his how i i'm i've im isn't it's its ive just let like long many may me might "
    "much must my need our ours out over please should since so some take takes tell than them "
    "those too up us very want way we were what what's whats when where which while who whom "
    "whose why would you your yours".split()
)
ASKING_SHARE = 0.5
# bm25s divides by the mean length, which must not be zero; no word can look like this.
_NOTHING = "\x00"


def words(text: str) -> list[str]:
    """The stems of the words in ``text`` that carry meaning, in order, with repetitions."""
    return _stems([word for word in _found(text) if word not in STOP_WORDS | ASKING_WORDS])


def _found(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


class _Stems(dict[str, str]):
    """Words' stems, each found once."""

    def __init__(self) -> None:
        super().__init__()
        self._stemmer = Stemmer.Stemmer("english")

    def __missing__(self, word: str) -> str:
        stem = self[word] = sys.intern(self._stemmer.stemWord(word))
        return stem


def _stems(found: list[str]) -> list[str]:
    # A stemmer keeps state while it works, so one is made for each call: threads may share this.
    stems: list[str] = Stemmer.Stemmer("english").stemWords(found)
    return stems


class LexicalIndex:
    """BM25 scores of a question against every text; higher is better, 0 means no shared word."""

    # Changes whenever the same texts would be indexed, or found, otherwise.
    FINGERPRINT = " ".join(
        ["lucene 1.5 0.75 english", *sorted(STOP_WORDS), str(ASKING_SHARE), *sorted(ASKING_WORDS)]
    )

    def __init__(self, index: bm25s.BM25, size: int) -> None:
        self._index = index
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index ``texts``; their positions are the identifiers."""
        index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        # Each stem is one object, however often it stands in the texts: there may be many.
        stems = _Stems()
        tokens = [
            [stems[word] for word in _found(text) if word not in STOP_WORDS] or [_NOTHING]
            for text in texts
        ]
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
        found = [word for word in _found(question) if word not in STOP_WORDS]
        asking = self._sum([word for word in found if word in ASKING_WORDS])
        return self._sum([word for word in found if word not in ASKING_WORDS]) + (
            ASKING_SHARE * asking
        )

    def _sum(self, some: list[str]) -> Scores:
        """The BM25 scores of these words alone: BM25 is a sum over words."""
        known = [stem for stem in _stems(some) if stem in self._index.vocab_dict]
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
