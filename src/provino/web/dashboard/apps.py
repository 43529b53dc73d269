from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "provino.web.dashboard"
