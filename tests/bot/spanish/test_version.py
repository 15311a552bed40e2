"""A question in Spanish, from the message to the quotation, with and without a Spanish version."""

import shutil
from dataclasses import replace

import pytest

from bot.assistant import Assistant
from bot.building import build_index, load_documents
from bot.conversation import NOTHING
from bot.reader import JointReader
from bot.settings import SAMPLE_DOCUMENTS, Settings, load_settings
from index.snapshot import Snapshot

VERSION = """---
title: Proloterapia
language: es
translation_of: prolotherapy
questions:
  - ¿Es segura la proloterapia?
---

# Proloterapia

A la proloterapia algunos la llaman terapia de inyección regenerativa. Este procedimiento
médico sirve contra el dolor crónico y ayuda a que el tejido sane.

## Cómo es una sesión

Con una aguja fina, un profesional de la salud coloca la solución justo donde está el
problema. Por lo general la solución contiene sustancias como la dextrosa, que es una
solución a base de azúcar, solución salina o una mezcla de otros irritantes naturales.

## Lo que puede sentir después

Después de la proloterapia, el lugar de la inyección puede estar hinchado, rojo o rígido por
un tiempo.

## Seguridad y riesgos

Con un profesional de la salud calificado, la proloterapia se considera por lo general un
procedimiento seguro. Aun así hay posibles riesgos y efectos secundarios, entre ellos una
infección, un nervio lesionado o una reacción alérgica, aunque tales casos son raros.
"""
SWELLS = "después de la proloterapia, ¿se hincha el lugar de la inyección?"


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Settings:
    folder = tmp_path_factory.mktemp("documents") / "documents"
    shutil.copytree(SAMPLE_DOCUMENTS, folder)
    (folder / "proloterapia.md").write_text(VERSION, encoding="utf-8")
    return load_settings(documents=folder, data=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def both(settings, encoder) -> Snapshot:
    corpus = load_documents(settings)
    assert corpus.problems == ()
    return build_index(corpus, settings.index, encoder, settings.multilingual).snapshot


def assistant(snapshot: Snapshot) -> Assistant:
    ours = load_settings()
    return Assistant(snapshot, JointReader(snapshot), ours.clinic, ours.texts)


def test_without_a_version_the_english_document_is_quoted_and_said_to_be_english(sample):
    answer = assistant(sample).answer(SWELLS)
    assert (answer.status, answer.language) == ("answered", "es")
    assert answer.message == load_settings().spanish_texts.answered_in_english
    assert answer.excerpts[0].document.id == "prolotherapy"
    assert "swollen" in answer.excerpts[0].text
    assert answer.referral.text == load_settings().spanish_texts.referral
    assert answer.referral.phone == "555-0142"
    assert answer.suggestions == ()


def test_the_clinics_version_is_quoted_instead_word_for_word(both):
    answer = assistant(both).answer(SWELLS)
    assert answer.message == load_settings().spanish_texts.answered
    first = answer.excerpts[0]
    assert first.document.id == "proloterapia"
    assert "hinchado" in first.text
    assert first.text == first.document.text[first.start : first.end]
    assert first.highlights
    assert answer.suggestions == ("¿Es segura la proloterapia?",)


def test_where_the_version_says_nothing_of_it_the_english_document_is_quoted(both):
    answer = assistant(both).answer("¿puede alguien prometer que la proloterapia sirve para todos?")
    (quoted,) = [e for e in answer.excerpts if "Nobody can promise" in e.text]
    assert quoted.document.language == "en"
    assert answer.message == load_settings().spanish_texts.answered_in_english


def test_english_questions_are_answered_as_if_there_were_no_version(both, sample):
    for question in ("does prolotherapy swell", "what is in the prolotherapy solution?"):
        ours, plain = assistant(both).answer(question), assistant(sample).answer(question)
        assert [e.text for e in ours.excerpts] == [e.text for e in plain.excerpts]
        assert ours.suggestions == plain.suggestions


def test_a_follow_up_in_spanish_stays_with_the_treatment(both):
    asked = assistant(both)
    first = asked.answer(SWELLS)
    said = first.carry_on(NOTHING)
    assert said.topic == "prolotherapy"
    follow = asked.answer("¿y los riesgos?", said)
    assert {e.document.translation_of or e.document.id for e in follow.excerpts} == {"prolotherapy"}


@pytest.mark.parametrize("message", ["¿es peligroso el botox?", "cuanto cuesta"])
def test_without_the_extra_there_is_an_honest_sentence(sample, message):
    answer = assistant(replace(sample, multilingual=None)).answer(message)
    assert (answer.status, answer.reason_codes) == ("no_answer", ("language",))
    assert answer.message == load_settings().spanish_texts.not_read
    assert answer.referral.phone == "555-0142"


@pytest.mark.parametrize("message", ["combien de temps dure l’effet ?", "сколько это стоит"])
def test_another_language_gets_an_honest_sentence_and_the_number(sample, message):
    answer = assistant(sample).answer(message)
    assert (answer.status, answer.reason_codes) == ("no_answer", ("language",))
    assert answer.message == load_settings().texts.other_language
    assert answer.referral.phone == "555-0142"


def test_small_talk_and_advice_are_in_the_patients_language(sample):
    texts = load_settings().spanish_texts
    assert assistant(sample).answer("hola").message == texts.hello
    assert assistant(sample).answer("gracias").message == texts.thanks
    advice = assistant(sample).answer("¿debo dejar de tomar mi medicina antes de la inyección?")
    assert (advice.status, advice.message) == ("advice", texts.advice)


def test_an_emergency_in_spanish_comes_first(sample):
    assert assistant(sample).answer("no puedo respirar").status == "urgent"
