"""MkDocs events, so that plain `python -m mkdocs build` and `serve` make the same bilingual site as `make site`.

MkDocs itself renders the default language; the other one is rendered meanwhile in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import shutil
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import Abort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

    from build.site import Content


class _Run:
    """What the events of one build hand to each other; MkDocs calls them in order, one build at a time."""

    root: Path
    content: Content
    pool: ProcessPoolExecutor
    other: Future[None]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and stage the content of both languages; show MkDocs the default one."""
    from build import mkdocs_site, site
    from build.model import ENGLISH
    from build.settings import SettingsError
    from translate import console
    from translate.characters import escaped

    console.escape_logs()
    _Run.root = Path(config.config_file_path).parent
    try:
        _Run.content, problems = site.read(_Run.root, date.today())
    except SettingsError as error:
        raise Abort(escaped(str(error))) from error
    if problems:
        console.warn(*problems)
        message = f"{len(problems)} problems in content/; the earlier site stays."
        raise Abort(message)
    site.stage_all(_Run.root, _Run.content)
    mkdocs_site.configure(config, _Run.content.settings, ENGLISH, site.staged_folder(_Run.root, ENGLISH))
    return config


def on_pre_build(config: MkDocsConfig) -> None:  # noqa: ARG001 -- MkDocs' signature
    """Begin with the other language."""
    from build import site
    from build.model import CHINESE

    _Run.pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    folder = _Run.root / site.CACHE / "preview" / CHINESE.code
    _Run.other = _Run.pool.submit(site.render_language, _Run.root, CHINESE.code, folder)


def on_post_build(config: MkDocsConfig) -> None:
    """Put the other language beside the default one and add what MkDocs does not make."""
    from build import site
    from build.model import CHINESE

    _Run.other.result()
    _Run.pool.shutdown()
    target = Path(config.site_dir) / CHINESE.prefix
    shutil.copytree(_Run.root / site.CACHE / "preview" / CHINESE.code, target, dirs_exist_ok=True)
    site.add_outputs(_Run.root, _Run.content, Path(config.site_dir))


def on_serve(server: LiveReloadServer, **_: object) -> LiveReloadServer:
    """Watch what people edit, not what is staged from it, which would rebuild for ever; let pages reload themselves."""
    from build import site
    from build.model import ENGLISH

    server.unwatch(str(site.staged_folder(_Run.root, ENGLISH)))
    for name in ("content", "build"):
        server.watch(str(_Run.root / name))
    if application := server.get_app():
        server.set_app(_allow_reload(application))
    return server


def _allow_reload(application: WSGIApplication) -> WSGIApplication:
    """Let the policy of every page allow the script that the preview server adds; the rest of it stays as published."""
    from build.content_security_policy import allow_last_script

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun: list[Any] = []

        def begin(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            begun[:] = [status, dict(headers)]
            return begun.append

        body = application(environ, begin)
        status, headers = begun
        if headers.get("Content-Type", "").startswith("text/html"):
            page = allow_last_script(b"".join(body))
            headers["Content-Length"] = str(len(page))
            body = [page]
        start_response(status, list(headers.items()))
        return body

    return answer
