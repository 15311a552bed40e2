"""Which documents a question names: "botox or prolotherapy, what hurts less?" names two."""

from collections import Counter
from collections.abc import Sequence

from corpus.document import Document
from index.lexical import words


def named(question: str, documents: Sequence[Document]) -> frozenset[int]:
    """Positions of the documents with a word in their title that no other title has.

    Words are compared by their stems, as BM25 compares them.
    """
    titles = [set(words(document.title)) for document in documents]
    often = Counter(word for title in titles for word in title)
    asked = {word for word in words(question) if often[word] == 1}
    return frozenset(position for position, title in enumerate(titles) if title & asked)
