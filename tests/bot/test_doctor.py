from datetime import date

import pytest

from bot import doctor
from bot.clinic import Clinic
from bot.doctor import Finding, examine
from index import versions

TODAY = date(2026, 11, 1)


def levels(findings) -> dict[str, str]:
    return {finding.text: finding.level for finding in findings}


def test_a_sound_installation_has_nothing_wrong(sample, sample_settings):
    found = list(examine(sample_settings, offline=False, today=TODAY))
    assert "wrong" not in {finding.level for finding in found}
    text = "\n".join(finding.text for finding in found)
    assert "model is sound" in text
    assert sample.version in text
    decided = sample.manifest.decided
    assert f"need a probability of {decided.threshold:.2f}" in text
    rate = decided.measured["near_miss_false_answers"]
    assert f"{rate.value:.2f} ({rate.low:.2f} to {rate.high:.2f})" in text
    assert "still the sample" in text


def test_another_owner_of_our_names_is_wrong():
    found = list(doctor.names({"bot": ["clinic-faq", "chatbot"], "server": ["clinic-faq"]}))
    assert [finding.level for finding in found] == ["wrong"]
    assert "chatbot" in found[0].text


def test_a_clinic_of_its_own_is_fine():
    ours = {"name": "Ours", "phone": "555-0100", "booking_url": "https://ours.example/"}
    assert list(doctor.clinic(Clinic(**ours))) == []
    (found,) = doctor.clinic(Clinic(**{**ours, "phone": "555-0142"}))
    assert "phone" in found.text


def test_a_data_folder_that_cannot_be_written_is_wrong(sample_settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings = sample_settings.model_copy(update={"data": tmp_path / "file"})
    (found,) = doctor.disk(settings)
    assert found.level == "wrong"
    assert "--data" in found.text


def test_little_room_is_a_warning(sample_settings, monkeypatch):
    monkeypatch.setattr(doctor, "ENOUGH_BYTES", 2**62)
    (found,) = doctor.disk(sample_settings)
    assert found.level == "warn"


def test_a_review_that_is_due_is_a_warning(sample_corpus):
    assert list(doctor.reviews(sample_corpus.documents, TODAY)) == []
    due = list(doctor.reviews(sample_corpus.documents, date(2027, 10, 2)))
    assert len(due) == len(sample_corpus.documents)
    assert {finding.level for finding in due} == {"warn"}


@pytest.mark.parametrize("broken", ["documents", "data", "encoder"])
def test_each_missing_part_is_named(sample, sample_settings, tmp_path, broken):
    value = str(tmp_path / "none") if broken == "encoder" else tmp_path / "none"
    settings = sample_settings.model_copy(update={broken: value})
    found = list(examine(settings, offline=False, today=TODAY))
    wrong = [finding for finding in found if finding.level == "wrong"]
    assert len(wrong) == 1
    assert str(value) in wrong[0].text


def test_an_older_index_in_service_is_a_warning(sample, sample_settings, encoder, tmp_path):
    import shutil

    settings = sample_settings.model_copy(update={"data": tmp_path})
    shutil.copytree(sample_settings.index, settings.index)
    broken = versions.folder_of(settings.index, "99990101T000000-0000000000000000")
    broken.mkdir()
    (settings.index / "CURRENT").write_text(broken.name)
    found = list(doctor.index(settings, encoder))
    assert isinstance(found[0], Finding)
    assert found[0].level == "warn"
    assert broken.name in found[0].text
