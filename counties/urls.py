from django.urls import path

from counties import views

urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("manual/", views.read_manual, name="manual"),
]
