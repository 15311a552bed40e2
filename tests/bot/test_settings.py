from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.errors import SettingsError
from bot.settings import Settings, load_settings

DOCUMENTED = Path(__file__).resolve().parents[2] / "docs" / "configuration.md"


def fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from fields(field.annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field.description or ""


@pytest.mark.parametrize(("name", "description"), list(fields(Settings)))
def test_every_setting_is_documented_in_words_and_in_the_docs(name, description):
    assert description.endswith(".")
    rows = [line for line in DOCUMENTED.read_text("utf-8").splitlines() if f"| `{name}` |" in line]
    assert len(rows) == 1, f"docs/configuration.md has no row, or two, for {name}"
    assert description in rows[0]
    assert f"`CLINIC_FAQ_{name.upper().replace('.', '__')}`" in rows[0]
    default = load_settings()
    for part in name.split("."):
        default = getattr(default, part)
    words = {
        "documents": "the sample documents",
        "trusted_proxies": "none",
        "metrics_port": "unset",
        "safety_rules": "unset",
    }
    assert f"| {words.get(name, default)} |" in rows[0]


def test_nothing_is_documented_that_is_no_setting():
    rows = [line for line in DOCUMENTED.read_text("utf-8").splitlines() if "CLINIC_FAQ_" in line]
    names = {row.split("`")[1] for row in rows if row.startswith("| `")}
    assert names == {name for name, _ in fields(Settings)}


def test_defaults_are_the_sample_clinic():
    settings = load_settings()
    assert settings.documents.joinpath("prolotherapy.md").is_file()
    assert "sample" in settings.clinic.name
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_environment_wins_over_the_file_and_arguments_over_both(tmp_path, monkeypatch):
    (tmp_path / "clinic.toml").write_text(
        "port = 1\nqueue = 1\nrate_burst = 1\n"
        '[clinic]\nname = "From the file"\nphone = "555-0111"\n'
    )
    monkeypatch.setenv("CLINIC_FAQ_QUEUE", "2")
    monkeypatch.setenv("CLINIC_FAQ_CLINIC__NAME", "From the environment")
    monkeypatch.setenv("CLINIC_FAQ_RATE_BURST", "2")
    settings = load_settings(rate_burst=3, host=None)
    assert (settings.port, settings.queue, settings.rate_burst) == (1, 2, 3)
    assert settings.clinic.name == "From the environment"
    assert settings.clinic.phone == "555-0111"
    assert settings.host == "127.0.0.1"


def test_another_file_can_be_named(tmp_path, monkeypatch):
    (tmp_path / "other.toml").write_text("port = 7")
    monkeypatch.setenv("CLINIC_FAQ_CONFIG", str(tmp_path / "other.toml"))
    assert load_settings().port == 7
    monkeypatch.setenv("CLINIC_FAQ_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(SettingsError, match="no such file"):
        load_settings()


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("pot = 8000", "pot"),
        ('port = "many"', "port"),
        ("port = 70000", "port"),
        ('[clinic]\nfone = "555"', "clinic.fone"),
        ('[clinic]\nphone = "call us"', "clinic.phone"),
        ('[clinic]\nbooking_url = "javascript:alert(1)"', "clinic.booking_url"),
        ('trusted_proxies = ["nginx"]', "trusted_proxies"),
        ("port = [", "read"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, toml, named):
    (tmp_path / "clinic.toml").write_text(toml)
    with pytest.raises(SettingsError, match=named):
        load_settings()


@pytest.mark.parametrize("name", ["CLINIC_FAQ_PROT", "CLINIC_FAQ_CLINIC_PHONE", "CLINIC_FAQ_X"])
def test_a_misspelled_variable_is_named(monkeypatch, name):
    monkeypatch.setenv(name, "555-0111")
    with pytest.raises(SettingsError, match=name):
        load_settings()


def test_a_wrong_value_from_the_environment_is_named(monkeypatch):
    monkeypatch.setenv("CLINIC_FAQ_TRUSTED_PROXIES", "not json")
    with pytest.raises(SettingsError, match="trusted_proxies"):
        load_settings()


@pytest.mark.parametrize(
    ("part", "value"), [("EMERGENCY_NUMBER", "112"), ("CRISIS", "Call somebody.")]
)
def test_texts_and_numbers_for_emergencies_have_to_agree(monkeypatch, part, value):
    monkeypatch.setenv(f"CLINIC_FAQ_URGENT__{part}", value)
    with pytest.raises(SettingsError, match="does not name the"):
        load_settings()
