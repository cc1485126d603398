from django.urls import path

from assessments import views
from assessments.acceptance import views as acceptance
from assessments.comparison import views as comparison
from assessments.desk import views as desk
from assessments.evidence.views import changes, downloads
from assessments.evidence.views import pages as evidence
from assessments.inbox import views as inbox
from assessments.monitoring import views as monitoring
from assessments.recheck import views as recheck
from assessments.review import views as review
from assessments.roadmap import views as roadmap

urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox-read-all"),
    path("inbox/<int:pk>/", inbox.read, name="inbox-read"),
    path("monitoring/", monitoring.monitoring, name="monitoring"),
    path("monitoring/<slug:code>/", monitoring.county, name="monitoring-county"),
    path("monitoring/<slug:code>/recheck/", recheck.begin, name="recheck-begin"),
    path("rechecks/<int:pk>/", recheck.recheck, name="recheck"),
    path("rechecks/<int:pk>/do/<slug:way>/", recheck.advance, name="recheck-advance"),
    path("rechecks/<int:pk>/<int:number>/measure/", recheck.measure, name="recheck-measure"),
    path("rechecks/<int:pk>/<int:number>/check/", recheck.check, name="recheck-check"),
    path("roadmap/", roadmap.roadmap, name="roadmap"),
    path("roadmap/import/", roadmap.bring_in, name="roadmap-import"),
    path("roadmap/<slug:code>/", roadmap.plan, name="roadmap-plan"),
    path("compare/", comparison.page, name="compare"),
    path("counties/<slug:code>/", views.county, name="county"),
    path("ledgers/upload/", views.upload, name="ledger-upload"),
    path("ledgers/figures/", views.figures, name="figures"),
    path("ledgers/<int:pk>/accept/", acceptance.accept, name="ledger-accept"),
    path("ledgers/<int:pk>/accept/progress/", acceptance.progress, name="ledger-accept-progress"),
    path("ledgers/<int:pk>/evaluate/", views.evaluate, name="evaluate"),
    path("results/", views.latest_results, name="latest-results"),
    path("results/<int:pk>/items/<slug:item>/", views.answer_item, name="item-answer"),
    path("reports/", views.latest_report, name="latest-report"),
    path("assessments/", desk.queue, name="assessments"),
    path("assessments/deadlines/", desk.deadlines, name="deadlines"),
    path("assessments/start/", desk.start, name="assessment-start"),
    path("assessments/<int:pk>/", desk.assessment, name="assessment"),
    path("assessments/<int:pk>/do/<slug:transition>/", desk.advance, name="assessment-advance"),
    path("assessments/<int:pk>/inspection/", desk.inspection, name="inspection"),
    path("assessments/<int:pk>/survey/", desk.survey, name="survey"),
    path("assessments/<int:pk>/rounds/<int:earlier>/<int:later>/", desk.difference, name="rounds-difference"),
    path("counties/<slug:code>/evidence/", evidence.live, name="evidence"),
    path("assessments/<int:pk>/evidence/", evidence.frozen, name="assessment-evidence"),
    path("evidence/upload/", changes.upload, name="evidence-upload"),
    path("evidence/<int:pk>/", changes.place, name="evidence-place"),
    path("evidence/<int:pk>/remove/", changes.remove, name="evidence-remove"),
    path("evidence/<int:pk>/file/", downloads.live, name="evidence-file"),
    path(
        "assessments/<int:pk>/rounds/<int:number>/evidence/<slug:sha256>/",
        downloads.frozen,
        name="round-evidence-file",
    ),
    path("assessments/<int:pk>/review/", review.review, name="review"),
    path("assessments/<int:pk>/review/<slug:item>/", review.item, name="review-item"),
    path("assessments/<int:pk>/finished/", review.finish, name="review-finish"),
    path("assessments/<int:pk>/comparison/", review.comparison, name="review-comparison"),
    path("assessments/<int:pk>/doubts/", review.answer_doubts, name="doubts"),
]
