"""The `provino` command. Each subcommand is loaded when it is called: `upload` needs no Django, `serve` starts small."""

import importlib
import os
import sys
from collections.abc import Sequence

import click
import django

from provino.cli.output import CommandError, complain, use_json
from provino.lib.environment import BadSettingError
from provino.lib.errors import ProvinoError

# Name → where its command is. Those on the data folder itself have Django set up first.
_API_COMMANDS = {
    "gallery": "provino.cli.gallery:gallery",
    "upload": "provino.cli.upload:upload",
    "export": "provino.cli.gallery:export",
    "serve": "provino.cli.serve:serve",
}
_DATA_COMMANDS = {
    "doctor": "provino.cli.doctor:doctor",
    "studio": "provino.cli.people:studio",
    "member": "provino.cli.people:member",
    "token": "provino.cli.people:token",
    "demo": "provino.cli.demo:demo",
    "worker": "provino.cli.worker:worker",
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*_API_COMMANDS, *_DATA_COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = _API_COMMANDS.get(cmd_name) or _DATA_COMMANDS.get(cmd_name)
        if place is None:
            return None
        if cmd_name in _DATA_COMMANDS:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "provino.config.settings")
            django.setup()
        module, _, attribute = place.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101  # tells the type checker
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="provino")
def provino() -> None:
    """Client galleries for professional photographers.

    serve, doctor, studio, member and token work on the data folder (PROVINO_DATA); gallery, upload and export on a
    server (PROVINO_URL, PROVINO_TOKEN). Every command answers with JSON when --json stands anywhere.
    """


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 refused or failed, 2 not understood."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    own = words[: words.index("--")] if "--" in words else words
    use_json("--json" in own)
    words = [word for word in own if word != "--json"] + words[len(own) :]
    sys.exit(_run(words))


def _run(words: list[str]) -> int:
    try:
        answer = provino.main(words, prog_name="provino", standalone_mode=False)
    except CommandError as error:
        complain(error.code, error.message)
        return 1
    except ProvinoError as error:
        complain(error.code, str(error.message))
        return 1
    except BadSettingError as error:
        complain("bad-setting", str(error))
        return 1
    except click.UsageError as error:
        where = f"\nTry `{error.ctx.command_path} --help`." if error.ctx else ""
        complain("usage", error.format_message() + where)
        return 2
    except click.ClickException as error:
        complain("failed", error.format_message())
        return 1
    except click.Abort:
        complain("aborted", "Stopped.")
        return 1
    return answer if isinstance(answer, int) else 0


if __name__ == "__main__":
    run()
