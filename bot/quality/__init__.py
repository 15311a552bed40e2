"""How well questions are answered: test sets, judging, figures with intervals, reports."""
