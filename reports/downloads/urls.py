from django.urls import path

from reports.downloads import views

urlpatterns = [
    path("", views.listed, name="downloads"),
    path("<int:pk>/", views.detail, name="download"),
    path("<int:pk>/progress/", views.progress, name="download-progress"),
    path("<int:pk>/zip/", views.take, name="download-zip"),
    path("documents/<int:pk>/signature/", views.signature, name="document-signature"),
    path("papers/<int:pk>/signature/", views.paper_signature, name="paper-signature"),
]
