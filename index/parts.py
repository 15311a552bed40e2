"""The files of a version that hold what was made of its texts, written as it comes.

Vectors and tokens of a large corpus do not fit into memory: they go to disk a text at a time. What
the version before holds already is copied from there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from index.context import passage_texts, sentence_texts
from index.encoder import Encoded, Encoder, Progress, Vectors
from index.lexical import LexicalIndex
from index.multilingual import MultilingualEncoder
from index.snapshot import (
    MULTILINGUAL_PASSAGES,
    MULTILINGUAL_SENTENCES,
    PASSAGE_VECTORS,
    SENTENCE_VECTORS,
    Snapshot,
)
from index.tokens import Preparer, TokenIndex, Tokens
from index.vectors import VectorIndex, compress

CHUNK = 1024  # sentences whose vectors are in memory at once

# Told of each text that was embedded: how long all are, how long those are that are done, in
# characters, and how many texts are done.
Advance = Callable[[int, int, int], None]


@dataclass(frozen=True, slots=True)
class Texts:
    """What is embedded: a text for each passage, and one for each sentence of each passage."""

    passages: Sequence[str]
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Before:
    """What the version before knows, by text: the rows of its passages and of its sentences."""

    snapshot: Snapshot
    passages: dict[str, int]
    sentences: dict[str, int]

    @classmethod
    def of(cls, snapshot: Snapshot, prepared: str) -> "Before":
        """All that a version knows: of passages nothing if their tokens were kept otherwise."""
        held = snapshot.documents, snapshot.passages
        passages, sentences = passage_texts(*held), sentence_texts(*held)
        return cls(
            snapshot,
            {text: row for row, text in enumerate(passages)}
            if snapshot.manifest.prepared == prepared
            else {},
            {text: row for row, text in enumerate(sentences)},
        )

    def passage(self, text: str) -> Encoded | None:
        """What was made of a passage."""
        row = self.passages.get(text)
        if row is None:
            return None
        return Encoded(self.snapshot.passage_vectors.row(row), self.snapshot.tokens[row])

    def vector(self, text: str) -> Vectors | None:
        """The vector of a sentence."""
        row = self.sentences.get(text)
        return None if row is None else self.snapshot.sentence_vectors.row(row)


def write_parts(
    folder: Path,
    texts: Texts,
    encoder: Encoder,
    preparer: Preparer | None,
    before: Before | None,
    progress: Advance | None,
) -> tuple[int, int]:
    """Write vectors, tokens and BM25; how many texts were embedded, and how many reused."""
    LexicalIndex.build(texts.passages).save(folder / "passages.bm25")
    LexicalIndex.build(texts.sentences).save(folder / "sentences.bm25")
    own = {text: row for row, text in enumerate(texts.passages)}
    passages = [text for text in own if before is None or text not in before.passages]
    sentences = [
        text
        for text in dict.fromkeys(texts.sentences)
        if text not in own and (before is None or text not in before.sentences)
    ]
    advance = _counted([*passages, *sentences], progress)
    encoded = encoder.encode_with_tokens(passages, advance)
    if preparer:
        encoded = (Encoded(one.vector, preparer(one.tokens)) for one in encoded)
    _write_passages(folder, texts.passages, encoded, before)
    vectors = VectorIndex.open(folder / PASSAGE_VECTORS, encoder.dimension)
    fresh = _vectors(encoder, sentences, advance)

    def vector(text: str) -> Vectors:
        """Of a sentence that is met for the first time."""
        if text in own:
            return vectors.row(own[text])
        known = before.vector(text) if before else None
        return next(fresh) if known is None else known

    _write_sentences(folder, texts.sentences, vector)
    for name in (PASSAGE_VECTORS, SENTENCE_VECTORS):
        compress(folder / name, encoder.dimension)
    done = len(passages) + len(sentences)
    return done, len(own.keys() | set(texts.sentences)) - done


def write_multilingual(
    folder: Path,
    texts: Texts,
    encoder: MultilingualEncoder,
    before: Snapshot | None,
    progress: Advance | None,
) -> None:
    """Write the vectors by which questions in Spanish find passages and sentences."""
    known: dict[str, Vectors] = {}
    if before and before.multilingual and before.manifest.multilingual == encoder.fingerprint:
        held = before.documents, before.passages
        passages, sentences = before.multilingual.vectors
        known |= {text: passages.row(row) for row, text in enumerate(passage_texts(*held))}
        known |= {text: sentences.row(row) for row, text in enumerate(sentence_texts(*held))}
    every = dict.fromkeys([*texts.passages, *texts.sentences])
    wanted = [text for text in every if text not in known]
    advance = _counted(wanted, progress)
    for name, some in (
        (MULTILINGUAL_PASSAGES, texts.passages),
        (MULTILINGUAL_SENTENCES, texts.sentences),
    ):
        with (folder / name).open("wb") as file:
            for text in some:
                if text not in known:
                    known[text] = encoder.encode([text], advance)[0]
                file.write(known[text].tobytes())
        compress(folder / name, encoder.dimension)


def _write_passages(
    folder: Path, texts: Sequence[str], encoded: Iterator[Encoded], before: Before | None
) -> None:
    first: dict[str, Encoded] = {}
    repeated = {text for text, times in Counter(texts).items() if times > 1}
    with (folder / PASSAGE_VECTORS).open("wb") as file:

        def tokens() -> Iterator[Tokens]:
            for text in texts:
                one = first.get(text) or (before and before.passage(text)) or next(encoded)
                if text in repeated:
                    first[text] = one
                file.write(one.vector.tobytes())
                yield one.tokens

        TokenIndex.write(folder, tokens())


def _write_sentences(folder: Path, texts: Sequence[str], vector: Callable[[str], Vectors]) -> None:
    first: dict[str, Vectors] = {}
    repeated = {text for text, times in Counter(texts).items() if times > 1}
    with (folder / SENTENCE_VECTORS).open("wb") as file:
        for text in texts:
            one = first[text] if text in first else vector(text)
            if text in repeated:
                first[text] = one
            file.write(one.tobytes())


def _vectors(encoder: Encoder, texts: Iterable[str], advance: Progress | None) -> Iterator[Vectors]:
    """The vectors of texts, one by one and computed in chunks."""
    ahead = iter(texts)
    while chunk := list(islice(ahead, CHUNK)):
        yield from encoder.encode(chunk, advance)


def _counted(texts: Sequence[str], progress: Advance | None) -> Progress | None:
    """What an encoder calls after each of these texts, in order."""
    if progress is None:
        return None
    total, lengths = sum(map(len, texts)), iter(texts)
    characters = done = 0
    progress(total, 0, 0)

    def advance() -> None:
        nonlocal characters, done
        characters += len(next(lengths))
        done += 1
        progress(total, characters, done)

    return advance
