"""What one process counts while it runs, for /metrics: how often and how long, never whose and never what."""

from prometheus_client import CollectorRegistry, Counter, Histogram

COUNTED = CollectorRegistry()

CALLS = Counter(
    "aho_calls", "Calls to carriers that came to an end, by channel and outcome", ["channel", "outcome"],
    registry=COUNTED,
)  # fmt: skip
REPORTS = Counter(
    "aho_reports", "What carriers said later of our messages, by channel and state", ["channel", "state"],
    registry=COUNTED,
)  # fmt: skip
WEBHOOK_SECONDS = Histogram(
    "aho_webhook_seconds", "From a webhook's arrival to its answer, after the commit", ["channel"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0), registry=COUNTED,
)  # fmt: skip
