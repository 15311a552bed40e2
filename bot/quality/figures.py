"""The figures of an evaluation, by name, with what each says in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.quality.counting import (
    Prepare,
    calibration,
    false_answers,
    flag,
    ndcg,
    recall,
    reciprocal_rank,
    risk,
    share,
    telling_from,
)
from bot.quality.judged import Judged
from bot.quality.judging import RANKED
from bot.quality.statistics import Estimate, Floats, estimate

Better = Literal["higher", "lower"]


@dataclass(frozen=True)
class Figure:
    """One figure. ``meaning`` is for those who never heard its name."""

    name: str
    title: str
    meaning: str
    better: Better
    prepare: Prepare

    def of(self, cases: Sequence[Judged], w: Floats) -> Estimate | None:
        """The figure over ``cases``, whose bootstrap weights are the columns of ``w``."""
        prepared = self.prepare(cases)
        rows = prepared.positions
        if not rows:
            return None
        return estimate(prepared.statistic, w[:, rows], len(rows), share=prepared.share)


FIGURES = (
    Figure(
        "answer_first",
        "Answer marked in the first excerpt",
        "Of the questions that the documents answer: how often a sentence that answers is "
        "highlighted in the very first excerpt.",
        "higher",
        share(flag(lambda c: c.answer_first if c.answerable else None)),
    ),
    Figure(
        "answer_any",
        "Answer marked in any excerpt",
        "The same, in any of the excerpts shown.",
        "higher",
        share(flag(lambda c: c.answer_any if c.answerable else None)),
    ),
    Figure(
        "highlight_precision",
        "Highlighted sentences that belong there",
        "Of all sentences that were highlighted: how many are expected or allowed. Highlighting "
        "whole paragraphs does not pay.",
        "higher",
        share(lambda c: (c.marked_right, c.marked) if c.answerable and c.marked else None),
    ),
    Figure(
        "right_document",
        "Right document first",
        "Of the questions that the documents answer: how often the first excerpt is from a "
        "document that answers.",
        "higher",
        share(flag(lambda c: c.right_document if c.answerable else None)),
    ),
    Figure(
        "answered_when_answerable",
        "Answered when it can be",
        "Of the questions that the documents answer: how many were answered rather than refused.",
        "higher",
        share(flag(lambda c: c.answered if c.answerable and c.judgeable else None)),
    ),
    Figure(
        "false_answers_near_miss",
        "False answers: near misses",
        "Of the questions about the right subject that no document answers: how many were "
        "answered all the same. This is what can hurt.",
        "lower",
        share(false_answers("near_miss")),
    ),
    Figure(
        "false_answers_off_topic",
        "False answers: off topic",
        "Of the questions about something else altogether: how many were answered all the same.",
        "lower",
        share(false_answers("off_topic")),
    ),
    Figure(
        "false_answers_other",
        "False answers: other",
        "Of all other messages without an answer, such as gibberish: how many were answered.",
        "lower",
        share(false_answers("other")),
    ),
    Figure(
        "wrong_document",
        "Wrong document",
        "Of the answers given to questions that can be answered: how many cite a wrong document "
        "first, or one that must not be cited.",
        "lower",
        share(flag(lambda c: c.wrong_document if c.answered else None)),
    ),
    Figure(
        "right_status",
        "Right kind of reply",
        "Of all cases: how many got the kind of reply they expect (answered, no answer, …).",
        "higher",
        share(flag(lambda c: c.status == c.case.expect if c.judgeable else None)),
    ),
    *(
        Figure(
            f"recall_at_{k}",
            f"Retrieval: recall@{k}",
            f"Of the passages that answer: how many are among the first {k} that retrieval finds.",
            "higher",
            share(recall(k)),
        )
        for k in (1, 3, RANKED)
    ),
    Figure(
        "mrr",
        "Retrieval: mean reciprocal rank",
        "1 when a passage that answers is found first, 1/2 when second, and so on; the mean.",
        "higher",
        share(reciprocal_rank),
    ),
    Figure(
        "ndcg_at_10",
        "Retrieval: nDCG@10",
        "How near the first ten passages come to the best possible order: 1 is the best.",
        "higher",
        share(ndcg),
    ),
    Figure(
        "auroc_near_miss",
        "Telling answers from near misses (AUROC)",
        "Take one question with an answer and one near miss: how often the decision score is "
        "higher for the one with an answer. 0.5 is guessing.",
        "higher",
        telling_from("near_miss"),
    ),
    Figure(
        "auroc_off_topic",
        "Telling answers from off topic (AUROC)",
        "The same with a question about something else altogether.",
        "higher",
        telling_from("off_topic"),
    ),
    Figure(
        "calibration_error",
        "Expected calibration error",
        "How far the decision score is from the truth: were it called 70 % probable, it should "
        "be right in 7 of 10 cases. 0 is the best.",
        "lower",
        calibration,
    ),
    Figure(
        "area_under_risk_coverage",
        "Area under the risk-coverage curve",
        "The share of wrong answers, averaged over every number of questions one might answer. "
        "Lower is better; it cannot be 0 where some questions have no answer.",
        "lower",
        risk,
    ),
)
BY_NAME = {figure.name: figure for figure in FIGURES}


def measure(cases: Sequence[Judged], w: Floats) -> dict[str, Estimate]:
    """Every figure that ``cases`` say something of; the columns of ``w`` are their weights."""
    return {figure.name: found for figure in FIGURES if (found := figure.of(cases, w)) is not None}
