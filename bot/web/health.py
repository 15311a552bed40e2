"""Whether the server lives, whether it answers, and what it counted."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from bot.errors import NotReady
from bot.web.problems import responses

router = APIRouter()
metrics_router = APIRouter()


class Live(BaseModel):
    """The process answers HTTP."""

    status: str = "alive"


class Ready(BaseModel):
    """Questions are answered, from this index version."""

    status: str = "ready"
    index_version: str
    documents: int


@router.get("/livez", summary="Whether the process answers at all")
async def livez() -> Live:
    """Alive, even without an index: restart it when this fails, and only then."""
    return Live()


@router.get("/readyz", summary="Whether questions are answered", responses=responses(NotReady))
async def readyz(request: Request) -> Ready:
    """Ready once a real question has been answered from an open index."""
    live = request.app.state.live
    if live.assistant is None:
        raise NotReady(live.problem or "The index is loading.", retry_after=5)
    snapshot = live.assistant.snapshot
    return Ready(index_version=snapshot.version, documents=len(snapshot.documents))


@metrics_router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Prometheus text format."""
    return Response(
        generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST
    )
