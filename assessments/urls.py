from django.urls import path

from assessments import views
from assessments.comparison import views as comparison

urlpatterns = [
    path("", views.home, name="home"),
    path("compare/", comparison.page, name="compare"),
    path("counties/<slug:code>/", views.county, name="county"),
    path("ledgers/upload/", views.upload, name="ledger-upload"),
    path("ledgers/figures/", views.figures, name="figures"),
    path("ledgers/<int:pk>/accept/", views.accept, name="ledger-accept"),
    path("ledgers/<int:pk>/evaluate/", views.evaluate, name="evaluate"),
    path("results/", views.latest_results, name="latest-results"),
    path("results/<int:pk>/items/<slug:item>/", views.answer_item, name="item-answer"),
    path("reports/", views.latest_report, name="latest-report"),
]
