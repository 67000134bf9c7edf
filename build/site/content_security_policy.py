"""The Content-Security-Policy of every page: what a browser refuses to run or load, whatever stands on the page.

It is the second wall behind `build.content.sanitizer`. Principles:

1. Only files of this site, and the inline scripts that the theme's own templates hold, named by their digests.
2. Digests are taken from templates rendered with settings alone, never from pages: no text of a contributor can bring a
   digest in. A template that needs more than settings fails the build.
3. The same policy stands on every page of both languages.

Content Security Policy Level 3, W3C. In a `meta` element `frame-ancestors`, `report-uri` and `sandbox` mean nothing.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping

import jinja2

INLINE_SCRIPTS = (
    "partials/javascripts/base.html",
    "partials/javascripts/palette.html",
    "partials/javascripts/content.html",
    "partials/javascripts/alternates.html",
)
"""Templates of the theme, or ours, that put inline scripts on pages; those of features that are off are left out."""

# The element's content is what browsers hash: every byte between the tags.
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_LAST_SCRIPT = re.compile(rb"<script>((?:(?!</?script).)*)</script>\s*</body>\s*</html>\s*\Z", re.DOTALL)
_SCRIPT_SOURCES = b"script-src 'self'"
_SOURCE = re.compile(r"https://[a-z0-9.-]+(:[0-9]+)?(/[\w./~-]*)?", re.ASCII)


class PolicyError(Exception):
    """A template's script cannot be named in a policy; the message says which and why."""


def script_digests(templates: jinja2.Environment, settings: Mapping[str, object]) -> tuple[str, ...]:
    """Return the sources, `'sha256-…'`, of all inline scripts of `INLINE_SCRIPTS`, in order.

    Args:
        templates: the theme's templates, overrides first.
        settings: what a template sees that is the same on every page.

    Raises:
        PolicyError: a script depends on the page that it stands on, or a template has no script.
    """
    strict = templates.overlay(undefined=jinja2.StrictUndefined)
    digests: list[str] = []
    for name in INLINE_SCRIPTS:
        try:
            scripts = _SCRIPT.findall(strict.get_template(name).render(settings))
        except jinja2.TemplateError as error:
            message = f"{name}: {error}; expected a script that is the same on every page. Override the template."
            raise PolicyError(message) from error
        if not scripts:
            message = f"{name}: no inline script; expected one. Take the template off INLINE_SCRIPTS."
            raise PolicyError(message)
        digests += [_source(script.encode()) for script in scripts]
    return tuple(dict.fromkeys(digests))


def policy(digests: Iterable[str], form_targets: Iterable[str] = ()) -> str:
    """Return the policy as the content of a `meta` element; it holds no double quote.

    Args:
        digests: sources of inline scripts, as `script_digests` gives them.
        form_targets: addresses outside this site to which pages may send a form, such as a mail list's; https only.

    Raises:
        PolicyError: a form target is no plain https address.
    """
    targets = tuple(form_targets)
    for target in targets:
        if not _SOURCE.fullmatch(target):
            message = f"form target `{target}`; expected an https address without query. Mend mkdocs.yml."
            raise PolicyError(message)
    directives = {
        "default-src": ("'none'",),
        "script-src": ("'self'", *digests),
        "style-src": ("'self'",),
        # The theme's icons are data addresses in its style sheets.
        "img-src": ("'self'", "data:"),
        "font-src": ("'self'",),
        "connect-src": ("'self'",),
        "worker-src": ("'self'",),
        "manifest-src": ("'self'",),
        "object-src": ("'none'",),
        "base-uri": ("'none'",),
        # The theme's search form is never sent: scripts answer it.
        "form-action": targets or ("'none'",),
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def allow_last_script(page: bytes) -> bytes:
    """Return an HTML page of the preview whose policy allows the script that ends its body.

    MkDocs' preview server puts its reload script there, with numbers that differ for each request. It stands behind all
    that a page holds, so no text of a contributor can take its place. A page without it is returned as it is.
    """
    match = _LAST_SCRIPT.search(page)
    if not match:
        return page
    return page.replace(_SCRIPT_SOURCES, _SCRIPT_SOURCES + b" " + _source(match[1]).encode(), 1)


def _source(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
