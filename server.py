"""``create_app(settings)``: wiring, lifespan, middleware and error mapping; nothing else."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from prometheus_client import start_http_server

from bot.assistant import Assistant
from bot.conversations import Conversations
from bot.live import LiveAssistant
from bot.safety.triage import Triage
from bot.settings import Settings
from bot.web import chat, documents, health, problems
from bot.web.body import BodyLimit
from bot.web.headers import RequestHeaders
from bot.web.limits import RateLimiter
from bot.web.metrics import Metrics
from bot.web.pages import STATIC
from bot.web.problems import LastResort
from bot.web.worker import Worker
from index.encoder import Encoder
from index.onnx_encoder import OnnxEncoder


def create_app(
    settings: Settings,
    *,
    load_encoder: Callable[[], Encoder] | None = None,
    update: Callable[[Encoder], object] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> FastAPI:
    """The application. It answers ``/livez`` at once and questions when the index is open.

    ``update`` may bring the index up to date; it is called in the background with the encoder.
    """
    metrics = Metrics(lambda: app.state.live.memories())

    def opened(assistant: Assistant) -> None:
        metrics.ready.set(1)
        metrics.documents.set(len(assistant.snapshot.documents))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.live.start()
        metrics_server = None
        if settings.metrics_port is not None:
            metrics_server, _ = start_http_server(
                settings.metrics_port, settings.metrics_host, metrics.registry
            )
        yield
        if metrics_server:
            metrics_server.shutdown()
            metrics_server.server_close()
        app.state.live.stop()
        app.state.worker.close()

    app = FastAPI(
        title="clinic-faq",
        version=version("clinic-faq"),
        summary="Answers patients' questions with sentences from the clinic's own documents.",
        lifespan=lifespan,
        docs_url=None,  # both pages load scripts from elsewhere; nothing here does
        redoc_url=None,
        redirect_slashes=False,  # a redirect would repeat the query
        # FastAPI would hand exceptions and rejected bodies, with their text, to any exporter.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.settings = settings
    app.state.metrics = metrics
    app.state.triage = Triage.load(settings.safety_rules)
    app.state.live = LiveAssistant(
        settings,
        load_encoder or (lambda: OnnxEncoder(settings.encoder)),
        opened,
        update,
    )
    app.state.worker = Worker(settings.queue, settings.deadline_s, metrics, clock)
    app.state.conversations = Conversations(settings.conversation_minutes, clock)
    app.state.limiter = RateLimiter(settings.rate_per_minute, settings.rate_burst, clock)

    problems.install(app)
    # The last one added is the outermost.
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes)
    app.add_middleware(LastResort, metrics=metrics)
    app.add_middleware(RequestHeaders, metrics=metrics)

    app.include_router(chat.router)
    app.include_router(documents.router)
    app.include_router(health.router)
    if settings.metrics_port is None:
        app.include_router(health.metrics_router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
