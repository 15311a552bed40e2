"""What each way of failing means, in words for those who look after the documents."""

from dataclasses import dataclass

from bot.quality.judged import Failure


@dataclass(frozen=True)
class Wording:
    """``remedy`` says what staff can do."""

    title: str
    meaning: str
    remedy: str


FAILURES: dict[Failure, Wording] = {
    "lost_support": Wording(
        "lost support",
        "A sentence or document that the test set expects is in the documents no more.",
        "If the document was rewritten, copy the sentence that answers now into the test set. "
        "If the sentence should still stand there, put it back.",
    ),
    "not_verbatim": Wording(
        "not word for word",
        "An excerpt is not what stands in the document.",
        "This must never happen: stop using this version and report it.",
    ),
    "false_answer": Wording(
        "false answer",
        "No document answers the question, and something was shown as the answer.",
        "Look whether the passage really does not answer. If patients ask this, consider writing "
        "a document that does.",
    ),
    "unanswered": Wording(
        "unanswered",
        "A document answers the question, and the reply was that none does.",
        "Look how patients ask, and whether the document says it in words that they would use.",
    ),
    "wrong_status": Wording(
        "other kind of reply",
        "The reply was of another kind than expected (urgent, advice, small talk …).",
        "Look whether the case expects the right kind of reply.",
    ),
    "wrong_document": Wording(
        "wrong document",
        "The first excerpt is from a document that does not answer.",
        "Look whether two documents speak of the same thing, and name the subject in each.",
    ),
    "forbidden_document": Wording(
        "forbidden document",
        "An excerpt is from a document that must not be cited for this question.",
        "Look whether that document should be in the folder at all.",
    ),
    "answer_not_shown": Wording(
        "answer not marked",
        "Something was shown, but no sentence that answers is highlighted.",
        "Look whether another sentence answers as well: then add it to the test set.",
    ),
    "answer_not_first": Wording(
        "answer not first",
        "The sentence that answers is highlighted, but not in the first excerpt.",
        "Patients read the first excerpt first. Look what stands there instead.",
    ),
    "marked_besides": Wording(
        "marked besides",
        "A sentence is highlighted that does not answer.",
        "If it may well be highlighted, add it to the case under “also”.",
    ),
}
