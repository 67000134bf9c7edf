import io
import json
import re
import stat
import tempfile
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.packages import make_package
from translate.core.languages import DIRECTIONS, EN_ZH, ZH_EN
from translate.machine.engine import Decoding, EngineOptions, plain_requests
from translate.machine.engines import open_engine
from translate.machine.models import archive, packages
from translate.machine.models.archive import PackageError


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_package(tmp_path_factory.mktemp("good"))


def rewritten(package: Path, place: Path, **changes: bytes | None) -> Path:
    """Copy a package with some files replaced, added or (None) left out; names relative to its folder."""
    out = place / "changed.argosmodel"
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        top = old.namelist()[0].split("/")[0]
        for name in old.namelist():
            relative = name.removeprefix(f"{top}/")
            if relative not in changes:
                new.writestr(name, old.read(name))
        for relative, data in changes.items():
            if data is not None:
                new.writestr(f"{top}/{relative}", data)
    return out


def metadata(**changes: object) -> bytes:
    good: dict[str, object] = {"package_version": "1", "argos_version": "1.9.0", "from_code": "en", "to_code": "zh"}
    return json.dumps(good | changes).encode()


def test_a_package_is_installed_found_and_translates(package: Path, tmp_path: Path) -> None:
    here = packages.install(package, tmp_path)
    assert (here.direction, here.version) == (EN_ZH, "0.9")
    assert (here.bytes, here.sha256) == (package.stat().st_size, packages.sha256_of(package))
    assert packages.installed(tmp_path) == [here]
    assert packages.find(EN_ZH, tmp_path) == here
    assert packages.find(ZH_EN, tmp_path) is None
    engine = open_engine("argos", EN_ZH, options=EngineOptions(models=tmp_path))
    found = engine.translate(plain_requests(["hello world."]), source="en", target="zh-Hans", decoding=Decoding())
    assert found[0][0].text == "你好世界。"


def test_splitters_models_are_left_out(package: Path, tmp_path: Path) -> None:
    here = packages.install(package, tmp_path)
    assert not (here.path / "stanza").exists()
    assert (here.path / "README.md").is_file()


def test_a_later_package_takes_the_place_of_an_earlier_one(package: Path, tmp_path: Path) -> None:
    first = packages.install(package, tmp_path / "models")
    second = packages.install(make_package(tmp_path, version="1.0"), tmp_path / "models")
    assert packages.installed(tmp_path / "models") == [second]
    assert not first.path.exists()


def test_installing_the_same_again_is_harmless(package: Path, tmp_path: Path) -> None:
    first = packages.install(package, tmp_path)
    (first.path / "model" / "model.bin").write_bytes(b"damaged since")
    again = packages.install(package, tmp_path)
    assert packages.installed(tmp_path) == [again]
    assert (again.path / "model" / "model.bin").stat().st_size > 1000
    third = packages.install(package, tmp_path)
    assert [entry.name for entry in sorted(tmp_path.iterdir()) if entry.is_dir()] == [third.path.name]


def bad_packages(package: Path, place: Path) -> dict[str, tuple[Path, str]]:
    """Return kind of harm → (file, what the message says)."""

    def raw(name: str, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
        file = place / f"{name}.argosmodel"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, data in entries:
                archive.writestr(entry, data)
        return file

    def changed(name: str, **changes: bytes | None) -> Path:
        (place / name).mkdir()
        return rewritten(package, place / name, **changes)

    whole = package.read_bytes()
    cut = place / "cut.argosmodel"
    cut.write_bytes(whole[: len(whole) // 2])
    flipped = place / "flipped.argosmodel"
    flipped.write_bytes(whole[:9000] + bytes(byte ^ 255 for byte in whole[9000:9200]) + whole[9200:])
    empty = place / "empty.argosmodel"
    empty.write_bytes(b"")
    link = zipfile.ZipInfo("top/model/model.bin")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    link.create_system = 3
    with zipfile.ZipFile(package) as archive:
        top = archive.namelist()[0].split("/")[0]
        model = archive.read(f"{top}/model/model.bin")
    newer = (99).to_bytes(4, "little") + model[4:]
    return {
        "no zip": (empty, "damaged"),
        "cut": (cut, "damaged"),
        "bits flipped": (flipped, "damaged"),
        "parent": (raw("parent", ("top/metadata.json", metadata()), ("top/../../out.txt", b"x")), "leaves the folder"),
        "absolute": (raw("absolute", ("/etc/out.txt", b"x")), "leaves the folder"),
        "drive": (raw("drive", ("C:/out.txt", b"x")), "leaves the folder"),
        "backslash": (raw("backslash", ("top/..\\..\\out.txt", b"x")), "leaves the folder"),
        "symlink": (raw("symlink", ("top/metadata.json", metadata()), (link, b"/etc/passwd")), "no plain file"),
        "two folders": (raw("two", ("a/metadata.json", metadata()), ("b/x", b"")), "2 folders"),
        "no folder": (raw("none", ("metadata.json", metadata())), "folders at its top"),
        "bomb": (raw("bomb", ("top/metadata.json", metadata()), ("top/zeros", bytes(20_000_000))), "times its size"),
        "many": (raw("many", *((f"top/{n}", b"") for n in range(1100))), "1100 files"),
        "no metadata": (changed("a", **{"metadata.json": None}), "no readable metadata.json"),
        "metadata broken": (changed("b", **{"metadata.json": b"{"}), "no readable metadata.json"),
        "other languages": (changed("c", **{"metadata.json": metadata(to_code="de")}), "en→de; en→zh or zh→en"),
        "same language": (changed("d", **{"metadata.json": metadata(to_code="en")}), "en→en"),
        "other type": (changed("e", **{"metadata.json": metadata(type="sbd")}), "not a translation package"),
        "metadata nested": (changed("l", **{"metadata.json": b"[" * 60_000}), "no readable metadata.json"),
        "metadata nested and large": (changed("m", **{"metadata.json": b"[" * 100_000}), "more than 65,536 bytes"),
        "metadata no object": (changed("n", **{"metadata.json": b"[]"}), "not a translation package"),
        "metadata no text": (changed("o", **{"metadata.json": b"\xff\xfe\x00"}), "no readable metadata.json"),
        "metadata a long number": (changed("p", **{"metadata.json": b"9" * 5000}), "no readable metadata.json"),
        "version a list": (changed("q", **{"metadata.json": metadata(package_version=["1"])}), "`package_version`"),
        "version a number": (changed("r", **{"metadata.json": metadata(package_version=1.9)}), "`package_version`"),
        "version none": (changed("s", **{"metadata.json": metadata(package_version=None)}), "`package_version`"),
        "version empty": (changed("t", **{"metadata.json": metadata(package_version="")}), "`package_version`"),
        "version for a terminal": (changed("u", **{"metadata.json": metadata(package_version="1\x1b[2K")}), "`package"),
        "version for CI": (changed("v", **{"metadata.json": metadata(package_version="1\n::error::")}), "`package"),
        "version a path": (changed("w", **{"metadata.json": metadata(package_version="../../x")}), "`package_version`"),
        "version long": (changed("x", **{"metadata.json": metadata(package_version="1" * 65)}), "`package_version`"),
        "code a list": (changed("y", **{"metadata.json": metadata(from_code=["en"])}), "`from_code`"),
        "name a list": (changed("z", **{"metadata.json": metadata(from_name=["en"])}), "`from_name`"),
        "name hidden": (changed("aa", **{"metadata.json": metadata(to_name="x\u202ey")}), "`to_name`"),
        "Argos version a number": (changed("ab", **{"metadata.json": metadata(argos_version=7)}), "`argos_version`"),
        "entry for a terminal": (raw("esc", ("top/metadata.json", metadata()), ("top/\x1b[2K", b"")), "no plain file"),
        "entry without name": (raw("dot", ("top/metadata.json", metadata()), (".", b"")), "no plain file"),
        "too new": (changed("f", **{"metadata.json": metadata(argos_version="7.0")}), "made for Argos Translate 7.0"),
        "no model": (changed("g", **{"model/model.bin": None}), "model/model.bin not in it"),
        "no tokenizer": (changed("h", **{"sentencepiece.model": None}), "sentencepiece.model not in it"),
        "model damaged": (changed("i", **{"model/model.bin": model[:5000]}), "does not load"),
        "model too new": (changed("j", **{"model/model.bin": newer}), "does not load"),
        "tokenizer damaged": (changed("k", **{"sentencepiece.model": b"no model"}), "a model that loads expected"),
    }


def test_what_could_harm_is_refused_in_one_line_and_the_installed_one_stays(package: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    here = packages.install(package, models)
    before = sorted(path.relative_to(tmp_path) for path in models.rglob("*"))
    for kind, (file, said) in bad_packages(package, tmp_path).items():
        with pytest.raises(PackageError) as caught:
            packages.install(file, models)
        message = str(caught.value)
        assert said in message, kind
        assert message.isprintable(), kind
        assert file.name in message, kind
        assert packages.installed(models) == [here], kind
        assert sorted(path.relative_to(tmp_path) for path in models.rglob("*")) == before, kind
    assert not (tmp_path / "out.txt").exists()


def test_a_declared_size_does_not_hide_a_bomb(package: Path, tmp_path: Path) -> None:
    file = tmp_path / "lying.argosmodel"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("top/zeros", bytes(5_000_000))
    data = bytearray(file.read_bytes())
    for at in (data.find((5_000_000).to_bytes(4, "little")), data.rfind((5_000_000).to_bytes(4, "little"))):
        data[at : at + 4] = (10).to_bytes(4, "little")
    file.write_bytes(bytes(data))
    with pytest.raises(PackageError, match="damaged"):
        archive.unpack(file, tmp_path)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="Check the path"):
        packages.install(tmp_path / "none.argosmodel", tmp_path)
    with pytest.raises(PackageError, match="Check FROM="):
        packages.files_in(tmp_path)
    with pytest.raises(PackageError, match="Check FROM="):
        packages.files_in(tmp_path / "none")


@pytest.fixture(scope="module")
def small() -> bytes:
    """An archive in every compression that zipfile has, small enough that a mutation hits something."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, way in (("stored", 0), ("deflated", 8), ("bzip2", 12), ("lzma", 14)):
            archive.writestr(zipfile.ZipInfo(f"top/{name}"), f"{name} " * 20, compress_type=way)
        archive.writestr("top/metadata.json", metadata())
    return out.getvalue()


@pytest.mark.parametrize("name", ["stored", "deflated", "bzip2", "lzma"])
def test_damage_within_any_compression_is_said(small: bytes, tmp_path: Path, name: str) -> None:
    """Each decompressor has an exception of its own."""
    with zipfile.ZipFile(io.BytesIO(small)) as written:
        entry = written.getinfo(f"top/{name}")
        start = entry.header_offset + 30 + len(entry.filename)
    said = []
    for at in range(start, start + entry.compress_size):
        file = tmp_path / "x.argosmodel"
        file.write_bytes(small[:at] + bytes([small[at] ^ 0xFF]) + small[at + 1 :])
        try:
            archive.unpack(file, tmp_path / str(at))
        except PackageError as error:
            said.append(str(error))
    assert len(said) > entry.compress_size / 2, "some bytes of headers mean nothing"
    assert all("damaged" in one for one in said)


@given(st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_but_a_package_error_comes_of_damage(small: bytes, data: st.DataObject) -> None:
    changed = bytearray(small)
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(changed))) if data.draw(st.booleans()) else len(changed)
    with tempfile.TemporaryDirectory() as place:
        file, said = Path(place, "x.argosmodel"), ""
        file.write_bytes(changed[:cut])
        try:
            packages.read_metadata(archive.unpack(file, Path(place, "out")), file.name)
        except PackageError as error:
            said = str(error)
        assert said.isprintable()
        assert {path.name for path in Path(place).iterdir()} <= {"x.argosmodel", "out"}


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("type", "from_code", "to_code", "from_name", "to_name", "package_version", "argos_version", "name")
NAMES = st.text(max_size=12) | st.sampled_from(
    ["top/metadata.json", "top/model/model.bin", "top/bpe.model", "top/", "/"]
)


@given(
    st.binary(max_size=40) | st.builds(lambda given: metadata(**given), st.dictionaries(st.sampled_from(FIELDS), JSON)),
    st.lists(st.tuples(NAMES, st.binary(max_size=20), st.integers(0, 0xFFFF)), max_size=4),
)
@settings(max_examples=300, deadline=None)
@example(b'{"package_version": "1"}', [("", b"", 0)])
@example(metadata(), [("top/model/model.bin", b"", 0), ("top/bpe.model", b"", 0)])
def test_nothing_but_a_package_error_comes_of_any_entries_and_metadata(
    described: bytes, entries: list[tuple[str, bytes, int]]
) -> None:
    with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of zipfile, for a name that comes twice
        file, said = Path(place, "x.argosmodel"), ""
        with zipfile.ZipFile(file, "w") as written:
            written.writestr("top/metadata.json", described)
            for name, content, mode in entries:
                entry = zipfile.ZipInfo(name.encode("utf-8", "replace").decode())
                entry.external_attr = mode << 16
                written.writestr(entry, content)
        try:
            found = packages.read_metadata(archive.unpack(file, Path(place, "out")), file.name)
        except PackageError as error:
            said = str(error)
        else:
            assert found.direction in DIRECTIONS
            assert re.fullmatch(r"[A-Za-z0-9.+_-]{1,64}", found.version)
        assert said.isprintable()
        assert {path.name for path in Path(place).iterdir()} <= {"x.argosmodel", "out"}


@pytest.mark.parametrize(
    "record", ["", "[" * 100_000, "[]", "{}", '{"folder": 3}', '{"folder": "gone", "source": "en"}']
)
def test_a_broken_record_counts_as_not_installed(tmp_path: Path, record: str) -> None:
    (tmp_path / "en_zh-Hans.json").write_text(record, encoding="utf-8")
    assert packages.installed(tmp_path) == []


def test_models_live_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TWOFOLD_MODELS", str(tmp_path))
    assert packages.models_folder() == tmp_path
    monkeypatch.delenv("TWOFOLD_MODELS")
    assert packages.models_folder() == packages.ROOT / ".cache" / "models"


def test_the_pinned_packages_are_those_of_the_index() -> None:
    both = {pin.direction: pin for pin in packages.pins()}
    assert set(both) == set(DIRECTIONS)
    for pin in both.values():
        assert pin.version == "1.9"
        assert len(pin.sha256) == 64
        assert len(pin.addresses) == 2
        assert all(address.startswith("https://") for address in pin.addresses)
    assert (both[EN_ZH].bytes, both[ZH_EN].bytes) == (70_743_021, 74_481_402)


def test_the_table_names_version_size_digest_licence_and_state(package: Path, tmp_path: Path) -> None:
    empty = packages.table(tmp_path)
    for pin in packages.pins():
        assert f"{pin.name} 1.9  {pin.direction}  {pin.bytes:,} bytes" in empty
        assert pin.sha256 in empty
    assert empty.count("CC BY 4.0") == 2
    assert empty.count("OPUS-MT") == 2
    assert empty.count("not installed; run `make models`") == 2
    here = packages.install(package, tmp_path)
    assert f"in its place en→zh-Hans 0.9, {here.bytes:,} bytes, SHA-256 {here.sha256}" in packages.table(tmp_path)
