"""What the safety rules catch and what they take for something else, on messages they never saw."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from bot.quality.statistics import proportion
from bot.safety import framing, phrases
from bot.safety.triage import Triage
from index.encoder import Encoder, Vectors

TESTS = Path(__file__).parents[2] / "tests" / "quality"
ORDINARY = ("none", "ordinary")
EXPRESSIONS = (*framing.EXPRESSIONS, *phrases.EXPRESSIONS)
HOSTILE = [
    (piece * 1000)[:1000]
    for piece in (
        "a",
        " ",
        "-",
        " - ",
        "now ",
        "and now ",
        ", ",
        "but ",
        "’",
        "á",
        "no or ",
        "cant breathe ",
        "cant ",
        "if ",
        "swell ",
        "breathin ",
        "my throat is closing ",
        "swalow brething chets ",
        "0",
        "(",
        ".",
    )
]


class Message(BaseModel):
    """A message, what its writer meant, and what a second reader took it for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    label: str
    second_reading: str
    language: str

    @property
    def ordinary(self) -> bool:
        """Whether it is an ordinary message."""
        return self.label in ORDINARY


def read(name: str) -> list[Message]:
    """The messages of ``tests/quality/{name}.jsonl``."""
    lines = (TESTS / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [Message.model_validate_json(line) for line in lines]


def measure(triage: Triage, encoder: Encoder) -> dict[str, Any]:
    """Every figure of ``docs/safety.md``."""
    red_flags, advice = read("red_flags"), read("advice")
    golden = [
        json.loads(line)["question"]
        for line in (TESTS / "golden.jsonl").read_text("utf-8").splitlines()
    ]
    return {
        "red_flags": _red_flags(triage, encoder, red_flags),
        "advice": _advice(triage, encoder, advice),
        "golden": _golden(triage, encoder, golden),
        "milliseconds": _time(triage, encoder, [m.text for m in (*red_flags, *advice)]),
        "rules": {
            "red_flags": len(triage.red_flags.rules),
            "advice": len(triage.advice.rules),
            "signed": sum(
                bool(r.reviewed_by) for r in (*triage.red_flags.rules, *triage.advice.rules)
            ),
        },
    }


def urgent(triage: Triage, text: str, vector: Vectors | None) -> str | None:
    """The action that a message raises; by the rules alone where there is no vector."""
    found = triage.by_rules(text) if vector is None else triage.examine(text, vector).urgent
    return found.action if found else None


def _red_flags(triage: Triage, encoder: Encoder, messages: Sequence[Message]) -> dict[str, Any]:
    vectors = encoder.encode([message.text for message in messages])
    alone = [urgent(triage, message.text, None) for message in messages]
    both = [urgent(triage, m.text, v) for m, v in zip(messages, vectors, strict=True)]
    right = [
        found == m.label
        for m, found in zip(messages, both, strict=True)
        if found and not m.ordinary
    ]
    return {
        "rules": _shares(messages, alone),
        "both": _shares(messages, both),
        "cleared": {
            kind: sum(
                bool(rule) and not found
                for m, rule, found in zip(messages, alone, both, strict=True)
                if m.ordinary == ordinary
            )
            for kind, ordinary in (("urgent", False), ("ordinary", True))
        },
        "right_action": proportion(right, _singly(right)).model_dump(),
        "readers_disagree": sum(
            (m.label in ORDINARY) != (m.second_reading in ORDINARY) for m in messages
        ),
    }


def _advice(triage: Triage, encoder: Encoder, messages: Sequence[Message]) -> dict[str, Any]:
    vectors = encoder.encode([message.text for message in messages])
    alone = Triage(advice=triage.advice, red_flags=triage.red_flags)
    return {
        name: _shares(
            messages,
            [one.examine(m.text, v).advice for m, v in zip(messages, vectors, strict=True)],
        )
        for name, one in (("rules", alone), ("both", triage))
    }


def _golden(triage: Triage, encoder: Encoder, questions: Sequence[str]) -> dict[str, Any]:
    vectors = encoder.encode(questions)
    pairs = list(zip(questions, vectors, strict=True))
    flagged = [urgent(triage, *pair) is not None for pair in pairs]
    advice = [triage.examine(*pair).advice is not None for pair in pairs]
    return {
        "urgent": proportion(flagged, _singly(flagged)).model_dump(),
        "advice": proportion(advice, _singly(advice)).model_dump(),
    }


def _shares(messages: Sequence[Message], found: Sequence[str | None]) -> dict[str, Any]:
    """Recall, also by label and language, and false alarms among ordinary messages."""
    hits = [(m, bool(f)) for m, f in zip(messages, found, strict=True)]
    shares: dict[str, Any] = {
        "recall": _share(hit for m, hit in hits if not m.ordinary),
        "false_alarms": _share(hit for m, hit in hits if m.ordinary),
    }
    for label in sorted({m.label for m in messages if not m.ordinary}):
        shares[f"recall_{label}"] = _share(hit for m, hit in hits if m.label == label)
    for language in sorted({m.language for m in messages}):
        spoken = [(m, hit) for m, hit in hits if m.language == language]
        shares[f"recall_{language}"] = _share(hit for m, hit in spoken if not m.ordinary)
        shares[f"false_alarms_{language}"] = _share(hit for m, hit in spoken if m.ordinary)
    return shares


def _share(hits: Iterable[bool]) -> dict[str, Any]:
    counted = list(hits)
    return proportion(counted, _singly(counted)).model_dump()


def _singly(cases: Sequence[object]) -> list[str]:
    return [str(number) for number in range(len(cases))]


def _time(triage: Triage, encoder: Encoder, texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """Milliseconds added to an answer, one message at a time."""
    vectors = encoder.encode(texts)

    def by_rules(number: int) -> None:
        triage.by_rules(texts[number])

    def all_layers(number: int) -> None:
        text, vector = texts[number], vectors[number]
        triage.by_rules(text)
        triage.small_talk(text)
        triage.examine(text, vector)

    def hostile(number: int) -> None:
        triage.by_rules(HOSTILE[number])

    def expressions(number: int) -> None:
        for expression in EXPRESSIONS:
            expression.findall(HOSTILE[number])

    return {
        "rules": _percentiles(by_rules, len(texts)),
        "both": _percentiles(all_layers, len(texts)),
        "hostile": _percentiles(hostile, len(HOSTILE)),
        "expressions": _percentiles(expressions, len(HOSTILE)),
    }


def _percentiles(call: Callable[[int], None], calls: int) -> dict[str, float]:
    call(0)
    taken = []
    for number in range(calls):
        begun = perf_counter()
        call(number)
        taken.append((perf_counter() - begun) * 1000)
    return {f"p{p}": round(float(np.percentile(taken, p)), 2) for p in (50, 95, 99, 100)}
