from django.urls import path

from indicators import views

urlpatterns = [
    path("standards/", views.standards, name="standards"),
    path("standards/<slug:code>/", views.standard, name="standard"),
    path("standards/<slug:code>/template.xlsx", views.live_template, name="live-template"),
    path("standards/<slug:code>/<slug:indicator>/", views.indicator, name="indicator"),
    path("results/<int:pk>/", views.results, name="results"),
    path("results/<int:pk>/items/", views.items, name="items"),
    path("results/<int:pk>/<slug:stage>/<slug:indicator>/", views.dispersion, name="dispersion"),
    path("results/<int:pk>/<slug:stage>/<slug:school>/<slug:indicator>/", views.value, name="value"),
]
