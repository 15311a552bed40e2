"""Pages under ``docs/`` out of results and templates: no figure in them is typed by hand."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

DOCS = Path(__file__).resolve().parents[1] / "docs"


def environment(folder: Path) -> Environment:
    """Templates of Markdown in a folder; what was never measured raises ``UndefinedError``."""
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  Markdown out of our own figures
    )
