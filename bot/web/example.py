"""An answer, for the API's description."""

from pydantic.config import JsonDict

_SAMPLE_TEXT = "How long it lasts is different for everyone. For some it is several months."
EXAMPLE: JsonDict = {
    "answer_id": "Zm9vYmFyYmF6",
    "conversation": "c2FtcGxlLWNvbnZlcnNhdGlvbg",
    "index_version": "20261001T080000000000-0123456789abcdef",
    "status": "answered",
    "message": "This is what our documents say:",
    "excerpts": [
        {
            "text": _SAMPLE_TEXT,
            "document": {
                "id": "botox",
                "title": "Botox",
                "url": "/v1/documents/botox?version=0123456789abcdef&mark=120-196#p120",
                "language": "en",
            },
            "section": "What to expect",
            "start": 120,
            "end": 120 + len(_SAMPLE_TEXT),
            "sha256": "0123456789abcdef" * 4,
            "highlights": [{"start": 0, "end": 44}, {"start": 45, "end": len(_SAMPLE_TEXT)}],
            "score": 0.91,
            "page": None,
        }
    ],
    "related": [],
    "referral": {
        "text": "Please talk to one of our physicians.",
        "phone": "555-0142",
        "url": "https://clinic.example/appointments",
    },
    "urgent": None,
    "topic": {"id": "botox", "title": "Botox"},
    "language": "en",
    "understood": None,
    "suggestions": ["Is Botox safe?"],
    "reason_codes": [],
    "score": 0.91,
}
