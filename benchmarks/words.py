"""Prose, lists, tables and code as proposals hold them, drawn from a source of chance."""

from __future__ import annotations

from random import Random

_SUBJECTS = (
    "the scheduler", "a worker", "each request", "the storage proxy", "every client",
    "the control plane", "a session", "the upload queue", "an operator", "the gateway",
    "the metrics collector", "a stale replica", "the lease holder", "the command line",
)  # fmt: skip
_VERBS = (
    "keeps", "hands over", "reads", "rejects", "waits for", "publishes", "merges", "retries",
    "drops", "records", "restores", "compares", "hides", "doubles",
)  # fmt: skip
_OBJECTS = (
    "the lease of its neighbour", "a snapshot of the index", "every pending upload",
    "the quota of the group", "the oldest message in the queue", "what the last run left behind",
    "the list of healthy nodes", "a copy of the configuration", "the order of all writes",
    "its share of the cache", "the record of who asked for it", "both halves of the exchange",
)  # fmt: skip
_TAILS = (
    "", "", "", ", even after a restart", ", and tells nobody", " until the deadline has passed",
    ", which takes about 40 ms today", " before the next heartbeat", " as soon as a node joins",
    ", so that no caller has to know", " (see the table below)", " at most once an hour",
)  # fmt: skip
_NAMES = (
    "JobQueue", "lease_timeout", "SessionStore", "max_retries", "--drain", "NodeAgent",
    "upload_id", "/v2/sessions", "QuotaExceeded", "index.lock", "HEARTBEAT_SECONDS", "resume()",
)  # fmt: skip
_TERMS = (
    "Latency", "Isolation", "Safe restarts", "Observability", "Quotas", "Ordering",
    "Back pressure", "Fair shares", "Audit", "Recovery",
)  # fmt: skip
_ACTIONS = (
    "Keep", "Share", "Replace", "Limit", "Trace", "Cache", "Split", "Resume", "Encrypt",
    "Schedule", "Compress", "Verify",
)  # fmt: skip
_THINGS = (
    "leases", "sessions", "uploads", "snapshots", "quotas", "job queues", "access logs",
    "replicas", "secrets", "worker pools", "image layers", "health checks",
)  # fmt: skip
_PLACES = (
    "across restarts", "between regions", "in the gateway", "for large groups", "on shared disks",
    "behind a proxy", "without a lock", "at the edge", "per project", "during upgrades",
)  # fmt: skip
_PEOPLE = (
    "Ada Berg", "Bo Lind", "Chidi Okafor", "Dana Weiss", "Emre Kaya", "Fumiko Arai", "Gita Rao",
    "Hugo Marin", "Ines Duarte", "Jun Park", "Kofi Mensah", "Lena Horn",
)  # fmt: skip

_PYTHON = """\
class {name}:
    def __init__(self, store: Store, timeout: float = {number}.0) -> None:
        self.store = store
        self.deadline = monotonic() + timeout

    def resume(self, key: str) -> bool:
        entry = self.store.get(key)
        return entry is not None and not entry.expired
"""
_YAML = """\
queue:
  name: {name}
  workers: {number}
  retry:
    limit: 5
    delay: 250ms
"""
_SHELL = """\
harbour drain --node worker-{number} --wait
harbour queue show {name} --format json
harbour resume --all
"""
_CODES = (("python", _PYTHON), ("yaml", _YAML), ("sh", _SHELL))


def title(chance: Random) -> str:
    """Three or four words that name a change."""
    return f"{chance.choice(_ACTIONS)} {chance.choice(_THINGS)} {chance.choice(_PLACES)}"


def people(chance: Random) -> list[str]:
    """One to three names."""
    return chance.sample(_PEOPLE, chance.randint(1, 3))


def sentence(chance: Random) -> str:
    """One statement; every other one names a piece of code."""
    named = f"`{chance.choice(_NAMES)}`"
    subject, thing = chance.choice(_SUBJECTS), chance.choice(_OBJECTS)
    kind = chance.randrange(6)
    if kind == 0:
        subject = named
    elif kind < 3:
        thing = f"{named} and {thing}"
    text = f"{subject} {chance.choice(_VERBS)} {thing}{chance.choice(_TAILS)}."
    return text if kind == 0 else text[0].upper() + text[1:]


def paragraph(chance: Random) -> str:
    """Two to four sentences."""
    return " ".join(sentence(chance) for _ in range(chance.randint(2, 4)))


def bullets(chance: Random) -> str:
    """Three to five items; most begin with a term in bold."""
    terms = chance.sample(_TERMS, chance.randint(3, 5))
    return "\n".join(
        f"- **{term}**: {sentence(chance)}" if chance.random() < 0.7 else f"- {sentence(chance)}"
        for term in terms
    )


def table(chance: Random) -> str:
    """Four columns, three to five rows."""
    rows = [
        f"| `{name}` | {chance.choice(_TERMS)} | {chance.randint(1, 900)} "
        f"| {chance.choice(_OBJECTS)} |"
        for name in chance.sample(_NAMES, chance.randint(3, 5))
    ]
    return "\n".join(["| Name | Concern | Default | Holds |", "| --- | --- | ---: | --- |", *rows])


def code(chance: Random) -> str:
    """A fenced block of Python, YAML or shell."""
    language, text = chance.choice(_CODES)
    name = chance.choice(_NAMES[:4])
    return f"```{language}\n{text.format(name=name, number=chance.randint(2, 90))}```"


def prose_of(chance: Random, size: int) -> str:
    """Sentences of that many bytes in all, the last one cut between two words."""
    text = ""
    while len(text) < size:
        text += sentence(chance).replace("`", "") + " "
    return text[:size].rpartition(" ")[0].rstrip(".,( ") + "."
