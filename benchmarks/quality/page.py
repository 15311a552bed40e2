"""``docs/quality.md`` and ``docs/reader.md`` out of the results."""

import json
from pathlib import Path

from benchmarks.markdown import DOCS, environment
from bot.finding import BEHIND, READ
from bot.reader import JointReader
from training.pages import FOLDER

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PAGES = {DOCS / "quality.md": "quality.md.j2", DOCS / "reader.md": "reader.md.j2"}


def render(template: str) -> str:
    """A page. Raises ``jinja2.UndefinedError`` for a part that was never measured."""
    templates = environment(HERE)
    templates.filters.update(share=share, pair=pair)
    results = {path.stem: json.loads(path.read_text("utf-8")) for path in RESULTS.glob("*.json")}
    return templates.get_template(template).render(
        results,
        calibration=JointReader.calibration.model_dump(),
        read=READ,
        behind=BEHIND,
        made_up=sum(1 for _ in FOLDER.iterdir()),
    )


def write() -> None:
    """Make every page anew."""
    for page, template in PAGES.items():
        page.write_text(render(template), encoding="utf-8")


def share(value: float) -> str:
    """``.812``: three digits, without the zero in front."""
    return f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.3f}"


def pair(figures: list[float]) -> str:
    """H@1 and nDCG@10: ``.812/.900``."""
    return "/".join(share(figure) for figure in figures)
