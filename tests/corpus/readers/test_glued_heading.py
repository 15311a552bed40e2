"""The heading of the next page at the end of a paragraph: when it is one, and when it is not."""

import pytest

from corpus.blocks import Block
from corpus.readers.glued_heading import glued_heading, parted


@pytest.mark.parametrize(
    ("tail", "following"),
    [
        ("Prolotherapy", "Prolotherapy, also known as injection therapy, is one."),
        ("Botox Therapy for Pain", "Botox is a medicine."),
        ("The Knee Injection", "A knee injection is one."),
        ("PRP", "PRP stands for platelet-rich plasma."),
        ("Follow-Up", "Follow-up visits are short."),
        ("Pain and the Injections of the Lower Back", "Pain can be treated."),
        ("Élan for Joints", "Élan is a word."),
    ],
)
@pytest.mark.parametrize("end", [".", "!", "?", ".”", ".)", '?"', ". "])
def test_a_heading_that_was_glued_on(tail: str, following: str, end: str) -> None:
    paragraph = f"Pain persists. It can ease{end}"
    glued = f"{paragraph} {tail}"
    assert glued_heading(glued, following) == (f"Pain persists. It can ease{end.strip()}", tail)


@pytest.mark.parametrize(
    ("paragraph", "following", "why"),
    [
        ("Please ask for Dr. Smith", "Smith is in on Mondays.", "an abbreviation"),
        ("It is on St. Mary", "Mary is a street.", "an abbreviation"),
        ("Ask for J. Smith", "Smith is in on Mondays.", "an initial"),
        ("There is a medicine, e.g. Botox", "Botox is a medicine.", "an abbreviation with stops"),
        ("We open at 9 a.m. Mondays", "Mondays are busy.", "an abbreviation with stops"),
        ("It is rest, ice (etc.) vs. Surgery", "Surgery is rare.", "an abbreviation"),
        ("The needle measures 2.5 Gauge", "Gauge is a measure.", "a decimal"),
        ("Pain persists. It eases.", "It is a word.", "no tail"),
        ("Pain persists. It eases. Prolotherapy?", "Prolotherapy is one.", "it ends a sentence"),
        ("Pain persists. Prolotherapy:", "Prolotherapy is one.", "punctuation at its end"),
        ("Pain persists. Prolotherapy", "Other treatments exist.", "not named"),
        ("Pain persists. The Clinic", "The bill comes later.", "only its article is named"),
        ("Pain persists. The", "The bill comes later.", "nothing but an article"),
        ("Pain persists. Prolotherapy helps some", "Prolotherapy is one.", "prose"),
        ("Pain persists. prolotherapy", "Prolotherapy is one.", "lower case"),
        ("Pain persists. One Two Three Four Five Six Seven Eight Nine", "One.", "nine words"),
        ("We offer three. Botox, Prolotherapy, PRP", "Botox is a medicine.", "a list"),
        ("We offer two. Botox; Prolotherapy", "Botox is a medicine.", "a list"),
        ("Ask the doctor. Anna Berg, MD", "Anna Berg is a doctor.", "a name with a degree"),
        ("It is one dose. Botox: Units", "Botox is a medicine.", "a colon inside"),
        ("It is one dose. Botox 100 U", "Botox is a medicine.", "a number"),
        ("It is one dose. Botox 100U", "Botox is a medicine.", "a dose"),
        ("It is one dose. Dextrose (12.5%)", "Dextrose is a sugar.", "a percentage"),
        ("It is one dose. Lidocaine 5-10 mg", "Lidocaine is a medicine.", "a range"),
        ("Prolotherapy", "Prolotherapy is one.", "no sentence before it"),
        ("Pain persists.Prolotherapy", "Prolotherapy is one.", "no space"),
        ("", "Prolotherapy is one.", "nothing"),
        ("Pain persists. Prolotherapy", "", "nothing follows"),
    ],
)
def test_what_only_looks_like_one(paragraph: str, following: str, why: str) -> None:
    assert glued_heading(paragraph, following) is None, why


def test_it_begins_a_new_part() -> None:
    first = Block("paragraph", "Pain persists. It eases. Prolotherapy")
    second = Block("paragraph", "Prolotherapy is one.")
    assert parted([first, second]) == [
        (Block("paragraph", "Pain persists. It eases."),),
        (Block("heading", "Prolotherapy", level=1), second),
    ]


def test_it_must_stand_between_two_paragraphs() -> None:
    glued = "It eases. Prolotherapy"
    paragraph = Block("paragraph", "Prolotherapy is one.")
    for blocks in (
        [Block("item", glued), paragraph],
        [Block("heading", glued, level=2), paragraph],
        [Block("paragraph", glued), Block("item", "Prolotherapy is one.")],
        [Block("paragraph", glued), Block("heading", "Prolotherapy", level=2)],
        [paragraph, Block("paragraph", glued)],
    ):
        assert parted(blocks) == [tuple(blocks)]


def test_a_long_word_takes_no_long_time() -> None:
    assert glued_heading("a" * 1_000_000 + ". Knee", "a" * 1_000_000) is None
