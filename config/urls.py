"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from operations import views as operations
from schools.search import views as search

admin.autodiscover()
admin.site.site_title = admin.site.site_header = "均衡 · 系统管理"
admin.site.index_title = "账号、岗位、区划、任务和运行情况"

urlpatterns = [
    path("", include("counties.urls")),
    path("", include("assessments.urls")),
    path("ledgers/", include("schools.urls")),
    path("", include("indicators.urls")),
    path("reports/", include("reports.urls")),
    path("verify/", include("reports.verification.urls")),
    path("search/", search.page, name="search"),
    path("health", operations.health, name="health"),
    path("admin/", admin.site.urls),
]

handler500 = "operations.failing.failed"
