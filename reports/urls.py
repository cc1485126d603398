from django.urls import include, path

from reports import views
from reports.exports import views as exports
from reports.papers import views as papers

urlpatterns = [
    path("assessments/<int:pk>/", papers.listed, name="papers"),
    path("assessments/<int:pk>/<int:number>/<slug:kind>/", papers.make, name="paper-make"),
    path("papers/<int:pk>/", papers.download, name="paper-download"),
    path("exports/<slug:name>/<int:pk>.<slug:form>", exports.export, name="export"),
    path("exports/trail.<slug:form>", exports.export_trail, name="trail-export"),
    path("downloads/", include("reports.downloads.urls")),
    path("<int:pk>/", views.dossier, name="dossier"),
    path("<int:pk>/progress/", views.progress, name="dossier-progress"),
    path("<int:pk>/dossier/", views.download, name="dossier-download"),
    path("<int:pk>/forms/<slug:kind>/", views.download, name="form-download"),
]
