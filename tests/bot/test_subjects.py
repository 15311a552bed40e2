from bot.subjects import Subjects


def test_a_question_names_the_treatments_whose_own_words_it_uses(sample):
    subjects = Subjects.of(sample.documents)

    def titles(question: str) -> set[str]:
        return {sample.documents[i].title for i in subjects.named(question)}

    assert titles("does prolotherapy hurt more than botox?") == {
        "Prolotherapy",
        "Botox Therapy for Pain",
    }
    assert titles("how long do the PROLOTHERAPY sessions take") == {"Prolotherapy"}
    assert titles("how long does it last?") == set()
    assert titles("is regenerative injection therapy safe") == {"Prolotherapy"}  # its other name
    assert titles("how does botulinum toxin relieve pain") == {"Botox Therapy for Pain"}
    assert titles("does it relieve pain") == set()
    assert titles("is there a therapy for my pain at the clinic?") == set()
    assert Subjects.of([]).named("anything") == frozenset()


def test_a_treatment_is_called_by_what_names_it(sample):
    subjects = Subjects.of(sample.documents)
    labels = {subjects.label(number, sample.documents) for number in subjects.names}
    assert labels == {"Botox", "Prolotherapy"}
