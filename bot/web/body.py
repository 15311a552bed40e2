"""How long a request's body may be."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import BodyTooLarge
from bot.web.problems import problem_of


class BodyLimit:
    """Refuses a body longer than ``max_bytes``, announced or not, and reads no more of it.

    FastAPI has such a limit too, but answers in plain text; every error here is problem+json.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, which is short, and pass the request on with it; or answer 413."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        too_long = announced.isdigit() and int(announced) > self.max_bytes
        body, more = bytearray(), not too_long
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            too_long = len(body) > self.max_bytes
            more = message.get("more_body", False) and not too_long
        if too_long:
            error = BodyTooLarge(f"{self.max_bytes:,} bytes is the limit.")
            await problem_of(Request(scope), error)(scope, receive, send)
            return
        read = False

        async def replay() -> Message:
            nonlocal read
            if read:
                return await receive()  # nothing but the disconnect is left
            read = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self.app(scope, replay, send)
