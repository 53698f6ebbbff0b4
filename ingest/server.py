"""The ASGI application of the receiver; gRPC runs beside it in the same process and event loop."""

import gc
import os
from collections.abc import Mapping
from typing import Any

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "finops.settings")
django.setup()

from ingest.grpc_service import server as grpc_server  # noqa: E402  # settings must be ready
from ingest.http import Receive, Send, serve  # noqa: E402
from ingest.receiver import Receiver  # noqa: E402

GC_THRESHOLD = (50_000, 20, 100)


class Application:
    """One receiver, started and stopped by the ASGI lifespan."""

    def __init__(self) -> None:
        self.receiver = Receiver()
        self.grpc: Any = None

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await serve(self.receiver, scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _start(self) -> None:
        # What is loaded by now stays: the collector need not look at it again and again. Rows and
        # records hold no circles, so it may look at the rest less often.
        gc.freeze()
        gc.set_threshold(*GC_THRESHOLD)
        await self.receiver.start()
        self.grpc = grpc_server(self.receiver, f"{settings.BIND}:{settings.OTLP_GRPC_PORT}")
        await self.grpc.start()

    async def _stop(self) -> None:
        if self.grpc is not None:
            await self.grpc.stop(grace=5)
        await self.receiver.stop()


application = Application()
