"""An answer as it is read in a terminal."""

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from bot.answer import Excerpt
from bot.reply import Answer

MARK = "bold black on yellow"


def show(answer: Answer, console: Console) -> None:
    """Print lead text, excerpts with their sources, and the referral."""
    if answer.mended:
        console.print(Text(f"Showing results for “{answer.mended}”", style="dim"))
    console.print(Text(answer.message, style="bold"))
    for button in answer.urgent.actions if answer.urgent else ():
        console.print(Text(f"  {button.label}", style="bold red"))
    for excerpt in answer.excerpts:
        console.print(_quotation(excerpt, style=""))
    if answer.related:
        console.print(Text("\nNear the subject, but perhaps not an answer:", style="dim"))
        for excerpt in answer.related:
            console.print(_quotation(excerpt, style="dim"))
    referral = answer.referral
    contact = " · ".join(part for part in (referral.phone, referral.url) if part)
    console.print(Text(f"\n{referral.text}\n{contact}"))
    if answer.suggestions:
        console.print(Text("\nYou could also ask:", style="dim"))
        for question in answer.suggestions:
            console.print(Text(f"  {question}", style="dim"))


def _quotation(excerpt: Excerpt, style: str) -> Padding:
    text = Text(excerpt.text, style=style)
    for highlight in excerpt.highlights:
        text.stylize(MARK, highlight.start, highlight.end)
    place = [
        excerpt.document.title,
        excerpt.section,
        f"page {excerpt.page}" if excerpt.page else "",
    ]
    source = Text("— " + " · ".join(part for part in place if part), style="italic dim")
    return Padding(Group(text, source), (1, 0, 0, 2))
