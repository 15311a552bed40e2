"""A quotation in Spanish, where the clinic provides a Spanish version of the document.

What answers is found in the English document. The passage of the version that says the same is the
one whose vector lies nearest, if the English passage is also the nearest to that one: two passages
that choose each other (Artetxe and Schwenk, ACL 2019, compare such margins).
"""

import numpy as np

from bot.answer import Excerpt, quote
from index.candidates import VectorSource, first_sentences
from index.snapshot import Snapshot


def in_spanish(excerpt: Excerpt, snapshot: Snapshot) -> Excerpt:
    """The same in the document's Spanish version; the excerpt itself where there is none."""
    version = next(
        (
            number
            for number, document in enumerate(snapshot.documents)
            if document.translation_of == excerpt.document.id and document.language[:2] == "es"
        ),
        None,
    )
    source = snapshot.multilingual
    if version is None or source is None:
        return excerpt
    owned = [number for number, p in enumerate(snapshot.passages) if p.document == version]
    original = snapshot.documents.index(excerpt.document)
    english = [number for number, p in enumerate(snapshot.passages) if p.document == original]
    here = next(n for n in english if snapshot.passages[n].start == excerpt.start)
    passages, _ = source.vectors
    alike = passages.rows(owned) @ passages.rows(english).T
    nearest = int(np.argmax(alike[:, english.index(here)]))
    if english[int(np.argmax(alike[nearest]))] != here:
        return excerpt
    marked = _marked(excerpt, here, owned[nearest], snapshot, source)
    return quote(snapshot.documents, snapshot.passages[owned[nearest]], marked, excerpt.score)


def _marked(
    excerpt: Excerpt, here: int, there: int, snapshot: Snapshot, source: VectorSource
) -> list[int]:
    """Positions of the sentences that say what is highlighted, in order."""
    passage, first = snapshot.passages[here], first_sentences(snapshot.passages)
    starts = {mark.start + excerpt.start for mark in excerpt.highlights}
    rows = [first[here] + i for i, span in enumerate(passage.sentences) if span.start in starts]
    if not rows:
        return []
    _, sentences = source.vectors
    alike = sentences.rows(rows) @ sentences.rows(range(first[there], first[there + 1])).T
    return sorted({int(best) for best in np.argmax(alike, axis=1)})
