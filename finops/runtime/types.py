"""Records that the steps of `up` hand to each other."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Welcome:
    """What the first run made, to be shown once. The password is None when the environment gave it."""

    email: str
    password: str | None
    ingest_key: str

    def as_dict(self) -> dict[str, str | None]:
        """For JSON."""
        return asdict(self)
