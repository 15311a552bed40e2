import httpx

from tests.live import running


def test_alive_ready_and_counted(client, sample):
    assert client.get("/livez").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {
        "status": "ready",
        "index_version": sample.version,
        "documents": len(sample.documents),
    }
    client.post("/v1/chat", json={"message": "how long does Botox last?"})
    metrics = client.get("/metrics").text
    assert 'clinic_faq_answers_total{status="answered"}' in metrics
    assert 'route="/v1/chat",status="200"' in metrics
    assert "clinic_faq_ready 1.0" in metrics
    for what in ("answer", "question", "reading"):
        assert f'clinic_faq_remembered_total{{found="no",what="{what}"}}' in metrics
    assert f"clinic_faq_documents {float(len(sample.documents))}" in metrics


def test_metrics_can_have_an_address_of_their_own(sample_settings, encoder, unused_port):
    settings = sample_settings.model_copy(update={"metrics_port": unused_port})
    with running(settings, lambda: encoder) as client:
        assert client.get("/metrics").status_code == 404
        own = httpx.get(f"http://127.0.0.1:{unused_port}/metrics")
        assert "clinic_faq_ready 1.0" in own.text


def test_openapi_is_3_1_with_an_example_and_the_problems(client):
    api = client.get("/openapi.json").json()
    assert api["openapi"].startswith("3.1")
    chat = api["paths"]["/v1/chat"]["post"]
    assert {"200", "413", "422", "429", "503"} <= set(chat["responses"])
    for status in ("413", "422", "429", "503"):
        assert set(chat["responses"][status]["content"]) == {"application/problem+json"}
    assert api["components"]["schemas"]["ChatRequest"]["examples"]
    assert api["components"]["schemas"]["ChatResponse"]["examples"]
    assert {"/v1/documents/{document_id}", "/livez", "/readyz"} <= set(api["paths"])
