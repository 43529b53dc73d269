"""The photographer's addresses; each noun has its block."""

from django.urls import URLPattern, URLResolver, path

from provino.web.dashboard.views import contacts, search, setup, studio

app_name = "dashboard"

# Set-up, sign-in, studio
_studio = [
    path("", setup.home, name="home"),
    path("settings/", studio.settings_page, name="settings"),
]

# Contacts, search
_contacts = [
    path("contacts/", contacts.contact_list, name="contacts"),
    path("search", search.search_page, name="search"),
]

urlpatterns: list[URLPattern | URLResolver] = [*_studio, *_contacts]
