"""How good the safety rules are: ``make safety`` writes ``docs/safety.md``."""
