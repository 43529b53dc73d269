"""The shape of the code that no linter knows: foreign keys point down, files stay short, templates carry no code."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    *(ROOT / "src").rglob("*.py"),
    *(ROOT / "tests").rglob("*.py"),
    *(ROOT / "tools").rglob("*.py"),
    *(ROOT / "bench").glob("*.py"),
    *(path for path in (ROOT / "frontend").rglob("*.ts") if "node_modules" not in path.parts),
]
PAGES = [path for path in (ROOT / "src").rglob("templates/**/*.html") if path.parent.name != "mail"]
INLINE = re.compile(
    r"""<style|<script(?![^>]*(?:\ssrc=|type="application/json"))|\sstyle=|\son[a-z]+=|["']\s*javascript:""",
    re.IGNORECASE,
)


def _layers() -> list[str]:
    """Packages from the top down, as pyproject.toml orders them."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    return [name.strip() for row in contract["layers"] for name in row.split("|")]


def _rank(module: str) -> int:
    return _layers().index(module.split(".")[1])


def test_foreign_keys_point_down() -> None:
    upward = []
    for model in apps.get_models():
        if not model.__module__.startswith("provino."):
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            if not isinstance(target, type) or not target.__module__.startswith("provino."):
                continue
            if _rank(target.__module__) < _rank(model.__module__):
                upward.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert upward == []


def test_every_package_has_its_place_in_the_order() -> None:
    packages = {path.name for path in (ROOT / "src" / "provino").iterdir() if (path / "__init__.py").exists()}
    assert packages == set(_layers())


@pytest.mark.parametrize("limit", [500])
def test_no_file_is_too_long(limit: int) -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert [f"{path.relative_to(ROOT)}: {count}" for path, count in lengths.items() if count > limit] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty_words = {"utils", "helpers", "services", "managers", "mixins", "common", "misc"}
    assert [str(path) for path in (ROOT / "src").rglob("*.py") if path.stem in empty_words] == []


def test_pages_carry_no_inline_script_or_style() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group().strip()}"
        for path in PAGES
        for match in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
