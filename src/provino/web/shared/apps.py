from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "provino.web.shared"
