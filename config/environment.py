"""What the environment says, read once by settings and refusing to guess."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import ImproperlyConfigured

EXAMPLE_KEY = "change-me"


def env(name: str, default: str | None = None) -> str:
    """Return the variable *name*; without a default a missing one is an error."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"The environment variable {name} is not set.")
    return value


def flag(name: str) -> bool:
    return env(name, "no").lower() in {"1", "yes", "true", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list."""
    return [word.strip() for word in env(name, default).split(",") if word.strip()]


def secret_key(var: Path, *, embedded: bool) -> str:
    """Return ``SECRET_KEY``; an embedded installation makes and keeps its own.

    Raise ``ImproperlyConfigured`` for the key of ``.env.example``, for one shorter than 50
    characters, and for none at all where the database is a server.
    """
    key = os.environ.get("SECRET_KEY", "")
    if not key and embedded:
        return _kept_key(var / "secret_key")
    if key == EXAMPLE_KEY or len(key) < 50:
        raise ImproperlyConfigured("SECRET_KEY must be set to a random text of at least 50 characters.")
    return key


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Written whole before it has its name: two processes that start at once keep one key.
        with NamedTemporaryFile("w", dir=path.parent) as made:
            made.write(secrets.token_urlsafe(60))
            made.flush()
            with suppress(FileExistsError):
                os.link(made.name, path)
    return path.read_text()
