"""A dossier's contents → the one HTML text that is set as PDF."""

from reports.contents.dossier import Dossier
from reports.papers import county, setting


def html(dossier: Dossier) -> str:
    """Return the dossier as HTML that names no file and no address."""
    return setting.html(county.paper(dossier))
