from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from counties.access import OfficerRequest, officer_required
from schools import search
from schools.ledger.texts import visible

LONGEST = 60


@require_safe
@officer_required
def page(request: OfficerRequest) -> HttpResponse:
    """What is found under the words looked for."""
    text = visible(request.GET.get("q", ""))[:LONGEST].strip()
    context = {"section": "search", "text": text, "found": search.find(request.officer, text)}
    return render(request, "schools/search.html", context)
