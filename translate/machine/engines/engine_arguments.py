"""The options of a command line that are about engines: which, how they are opened, and a second beside the first."""

import argparse
from dataclasses import replace
from pathlib import Path

from translate.core import console
from translate.core.engine_registry import ENGINES, LITERAL
from translate.machine.engine import EngineOptions
from translate.machine.engines import api_key


class _KeyOnCommandLine(argparse.Action):
    """Refuses `--api-key KEY` without repeating the key, which argparse would do with an option it does not know."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """End with the usage error."""
        parser.error(
            "--api-key found, with a key that other users and the shell's history can see; none expected there. Set "
            f"{api_key.VARIABLE} in the environment, or put the key into a file and say --api-key-file FILE."
        )


def add(made: argparse.ArgumentParser) -> None:
    """Add the options to a parser."""
    made.add_argument("--engine", choices=ENGINES, default="argos", help="what translates (default: argos)")
    made.add_argument("--models", type=Path, metavar="DIR", help="folder of installed models (default: .cache/models)")
    made.add_argument("--beam", type=_positive, default=4, metavar="N", help="beam size (default: 4)")
    made.add_argument("--threads", type=_natural, default=0, metavar="N", help="processor threads (default: all cores)")
    made.add_argument("--compute-type", default="auto", metavar="TYPE", help="of CTranslate2: auto, int8, float32, …")
    made.add_argument(
        "--batch-tokens",
        type=_positive,
        default=EngineOptions.max_batch_tokens,
        metavar="N",
        help="tokens per batch (default: %(default)s)",
    )
    made.add_argument(
        "--api-key-file",
        type=Path,
        metavar="FILE",
        help=f"file that holds its key, where it asks for one (default: the environment's {api_key.VARIABLE})",
    )
    made.add_argument("--api-key", nargs="?", action=_KeyOnCommandLine, help=argparse.SUPPRESS)
    made.add_argument(
        "--recorded", type=Path, metavar="FILE", help="answers of the engine `recorded`: a line is source<TAB>output"
    )
    made.add_argument(
        "--server", default="", metavar="URL", help="address of your server, for engines that need one; none is preset"
    )
    made.add_argument("--model", default="", metavar="NAME", help="language model of that server (default: its first)")
    made.add_argument(
        "--preset",
        default="",
        metavar="NAME",
        help="how to ask the model, a name of translate/machine/engines/presets.toml",
    )
    made.add_argument(
        "--parallel", type=_positive, default=4, metavar="N", help="requests to a language model at once (default: 4)"
    )
    made.add_argument(
        "--timeout",
        type=_positive,
        default=0,
        metavar="SECONDS",
        help="one answer of a server may take (default: 60, 300 for a language model)",
    )
    others = [name for name in ENGINES if name not in LITERAL]
    made.add_argument(
        "--repair", choices=others, default="", help="second engine for what the guards refuse; its work is guarded too"
    )
    made.add_argument(
        "--repair-risk",
        type=_share,
        metavar="RISK",
        help="send it also what passed with at least this risk of misleading, 0 to 1 (default: nothing)",
    )
    made.add_argument(
        "--second", choices=others, default="", help="second engine that says where it disagrees with what passed"
    )
    made.add_argument(
        "--second-server", default="", metavar="URL", help="address of the second engine's server (default: --server)"
    )


def check(command_line: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """End with a usage error where an engine lacks what it needs."""
    for option in ("engine", "repair", "second"):
        _check_engine(command_line, options, option)


def _check_engine(command_line: argparse.ArgumentParser, options: argparse.Namespace, option: str) -> None:
    """End with the usage error where an engine lacks what it needs."""
    name = getattr(options, option)
    needs = ENGINES.get(name)
    server = options.server if option == "engine" else options.second_server or options.server
    if needs is not None and needs.needs_server and not server:
        command_line.error(f"--{option} {name} needs the address of your server. Add --server http://localhost:5000.")
    if needs is not None and needs.needs_file and not options.recorded:
        command_line.error(f"--{option} {name} needs the file that it answers from. Add --recorded FILE.tsv.")


def read_key(command_line: argparse.ArgumentParser, options: argparse.Namespace) -> str:
    """Return the key of the server; empty where there is no server or it needs none."""
    if not (options.server or options.second_server):
        return ""
    try:
        key, warnings = api_key.read(options.api_key_file)
    except api_key.ApiKeyError as error:
        command_line.error(str(error))
    console.warn(*warnings)
    return key


def first(options: argparse.Namespace) -> EngineOptions:
    """Return how the engine is opened."""
    return EngineOptions(
        models=options.models,
        threads=options.threads,
        compute_type=options.compute_type,
        max_batch_tokens=options.batch_tokens,
        server=options.server,
        api_key=options.api_key,
        recorded=options.recorded,
        model=options.model,
        preset=options.preset,
        parallel=options.parallel,
        timeout=float(options.timeout),
    )


def second(options: argparse.Namespace) -> EngineOptions:
    """Return how a second engine is opened: with the key only where it has no server of its own."""
    made = first(options)
    if not options.second_server:
        return made
    return replace(made, server=options.second_server, api_key="" if options.server else made.api_key)


def _positive(text: str) -> int:
    number = _natural(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} found; 1 or more expected")
    return number


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} found; a number from 0 to 1 expected")
    return share


def _natural(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} found; a whole number expected")
    return int(text)
