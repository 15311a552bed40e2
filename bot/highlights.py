"""Which sentences of a quoted passage to mark: the best one, and what it would mislead without.

The best sentence is joined by its neighbours, outward from it, when

* the next one takes something back ("However, there are risks"): a reassurance is never marked
  without it;
* it only qualifies the one before ("In some cases, it can last for months");
* it leads into a list ("Please bring:"), whose items are the answer;
* it is an item of a list, and the line that leads into it says what of ("You must not, if:");
* they answer as well as the best does, within ``MARGIN``.

``training/highlights.py`` compares this with plainer rules. Marking more loses more precision
than it wins recall: most answers are one sentence.
"""

import re
from collections.abc import Sequence

# In probability: a neighbour this close to the best sentence is marked with it. Wider margins were
# tried; each lost more precision than it won.
MARGIN = 0.05

_TAKES_BACK = re.compile(
    r"(?:however|but|although|though|yet|still|nevertheless|nonetheless|unless|except|instead|"
    r"otherwise)\b",
    re.IGNORECASE,
)
_QUALIFIES = re.compile(
    r"(?:in (?:some|most|many|other|rare|severe) cases|rarely|occasionally|sometimes|usually|often|"
    r"for example|for instance)\b",
    re.IGNORECASE,
)


def choose(scores: Sequence[float], texts: Sequence[str], margin: float = MARGIN) -> list[int]:
    """Positions of the sentences to mark, in order; never empty.

    ``scores`` and ``texts`` are those of all sentences of one passage, at least one; higher scores
    answer better.
    """
    best = max(range(len(scores)), key=scores.__getitem__)
    enough = scores[best] - margin
    first = last = best
    while first > 0 and (_QUALIFIES.match(texts[first]) or scores[first - 1] >= enough):
        first -= 1
    while last + 1 < len(texts) and (
        _TAKES_BACK.match(texts[last + 1]) or scores[last + 1] >= enough
    ):
        last += 1
    if texts[last].endswith(":"):  # a passage ends with the list that it leads into
        last = len(texts) - 1
    leads_in = [i for i in range(first) if texts[i].endswith(":")][-1:]
    return [*leads_in, *range(first, last + 1)]
