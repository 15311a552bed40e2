"""A patient's visit, in a real browser."""

import json

import pytest
from playwright.sync_api import Page, expect

QUESTION = "how long does Botox last?"


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def answer(page: Page):
    return page.locator(".answer").last


def test_a_question_is_answered_with_marked_sentences_their_source_and_a_referral(page: Page):
    ask(page, QUESTION)
    first = answer(page).locator("figure.excerpt").first
    expect(first.locator("mark")).to_have_count(2)
    expect(first.locator("mark").last).to_have_text("Sometimes it lasts for several months.")
    expect(first.locator("cite")).to_contain_text("Botox Therapy for Pain")
    expect(answer(page).locator(".referral a.call")).to_have_attribute("href", "tel:5550142")
    expect(page.locator("#announcer")).to_contain_text("several months")


def test_the_quotation_is_the_documents_text_to_the_letter(page: Page, client):
    body = client.post("/v1/chat", json={"message": "Which conditions is Botox used for?"}).json()
    ask(page, "Which conditions is Botox used for?")
    quotation = answer(page).locator("blockquote").first
    expect(quotation).to_be_visible()
    assert quotation.text_content() == body["excerpts"][0]["text"]


def test_the_source_opens_at_the_marked_passage(page: Page):
    ask(page, QUESTION)
    with page.context.expect_page() as opened:
        answer(page).locator("cite a.source").first.click()
    document = opened.value
    expect(document.locator("mark").first).to_be_in_viewport()
    assert "several months" in (document.locator("p:has(mark)").text_content() or "")
    assert "Botox last" not in document.url


def test_an_honest_no_offers_a_person_and_questions_that_are_answered(page: Page):
    ask(page, "who invented the telephone?")
    expect(answer(page)).to_have_attribute("data-status", "no_answer")
    expect(answer(page).locator("figure.excerpt")).to_have_count(0)
    expect(answer(page).locator(".referral a.call")).to_be_visible()
    answer(page).locator("button.suggestion").first.click()
    expect(answer(page)).to_have_attribute("data-status", "answered")


def test_the_topic_is_shown_and_can_be_taken_away(page: Page):
    chip = page.locator("#topic")
    expect(chip).to_be_hidden()
    ask(page, "what is prolotherapy?")
    expect(chip).to_contain_text("About: Prolotherapy")
    ask(page, "and the side effects?")
    expect(page.locator(".answer")).to_have_count(2)
    expect(answer(page).locator("cite").first).to_contain_text("Prolotherapy")
    with page.expect_request("**/v1/chat") as sent:
        chip.get_by_role("button", name="Stop talking about Prolotherapy").click()
        expect(chip).to_be_hidden()
        expect(page.get_by_label("Your question")).to_be_focused()
        ask(page, "how long does Botox last?")
    assert json.loads(sent.value.post_data or "")["topic"] is None
    expect(chip).to_contain_text("About: Botox Therapy for Pain")
    with page.expect_request("**/v1/chat") as sent:
        ask(page, "is it safe?")
    assert "topic" not in json.loads(sent.value.post_data or "")
    page.get_by_role("button", name="Start over").click()
    expect(chip).to_be_hidden()


def test_a_mistyped_question_is_shown_as_it_was_understood(page: Page):
    ask(page, "is prolotherpy dangerus")
    expect(answer(page).locator(".understood")).to_have_text(
        "Showing results for is prolotherapy dangerous"
    )


def test_a_suggestion_on_the_first_page_is_answered(page: Page):
    page.locator("#suggestions button.suggestion").first.click()
    expect(answer(page)).to_have_attribute("data-status", "answered")


def test_it_works_from_the_keyboard_alone(page: Page):
    page.get_by_label("Your question").focus()
    page.keyboard.type("how long does")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Botox last?")
    expect(page.get_by_label("Your question")).to_have_value("how long does\nBotox last?")
    page.keyboard.press("Enter")
    expect(answer(page).locator("mark").first).to_be_visible()


def test_nothing_is_wider_than_the_page(page: Page):
    ask(page, QUESTION)
    expect(answer(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_emergency_line_is_there_from_the_first_byte_and_without_script(client, browser):
    assert "call 911" in client.get("/").text
    context = browser.new_context(java_script_enabled=False, base_url=str(client.base_url))
    page = context.new_page()
    page.goto("/")
    expect(page.locator("#emergency")).to_be_visible()
    expect(page.locator("noscript p")).to_be_visible()
    context.close()


PROBLEM = {
    "type": "urn:clinic-faq:problem:x",
    "title": "T",
    "status": 0,
    "detail": "Please ask again in 3 s.",
    "request_id": "r",
    "emergency": "If this is an emergency, call 911.",
}


@pytest.mark.parametrize(
    ("status", "kind"), [(429, "too_many"), (503, "unavailable"), (500, "broken")]
)
def test_a_failure_keeps_the_question_says_what_to_do_and_can_be_retried(page: Page, status, kind):
    page.route(
        "**/v1/chat",
        lambda route: route.fulfill(
            status=status,
            content_type="application/problem+json",
            headers={"Retry-After": "1"},
            body=json.dumps({**PROBLEM, "status": status}),
        ),
        times=1,
    )
    ask(page, QUESTION)
    failure = page.locator(".failure")
    expect(failure).to_have_attribute("data-kind", kind)
    expect(failure.locator(".failure-emergency")).to_contain_text("911")
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    failure.get_by_role("button", name="Try again").click(timeout=5000)
    expect(answer(page)).to_have_attribute("data-status", "answered")
    expect(page.locator(".failure")).to_have_count(0)


def test_offline_shows_the_emergency_line_and_loses_no_text(page: Page):
    page.context.set_offline(True)
    ask(page, QUESTION)
    expect(page.locator(".failure .failure-emergency")).to_contain_text("911")
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(answer(page)).to_have_attribute("data-status", "answered")


HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'


def test_markup_in_any_field_of_an_answer_is_shown_as_text(page: Page, client):
    body = client.post("/v1/chat", json={"message": QUESTION}).json()
    excerpt = body["excerpts"][0] | {
        "text": HOSTILE,
        "section": HOSTILE,
        "document": {"id": "x", "title": HOSTILE, "url": "javascript:window.hit=1"},
        "highlights": [{"start": 0, "end": 5}],
    }
    body |= {
        "message": HOSTILE,
        "excerpts": [excerpt],
        "referral": {"text": HOSTILE, "phone": HOSTILE, "url": "javascript:window.hit=1"},
        "suggestions": [HOSTILE],
    }
    page.route("**/v1/chat", lambda route: route.fulfill(json=body))
    ask(page, HOSTILE)
    expect(answer(page).locator("blockquote")).to_have_text(HOSTILE)
    for link in page.locator("a").all():
        assert not (link.get_attribute("href") or "").startswith("javascript:")
    assert page.evaluate("window.hit") is None
    assert page.locator("img").count() == 0


def test_marks_count_code_points_and_the_source_names_the_printed_page(page: Page, client):
    body = client.post("/v1/chat", json={"message": QUESTION}).json()
    text = "👩🏽‍⚕️ e\u0301 😀 Here. There."
    start = text.index("Here.")
    body["excerpts"] = [
        body["excerpts"][0]
        | {"text": text, "highlights": [{"start": start, "end": start + 5}], "page": 3}
    ]
    page.route("**/v1/chat", lambda route: route.fulfill(json=body))
    ask(page, QUESTION)
    expect(answer(page).locator("mark")).to_have_text("Here.")
    expect(answer(page).locator("cite")).to_contain_text("page 3")


def test_a_long_message_is_counted_down_and_not_sent_when_too_long(page: Page):
    field = page.get_by_label("Your question")
    field.fill("😀" * 995)
    expect(page.locator("#count")).to_contain_text("5")
    field.fill("😀" * 1001)
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(0)


def test_start_over_leaves_nothing_and_nothing_was_stored(page: Page):
    ask(page, QUESTION)
    expect(answer(page)).to_be_visible()
    page.locator("#start-over").click()
    expect(page.locator(".turn")).to_have_count(0)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
