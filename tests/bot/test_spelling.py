import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.spelling import Speller
from index.lexical import WORD


@pytest.fixture(scope="session")
def speller(sample) -> Speller:
    return Speller.of(sample.documents)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how long dos bottox lst", "how long dos botox lst"),
        ("is prolotheropy dangerus", "is prolotherapy dangerous"),
        ("can it be taht one jab isnt enuogh", "can it be that one jab isnt enough"),
        ("wich docter do i go to frist", "which doctor do i go to first"),
        ("am i chating with a nurse", "am i chatting with a nurse"),
        ("does prolo hurt", "does prolotherapy hurt"),
        ("Migranes?", "Migraines?"),
    ],
)
def test_a_mistake_is_mended_toward_the_documents_and_english(speller, typed, meant):
    assert speller.mend(typed) == meant


@pytest.mark.parametrize(
    "message",
    [
        "is Dysport the same as botox",
        "does dysport last longer",
        "can I take gabapentin or lyrica with it",
        "my aunt has myasthenia gravis, is it for plantar fasciitis",
        'what does "bottox" mean',
        "what is a “proliferent”",
        "did Zebulonq write this",
        "is my PRRP ok",
        "how long does Botox last?",
        "cuánto dura el efecto",
        "my neighbor's ligaments, numbed and sprained",
    ],
)
def test_names_medicines_quotations_and_known_words_stay(speller, message):
    assert speller.mend(message) == message


def test_every_word_of_the_documents_is_known(speller, sample):
    for document in sample.documents:
        for match in WORD.finditer(document.text):
            assert speller.mend(match[0].lower()) == match[0].lower()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_what_is_between_the_words_stays_and_mending_twice_changes_nothing(speller, text):
    mended = speller.mend(text)
    assert WORD.sub("", mended) == WORD.sub("", text)
    assert speller.mend(mended) == mended
