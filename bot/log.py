"""Structured logs on standard error, one line an event, without message text."""

import logging
import sys

import structlog
from structlog.typing import Processor


def quiet_readers() -> None:
    """Libraries that read damaged files log what our own report says in plainer words."""
    for name in ("pypdf", "trafilatura", "htmldate", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def configure(log_format: str) -> None:
    """``json`` for machines, ``console`` for people, ``auto`` for whoever reads standard error."""
    if log_format == "auto":
        log_format = "console" if sys.stderr.isatty() else "json"
    renderers: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if log_format == "json"
        else [structlog.dev.ConsoleRenderer()]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *renderers,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
