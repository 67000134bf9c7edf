"""MkDocs events, so that plain `python -m mkdocs build` and `serve` make the same bilingual site as `make site`.

MkDocs itself renders the default language; the other one is rendered meanwhile in a process of its own.
"""

from __future__ import annotations

import logging
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

    from build.content.newsletter import Newsletter


class _BuildState:
    """State that the events of one build share; MkDocs calls them in order, one build at a time."""

    root: Path
    content: Newsletter
    pool: ProcessPoolExecutor
    other: Future[None]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and stage the content of both languages; show MkDocs the default one."""
    from build.content import newsletter
    from build.content.model import ENGLISH
    from build.content.settings import SettingsError
    from build.site import builder, mkdocs_adapter
    from translate.core import console
    from translate.core.characters import escaped

    console.escape_logs()
    if logging.getLogger("mkdocs").isEnabledFor(logging.DEBUG):
        # `mkdocs --verbose`; MkDocs would print our records only with its own name before them.
        console.log_from("debug")
    _BuildState.root = Path(config.config_file_path).parent
    try:
        _BuildState.content, problems = newsletter.read(_BuildState.root, date.today())
    except SettingsError as error:
        raise Abort(escaped(str(error))) from error
    if problems:
        console.warn(*problems)
        message = f"{len(problems)} problems in content/; the earlier site stays."
        raise Abort(message)
    builder.stage_all(_BuildState.root, _BuildState.content)
    mkdocs_adapter.configure(
        config, _BuildState.content.settings, ENGLISH, builder.staged_folder(_BuildState.root, ENGLISH)
    )
    return config


def on_pre_build(config: MkDocsConfig) -> None:  # noqa: ARG001 -- MkDocs' signature
    """Begin with the other language."""
    from build.content.model import CHINESE
    from build.site import builder

    _BuildState.pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    folder = _BuildState.root / builder.CACHE / "preview" / CHINESE.code
    _BuildState.other = _BuildState.pool.submit(builder.render_language, _BuildState.root, CHINESE.code, folder)


def on_post_build(config: MkDocsConfig) -> None:
    """Put the other language beside the default one and add what MkDocs does not make."""
    from build.content.model import CHINESE
    from build.site import builder

    _BuildState.other.result()
    _BuildState.pool.shutdown()
    target = Path(config.site_dir) / CHINESE.prefix
    shutil.copytree(_BuildState.root / builder.CACHE / "preview" / CHINESE.code, target, dirs_exist_ok=True)
    builder.add_outputs(_BuildState.root, _BuildState.content, Path(config.site_dir))


def on_serve(server: LiveReloadServer, **_: object) -> LiveReloadServer:
    """Watch what people edit, not what is staged from it, which would rebuild for ever; let pages reload themselves."""
    from build.content.model import ENGLISH
    from build.site import builder

    server.unwatch(str(builder.staged_folder(_BuildState.root, ENGLISH)))
    for name in ("content", "build"):
        server.watch(str(_BuildState.root / name))
    if application := server.get_app():
        server.set_app(_allow_reload(application))
    return server


def _allow_reload(application: WSGIApplication) -> WSGIApplication:
    """Let the policy of every page allow the script that the preview server adds; the rest of it stays as published."""
    from build.site.content_security_policy import allow_last_script

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
