from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from scripts import models
from tests.packages import make_package
from tests.translate.loopback import Answer, Loopback, Request
from translate.core.languages import EN_ZH
from translate.machine.models import download, packages
from translate.machine.models.archive import PackageError
from translate.machine.models.packages import Pin


@dataclass
class Server:
    """One file, and ways in which servers fail."""

    loopback: Loopback
    data: bytes = b""
    ranges: bool = True
    fail: int = 0
    cut_after: int = 0
    drip: float = 0.0

    @property
    def address(self) -> str:
        return self.loopback.address

    @property
    def asked(self) -> list[str]:
        return [f"{one.path} {one.headers.get('range', '')}".strip() for one in self.loopback.asked]

    def answer(self, request: Request) -> Answer:
        if self.fail:
            return Answer(status=self.fail)
        wanted = request.headers.get("range", "")
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.ranges else 0
        part = {"Content-Range": f"bytes {start}-{len(self.data) - 1}/{len(self.data)}"} if start else {}
        return Answer(self.data[start:], 206 if start else 200, part, self.cut_after or None, self.drip)


@pytest.fixture
def server(loopback: Loopback) -> Server:
    state = Server(loopback)
    loopback.answer = state.answer
    return state


def digest(data: bytes, tmp_path: Path) -> str:
    (tmp_path / "digest").write_bytes(data)
    return packages.sha256_of(tmp_path / "digest")


@pytest.fixture
def pin(server: Server, tmp_path: Path) -> Pin:
    server.data = bytes(range(256)) * 1000
    return Pin(
        "translate-en_zh",
        EN_ZH,
        "1.9",
        len(server.data),
        digest(server.data, tmp_path),
        (f"{server.address}/one", f"{server.address}/two"),
    )


def test_a_file_is_fetched_checked_and_its_progress_told(server: Server, pin: Pin, tmp_path: Path) -> None:
    seen: list[int] = []
    file = download.fetch(pin, tmp_path / "d", progress=lambda at: seen.append(at.done))
    assert file.read_bytes() == server.data
    assert file.name == "translate-en_zh-1_9.argosmodel"
    assert seen == sorted(seen)
    assert seen[-1] == len(server.data)
    assert list((tmp_path / "d").iterdir()) == [file]


def test_what_is_there_already_is_not_fetched_again(server: Server, pin: Pin, tmp_path: Path) -> None:
    download.fetch(pin, tmp_path)
    download.fetch(pin, tmp_path)
    assert server.asked == ["/one"]


def test_a_broken_download_goes_on_where_it_broke_from_the_other_address(
    server: Server, pin: Pin, tmp_path: Path
) -> None:
    server.cut_after = 70_000
    with pytest.raises(PackageError, match="could not be downloaded"):
        download.fetch(replace(pin, addresses=pin.addresses[:1]), tmp_path)
    server.cut_after = 0
    file = download.fetch(replace(pin, addresses=pin.addresses[1:]), tmp_path)
    assert file.read_bytes() == server.data
    have = server.asked[1].removeprefix("/two Range: ").removeprefix("/two bytes=").rstrip("-")
    assert 0 < int(have) <= 70_000


def test_a_server_without_ranges_sends_all_again(server: Server, pin: Pin, tmp_path: Path) -> None:
    (tmp_path / "translate-en_zh-1_9.argosmodel.part").write_bytes(server.data[:1000])
    server.ranges = False
    assert download.fetch(pin, tmp_path).read_bytes() == server.data


@pytest.mark.parametrize("rest", [b"other bytes" * 10, b"x" * 300_000], ids=["wrong", "too long"])
def test_a_wrong_rest_is_found_by_its_digest_and_fetched_whole(
    server: Server, pin: Pin, tmp_path: Path, rest: bytes
) -> None:
    (tmp_path / "translate-en_zh-1_9.argosmodel.part").write_bytes(rest)
    assert download.fetch(pin, tmp_path).read_bytes() == server.data


def test_an_address_that_only_drips_counts_as_failed(
    server: Server, pin: Pin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte starts the socket's time-out anew; only the rate tells."""
    monkeypatch.setattr(download, "TIMEOUT", 0.2)
    server.drip = 0.02
    with pytest.raises(PackageError, match="slower than 1,024 bytes a second"):
        download.fetch(replace(pin, addresses=pin.addresses[:1]), tmp_path)
    assert server.loopback.sent < 200


def test_the_next_address_is_tried(server: Server, pin: Pin, tmp_path: Path) -> None:
    broken = replace(pin, addresses=("http://127.0.0.1:1/none", f"{server.address}/two"))
    assert download.fetch(broken, tmp_path).read_bytes() == server.data


def test_when_every_address_fails_all_reasons_are_said(server: Server, pin: Pin, tmp_path: Path) -> None:
    server.fail = 404
    with pytest.raises(PackageError, match="FROM=") as caught:
        download.fetch(replace(pin, addresses=(*pin.addresses, "file:///etc/passwd")), tmp_path)
    assert str(caught.value).count("404") == 2
    assert "not an http" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_another_digest_is_refused_with_both_and_can_be_accepted(server: Server, pin: Pin, tmp_path: Path) -> None:
    good, server.data = pin.sha256, b"another file" * 1000
    other = digest(server.data, tmp_path)
    folder = tmp_path / "d"
    with pytest.raises(PackageError) as caught:
        download.fetch(pin, folder)
    assert good in str(caught.value)
    assert other in str(caught.value)
    assert f"--accept-sha256 {other}" in str(caught.value)
    asked = len(server.asked)
    assert asked == 2, "the second address may have the right file"
    assert download.fetch(pin, folder, accept=other.upper()).read_bytes() == server.data
    assert len(server.asked) == asked, "what was refused is not downloaded again"


@pytest.fixture
def installing(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pin:
    package = make_package(tmp_path)
    server.data = package.read_bytes()
    one = Pin(
        "translate-en_zh",
        EN_ZH,
        "0.9",
        len(server.data),
        packages.sha256_of(package),
        (f"{server.address}/p",),
    )
    monkeypatch.setenv("TWOFOLD_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr(packages, "pins", lambda: (one,))
    return one


def test_the_command_downloads_installs_and_then_has_nothing_to_do(
    installing: Pin, server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert models.main([]) == 0
    said = capsys.readouterr()
    assert f"Installed en→zh-Hans 0.9, SHA-256 {installing.sha256}." in said.out
    assert "100%" in said.err
    card = said.out.splitlines()[-5:]
    assert card[0] == "argos en-zh 0.9: self-test with 30 sentences"
    assert [line.split()[-3:] for line in card[1:]] == [["or", "more", "expected"]] * 4
    assert "argos en-zh 0.9 is worse than expected (published, " in said.err, "a dictionary is no translator"
    assert not list((tmp_path / "models" / "downloads").iterdir())
    assert models.main([]) == 0
    assert "translate-en_zh 0.9 is installed." in capsys.readouterr().out
    assert len(server.asked) == 1


def test_the_command_refuses_in_one_line(
    installing: Pin, server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    server.data += b"!"
    assert models.main([]) == 1
    said = capsys.readouterr().err.splitlines()
    assert "--accept-sha256" in said[-1]
    assert packages.installed() == []


def test_the_command_installs_from_a_folder_or_file_and_lists(
    installing: Pin, server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "from").mkdir()
    file = make_package(tmp_path / "from", "zh")
    for origin in (file, tmp_path / "from"):
        assert models.main(["--from", str(origin), "--no-self-test"]) == 0
        said = capsys.readouterr()
        assert "Installed zh-Hans→en 0.9" in said.out
        assert "self-test" not in said.out + said.err
    assert server.asked == []
    assert models.main(["--list"]) == 0
    listed = capsys.readouterr().out
    assert "not installed; run `make models`" in listed
    assert packages.sha256_of(file) in listed
    assert "COMET-22" in listed
    assert models.main(["--from", str(tmp_path / "nothing")]) == 1
    assert "Check FROM=" in capsys.readouterr().err
