"""What the door counts, for Prometheus: paths, codes and times, and nothing of any person (X-20)."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from oktui.domain.modules import Module

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30)


class Metrics:
    """The door's own counts; those of the process are its supervisor's."""

    def __init__(self, waiting: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter("oktui_requests", "Requests answered.", ("path", "status"), registry=self._registry)
        self._seconds = Histogram(
            "oktui_request_seconds", "How long an answer took.", ("path",), buckets=_SECONDS, registry=self._registry
        )
        self._sign_ins = Counter(
            "oktui_sign_ins",
            "Attempts to sign in, by what came of them.",
            ("module", "outcome"),
            registry=self._registry,
        )
        gauge = Gauge("oktui_waiting", "Requests that wait for their turn.", registry=self._registry)
        gauge.set_function(waiting)

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count an answer to a request for one of the paths that there are."""
        self._requests.labels(path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def tried(self, module: Module, outcome: str) -> None:
        """Count an attempt to sign in; the outcome is `signed_in` or a refusal's code."""
        self._sign_ins.labels(module.value, outcome).inc()

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self._registry)
