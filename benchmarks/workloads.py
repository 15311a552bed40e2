"""What is indexed and asked: the sample clinic's documents, or the head of a larger corpus."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.quality.sets import read_jsonl
from bot.settings import SAMPLE_DOCUMENTS


@dataclass(frozen=True, slots=True)
class Workload:
    """A folder of Markdown documents, and distinct questions about them."""

    name: str
    documents: Path
    questions: tuple[str, ...]


SUBJECTS = (
    "Botox",
    "prolotherapy",
    "Botox for migraines",
    "Botox for back pain",
    "Botox for neck spasms",
    "prolotherapy for my knee",
    "prolotherapy for back pain",
    "prolotherapy for a sprain",
    "the injection",
    "the treatment",
)
TEMPLATES = (
    "What is {}?",
    "How does {} work?",
    "How long does {} last?",
    "How long until {} works?",
    "Is {} safe?",
    "What are the side effects of {}?",
    "Does {} hurt?",
    "How many sessions of {} will I need?",
    "Can I drive home after {}?",
    "How much does {} cost?",
    "Who should not have {}?",
    "What happens during {}?",
    "how soon can i go back to work after {}",
    "Is the area numbed for {}?",
    "Does insurance cover {}?",
    "What are the risks of {}?",
    "Which conditions is {} used for?",
    "How do I prepare for {}?",
    "Can {} be repeated?",
    "Does {} work for everyone?",
    "What may I feel after {}?",
    "How do I book an appointment for {}?",
    "What should I bring when I come for {}?",
    "is {} the same as a steroid shot",
    "Will {} help if nothing else has?",
)


# So that many questions are distinct, to every cache as well.
OPENINGS = (
    "",
    "Hello, ",
    "Quick question: ",
    "Can you tell me: ",
    "I would like to know: ",
    "My sister asks: ",
    "One more thing. ",
    "For my appointment next week: ",
)


def sample(questions: int) -> Workload:
    """The sample clinic; its questions take turns among the subjects. There are 2,000 of them."""
    asked = (
        opening + template.format(subject)
        for opening in OPENINGS
        for template in TEMPLATES
        for subject in SUBJECTS
    )
    return Workload("sample", SAMPLE_DOCUMENTS, tuple(islice(asked, questions)))


def head_of(corpus: Path, folder: Path, documents: int, questions: int) -> Workload:
    """The first ``documents`` of a corpus, written as files into ``folder``, and its questions.

    ``corpus`` holds ``corpus.jsonl`` (``id``, ``title``, ``text``; a line is a paragraph) and
    ``queries.jsonl`` (``id``, ``text``). Some questions ask about documents beyond the head: here
    only their number and their wording matter.
    """
    folder.mkdir(parents=True)
    for number, row in enumerate(islice(read_jsonl(corpus / "corpus.jsonl"), documents)):
        (folder / f"{number:05}.md").write_text(_markdown(row["title"], row["text"]), "utf-8")
    name = f"{corpus.name} {documents:,}"
    return Workload(name, folder, tuple(islice(_distinct(corpus / "queries.jsonl"), questions)))


def _markdown(title: str, text: str) -> str:
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    return "\n\n".join([f"---\ntitle: {json.dumps(title)}\n---", f"# {title}", *paragraphs]) + "\n"


def _distinct(queries: Path) -> Iterator[str]:
    return iter(dict.fromkeys(row["text"] for row in read_jsonl(queries)))
