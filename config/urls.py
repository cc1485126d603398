"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from operations import views as operations

urlpatterns = [
    path("", include("counties.urls")),
    path("health", operations.health, name="health"),
    path("admin/", admin.site.urls),
]
