"""Django as WSGI: pages and the API. Bytes of pictures, uploads and downloads never come here (front.py)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "provino.config.settings")

application = get_wsgi_application()
