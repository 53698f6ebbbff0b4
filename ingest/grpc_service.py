"""OTLP over gRPC."""

import logging
from collections.abc import Awaitable, Callable

import grpc
from grpc import aio

from finops.telemetry.types import Signal
from ingest import answers
from ingest.budget import WORKING_COPIES
from ingest.errors import Refusal, Unavailable
from ingest.receiver import Receiver

logger = logging.getLogger(__name__)

SERVICES = {
    "opentelemetry.proto.collector.trace.v1.TraceService": Signal.TRACES,
    "opentelemetry.proto.collector.metrics.v1.MetricsService": Signal.METRICS,
    "opentelemetry.proto.collector.logs.v1.LogsService": Signal.LOGS,
}
STATUS_DETAILS = "grpc-status-details-bin"
Handler = Callable[[bytes, "aio.ServicerContext[bytes, bytes]"], Awaitable[bytes]]


def server(receiver: Receiver, address: str) -> aio.Server:
    """A gRPC server that shares its port with the other processes of the receiver."""
    options = [
        ("grpc.max_receive_message_length", receiver.limit),
        ("grpc.so_reuseport", 1),
        ("grpc.keepalive_permit_without_calls", 1),
    ]
    made = aio.server(options=options, maximum_concurrent_rpcs=256)
    # Bytes in, bytes out: the pipeline reads the wire format itself.
    made.add_generic_rpc_handlers(
        grpc.method_handlers_generic_handler(
            service, {"Export": grpc.unary_unary_rpc_method_handler(_export(receiver, signal))}
        )
        for service, signal in SERVICES.items()
    )
    if not made.add_insecure_port(address):
        raise OSError(f"The gRPC port of {address} is in use (SPANLEDGER_OTLP_GRPC_PORT).")
    return made


def _export(receiver: Receiver, signal: Signal) -> Handler:
    async def export(body: bytes, context: "aio.ServicerContext[bytes, bytes]") -> bytes:
        try:
            headers = {
                key: value for key, value in context.invocation_metadata() or () if isinstance(value, str)
            }
            sender = await receiver.sender(headers)
            with receiver.budget.hold() as hold:
                hold.grow((1 + WORKING_COPIES) * len(body))
                rejected = await receiver.export(body, False, sender, signal)
        except Refusal as refusal:
            return await _refuse(context, refusal)
        except Exception:
            logger.exception("A request could not be handled")
            return await _refuse(
                context, Unavailable("The receiver failed on this request. Please send it again.")
            )
        return answers.accepted(rejected, signal)

    return export


async def _refuse(context: "aio.ServicerContext[bytes, bytes]", refusal: Refusal) -> bytes:
    context.set_trailing_metadata(((STATUS_DETAILS, answers.status(refusal).SerializeToString()),))
    await context.abort(refusal.grpc_status, str(refusal))
