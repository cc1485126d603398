"""Passwords of the demonstration: made anew for every installation, kept where only it can read."""

import os
import secrets
from pathlib import Path

CONSONANTS, VOWELS = "bdfghkmnprstwz", "aeiou"


def kept(path: Path, usernames: list[str]) -> dict[str, str]:
    """Return a password for each of *usernames*, making and keeping in *path* those not yet there."""
    known = dict(line.split() for line in path.read_text().splitlines()) if path.exists() else {}
    wanted = known | {username: invented() for username in usernames if username not in known}
    if wanted != known:
        _keep(path, wanted)
    return wanted


def invented() -> str:
    """Return a password that is easy to type: two made-up words and a number (``bado-fike-4071``)."""
    words = ["".join(map(secrets.choice, (CONSONANTS, VOWELS) * 2)) for _ in range(2)]
    return "-".join([*words, str(secrets.randbelow(9_000) + 1_000)])


def _keep(path: Path, passwords: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{username} {password}\n" for username, password in passwords.items())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(lines)
