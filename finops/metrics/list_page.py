"""The list of metrics as its page shows it."""

from typing import NamedTuple

from finops.metrics.links import metric_url
from finops.metrics.meaning import Meaning, meaning
from finops.metrics.types import MetricRow

MOST_NAMED = 3
SDK = """OTEL_METRICS_EXPORTER=otlp
OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
OTEL_EXPORTER_OTLP_ENDPOINT={endpoint}
OTEL_EXPORTER_OTLP_HEADERS=x-api-key=YOUR_INGEST_KEY"""
COLLECTOR = """receivers:
  prometheus:
    config:
      scrape_configs:
        - job_name: vllm
          static_configs: [{{targets: ["vllm:8000"]}}]
        - job_name: dcgm
          static_configs: [{{targets: ["dcgm-exporter:9400"]}}]
exporters:
  otlphttp/spanledger:
    endpoint: {endpoint}
    headers: {{x-api-key: YOUR_INGEST_KEY}}
service:
  pipelines:
    metrics:
      receivers: [prometheus]
      exporters: [otlphttp/spanledger]"""


class Way(NamedTuple):
    """One way to send metrics."""

    title: str
    text: str


class Line(NamedTuple):
    """One metric of the list."""

    row: MetricRow
    url: str
    meaning: Meaning | None

    @property
    def services(self) -> str:
        """Those that send it, a few by name."""
        names = self.row.services
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        return ", ".join(names[:MOST_NAMED]) + more


def line(row: MetricRow) -> Line:
    """A metric with its page and what it means."""
    return Line(row, metric_url(row.metric), meaning(row.metric.name))


def ways(endpoint: str) -> list[Way]:
    """Paste-ready lines for an application and for a Collector; `endpoint` is the receiver's."""
    return [
        Way("An application with an OpenTelemetry SDK", SDK.format(endpoint=endpoint)),
        Way("A Collector that scrapes vLLM and GPUs", COLLECTOR.format(endpoint=endpoint)),
    ]
