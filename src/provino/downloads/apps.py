from django.apps import AppConfig


class DownloadsConfig(AppConfig):
    name = "provino.downloads"
