"""From HTML to PDF, from charts to pictures: in a process of its own, which can be stopped."""

import base64
import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "reports" / "print" / "fonts.conf"
SECONDS = 270  # of waiting; the process limits its own memory and processor time

LACKING = "no font has "  # begins what the process says of a character; the document itself says so, too


class RenderingFailed(Exception):
    """The document could not be set; the message is for the log, not for a reader."""


def render(html: str) -> bytes:
    """Return *html* as PDF. The same text gives the same bytes, on any day and in any process.

    Raise ``RenderingFailed`` when the process refuses, crashes or takes too long.
    """
    return _run("reports.pdf", html)


def drawn(charts: Sequence[str]) -> dict[str, bytes]:
    """Return each of *charts*, an SVG, as PNG. Raise ``RenderingFailed``."""
    if not charts:
        return {}
    html = render_to_string("charts/pages.html", {"charts": charts})
    lines = _run("reports.raster", html).splitlines()
    return dict(zip(charts, map(base64.b64decode, lines), strict=True))


def _run(module: str, html: str) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=html.encode(),
            capture_output=True,
            check=True,
            cwd=ROOT,
            # Nothing of our own environment: no secret is within its reach.
            env={"FONTCONFIG_FILE": str(FONTS), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired as late:
        raise RenderingFailed(f"not set within {SECONDS} s") from late
    except subprocess.CalledProcessError as failed:
        said = failed.stderr.decode(errors="replace").strip()
        raise RenderingFailed(f"exit {failed.returncode}: {said[-2000:]}") from failed
    said = done.stderr.decode(errors="replace").splitlines()
    if lacking := [line.removeprefix(LACKING) for line in said if line.startswith(LACKING)]:
        logger.warning("%s%s", LACKING, ", ".join(lacking))
    return done.stdout
