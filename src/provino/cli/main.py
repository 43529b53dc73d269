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

# Name → where its command is, and its line in --help (which must not need the modules).
_API_COMMANDS = {
    "serve": ("provino.cli.serve:serve", "Serve pages and pictures, run jobs."),
    "gallery": ("provino.cli.gallery:gallery", "Make, list, show and send galleries."),
    "upload": ("provino.cli.upload:upload", "Send photographs and folders to a gallery."),
    "export": ("provino.cli.gallery:export", "The chosen names, for an editing program."),
}
# These work on the data folder itself and have Django set up first.
_DATA_COMMANDS = {
    "doctor": ("provino.cli.doctor:doctor", "Check that everything is here that Provino needs."),
    "studio": ("provino.cli.people:studio", "Make a studio."),
    "member": ("provino.cli.people:member", "Make a member of a studio, or reset a lost second factor."),
    "token": ("provino.cli.people:token", "Make a key for the API."),
    "demo": ("provino.cli.demo:demo", "Fill an empty data folder with a demo studio."),
    "worker": ("provino.cli.worker:worker", ""),
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, (_, summary) in (_API_COMMANDS | _DATA_COMMANDS).items() if summary]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place, _ = (_API_COMMANDS | _DATA_COMMANDS).get(cmd_name, ("", ""))
        if not place:
            return None
        if cmd_name in _DATA_COMMANDS:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "provino.config.settings")
            django.setup()
        module, _, attribute = place.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101  # tells the type checker
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            rows = (_API_COMMANDS | _DATA_COMMANDS).items()
            formatter.write_dl([(name, summary) for name, (_, summary) in rows if summary])


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
