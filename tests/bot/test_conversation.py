"""What a message means after what was said, over the sample documents' titles."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import IN_PLAY, NOTHING, Conversation, after, understand
from bot.subjects import Subjects

BOTOX, PROLO = "botox-therapy-for-pain", "prolotherapy"
VISIT, ASSISTANT = "visiting-the-clinic", "how-this-assistant-works"
AFTER_BOTOX = Conversation(topics=(BOTOX,), section="Safety", question="is Botox safe")
AFTER_BOTH = Conversation(topics=(PROLO, BOTOX), question="does prolotherapy hurt")


@pytest.fixture(scope="module")
def meaning(sample):
    subjects = Subjects.of(sample.documents)
    ids = [document.id for document in sample.documents]

    def of(message, said=NOTHING):
        found = understand(message, said, sample.documents, subjects)
        among = found.among and {ids[i] for i in found.among}
        wordings = (*found.wordings, *(wording for _, wording in found.either))
        return wordings, among, next((ids[number] for number in found.subjects), None)

    return of


@pytest.mark.parametrize("message", ["does it hurt?", "is Botox safe", "and the side effects?"])
def test_a_first_message_is_read_as_it_stands(meaning, message):
    wordings, among, _ = meaning(message)
    assert (wordings, among) == ((message,), None)


@pytest.mark.parametrize(
    ("message", "filled_in"),
    [
        ("does it hurt?", "does Botox hurt?"),
        ("how long does that last", "how long does Botox last"),
        ("what are the risks of this", "what are the risks of Botox"),
        ("who does the injections", "who does Botox"),
        ("and the side effects?", "the side effects Botox"),
        ("how long", "how long Botox"),
        ("why?", "Botox, Safety: why"),
    ],
)
def test_what_is_left_out_is_filled_in_and_only_its_page_may_answer(meaning, message, filled_in):
    wordings, among, subject = meaning(message, AFTER_BOTOX)
    assert wordings[0] == message
    assert wordings[1] == filled_in
    assert among == {BOTOX, VISIT, ASSISTANT}
    assert subject == BOTOX


def test_a_message_that_names_its_subject_is_read_as_it_stands_and_only_there(meaning):
    wordings, among, subject = meaning("does prolotherapy hurt?", AFTER_BOTOX)
    assert wordings == ("does prolotherapy hurt?",)
    assert among == {PROLO, VISIT, ASSISTANT}
    assert subject == PROLO


@pytest.mark.parametrize(
    "message", ["and prolotherapy?", "what about prolotherapy", "the other one?", "and the other?"]
)
def test_naming_another_treatment_asks_the_last_question_of_it(meaning, message):
    wordings, among, subject = meaning(message, AFTER_BOTOX)
    assert wordings == ("is Prolotherapy safe",)
    assert among == {PROLO, VISIT, ASSISTANT}
    assert subject == PROLO


def test_the_other_one_is_the_one_before(meaning):
    wordings, _, subject = meaning("is the other treatment safer?", AFTER_BOTH)
    assert wordings == ("is Botox safer?",)
    assert subject == BOTOX


def test_both_are_the_two_in_play(meaning):
    wordings, among, _ = meaning("which one hurts less?", AFTER_BOTH)
    assert wordings == ("which one hurts less?", "which one hurts less, Prolotherapy or Botox")
    assert among == {BOTOX, PROLO, VISIT, ASSISTANT}


def test_after_a_comparison_it_may_be_either_and_nothing_is_supposed(sample):
    subjects = Subjects.of(sample.documents)
    botox, prolo = sample.document(BOTOX), sample.document(PROLO)
    said = after(NOTHING, "botox or prolotherapy?", [botox, prolo], botox, "")
    assert said.compared
    assert understand("is it safe?", said, sample.documents, subjects).ambiguous
    assert not understand("is botox safe?", said, sample.documents, subjects).ambiguous
    said = after(said, "is Botox safe", [botox], botox, "")
    assert not said.compared


def test_a_second_shot_is_not_the_other_treatment(meaning):
    wordings, _, subject = meaning("do i need a second shot of it", AFTER_BOTOX)
    assert wordings[1] == "do i need a second shot of Botox"
    assert subject == BOTOX


def test_a_follow_up_to_a_page_about_the_clinic_is_read_with_its_heading(meaning):
    said = Conversation((BOTOX,), page=VISIT, section="Opening hours", question="when open")
    wordings, among, _ = meaning("and on weekends?", said)
    assert wordings == (
        "and on weekends?",
        "on weekends Botox",
        "Visiting the Clinic, Opening hours: and on weekends?",
    )
    assert among == {BOTOX, VISIT, ASSISTANT}


def test_it_means_nothing_yet_where_there_are_several_treatments(sample):
    subjects = Subjects.of(sample.documents)

    def ambiguous(message, said=NOTHING):
        return understand(message, said, sample.documents, subjects).ambiguous

    assert ambiguous("does it hurt?")
    assert ambiguous("and the side effects?")
    assert not ambiguous("does it hurt?", AFTER_BOTOX)
    assert not ambiguous("does Botox hurt?")
    assert not ambiguous("when are you open")
    assert not ambiguous("I sprained my ankle, is there an injection for it?")
    one = sample.documents[:2]
    assert not understand("does it hurt?", NOTHING, one, Subjects.of(one)).ambiguous


@pytest.mark.parametrize("message", ["do you treat migraines?", "what other options do you have"])
def test_asking_what_there_is_may_be_answered_from_anywhere(meaning, message):
    assert meaning(message, AFTER_BOTOX)[1] is None


def test_a_topic_that_is_no_longer_in_the_index_is_forgotten(meaning):
    said = Conversation(topics=("gone",), page="gone too", question="does it hurt")
    assert meaning("is it safe?", said)[:2] == (("is it safe?",), None)


def test_after_an_answer_its_document_is_the_topic(sample):
    botox, visit = sample.document(BOTOX), sample.document(VISIT)
    said = after(NOTHING, "is Botox safe", [botox], botox, "Safety")
    assert (said.topic, said.section, said.question) == (BOTOX, "Safety", "is Botox safe")
    said = after(said, "when are you open", [], visit, "Opening hours")
    assert (said.topics, said.topic) == ((BOTOX,), VISIT)
    said = after(said, "does Botox last", [botox], None, "")  # no answer: the subject stays
    assert (said.topic, said.section) == (BOTOX, "")
    assert after(said, "asdf", [], None, "") == replace(said, question="asdf")


@given(st.lists(st.sampled_from([BOTOX, PROLO, VISIT, ASSISTANT]), max_size=8))
def test_no_more_is_kept_than_two_treatments(sample, turns):
    said = NOTHING
    for topic in turns:
        said = said.about(sample.document(topic))
        assert said.topic == topic
    assert len(said.topics) <= IN_PLAY
    assert len(set(said.topics)) == len(said.topics)
