"""Reading a YAML file of rules into its model; what is wrong is named with its line."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.safety.errors import InvalidRules

# Every scalar is text: to YAML's other loaders, a plain "no" is false. In C where it is installed:
# ten times as fast, and a server reads a thousand lines of rules when it starts.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Model = TypeVar("Model", bound=BaseModel)


def read_rule_file(path: Path, model: type[Model]) -> Model:
    """The file as ``model``. Raises ``InvalidRules``, which names each mistake and its line."""
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.load(text, Loader=LOADER)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidRules(f"{path} cannot be read: {error}") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        root = yaml.compose(text, Loader=LOADER)
        wrong = "\n".join(
            f"  line {_line(root, detail['loc'])}: "
            f"{'.'.join(map(str, detail['loc'])) or 'the file'}: {detail['msg']}"
            for detail in error.errors()
        )
        raise InvalidRules(f"{path} is not a file of rules:\n{wrong}") from error


def refuse(path: Path, place: Sequence[int | str], problem: str) -> NoReturn:
    """Raise ``InvalidRules`` for what stands at ``place`` in a file that could be read."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    raise InvalidRules(
        f"{path} is not a file of rules:\n"
        f"  line {_line(root, place)}: {'.'.join(map(str, place))}: {problem}"
    )


def _line(node: yaml.Node | None, place: Sequence[int | str]) -> int:
    """The line of what stands at ``place``, or of the nearest thing around it."""
    line = node.start_mark.line + 1 if node else 1
    for step in place:
        match node:
            case yaml.MappingNode():
                found = next(((k, v) for k, v in node.value if k.value == step), None)
                if found is None:
                    return line
                key, node = found
                line = key.start_mark.line + 1
            case yaml.SequenceNode() if isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            case _:
                return line
    return line
