"""An evaluation as it is read in a terminal."""

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from bot.quality.comparison import Comparison
from bot.quality.evaluation import ALL, Evaluation
from bot.quality.figures import FIGURES
from bot.quality.judged import Judged
from bot.quality.statistics import Estimate
from bot.quality.words import FAILURES

NAMED = 8  # cases that cannot be compared; the JSON names all
PER_TAG = {
    "first": "answer_first",
    "marks": "highlight_precision",
    "answered": "answered_when_answerable",
    "false near": "false_answers_near_miss",
    "off topic": "false_answers_off_topic",
    "other": "false_answers_other",
}


def show(
    evaluation: Evaluation, comparison: Comparison | None, console: Console, failing: int
) -> None:
    """Print the figures, those of each tag, what changed, and the first ``failing`` cases."""
    console.print(_figures(evaluation, comparison))
    if len(evaluation.figures) > 1:
        console.print(_tags(evaluation))
    if comparison:
        console.print(_changes(comparison))
    for judged in evaluation.failing[:failing]:
        console.print(_case(judged))
    count, hidden = len(evaluation.failing), max(0, len(evaluation.failing) - failing)
    said = f"\nNot as they should be: {count} of {len(evaluation.cases)}"
    console.print(Text(f"{said}{f' ({hidden} of them not shown here)' if hidden else ''}.", "bold"))
    if hidden:
        console.print("All of them: --report FILE, --json FILE, or --failing NUMBER.")


def _figures(evaluation: Evaluation, comparison: Comparison | None) -> Table:
    table = Table("figure", "value", "95 % interval", "cases", title=_title(evaluation))
    if comparison:
        table.add_column("change (95 %)")
    for figure in FIGURES:
        found = evaluation.figures[ALL].get(figure.name)
        if found is not None:
            arrow = "↑" if figure.better == "higher" else "↓"
            row = [
                f"{figure.name} {arrow}",
                f"{found.value:.3f}",
                f"{found.low:.3f} to {found.high:.3f}",
                str(found.n),
            ]
            if comparison:
                row.append(_signed(comparison.differences.get(figure.name)))
            table.add_row(*row)
    return table


def _title(evaluation: Evaluation) -> str:
    half = f", half “{evaluation.split}”" if evaluation.split else ""
    return f"{len(evaluation.cases)} cases{half}  (↑ higher is better, ↓ lower)"


def _signed(difference: Estimate | None) -> str:
    if difference is None:
        return ""
    return f"{difference.value:+.3f} ({difference.low:+.3f} to {difference.high:+.3f})"


def _tags(evaluation: Evaluation) -> Table:
    table = Table(
        *(Column(name, no_wrap=True) for name in ("tag", *PER_TAG)), title="by tag: share (cases)"
    )
    for tag, figures in evaluation.figures.items():
        cells = [
            f"{found.value:.2f} ({found.n})" if (found := figures.get(name)) else ""
            for name in PER_TAG.values()
        ]
        if tag != ALL and any(cells):
            table.add_row(tag, *cells)
    return table


def _changes(comparison: Comparison) -> Group:
    style = {"broken": "red", "changed": "yellow", "mended": "green"}
    lines = [Text("\nChanged since the baseline", "bold")]
    for change in comparison.changes:
        before, after = ", ".join(change.before) or "fine", ", ".join(change.after) or "fine"
        lines.append(
            Text.assemble(
                (f"{change.verdict:8}", style[change.verdict]),
                f"{change.id}  “{change.question}”  {before} → {after}",
            )
        )
    if not comparison.changes:
        lines.append(Text("No case came out otherwise."))
    for ids, where in (
        (comparison.only_before, "the baseline"),
        (comparison.only_after, "this run"),
    ):
        if ids:
            more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
            lines.append(
                Text(f"Only in {where}, as they stand: {', '.join(ids[:NAMED])}{more}.", "dim")
            )
    return Group(*lines)


def _case(judged: Judged) -> Group:
    kinds = "; ".join(FAILURES[failure].title for failure in judged.failures)
    details = [f"expected  {expectation(judged)}", f"got       {outcome(judged)}"]
    details += [f"lost      {lost}" for lost in judged.lost]
    return Group(
        Text.assemble("\n", (judged.case.id, "bold"), "  ", (kinds, "red")),
        Text(f"“{judged.case.question}”", style="italic"),
        *(Padding(Text(line), (0, 0, 0, 2)) for line in details),
    )


def expectation(judged: Judged) -> str:
    """What the case expects, in words."""
    case = judged.case
    if case.quotes:
        joint = " and " if case.match == "all" else " or "
        return joint.join(f"“{quote}”" for quote in case.quotes)
    return f"{case.expect} from {' or '.join(case.documents)}" if case.documents else case.expect


def outcome(judged: Judged) -> str:
    """What came of it, in words, with scores."""
    if not judged.excerpts:
        return f"{judged.status} (score {judged.score:.2f})"
    return "; ".join(
        f"{' '.join(shown.highlights) or shown.text} [{shown.document}, score {shown.score:.2f}]"
        for shown in judged.excerpts
    )
