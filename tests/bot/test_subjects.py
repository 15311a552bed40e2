from bot.subjects import named


def test_a_question_names_the_documents_whose_titles_it_shares_a_rare_word_with(sample):
    def titles(question: str) -> set[str]:
        return {sample.documents[i].title for i in named(question, sample.documents)}

    assert titles("does prolotherapy hurt more than botox?") == {
        "Prolotherapy",
        "Botox Therapy for Pain",
    }
    assert titles("how long do the PROLOTHERAPY sessions take") == {"Prolotherapy"}
    assert titles("how long does it last?") == set()
    assert named("anything", []) == frozenset()
