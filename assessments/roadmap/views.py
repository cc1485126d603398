"""Pages of the roadmap: planned against recognised, one county's plan, and many at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.actions.refusals import Refused
from assessments.roadmap import actions, reading, standing
from assessments.roadmap.forms import PlanForm
from assessments.roadmap.models import CountyPlan
from assessments.roadmap.standing import State
from counties.access import OfficerRequest, officer_required
from counties.models import Division
from operations.exchange import formats
from schools import uploads, years

PAGE = 50
CHANGING = ("GET", "HEAD", "POST")
NOT_YOURS = "认定规划由省级负责人填报；您的岗位可以查看。"


@require_safe
@officer_required
def roadmap(request: OfficerRequest) -> HttpResponse:
    """Planned against recognised up to a school year, and every county with its plan and step."""
    year = _year(request)
    under, state = _digits(request.GET.get("under", "")), request.GET.get("state", "")
    found = standing.of(request.officer, year=year)
    page = Paginator(found.chosen(under=under, state=state), PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "roadmap",
        "roadmap": found,
        "year": year,
        "years": years.choices(timezone.localdate()),
        "under": under,
        "state": state,
        "states": list(State),
        "counts": standing.counted(found.lines),
        "page": page,
        "may_plan": actions.may_plan(request.officer),
    }
    return render(request, "assessments/roadmap/roadmap.html", context)


@require_http_methods(CHANGING)
@officer_required
def plan(request: OfficerRequest, code: str) -> HttpResponse:
    """One county's plan and how it came about; by POST its province's leader changes it."""
    seen = Division.objects.visible_to(request.officer).counties().current().with_parents()
    county = get_object_or_404(seen, code=code)
    earlier = list(CountyPlan.objects.visible_to(request.officer).filter(county__code=code).order_by("-pk"))
    mine, problem = actions.may_plan(request.officer), ""
    if request.method == "POST" and not mine:
        raise PermissionDenied(NOT_YOURS)
    form = PlanForm(request.POST or None, initial={"year": earlier[0].year if earlier else None})
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan(county=county, **form.cleaned_data, by=request.officer, at=timezone.now())
            return redirect("roadmap-plan", code)
        except Refused as refusal:
            problem = str(refusal)
    context = {
        "section": "roadmap",
        "county": county,
        "earlier": earlier,
        "form": form,
        "mine": mine,
        "problem": problem,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/roadmap/plan.html", context, status=status)


@require_http_methods(CHANGING)
@officer_required
def bring_in(request: OfficerRequest) -> HttpResponse:
    """Take in the province's plan as a table, all of it or nothing."""
    if not actions.may_plan(request.officer):
        raise PermissionDenied(NOT_YOURS)
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            changed = _brought_in(request)
        except (reading.Unread, Refused, formats.TableRefused) as refusal:
            problems = getattr(refusal, "problems", None) or (str(refusal),)
        else:
            messages.success(request, f"已导入，{changed} 个县的规划有变动。")
            return redirect("roadmap")
    context = {"section": "roadmap", "problems": problems}
    return render(request, "assessments/roadmap/bring_in.html", context, status=422 if problems else 200)


def _brought_in(request: OfficerRequest) -> int:
    file = request.FILES.get("file")
    if file is None or not file.size or file.size > uploads.LIMIT:
        raise Refused("请选择一个 .xlsx 或 .csv 文件。")
    wanted = reading.read(formats.read(file.read()))
    return actions.bring_in(wanted=wanted, by=request.officer, at=timezone.now())


def _year(request: OfficerRequest) -> int:
    known = years.choices(timezone.localdate())
    asked = request.GET.get("year", "")
    if asked in map(str, known):
        return int(asked)
    return standing.newest_year(request.officer) or known[0]


def _digits(text: str) -> str:
    return text[:6] if text.isascii() and text.isdigit() else ""
