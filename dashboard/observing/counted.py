"""What is counted while people look: how often and how long, never who, of what unit, or what for.

Each process counts for itself. Counting costs a microsecond and keeps nothing but sums.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)

REGISTRY = CollectorRegistry(auto_describe=True)
sessions = Gauge("pejling_sessions", "Pages that are open", registry=REGISTRY)
page_seconds = Histogram(
    "pejling_page_seconds", "How long a page took to be drawn, by page", ["page"], buckets=_SECONDS, registry=REGISTRY
)
answers = Counter(
    "pejling_answers",
    "Questions answered, by where the answer came from: memory, or the release itself",
    ["source"],
    registry=REGISTRY,
)
answer_seconds = Histogram(
    "pejling_answer_seconds", "How long a release took to answer a question", buckets=_SECONDS, registry=REGISTRY
)
requests = Counter(
    "pejling_requests",
    "Requests answered, by place (a page, a file, the way in …) and outcome (well, refused, failed)",
    ["place", "outcome"],
    registry=REGISTRY,
)
logins = Counter("pejling_logins", "Logins that were let in and refused", ["outcome"], registry=REGISTRY)
incidents = Counter("pejling_incidents", "Errors that nobody foresaw, shown with a number", registry=REGISTRY)

from_memory, from_release = answers.labels("memory"), answers.labels("release")
login_let_in, login_refused = logins.labels("let_in"), logins.labels("refused")
