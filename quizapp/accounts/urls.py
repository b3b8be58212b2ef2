"""Addresses of accounts."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, path

from quizapp.accounts import views

urlpatterns: list[URLPattern] = [
    path("account/", views.account, name="account"),
    path("account/name/", views.choose_name, name="account-name"),
    path("account/name/drop/", views.drop_name, name="account-name-drop"),
    path("account/data/", views.download, name="account-data"),
    path("account/delete/", views.delete, name="account-delete"),
    path("account/time-zone/", views.choose_time_zone, name="account-time-zone"),
    # Before the admin's own: its login form knows no limits, so the site's stands in for it.
    path("admin/login/", secure_admin_login(admin.site.login)),
]
