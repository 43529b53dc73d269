"""The decoding child: it works, it is bounded, it dies alone."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from provino.lib.imaging.decoder import Decoder
from provino.lib.imaging.errors import ImageRefused, Reason
from provino.lib.imaging.recipes import RECIPES
from provino.lib.imaging.results import Job, Limits, Rendered
from tests import photos

TIMEOUT = 60.0


@pytest.fixture
def decoder() -> Iterator[Decoder]:
    with Decoder() as decoder:
        yield decoder


def job(tmp_path: Path, data: bytes = b"", *, limits: Limits | None = None, keep_location: bool = False) -> Job:
    source = tmp_path / "source.bin"
    source.write_bytes(
        data or photos.jpeg_bytes(exif=photos.exif_block(captured="2025:06:14 13:02:11", position=(1, 2)))
    )
    return Job(source, tmp_path, limits=limits or Limits(), keep_location=keep_location)


def test_decoder_renders_and_tells_all(decoder: Decoder, tmp_path: Path) -> None:
    rendered = decoder.render(job(tmp_path), timeout=TIMEOUT)
    assert (rendered.format, rendered.width, rendered.height) == ("jpeg", 600, 400)
    assert str(rendered.metadata.captured_at) == "2025-06-14 13:02:11"
    assert rendered.metadata.latitude is None
    assert [output.path.stat().st_size for output in rendered.outputs] == [output.size for output in rendered.outputs]
    assert {output.recipe for output in rendered.outputs} == {recipe.name for recipe in RECIPES}


def test_decoder_keeps_location_on_request(decoder: Decoder, tmp_path: Path) -> None:
    metadata = decoder.render(job(tmp_path, keep_location=True), timeout=TIMEOUT).metadata
    assert (metadata.latitude, metadata.longitude) == (1.0, 2.0)


def test_decoder_tells_the_reason_and_lives_on(decoder: Decoder, tmp_path: Path) -> None:
    decoder.render(job(tmp_path), timeout=TIMEOUT)
    pid = decoder.pid
    for data, reason in ((b"text", Reason.NOT_AN_IMAGE), (photos.png_bomb_bytes(), Reason.TOO_MANY_PIXELS)):
        with pytest.raises(ImageRefused) as caught:
            decoder.render(job(tmp_path, data), timeout=TIMEOUT)
        assert caught.value.code is reason
    assert decoder.pid == pid


def test_decoder_passes_limits_on(decoder: Decoder, tmp_path: Path) -> None:
    with pytest.raises(ImageRefused) as caught:
        decoder.render(job(tmp_path, limits=Limits(max_pixels=1000)), timeout=TIMEOUT)
    assert caught.value.code is Reason.TOO_MANY_PIXELS


def test_missing_file_is_an_os_error(decoder: Decoder, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        decoder.render(Job(tmp_path / "nothing.jpg", tmp_path), timeout=TIMEOUT)


def test_unwritable_folder_is_an_os_error_not_a_bad_picture(decoder: Decoder, tmp_path: Path) -> None:
    source = job(tmp_path).source
    with pytest.raises(FileNotFoundError):
        decoder.render(Job(source, tmp_path / "nowhere"), timeout=TIMEOUT)


def endless(tmp_path: Path) -> Path:
    """A source whose opening never returns until somebody writes: a decoder at work for ever."""
    path = tmp_path / "endless.jpg"
    os.mkfifo(path)
    return path


def test_time_limit_ends_the_child_and_the_next_picture_works(decoder: Decoder, tmp_path: Path) -> None:
    decoder.render(job(tmp_path), timeout=TIMEOUT)
    child = psutil.Process(decoder.pid)
    with pytest.raises(ImageRefused) as caught:
        decoder.render(Job(endless(tmp_path), tmp_path), timeout=0.1)
    assert caught.value.code is Reason.TIMED_OUT
    assert not child.is_running()
    assert decoder.render(job(tmp_path), timeout=TIMEOUT).width == 600


def test_death_of_the_child_fails_one_picture_only(decoder: Decoder, tmp_path: Path) -> None:
    decoder.render(job(tmp_path), timeout=TIMEOUT)
    child = psutil.Process(decoder.pid)
    source = endless(tmp_path)

    def kill_at_work() -> None:
        # Opening returns when the child has opened the other end: it is in the midst of its job.
        with source.open("wb"), suppress(ChildProcessError):
            child.send_signal(signal.SIGSEGV)
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

    killer = threading.Thread(target=kill_at_work)
    killer.start()
    with pytest.raises(ImageRefused) as caught:
        decoder.render(Job(source, tmp_path), timeout=TIMEOUT)
    killer.join()
    assert caught.value.code is Reason.DECODER_CRASHED
    assert decoder.render(job(tmp_path), timeout=TIMEOUT).width == 600


def test_child_that_died_idle_is_no_pictures_fault(decoder: Decoder, tmp_path: Path) -> None:
    decoder.render(job(tmp_path), timeout=TIMEOUT)
    child = psutil.Process(decoder.pid)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert decoder.render(job(tmp_path), timeout=TIMEOUT).width == 600


def test_memory_limit_refuses_the_picture(tmp_path: Path) -> None:
    # A progressive JPEG must be whole in memory: here about 150 MB.
    big = photos.jpeg_bytes(image=photos.picture(60, 40).resize(120), interlace=True, subsample_mode="off", Q=50)
    with Decoder(memory_bytes=200_000_000) as decoder:
        with pytest.raises(ImageRefused) as caught:
            decoder.render(job(tmp_path, big), timeout=TIMEOUT)
        assert caught.value.code in {Reason.OUT_OF_MEMORY, Reason.DECODER_CRASHED}
        assert decoder.render(job(tmp_path), timeout=TIMEOUT).width == 600


def test_child_is_renewed_after_its_share_of_pictures(tmp_path: Path) -> None:
    with Decoder(max_jobs=2) as decoder:
        decoder.render(job(tmp_path), timeout=TIMEOUT)
        first = decoder.pid
        decoder.render(job(tmp_path), timeout=TIMEOUT)
        assert decoder.pid is None
        decoder.render(job(tmp_path), timeout=TIMEOUT)
        assert decoder.pid != first


def test_child_is_renewed_when_it_has_grown(tmp_path: Path) -> None:
    with Decoder(max_resident_bytes=1) as decoder:
        decoder.render(job(tmp_path), timeout=TIMEOUT)
        assert decoder.pid is None


def test_close_ends_the_child(tmp_path: Path) -> None:
    decoder = Decoder()
    decoder.render(job(tmp_path), timeout=TIMEOUT)
    child = psutil.Process(decoder.pid)
    decoder.close()
    assert not child.is_running()
    decoder.close()


def test_child_sees_no_secret_of_ours(decoder: Decoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    decoder.render(job(tmp_path), timeout=TIMEOUT)
    environment = psutil.Process(decoder.pid).environ()
    assert "PATH" in environment
    assert "DATABASE_URL" not in environment


def test_child_loads_neither_django_nor_what_it_does_not_need(decoder: Decoder, tmp_path: Path) -> None:
    decoder.render(job(tmp_path), timeout=TIMEOUT)
    mapped = " ".join(entry.path for entry in psutil.Process(decoder.pid).memory_maps())
    assert "libvips" in mapped
    assert not [name for name in ("numpy", "rawpy", "pi_heif", "sqlite") if name in mapped]


def test_child_dies_with_its_parent(tmp_path: Path) -> None:
    request = job(tmp_path)
    program = (
        "import sys, os, pathlib\n"
        "from provino.lib.imaging.decoder import Decoder\n"
        "from provino.lib.imaging.results import Job\n"
        "decoder = Decoder()\n"
        "decoder.render(Job(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])), timeout=60)\n"
        "print(decoder.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, request.source, request.out_dir],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert result.returncode == -signal.SIGKILL
    psutil.wait_procs([psutil.Process(pid) for pid in psutil.pids() if pid == int(result.stdout)], timeout=TIMEOUT)
    assert not psutil.pid_exists(int(result.stdout))


def test_results_survive_json(decoder: Decoder, tmp_path: Path) -> None:
    request = job(tmp_path, keep_location=True)
    assert Job.from_json(request.to_json()) == request
    rendered = decoder.render(request, timeout=TIMEOUT)
    assert Rendered.from_json(rendered.to_json()) == rendered
