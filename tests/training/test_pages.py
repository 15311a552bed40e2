import json
from collections import Counter

from bot.quality.cases import read_test_set
from training.pages import CALIBRATE, FOLDER, TEST, read_golden, read_pages

CLINICS = read_pages()


def test_every_clinic_has_two_pages_and_questions_with_and_without_an_answer():
    assert len(CLINICS) >= 180
    for clinic in CLINICS:
        assert len(clinic.documents) == 2
        kinds = Counter(question.kind for question in clinic.questions)
        assert kinds["answerable"] >= 50
        assert kinds["near_miss"] >= 35


def test_whole_clinics_are_kept_apart():
    splits = Counter(clinic.split for clinic in CLINICS)
    assert abs(splits["calibrate"] - splits["test"]) <= 1
    assert min(splits.values()) >= len(CLINICS) // 8
    assert CALIBRATE != TEST


def test_no_clinic_is_about_the_treatments_of_the_golden_set():
    titles = [document.title.casefold() for clinic in CLINICS for document in clinic.documents]
    assert not [title for title in titles if "prolotherapy" in title or "botox therapy" in title]


def test_styles_stand_on_both_sides():
    rows = [
        json.loads(line)
        for folder in sorted(FOLDER.iterdir())
        for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()
    ]
    sides = {
        expect: Counter(row["tags"][0] for row in rows if row["expect"] == expect)
        for expect in ("answered", "no_answer")
    }
    for style, count in sides["answered"].items():
        shares = [side[style] / side.total() for side in sides.values()]
        assert abs(shares[0] - shares[1]) < 0.03, style
        assert count


def test_the_golden_half_that_tests_calibrates_nothing():
    asked = {question.text for question in read_golden().questions}
    assert 200 < len(asked) < 300


def test_a_second_reading_agrees():
    """250 questions were read again without their labels: which sentences answer them?"""
    cases = {
        case.id: case
        for folder in FOLDER.iterdir()
        for case in read_test_set(folder / "questions.jsonl")
    }
    lines = (FOLDER.parent / "second_reading.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 250
    for row in map(json.loads, lines):
        case = cases[row["id"]]
        assert bool(row["answers"]) == (case.expect == "answered"), case.id
        assert not case.quotes or set(row["answers"]) & set(case.quotes), case.id
