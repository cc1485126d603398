from django.urls import path

from reports.verification import views

urlpatterns = [
    path("", views.verify, name="verify"),
    path("key", views.key, name="verify-key"),
    path("<str:code>", views.verify, name="verify-code"),
]
