"""Every setting, from the environment (``CLINIC_FAQ_…``) or ``clinic.toml``.

``docs/configuration.md`` lists them. The environment wins over the file. A nested setting is
written ``[clinic] phone = …`` in the file and ``CLINIC_FAQ_CLINIC__PHONE`` in the environment.
"""

import os
from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError as UnparsedSetting

from bot.clinic import Clinic, SpanishTexts, Texts, UrgentHelp
from bot.errors import SettingsError
from index.encoder import PACKAGED_MODEL
from index.multilingual import MultilingualEncoder, load_multilingual

SAMPLE_DOCUMENTS = Path(__file__).resolve().parent.parent / "corpus" / "documents"


class Settings(BaseSettings):
    """All of it, validated once at start."""

    model_config = SettingsConfigDict(
        env_prefix="CLINIC_FAQ_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    documents: Path = Field(SAMPLE_DOCUMENTS, description="The folder of the clinic's documents.")
    data: Path = Field(Path("data"), description="Where the index lives; made when missing.")
    host: str = Field("127.0.0.1", description="The address to serve on; 0.0.0.0 for every one.")
    port: int = Field(8000, ge=0, le=65535, description="The port to serve on.")
    encoder: str = Field(
        PACKAGED_MODEL,
        description="The packaged model, or a copy's folder; the reader was trained for no other.",
    )
    spanish: bool = Field(
        True,
        description="Answer questions in Spanish too, where clinic-faq[spanish] is installed.",
    )
    max_document_mb: int = Field(
        25, ge=1, description="Larger files are reported and not read, in MiB."
    )
    max_body_bytes: int = Field(16_384, ge=4096, description="The longest request body, in bytes.")
    queue: int = Field(
        64, ge=1, description="How many questions may wait; further ones are told to come back."
    )
    deadline_s: float = Field(
        10,
        gt=0,
        description="How long one may wait for its turn, in seconds; then it is told so.",
    )
    conversation_minutes: float = Field(
        30,
        gt=0,
        description="How long after its last message a conversation is remembered, in memory.",
    )
    rate_per_minute: float = Field(
        120, gt=0, description="How many questions a minute one client may ask in the long run."
    )
    rate_burst: int = Field(60, ge=1, description="How many of them at once.")
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        (),
        description="Networks whose X-Forwarded-For is believed, as a JSON list, such as "
        '["127.0.0.1/32"] for nginx on the same machine.',
    )
    metrics_host: str = Field(
        "127.0.0.1", description="The address for metrics when metrics_port is set."
    )
    metrics_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="A port of its own for /metrics, which then leaves the main one.",
    )
    safety_rules: Path | None = Field(
        None,
        description="A file of the clinic's own red-flag rules, added to ours or replacing them.",
    )
    log_format: str = Field(
        "auto",
        pattern="^(auto|json|console)$",
        description="json, console, or auto: console on a terminal and json elsewhere.",
    )
    clinic: Clinic = Field(default_factory=Clinic, description="Who answers.")
    texts: Texts = Field(default_factory=Texts, description="The fixed sentences.")
    spanish_texts: SpanishTexts = Field(
        default_factory=SpanishTexts, description="The same in Spanish."
    )
    urgent: UrgentHelp = Field(
        default_factory=UrgentHelp, description="Whom to call when a message cannot wait."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line first, then environment, then ``clinic.toml``."""
        toml = TomlConfigSettingsSource(settings_cls, toml_file())
        return init_settings, env_settings, toml

    @property
    def multilingual(self) -> MultilingualEncoder | None:
        """The encoder for questions in Spanish, where they are answered."""
        return load_multilingual() if self.spanish else None

    @property
    def index(self) -> Path:
        """Where index versions live."""
        return self.data / "index"


def toml_file() -> Path:
    """``clinic.toml`` in the working folder, or the file that ``CLINIC_FAQ_CONFIG`` names."""
    return Path(os.environ.get("CLINIC_FAQ_CONFIG", "clinic.toml"))


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; an override of None is none at all. Raises ``SettingsError``."""
    ours = {name for name in map(str.upper, os.environ) if name.startswith("CLINIC_FAQ_")}
    if unknown := sorted(ours - set(environment_names())):
        raise SettingsError(
            f"{', '.join(unknown)}: no such setting. docs/configuration.md lists them all; a part "
            "of [clinic], [texts], [spanish_texts] or [urgent] has two underscores, as in "
            "CLINIC_FAQ_CLINIC__PHONE."
        )
    if "CLINIC_FAQ_CONFIG" in os.environ and not toml_file().is_file():
        raise SettingsError(f"CLINIC_FAQ_CONFIG names {toml_file()}, and there is no such file.")
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        lines = [
            f"  {'.'.join(map(str, problem['loc']))}: {problem['msg']}"
            for problem in error.errors()
        ]
        raise SettingsError(
            "These settings are wrong (docs/configuration.md lists them all):\n" + "\n".join(lines)
        ) from error
    except (UnparsedSetting, ValueError, OSError) as error:
        raise SettingsError(f"The settings cannot be read: {error}") from error


def environment_names() -> Iterator[str]:
    """Every environment variable that sets something."""
    yield "CLINIC_FAQ_CONFIG"
    for name, field in Settings.model_fields.items():
        yield f"CLINIC_FAQ_{name}".upper()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            for part in field.annotation.model_fields:
                yield f"CLINIC_FAQ_{name}__{part}".upper()
