import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import LexicalIndex, words


def test_words_are_stemmed_without_those_that_only_ask():
    assert words("How long do the injections last?") == words("injection lasts")
    assert words("What’s it?") == []


def test_a_shared_rare_word_scores_higher_than_a_common_one():
    index = LexicalIndex.build(["pain of the neck", "pain and dextrose", "pain"])
    scores = index.scores("dextrose pains")
    assert scores.argmax() == 1
    assert index.rarity("dextros") > index.rarity("pain")
    assert index.rarity("telephon") > index.rarity("dextros")


def test_words_that_only_ask_count_half():
    index = LexicalIndex.build(["how", "neck"])
    asking, telling = index.scores("how"), index.scores("neck")
    assert asking[0] == pytest.approx(telling[1] / 2)
    assert index.scores("how neck").tolist() == pytest.approx((asking + telling).tolist())
    assert not index.scores("the").any()


@pytest.mark.parametrize("question", ["", "???", "of the", "xylophone", "\x00"])
def test_a_question_without_a_known_word_scores_nothing(question):
    assert LexicalIndex.build(["pain", "relief"]).scores(question).tolist() == [0, 0]


def test_texts_without_words_can_be_indexed():
    index = LexicalIndex.build(["…", "", "the"])
    assert len(index) == 3
    assert not index.scores("pain").any()


def test_no_text_at_all_can_be_indexed(tmp_path):
    LexicalIndex.build([]).save(tmp_path)
    assert LexicalIndex.open(tmp_path).scores("pain").shape == (0,)


def test_it_survives_a_file(tmp_path):
    index = LexicalIndex.build(["pain relief", "dextrose"])
    index.save(tmp_path / "bm25")
    opened = LexicalIndex.open(tmp_path / "bm25")
    assert len(opened) == 2
    assert opened.scores("dextrose").tolist() == index.scores("dextrose").tolist()


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5), st.text(max_size=30))
def test_any_text_gets_one_finite_score_each(texts, question):
    scores = LexicalIndex.build(texts).scores(question)
    assert scores.shape == (len(texts),)
    assert (scores >= 0).all()
