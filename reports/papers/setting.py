"""A document → the one HTML text that is set as PDF. It names no file and no address."""

from django.template.loader import render_to_string

from reports.papers.paper import Paper


def html(paper: Paper) -> str:
    return render_to_string("reports/papers/paper.html", {"paper": paper})
