"""The tree that is drawn is the tree that is."""

import re
from typing import Any

from bot import errors
from bot.errors import ClinicFaqError, RequestError


def descendants(error: type[Any]) -> set[type[Any]]:
    below = set(error.__subclasses__())
    return below.union(*map(descendants, below))


def test_every_error_is_exported_and_exports_are_errors():
    tree = {"ClinicFaqError"} | {error.__name__ for error in descendants(ClinicFaqError)}
    assert set(errors.__all__) == tree
    assert errors.__all__ == sorted(errors.__all__)


def test_the_drawing_shows_each_error_below_its_parent():
    drawn: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"^([ │├└─]*)([A-Z]\w+)\b", line)
        if match and match[2] in errors.__all__:
            drawn.append((len(match[1]), match[2]))

    parents: dict[str, str] = {}
    stack: list[tuple[int, str]] = []
    for depth, name in drawn:
        while stack and stack[-1][0] >= depth:
            stack.pop()
        if stack:
            parents[name] = stack[-1][1]
        stack.append((depth, name))
    actual = {name: getattr(errors, name).__base__.__name__ for name in errors.__all__}
    actual.pop("ClinicFaqError")
    assert parents == actual


def test_the_drawing_gives_each_request_error_its_status():
    for error in descendants(RequestError):
        assert re.search(rf"{error.__name__} +{error.status} ", errors.__doc__ or "")


def test_slugs_are_distinct():
    slugs = [error.slug for error in descendants(RequestError)]
    assert len(set(slugs)) == len(slugs)
