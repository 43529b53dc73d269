"""The command line's manners: JSON anywhere, honest exit codes."""

import json

import pytest

from provino.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main.run(words)
    printed = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, printed.out, printed.err


@pytest.mark.parametrize("words", [("--json", "nonsense"), ("nonsense", "--json")])
def test_json_may_stand_anywhere(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert json.loads(err)["code"] == "usage"


def test_what_is_not_understood_ends_with_2_and_says_where_help_is(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "serve", "--prot", "1")
    assert code == 2
    assert "provino serve --help" in err


def test_bad_setting_ends_with_1_and_names_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVINO_PORT", "many")
    code, _, err = run(capsys, "serve")
    assert code == 1
    assert "PROVINO_PORT" in err


def test_help_names_every_command_without_loading_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    for command in ("serve", "doctor", "studio", "member", "token", "gallery", "upload", "export"):
        assert f"  {command} " in out
    assert "worker" not in out


def test_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--version")
    assert code == 0
    assert out.startswith("provino")
