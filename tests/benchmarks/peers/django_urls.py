"""Where the admin is; loaded by Django once it is set up."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
