"""What the clinic says of a document: YAML between ``---`` lines at the top of a Markdown file."""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from corpus.document import Referral
from corpus.errors import UnreadableDocument
from corpus.plain import plain_line

MAX_FRONT_MATTER_BYTES = 64 * 1024

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_URL = TypeAdapter(HttpUrl)


def _http_url(value: object) -> str:
    return str(_URL.validate_python(value))


def _iso_date(value: object) -> object:
    # pydantic would take "20261001" for seconds since 1970.
    return date.fromisoformat(value) if isinstance(value, str) else value


def _referral(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


Line = Annotated[str, StringConstraints(pattern=r"\S"), AfterValidator(plain_line)]
Url = Annotated[str, BeforeValidator(_http_url)]
IsoDate = Annotated[date, BeforeValidator(_iso_date)]

_A_DATE = "a date such as 2026-10-01"
_A_URL = "an address that begins with https:// or http://"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_keys_left_blank(cls, data: Any) -> Any:
        """A key without a value says nothing, like a key left out."""
        return {k: v for k, v in data.items() if v != ""} if isinstance(data, dict) else data


class ReferralMatter(_Strict):
    """The mapping form of ``referral``."""

    text: Line = Field("", description="a text")
    phone: Line = Field("", description="a telephone number")
    url: Url = Field("", description=_A_URL)


class FrontMatter(_Strict):
    """The keys a clinic may write, all optional. A field's description says what it expects."""

    title: Line = Field("", description="a text")
    url: Url = Field("", description=_A_URL)
    language: str = Field(
        "en", pattern=r"^[a-z]{2}(-[A-Z]{2})?$", description="a language code such as en or en-US"
    )
    translation_of: str = Field(
        "", pattern=r"^[a-z0-9-]+$", description="the id of the document that it is a version of"
    )
    about: Literal["treatment", "clinic"] = Field(
        "treatment", description="'treatment' or 'clinic'"
    )
    reviewed_on: IsoDate | None = Field(None, description=_A_DATE)
    review_by: IsoDate | None = Field(None, description=_A_DATE)
    questions: tuple[Line, ...] = Field((), description="a list of questions, one a line")
    referral: Annotated[ReferralMatter, BeforeValidator(_referral)] = Field(
        default_factory=ReferralMatter, description="a text, or the keys text, phone and url"
    )

    @model_validator(mode="after")
    def _review_comes_after(self) -> Self:
        if self.reviewed_on and self.review_by and self.review_by < self.reviewed_on:
            raise ValueError("review_by is earlier than reviewed_on")
        return self

    def as_referral(self) -> Referral:
        """The referral as the rest of the product knows it."""
        return Referral(**self.referral.model_dump())


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Part a Markdown file's text (lines ended by LF) into its front matter and its body.

    Raises ``UnreadableDocument`` if the front matter is never closed, is over 64 kB, is not YAML,
    or has a key we do not know or a value that is not what its key expects.
    """
    if not re.match(r"---[ \t]*\n", text):
        return FrontMatter(), text
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise UnreadableDocument(
            "its front matter begins with --- but is never closed; add a line --- after it"
        )
    source = match["yaml"]
    if len(source.encode()) > MAX_FRONT_MATTER_BYTES:
        raise UnreadableDocument("its front matter is over 64 kB; keep it to a few short keys")
    return _validated(_loaded(source)), text[match.end() :]


def _loaded(source: str) -> dict[Any, Any]:
    # BaseLoader keeps every value as written: no "no" that becomes False, no phone that becomes a
    # number. The date and the other types are pydantic's to find.
    try:
        loader = yaml.BaseLoader(source)
        try:
            node = loader.get_single_node()
            data = loader.construct_document(node) if node is not None else {}
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = f" (line {error.problem_mark.line + 2})" if error.problem_mark else ""
        raise UnreadableDocument(
            f"its front matter is not YAML{line}: {error.problem or error.context}; "
            "write one 'key: value' a line and put quotes round a value that holds a colon"
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise UnreadableDocument(
            "its front matter is not YAML; write one 'key: value' a line"
        ) from error
    if not isinstance(data, dict):
        raise UnreadableDocument("its front matter is not made of 'key: value' lines")
    keys = [key.value for key, _ in node.value] if node is not None else []
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise UnreadableDocument(f"its front matter has the key '{twice}' twice; keep one")
    return data


def _validated(data: dict[Any, Any]) -> FrontMatter:
    try:
        return FrontMatter.model_validate(data)
    except ValidationError as error:
        raise UnreadableDocument(
            "; ".join(_explained(problem["loc"], problem["type"]) for problem in error.errors())
        ) from error


def _explained(loc: tuple[int | str, ...], kind: str) -> str:
    if not loc:
        return "in its front matter review_by is earlier than reviewed_on"
    key = ".".join(str(part) for part in loc if isinstance(part, str))
    fields = ReferralMatter.model_fields if len(loc) > 1 and loc[0] == "referral" else None
    fields = fields or FrontMatter.model_fields
    if kind == "extra_forbidden":
        return f"its front matter has an unknown key '{key}'; the keys are: {', '.join(fields)}"
    expected = fields[key.rpartition(".")[2]].description
    return f"in its front matter '{key}' must be {expected}"
