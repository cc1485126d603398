from django.urls import path

from counties import views
from counties.posts import views as posts
from counties.trail import views as trail

urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("filters/keep/", views.keep_filter, name="filter-keep"),
    path("filters/drop/", views.drop_filter, name="filter-drop"),
    path("manual/", views.read_manual, name="manual"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("trail/", trail.trail, name="trail"),
    path("trail/<int:pk>/", trail.event, name="trail-event"),
]
