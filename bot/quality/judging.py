"""One answer against what its case expects. Pure."""

from collections.abc import Mapping, Sequence

from bot.quality.cases import Case
from bot.quality.judged import Failure, Judged, Shown
from bot.quality.support import Place, Support, Text, sentences
from bot.web.schemas import ChatResponse, Excerpt
from index.sentences import Span

RANKED = 10


def judge(
    case: Case,
    expected: Support,
    answer: ChatResponse,
    ranking: Sequence[Place] | None,
    passages: Sequence[Place] | None,
    texts: Mapping[str, Text],
) -> Judged:
    """Judge ``answer``. ``ranking`` and ``passages`` are what retrieval found and could find."""
    judgeable = expected.judgeable
    quotable = judgeable and bool(expected.quotes)
    shown = (*answer.excerpts, *answer.related)
    best = max(shown, key=lambda excerpt: excerpt.score, default=None)
    verbatim = all(_verbatim(excerpt, texts) for excerpt in shown)
    marks = [_marks(excerpt, texts) for excerpt in answer.excerpts] if verbatim else []
    hits = [_answers(case, expected, spans) for spans in marks]
    allowed = [*_quotes(expected), *expected.also]
    right = [[_may_be_marked(mark, allowed) for mark in spans] for spans in marks]
    cited = [excerpt.document.id for excerpt in answer.excerpts]
    expects_document = judgeable and case.expect == "answered" and bool(expected.documents)
    judged = Judged(
        case=case,
        status=answer.status,
        reason_codes=tuple(answer.reason_codes),
        excerpts=tuple(map(_shown, answer.excerpts)),
        related=tuple(map(_shown, answer.related)),
        score=answer.score,
        best_right=_holds(case, expected, best) if judgeable else None,
        answer_first=(bool(hits) and hits[0]) if quotable else None,
        answer_any=any(hits) if quotable else None,
        right_document=(bool(cited) and cited[0] in expected.documents)
        if expects_document
        else None,
        wrong_document=_wrong(cited, expected) if cited and expects_document else None,
        marked=sum(map(len, right)) if quotable else 0,
        marked_right=sum(map(sum, right)) if quotable else 0,
        ranks=_ranks(ranking, _quotes(expected)) if quotable and ranking is not None else None,
        relevant=len(_holding(passages or (), _quotes(expected))),
        lost=expected.lost,
        failures=(),
    )
    return judged.model_copy(update={"failures": _failures(judged, expected, cited, verbatim)})


def _failures(
    judged: Judged, expected: Support, cited: Sequence[str], verbatim: bool
) -> tuple[Failure, ...]:
    case, found = judged.case, []

    def fails(name: Failure, failing: bool | None) -> None:
        if failing:
            found.append(name)

    fails("lost_support", bool(expected.lost))
    fails("not_verbatim", not verbatim)
    fails("forbidden_document", any(document in expected.forbidden for document in cited))
    if case.expect == "answered":
        fails("unanswered", judged.status == "no_answer")
    elif case.expect == "no_answer":
        fails("false_answer", judged.answered)
    settled = {"unanswered", "false_answer"} & set(found)
    fails("wrong_status", judged.status != case.expect and not settled)
    if judged.answered and judged.answerable:
        fails("wrong_document", judged.right_document is False)
        fails("answer_not_shown", judged.answer_any is False)
        fails("answer_not_first", judged.answer_any and not judged.answer_first)
        fails("marked_besides", judged.marked_right < judged.marked)
    return tuple(found)


def _quotes(expected: Support) -> list[Place]:
    """Every place where a quote stands."""
    return [place for places in expected.quotes for place in places]


def _shown(excerpt: Excerpt) -> Shown:
    return Shown(
        document=excerpt.document.id,
        start=excerpt.start,
        end=excerpt.end,
        text=excerpt.text,
        highlights=tuple(excerpt.text[h.start : h.end] for h in excerpt.highlights),
        score=excerpt.score,
    )


def _verbatim(excerpt: Excerpt, texts: Mapping[str, Text]) -> bool:
    """The promise, checked from outside: the excerpt is that slice of that document."""
    document = texts.get(excerpt.document.id)
    return document is not None and document.text[excerpt.start : excerpt.end] == excerpt.text


def _marks(excerpt: Excerpt, texts: Mapping[str, Text]) -> list[Place]:
    """The highlighted sentences: a mark over a whole paragraph counts as its sentences."""
    return [
        Place(excerpt.document.id, span)
        for mark in excerpt.highlights
        for span in sentences(
            texts[excerpt.document.id], excerpt.start + mark.start, excerpt.start + mark.end
        )
    ]


def _answers(case: Case, expected: Support, marks: Sequence[Place]) -> bool:
    """Whether the marks of one excerpt cover the quotes that they have to."""
    covered = [any(_covered(place, marks) for place in places) for places in expected.quotes]
    return all(covered) if case.match == "all" else any(covered)


def _covered(quote: Place, marks: Sequence[Place]) -> bool:
    """Whether the marks cover the quote, which may be several sentences or a part of one."""
    inside = [mark.span for mark in marks if mark.document == quote.document]
    open_at = quote.span.start
    for span in sorted(inside, key=lambda span: span.start):
        if span.start > open_at + _GAP:
            break
        open_at = max(open_at, span.end)
    return open_at >= quote.span.end


_GAP = 4  # white space and a bullet between two sentences


def _may_be_marked(mark: Place, allowed: Sequence[Place]) -> bool:
    """Whether a marked sentence is one that is expected: the same, a part of it, or around it."""
    return any(place.holds(mark) or mark.holds(place) for place in allowed)


def _holds(case: Case, expected: Support, best: Excerpt | None) -> bool:
    """Whether the passage ``best`` answers: it holds the quotes that it has to."""
    if best is None or case.expect == "no_answer":
        return False
    if not expected.quotes:  # all that the case names is a document
        return best.document.id in expected.documents
    whole = Place(best.document.id, Span(best.start, best.end))
    held = [any(whole.holds(place) for place in places) for places in expected.quotes]
    return all(held) if case.match == "all" else any(held)


def _wrong(cited: Sequence[str], expected: Support) -> bool:
    return cited[0] not in expected.documents or any(name in expected.forbidden for name in cited)


def _ranks(ranking: Sequence[Place], quotes: Sequence[Place]) -> tuple[int, ...]:
    return tuple(i + 1 for i in _holding(ranking[:RANKED], quotes))


def _holding(passages: Sequence[Place], quotes: Sequence[Place]) -> list[int]:
    """Positions of the passages that hold a quote."""
    return [
        i
        for i, passage in enumerate(passages)
        if any(passage.holds(quote) or quote.holds(passage) for quote in quotes)
    ]
