from django.urls import path

from indicators import views

urlpatterns = [
    path("<int:pk>/", views.results, name="results"),
    path("<int:pk>/<slug:stage>/<slug:indicator>/", views.dispersion, name="dispersion"),
    path("<int:pk>/<slug:stage>/<slug:school>/<slug:indicator>/", views.value, name="value"),
]
