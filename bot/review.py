"""Before an index is served, ask it every question that its documents want to offer to patients."""

from dataclasses import dataclass

from bot.finding import BEHIND, READ, Finder
from bot.reader import JointReader
from bot.retrieval import Weights
from index.manifest import Decided, OfferedQuestion
from index.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class FrontMatterReview:
    """Offers a question only if it is answered, and first of all from the document that asks it."""

    decided: Decided = JointReader.calibration.decided
    fingerprint: str = f"{JointReader.fingerprint} {Weights()} {READ} {BEHIND}"

    def __call__(self, draft: Snapshot) -> tuple[OfferedQuestion, ...]:
        """One verdict for each ``questions:`` entry of each document."""
        finder = Finder(draft, JointReader(draft))
        verdicts = []
        for document in draft.documents:
            for question in document.questions:
                decision = finder.find(question)
                cited = decision.excerpts[0].document.id if decision.excerpts else ""
                reason = ""
                if not cited:
                    reason = "no passage answers it"
                elif cited != document.id:
                    reason = f"it is answered from {cited}"
                verdicts.append(
                    OfferedQuestion(
                        document=document.id, question=question, answered=not reason, reason=reason
                    )
                )
        return tuple(verdicts)
