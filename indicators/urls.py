from django.urls import path

from indicators import views

urlpatterns = [
    path("<int:pk>/", views.results, name="results"),
    path("<int:pk>/<str:stage>/<str:indicator>/", views.dispersion, name="dispersion"),
    path("<int:pk>/<str:stage>/<str:school>/<str:indicator>/", views.value, name="value"),
]
