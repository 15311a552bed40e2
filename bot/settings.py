"""Every setting, from the environment (``CLINIC_FAQ_…``) or ``clinic.toml``.

``docs/configuration.md`` lists them. The environment wins over the file. A nested setting is
written ``[clinic] phone = …`` in the file and ``CLINIC_FAQ_CLINIC__PHONE`` in the environment.
"""

import os
from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError as UnparsedSetting

from bot.errors import SettingsError
from bot.phone import dialable
from index.encoder import PACKAGED_MODEL

SAMPLE_DOCUMENTS = Path(__file__).resolve().parent.parent / "corpus" / "documents"
WebAddress = Annotated[str, Field(pattern=r"^(https?://\S+)?$")]


class Clinic(BaseModel):
    """Who answers, and whom a patient is referred to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field("Lakeside Pain Clinic (sample)", min_length=1, description="Shown on pages.")
    phone: Annotated[str, AfterValidator(dialable)] = Field(
        "555-0142", description="Shown with every answer, and dialled by its link."
    )
    booking_url: WebAddress = Field(
        "https://clinic.example/appointments",
        description="Where an appointment is booked; may be empty.",
    )
    referral: str = Field(
        "For advice about you, please talk to one of our physicians.",
        min_length=1,
        description="The referral on every answer whose document has none of its own.",
    )


class Texts(BaseModel):
    """The fixed sentences around the quotations, approved by the clinic."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    greeting: str = Field(
        "Ask about our treatments. I answer with sentences from the clinic’s own documents, word "
        "for word. I am not a person and I cannot give advice about you. Please do not enter "
        "personal details.",
        min_length=1,
        description="The first thing on the chat page.",
    )
    answered: str = Field(
        "This is what our documents say:", min_length=1, description="Leads into an answer."
    )
    no_answer: str = Field(
        "I could not find an answer to that in our documents. Please ask our staff; they will be "
        "glad to help.",
        min_length=1,
        description="Said when no document answers.",
    )
    advice: str = Field(
        "I cannot advise you about your own case: that is for our physicians. Please do not start, "
        "stop or change anything before you have asked them.",
        min_length=1,
        description="Said when a message asks for advice about one person.",
    )
    hello: str = Field(
        "Hello! Ask me about our treatments or your visit.",
        min_length=1,
        description="The reply to a greeting.",
    )
    thanks: str = Field(
        "You are welcome.", min_length=1, description="The reply to thanks."
    )
    goodbye: str = Field("Goodbye, and take care.", min_length=1, description="The reply to a goodbye.")
    who_i_am: str = Field(
        "I am a computer program of the clinic, not a person and not a doctor. I answer with "
        "sentences from the clinic’s own documents.",
        min_length=1,
        description="Said when somebody asks who or what is answering.",
    )
    somebody: str = Field(
        "I am a computer program and cannot connect you, but our staff will gladly talk with you.",
        min_length=1,
        description="Said when somebody asks for a person.",
    )
    emergency: str = Field(
        "If this is an emergency, call 911.",
        min_length=1,
        description="Always on the page, and in every failure.",
    )


Dialable = Annotated[str, AfterValidator(dialable)]


class UrgentHelp(BaseModel):
    """Whom to call when a message cannot wait, and what is said then; approved by the clinic."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    emergency_number: Dialable = Field("911", min_length=2, description="The emergency number.")
    crisis_number: Dialable = Field(
        "988", description="The number for people who think of ending their life; may be empty."
    )
    crisis_text_number: Dialable = Field(
        "988", description="The same for text messages; may be empty."
    )
    emergency: str = Field(
        "This may be an emergency. Call 911 now, or ask somebody to call for you. Do not wait for "
        "an answer here. · Puede ser una emergencia: llame al 911 ahora.",
        min_length=1,
        description="Said when somebody may be in danger.",
    )
    crisis: str = Field(
        "You do not have to be alone with this. Call or text 988 now, at any hour. If somebody is "
        "in danger at this moment, call 911. · No está solo: llame al 988, a cualquier hora.",
        min_length=1,
        description="Said when somebody may think of ending their life.",
    )
    call_clinic: str = Field(
        "Please call the clinic about this now. If nobody answers or it gets worse, call 911. · "
        "Por favor llame a la clínica ahora.",
        min_length=1,
        description="Said when the clinic has to hear of it today.",
    )
    emergency_notice: str = Field(
        "If this is happening now, call 911.",
        min_length=1,
        description="Beside an answer about a danger that nobody tells of as happening.",
    )
    crisis_notice: str = Field(
        "If you think of harming yourself, call or text 988.",
        min_length=1,
        description="The same for thoughts of suicide.",
    )
    clinic_notice: str = Field(
        "If you notice this after a treatment, please call the clinic.",
        min_length=1,
        description="The same for what the clinic has to hear of.",
    )

    @model_validator(mode="after")
    def _names_the_numbers(self) -> Self:
        """In another country both have to be changed, the number and the text."""
        for text, number in (
            ("emergency", "emergency_number"),
            ("emergency_notice", "emergency_number"),
            ("crisis", "crisis_number"),
            ("crisis_notice", "crisis_number"),
        ):
            if getattr(self, number) not in getattr(self, text):
                raise ValueError(f"the text {text} does not name the {number}")
        return self


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
        description="The packaged model, or the folder of any sentence-transformers model.",
    )
    max_document_mb: int = Field(
        25, ge=1, description="Larger files are reported and not read, in MiB."
    )
    max_body_bytes: int = Field(16_384, ge=4096, description="The longest request body, in bytes.")
    queue: int = Field(
        64, ge=1, description="How many questions may wait; further ones are told to come back."
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
        description="A file of the clinic's own red-flag rules, which adds to ours or replaces them.",
    )
    log_format: str = Field(
        "auto",
        pattern="^(auto|json|console)$",
        description="json, console, or auto: console on a terminal and json elsewhere.",
    )
    clinic: Clinic = Field(default_factory=Clinic, description="Who answers.")
    texts: Texts = Field(default_factory=Texts, description="The fixed sentences.")
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
            "of [clinic], [texts] or [urgent] has two underscores, as in CLINIC_FAQ_CLINIC__PHONE."
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
