import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.spanish.gloss import LEXICON, Lexicon, lexicon


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Lexicon:
    file = tmp_path_factory.mktemp("lexicon") / "lexicon.tsv"
    pairs = {
        "cuánto tiempo": "how long",
        "durar": "last",
        "duele": "hurt",
        "efecto secundario": "side effect",
        "se": "",
        "inyectar": "inject",
        "rodilla": "knee",
        "año": "year",
        "ano": "anus",
    }
    file.write_text("".join(f"{es}\t{en}\n" for es, en in pairs.items()), encoding="utf-8")
    return Lexicon.read(file)


@pytest.mark.parametrize(
    ("question", "gloss"),
    [
        ("¿Cuánto tiempo dura?", "how long last"),
        ("cuanto tiempo DURARA", "how long last"),  # no accents
        ("efectos secundarios", "side effect"),  # a phrase, by its stems
        ("se inyectan las rodillas", "inject las knee"),
        ("inyectarme", "inject"),
        ("roddilla", "knee"),  # mistyped
        ("duele el botox", "hurt el botox"),
        ("side effects", "side effects"),  # English inside
        ("Dysport 5 mg", "dysport 5 mg"),
        ("", ""),
    ],
)
def test_words_and_phrases_are_put_into_english(small, question, gloss):
    assert small.gloss(question) == gloss


def test_the_documents_own_words_stay(small):
    assert small.gloss("roddilla", {"roddilla"}) == "roddilla"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_a_gloss(text):
    assert isinstance(lexicon().gloss(text), str)


def test_the_lexicon_is_well_formed():
    lines = LEXICON.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 3000
    spanish = [line.split("\t")[0] for line in lines]
    assert all(line.count("\t") == 1 for line in lines)
    assert len(set(spanish)) == len(spanish)
