"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("quizapp.home.urls")),
    path("", include("quizapp.web.urls")),
    path("", include("quizapp.operations.urls")),
    path("", include("quizapp.accounts.urls")),
    path("", include("quizapp.progress.urls")),
    path("", include("quizapp.leaderboards.urls")),
    path("", include("quizapp.regrade.urls")),
    path("", include("quizapp.errata.urls")),
    path("", include("quizapp.search.urls")),
    path("", include("quizapp.modes.urls")),
    path("", include("quizapp.authoring.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
