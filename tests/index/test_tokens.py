import numpy as np

from index.context import passage_texts, sentence_spans
from index.sentences import Span
from index.tokens import TokenIndex, Tokens, sentence_rows


def test_a_text_becomes_states_and_where_each_token_stands(encoder):
    short, long = "It lasts for months.", "Pain. " * 2000
    cut, found = (one.tokens for one in encoder.encode_with_tokens([long, short]))
    assert found.states.shape == (len(found.spans), encoder.token_width)
    assert found.states.dtype == np.float16
    assert [short[start:end] for start, end in found.spans[1:-1]] == [
        "It",
        "lasts",
        "for",
        "months",
        ".",
    ]
    assert found.spans[0].tolist() == found.spans[-1].tolist() == [0, 0]
    assert 100 < len(cut.spans) < 512


def test_what_is_saved_is_found_again(tmp_path):
    texts = [
        Tokens(np.full((n, 4), n, np.float16), np.full((n, 2), n, np.int32)) for n in (2, 0, 3)
    ]
    TokenIndex.write(tmp_path, iter(texts))
    again = TokenIndex.open(tmp_path, 4)
    assert len(again) == 3
    for kept, text in zip((again[0], again[1], again[2]), texts, strict=True):
        assert kept.states.tolist() == text.states.tolist()
        assert kept.spans.tolist() == text.spans.tolist()


def test_no_passage_is_an_index_too(tmp_path):
    TokenIndex.write(tmp_path, [])
    assert len(TokenIndex.open(tmp_path, 4)) == 0


def test_a_token_belongs_to_the_sentence_that_it_stands_in():
    spans = np.array([(0, 0), (0, 5), (7, 9), (10, 12), (13, 15), (15, 16), (0, 0)], np.int32)
    tokens = Tokens(np.zeros((7, 1), np.float16), spans)
    assert sentence_rows(tokens, [Span(7, 12), Span(13, 16)]).tolist() == [-1, -1, 0, 0, 1, 1, -1]


def test_every_sentence_of_the_sample_has_tokens_of_its_own(sample):
    texts = passage_texts(sample.documents, sample.passages)
    for number, (passage, text) in enumerate(zip(sample.passages, texts, strict=True)):
        document = sample.documents[passage.document]
        spans = sentence_spans(document, passage)
        quoted = [document.text[s.start : s.end] for s in passage.sentences]
        assert [text[s.start : s.end] for s in spans] == quoted
        rows = sentence_rows(sample.tokens[number], spans)
        assert set(rows.tolist()) == {-1, *range(len(spans))}
