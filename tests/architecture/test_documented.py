"""What a person can set, type or call is written down."""

import re
from pathlib import Path

import click

from provino.api.api import api
from provino.cli.main import provino

ROOT = Path(__file__).resolve().parents[2]
SETTING = re.compile(r"""env_(?:text|int|bool|choice)\(\s*"([A-Z_]+)"|environ\.get\("(PROVINO_[A-Z_]+)""")


def test_every_setting_is_documented() -> None:
    documented = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    names = {first or second for text in sources for first, second in SETTING.findall(text)}
    assert len(names) > 20
    assert [name for name in sorted(names) if f"`{name}`" not in documented] == []


def test_every_command_and_option_is_documented() -> None:
    documented = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    missing = []
    context = click.Context(provino)
    for name in provino.list_commands(context):
        command = provino.get_command(context, name)
        assert command is not None
        parts = command.commands.items() if isinstance(command, click.Group) else [("", command)]
        for part, inner in parts:
            words = f"provino {name} {part}".strip()
            line = next((row for row in documented.splitlines() if f"`{words}" in row), "")
            options = [one for parameter in inner.params for one in parameter.opts if one.startswith("--")]
            missing += (
                [words]
                if not line
                else [f"{words} {one}" for one in options if one not in line and f"--no-{one[2:]}" not in line]
            )
    assert missing == []


def test_every_operation_of_the_api_is_documented() -> None:
    documented = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    paths = api.get_openapi_schema()["paths"]
    operations = [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]
    assert len(operations) > 20
    assert [operation for operation in operations if f"`{operation}" not in documented] == []
