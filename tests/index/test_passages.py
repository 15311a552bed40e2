from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Section
from index.passages import MAX_CHARS, split_passages


def document(text: str, *sections: Section) -> Document:
    return Document(
        id="d",
        title="D",
        text=text,
        source="d.txt",
        source_sha256="",
        sections=sections or (Section("", 0, 0, 0, len(text)),),
    )


def texts(text: str, *sections: Section) -> list[str]:
    return [text[p.start : p.end] for p in split_passages(document(text, *sections), 0)]


def test_a_passage_is_a_paragraph():
    assert texts("One. Two.\n\nThree.") == ["One. Two.", "Three."]


def test_a_heading_is_in_no_passage():
    text = "Risks\n\nIt may hurt."
    section = Section("Risks", 2, 0, 7, len(text))
    assert texts(text, section) == ["It may hurt."]


def test_a_list_stays_with_its_lead_in_and_its_bullets_are_not_in_its_sentences():
    text = "It treats:\n• back pain\n• migraine. Also others."
    (passage,) = split_passages(document(text), 0)
    assert text[passage.start : passage.end] == text
    assert [text[s.start : s.end] for s in passage.sentences] == [
        "It treats:",
        "back pain",
        "migraine.",
        "Also others.",
    ]


ITEMS = "\n".join(f"• Item {i} is {'very ' * 30}long. It has two sentences." for i in range(20))


def test_a_list_is_never_parted_from_its_lead_in_however_long_it_is():
    """Without "You must NOT have it if:" its last items would read as the opposite."""
    text = f"Some words before. You must NOT have it if:\n{ITEMS}"
    assert texts(text) == [text]


def test_a_long_list_without_a_lead_in_is_cut_between_items():
    parts = texts(ITEMS)
    assert len(parts) > 1
    assert all(part.startswith("• Item") for part in parts)


def test_a_long_paragraph_is_cut_between_sentences_and_keeps_a_reassurance_with_its_risk():
    filler = "This sentence says little and takes some room. "
    opening = filler * (MAX_CHARS // len(filler) - 1)
    text = (
        opening + "It is considered safe by most. However, there are risks such as infection. End."
    )
    parts = texts(text)
    (with_risk,) = [part for part in parts if "However" in part]
    assert "considered safe" in with_risk


def test_a_piece_of_a_long_paragraph_is_quoted_with_the_sentence_that_follows_it():
    filler = "This sentence says little and takes some room. "
    opening = filler * (MAX_CHARS // len(filler) - 1)
    text = f"{opening}It is safe for nearly everyone. Serious bleeding was reported. {filler}"
    first, second = split_passages(document(text.strip()), 0)
    assert text[first.start : first.end].endswith("nearly everyone. Serious bleeding was reported.")
    assert second.start == second.sentences[0].start == text.index("Serious")
    assert first.sentences[-1].end == text.index(" Serious")


def test_a_sentence_longer_than_a_passage_is_kept_whole():
    sentence = "word " * 600 + "end."
    assert texts(f"{sentence} Next.") == [f"{sentence} Next.", "Next."]


PROSE = st.lists(
    st.sampled_from(
        [
            "It is safe.",
            "However, it hurts.",
            "• an item",
            "1. first",
            "😀 é́ ok.",
            "\n",
            "\n\n",
            "a" * 300 + ".",
        ]
    ),
    max_size=40,
).map(" ".join)


@given(PROSE)
def test_passages_are_ordered_disjoint_and_lose_no_letter(text):
    found = split_passages(document(text), 0)
    at, covered, kept = 0, 0, ""
    for passage in found:
        assert at <= passage.sentences[0].start
        assert passage.start < passage.end
        assert passage.sentences
        assert "\n\n" not in text[passage.start : passage.end]
        for before, after in zip(passage.sentences, passage.sentences[1:], strict=False):
            assert before.end <= after.start
        assert passage.start <= passage.sentences[0].start
        assert passage.sentences[-1].end <= passage.end
        at = passage.sentences[-1].end
        kept += text[max(covered, passage.start) : passage.end]
        covered = passage.end
    assert "".join(kept.split()) == "".join(text.split())
