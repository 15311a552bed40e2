"""What is counted. Labels are statuses and routes: never anything that a patient wrote."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric
from prometheus_client.metrics_core import CounterMetricFamily
from prometheus_client.registry import Collector

from index.memory import Memory

_SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


Memories = Callable[[], Mapping[str, Memory[Any, Any]]]


class Remembered(Collector):
    """How often something was found that had been made before, and how often it had to be made."""

    def __init__(self, memories: Memories) -> None:
        self._memories = memories

    def collect(self) -> Iterator[Metric]:
        """One counter; its numbers begin anew with an index version."""
        counter = CounterMetricFamily(
            "clinic_faq_remembered",
            "Answers, questions' vectors and readings: found among the latest, or made.",
            labels=["what", "found"],
        )
        for what, memory in self._memories().items():
            counter.add_metric([what, "yes"], memory.found)
            counter.add_metric([what, "no"], memory.made)
        yield counter


class Metrics:
    """One registry an app, so that two apps in a process do not share counts."""

    def __init__(self, memories: Memories = dict) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(Remembered(memories))
        self.answers = Counter(
            "clinic_faq_answers", "Answers sent.", ["status"], registry=self.registry
        )
        self.answer_seconds = Histogram(
            "clinic_faq_answer_seconds",
            "From accepted question to answer, waiting included.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.requests = Counter(
            "clinic_faq_requests",
            "HTTP responses by route and status.",
            ["route", "status"],
            registry=self.registry,
        )
        self.verbatim_failures = Counter(
            "clinic_faq_verbatim_failures",
            "Answers withheld because an excerpt was not in its document.",
            registry=self.registry,
        )
        self.unexpected_errors = Counter(
            "clinic_faq_unexpected_errors", "Errors nobody foresaw.", registry=self.registry
        )
        self.waiting = Gauge(
            "clinic_faq_waiting", "Questions waiting or being answered.", registry=self.registry
        )
        self.ready = Gauge(
            "clinic_faq_ready", "1 when questions are answered.", registry=self.registry
        )
        self.documents = Gauge(
            "clinic_faq_documents", "Documents in the index served.", registry=self.registry
        )
