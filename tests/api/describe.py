"""`python -m tests.api.describe` writes tests/api/openapi.json anew after a wanted change of the API."""

import json
import os
from importlib import import_module

import django


def main() -> None:
    """Write the description as it is now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    tests = import_module("tests.api.test_openapi")
    text = json.dumps(tests._description(), indent=1, sort_keys=True, ensure_ascii=False)
    tests.SNAPSHOT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
