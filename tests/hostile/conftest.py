"""The corpus as two sites, with and without the sanitiser, on a server that can leave the policy out."""

import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from markupsafe import Markup

from build.content import body, newsletter, render, settings
from build.content.images import Images
from build.site import builder, pages
from tests.build.conftest import ROOT, Project
from tests.hostile import corpus

POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')


def unsanitised(patch: pytest.MonkeyPatch) -> None:
    """Take the sanitiser and the escaping of titles out of the product, for as long as `patch` lasts."""
    for module, name in ((body, "clean_html"), (body, "clean_inline"), (render, "clean_html")):
        patch.setattr(module, name, lambda html: html)
    patch.setattr(pages, "_inert", lambda value: Markup(str(value)))
    patch.setattr(pages, "heading", Markup)


def build_site(folder: Path) -> corpus.Corpus:
    """Build the corpus into `folder`/site."""
    project = Project(folder)
    configured = settings.load(project.root)
    made = corpus.newsletter(configured)
    builder.build(project.root, newsletter.Newsletter(configured, made.pairs, (), (), Images({})), folder / "site")
    return made


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the sites `clean` and `raw`, the second one made without the sanitiser."""
    folder = tmp_path_factory.mktemp("sites")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.delenv("SITE_URL", raising=False)
        for name in ("clean", "raw"):
            if name == "raw":
                unsanitised(patch)
            build_site(tmp_path_factory.mktemp(name))
            shutil.move(tmp_path_factory.getbasetemp() / f"{name}0" / "site", folder / name)
    yield folder
    shutil.rmtree(folder)


class _Server(SimpleHTTPRequestHandler):
    """Serves `/kept/…` as it is, and `/removed/…` from the same files without their policy."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(re.sub(r"^/(kept|removed)", "", path))

    def send_head(self) -> BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not self.path.startswith("/removed/") or path.suffix != ".html" or not path.is_file():
            return super().send_head()
        page, count = POLICY.subn(b"", path.read_bytes())
        assert count >= 1
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        return BytesIO(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class's name
        pass


@pytest.fixture(scope="session")
def server(sites: Path) -> Iterator[str]:
    """The address of a server of both sites, with a trailing slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Server, directory=str(sites))) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()
