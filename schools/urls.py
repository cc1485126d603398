from django.urls import path

from schools import views
from schools.history import views as history
from schools.remembered import views as remembered

urlpatterns = [
    path("", views.ledgers, name="ledgers"),
    path("template/", views.template, name="ledger-template"),
    path("<int:pk>/", views.ledger, name="ledger"),
    path("<int:pk>/progress/", views.progress, name="ledger-progress"),
    path("<int:pk>/rows/", views.rows, name="ledger-rows"),
    path("<int:pk>/file/", views.file, name="ledger-file"),
    path("<int:pk>/repair/", views.repair, name="ledger-repair"),
    path("<int:pk>/mend/", views.mend, name="ledger-mend"),
    path("<int:pk>/restore/", views.restore, name="ledger-restore"),
    path("<int:pk>/compare/", views.compare, name="ledger-compare"),
    path("<int:pk>/figures/", views.figures, name="county-figures"),
    path("<int:pk>/problems/", views.problems, name="problems"),
    path("schools/<slug:code>/", history.school, name="school"),
    path("<int:pk>/problems/<int:problem>/school/", history.confirm, name="school-event"),
    path("<int:pk>/problems/<int:problem>/", views.explain, name="explain"),
    path("<int:pk>/headings/", remembered.answer, name="heading-answers"),
    path("headings/<slug:code>/", remembered.county, name="remembered-headings"),
    path("headings/<int:pk>/withdraw/", remembered.withdraw, name="heading-withdraw"),
]
