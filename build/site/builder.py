"""The order of a site build: read, stage, render both languages side by side, add outputs, swap into place.

The site that readers see is replaced only by a whole one: everything is built beside it and moved in by renaming.
"""

import hashlib
import json
import logging
import multiprocessing
import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from build.content import images, settings
from build.content.model import LANGUAGES, Language
from build.content.newsletter import Newsletter
from build.editions import store
from build.files import synchronise, write_atomically
from build.site import feeds, search, sitemap
from build.site.pages import PageContext, stage
from translate.core import content as content_files
from translate.language import glossary

_log = logging.getLogger(__name__)

CACHE = Path(".cache")
ASSETS = Path(__file__).parents[1] / "assets"
PROGRAM = ("mkdocs.yml", "build", "translate", "requirements.txt")
"""What a site depends on beside its content, relative to the root."""


def staged_folder(root: Path, language: Language) -> Path:
    """Return where the pages of a language are staged; git ignores it."""
    return root / CACHE / "pages" / language.code


def stage_all(root: Path, content: Newsletter) -> None:
    """Write the pages of both languages and their assets; touch only what changed.

    Images are none of them: MkDocs would make a page of whatever a contributor puts among them.
    """
    shared = {f"assets/{path.relative_to(ASSETS).as_posix()}": path.read_bytes() for path in _files(ASSETS)}
    offered = store.ready(content.pairs, root, content.settings)
    for language in LANGUAGES:
        downloads = store.downloads(offered, root, language)
        context = PageContext(content.settings, language, content.pairs, content.static_pages, downloads)
        pages = {name: page.encode() for name, page in stage(context).items()}
        _log.debug("%s: %d pages staged, %d editions offered", language.code, len(pages), len(offered))
        synchronise(staged_folder(root, language), pages | shared)


def render_language(root: Path, code: str, site_dir: Path) -> None:
    """Render one language's staged pages into `site_dir`; runs in a process of its own."""
    from build.content.model import language_of
    from build.site import mkdocs_adapter

    language = language_of(code)
    mkdocs_adapter.render(root, settings.load(root), language, staged_folder(root, language), site_dir)


def add_outputs(root: Path, content: Newsletter, site_dir: Path) -> None:
    """Add to both rendered languages below `site_dir` what MkDocs does not make."""
    terms, _ = glossary.load(root / "content/glossary.csv")
    for language in LANGUAGES:
        search.write(search.entries(content.pairs, language, content.static_pages, terms), site_dir / language.prefix)
        feeds.write(content.pairs, language, content.settings, site_dir / language.prefix)
    images.publish(root, content.images, site_dir)
    store.publish(store.ready(content.pairs, root, content.settings), root, site_dir)
    sitemap.write(content.settings.site_url, content.pairs, content.static_pages, site_dir)


def build(root: Path, content: Newsletter, site_dir: Path) -> bool:
    """Build the whole site into `site_dir`, which keeps its earlier content until the new one is complete.

    Returns:
        False where `site_dir` was up to date already and nothing was done.

    Raises:
        SystemExit: the renderer refuses; it has printed why.
    """
    stamp = root / CACHE / "site.json"
    digest = _digest(root, content)
    state = {"digest": digest, "site": str(site_dir.resolve())}
    before = json.loads(stamp.read_text(encoding="utf-8")) if stamp.is_file() else None
    if site_dir.is_dir() and before == state:
        _log.debug("%s: up to date: nothing that it is made from has changed", site_dir)
        return False
    why = "there is none" if not site_dir.is_dir() else "nothing says what it was made from"
    if site_dir.is_dir() and before:
        why = "what it is made from has changed" if before["site"] == state["site"] else "the last one lies elsewhere"
    _log.debug("%s: built: %s", site_dir, why)
    stage_all(root, content)
    fresh = root / CACHE / "site"
    shutil.rmtree(fresh, ignore_errors=True)
    folders = {language.code: root / CACHE / f"site-{language.code}" for language in LANGUAGES}
    with ProcessPoolExecutor(len(folders), multiprocessing.get_context("spawn")) as pool:
        jobs = [pool.submit(render_language, root, code, folder) for code, folder in folders.items()]
        for job in jobs:
            job.result()
    assemble(folders, fresh)
    add_outputs(root, content, fresh)
    _swap(fresh, site_dir)
    write_atomically(stamp, json.dumps(state).encode())
    return True


def assemble(folders: dict[str, Path], site_dir: Path) -> None:
    """Move the languages' folders together below `site_dir`."""
    for language in LANGUAGES:
        target = site_dir / language.prefix
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folders[language.code], target)


def _swap(fresh: Path, site_dir: Path) -> None:
    """Put `fresh` in the place of `site_dir`; between the two renames the old site is still whole beside it."""
    old = site_dir.with_name(f"{site_dir.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    if fresh.stat().st_dev != site_dir.parent.stat().st_dev:
        # A rename cannot cross file systems: copy beside the target first.
        fresh = Path(shutil.move(fresh, site_dir.with_name(f"{site_dir.name}.new")))
    if site_dir.exists():
        site_dir.rename(old)
    fresh.rename(site_dir)
    shutil.rmtree(old, ignore_errors=True)


def _digest(root: Path, content: Newsletter) -> str:
    """Identify everything that the site is made from."""
    digest = hashlib.sha256()
    for path in content_files.walk(root)[0]:
        data, _ = content_files.read_bytes(root, path)
        digest.update(path.as_posix().encode() + b"\0" + (data or b"") + b"\0")
    for name in PROGRAM:
        for path in _files(root / name):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    due = [pair.original.path.as_posix() for pair in content.pairs]
    offered = [output.path.as_posix() for output in store.ready(content.pairs, root, content.settings)]
    environment = {name: os.environ.get(name, "") for name in ("SITE_URL", "REPO_URL")}
    digest.update(json.dumps([due, offered, environment]).encode())
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
