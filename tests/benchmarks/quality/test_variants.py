from pathlib import Path

import pytest

from benchmarks.quality.cached_encoder import CachedEncoder
from benchmarks.quality.variants import Variant, assemble
from bot.retrieval import Weights, retrieve
from corpus.loader import Corpus
from index.encoder import Encoder
from index.snapshot import Snapshot


@pytest.mark.parametrize("question", ["how long does botox last?", "parking", "xyzzy"])
def test_the_default_variant_is_the_product(
    question: str, sample: Snapshot, sample_corpus: Corpus, encoder: Encoder
):
    sources = assemble(sample_corpus.documents, Variant(), CachedEncoder(encoder))
    product = retrieve(question, sample.vector_source, sample.lexical_source, Weights(), 10)
    found = sources.retrieve(question, Weights())[:10]
    assert [one.passage for one in found] == [one.passage for one in product]
    assert [one.score for one in found] == pytest.approx([one.score for one in product], abs=1e-5)


def test_a_variant_changes_what_is_embedded(sample_corpus: Corpus, encoder: Encoder):
    cached = CachedEncoder(encoder)
    question = "how long does it last?"
    plain = assemble(sample_corpus.documents, Variant(embedded="nothing"), cached)
    titled = assemble(sample_corpus.documents, Variant(), cached)
    assert plain.retrieve(question, Weights()) != titled.retrieve(question, Weights())


def test_vectors_are_kept_and_found_again(encoder: Encoder, tmp_path: Path):
    first = CachedEncoder(encoder, tmp_path)
    first.warm(["a text", "another"], "test")

    class Refusing:
        fingerprint, dimension = encoder.fingerprint, encoder.dimension
        token_width = encoder.token_width
        encode_with_tokens = encoder.encode_with_tokens
        question, remembered = encoder.question, encoder.remembered

        def encode(self, texts, progress=None):
            assert not texts
            return encoder.encode(texts)

    again = CachedEncoder(Refusing(), tmp_path).encode(["another", "a text"])
    assert again.tolist() == encoder.encode(["another", "a text"]).tolist()
