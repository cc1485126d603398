"""A dossier's contents → the one HTML text that is set as PDF."""

from django.template.loader import render_to_string

from reports.contents.dossier import Dossier


def html(dossier: Dossier) -> str:
    """Return the dossier as HTML that names no file and no address."""
    return render_to_string("reports/dossier.html", {"dossier": dossier})
