"""What is embedded: a passage or a sentence with its document's title and heading in front.

"In some cases, relief can last for several months" does not say relief from what. Its title does.
Only what is embedded carries the context; what is quoted never does.
"""

from collections.abc import Sequence

from corpus.document import Document
from index.passages import Passage
from index.sentences import Span


def context(document: Document, passage: Passage) -> str:
    """The title, and the section's heading if there is one."""
    heading = document.sections[passage.section].heading
    return f"{document.title}, {heading}" if heading else document.title


def passage_texts(documents: Sequence[Document], passages: Sequence[Passage]) -> list[str]:
    """One text in context for each passage."""
    texts = []
    for passage in passages:
        document = documents[passage.document]
        texts.append(f"{context(document, passage)}: {document.text[passage.start : passage.end]}")
    return texts


def sentence_spans(document: Document, passage: Passage) -> list[Span]:
    """Where the passage's sentences stand in its text in context."""
    shift = len(context(document, passage)) + len(": ") - passage.start
    return [Span(span.start + shift, span.end + shift) for span in passage.sentences]


def sentence_texts(documents: Sequence[Document], passages: Sequence[Passage]) -> list[str]:
    """One text in context for each sentence of each passage, in order."""
    texts = []
    for passage in passages:
        document = documents[passage.document]
        front = context(document, passage)
        texts += [f"{front}: {document.text[span.start : span.end]}" for span in passage.sentences]
    return texts
