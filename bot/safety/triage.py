"""What a message is before any document is searched: urgent, advice, small talk, or none.

Rules need nothing but themselves: without a model, an index or a disk they alone decide. Where
the encoder has made a vector of the message, examples are compared as well.
"""

from dataclasses import dataclass, field
from pathlib import Path

from bot.safety import rules, semantic
from bot.safety.red_flags import red_flag
from bot.safety.rules import URGENCY, RuleBook, UrgentAction, load_rules
from bot.safety.semantic import Seen, SemanticModel, load_model
from bot.safety.small_talk import Kind, SmallTalk, load_small_talk, small_talk
from index.encoder import Vectors

SEMANTIC = "semantic"
FEWEST = 12  # distinct n-grams, some four letters; "?" is like nothing


@dataclass(frozen=True, slots=True)
class Finding:
    """What kind of help a message calls for, and which rule (or "semantic") says so."""

    action: UrgentAction
    by: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What a message is.

    ``mentioned`` is the danger that it speaks of, told or not; ``advice`` the rule (or "semantic")
    by which it asks for advice about one person.
    """

    urgent: Finding | None
    mentioned: UrgentAction | None
    advice: str | None


def _red_flags() -> RuleBook:
    return load_rules(rules.RED_FLAGS)


@dataclass(frozen=True, slots=True)
class Triage:
    """The rules, and the semantic models where there are any."""

    red_flags: RuleBook = field(default_factory=_red_flags)
    advice: RuleBook = field(default_factory=lambda: load_rules(rules.ADVICE))
    talk: SmallTalk = field(default_factory=load_small_talk)
    red_flag_model: SemanticModel | None = None
    advice_model: SemanticModel | None = None

    @classmethod
    def load(cls, clinics_own: Path | None = None, encoder: str = "") -> "Triage":
        """The product's rules with the clinic's own on top, and the models for this encoder.

        Without an ``encoder`` (its fingerprint), or with one the models do not know, the rules
        stand alone. Raises ``InvalidRules``.
        """
        files = (semantic.RED_FLAGS, semantic.ADVICE) if encoder else ()
        known = [model if model.encoder == encoder else None for model in map(load_model, files)]
        paths = (rules.RED_FLAGS, *([clinics_own] if clinics_own else []))
        red_flags, advice = known or (None, None)
        return cls(load_rules(*paths), red_flag_model=red_flags, advice_model=advice)

    def by_rules(self, message: str) -> Finding | None:
        """A red flag that a rule recognises: no model, index or disk is needed."""
        found = red_flag(message, self.red_flags)
        if found is None or found.said != "told":
            return None
        return _finding(found.rule.action, found.rule.id)

    def examine(self, message: str, vector: Vectors) -> Examined:
        """Everything at once, by the rules and by likeness to examples.

        ``vector`` is the message's. Where the message is clearly like ordinary examples, a rule's
        alarm becomes a notice beside the answer: rules hear words, and "my late father could not
        swallow" has them all.
        """
        seen = Seen.of(message, vector)
        heard = red_flag(message, self.red_flags)
        mentioned = _finding(heard.rule.action, heard.rule.id) if heard else None
        urgent = mentioned if heard and heard.said == "told" else None
        enough = len(seen.buckets) >= FEWEST
        if self.red_flag_model and enough:
            judgement = self.red_flag_model.judge(seen)
            if judgement.certain:
                urgent = urgent or _finding(judgement.label, SEMANTIC)
            elif judgement.ordinary:
                urgent = None
        asks = red_flag(message, self.advice)
        advice = asks.rule.id if asks and asks.said == "told" else None
        if not advice and enough and self.advice_model and self.advice_model.judge(seen).certain:
            advice = SEMANTIC
        return Examined(urgent, mentioned.action if mentioned else None, advice)

    def small_talk(self, message: str) -> Kind | None:
        """What kind of small talk the whole message is; none where a rule raises an alarm."""
        kind = small_talk(message, self.talk)
        return kind if kind and self.by_rules(message) is None else None


def _finding(action: str, by: str) -> Finding | None:
    """None for what is not urgent."""
    return next((Finding(urgent, by) for urgent in URGENCY if urgent == action), None)
