"""The door: parse, dispatch, and turn every outcome into a sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dossier import __version__

if TYPE_CHECKING:
    from argparse import Namespace

    from dossier.errors import DossierError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (table in ``dossier.errors.ExitCode``)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:
        sys.stdout.write(f"dossier {__version__}\n")
        return 0
    return _run(words)


def _run(words: list[str]) -> int:
    from dossier.cli.language import choose_language
    from dossier.cli.parser import build_parser
    from dossier.errors import DossierError, ExitCode

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    language = choose_language(words)
    options = build_parser().parse_args(words)
    try:
        return _dispatch(options, language)
    except DossierError as error:
        _explain(error, as_json=getattr(options, "json", False))
        return int(error.exit_code)
    except KeyboardInterrupt:
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        return int(ExitCode.DONE)
    except Exception:  # noqa: BLE001 - the outermost boundary: our bug, shown whole
        import traceback

        traceback.print_exc()
        return int(ExitCode.INTERNAL)


def _dispatch(options: Namespace, language: str) -> int:
    from dossier.cli.context import Context
    from dossier.cli.output import Output

    verbosity = getattr(options, "verbose", 0) - 2 * getattr(options, "quiet", 0)
    output = Output(as_json=getattr(options, "json", False), verbosity=verbosity)
    start = Path(getattr(options, "directory", None) or Path.cwd()).absolute()
    context = Context(start=start, output=output, language=language)
    return int(options.run(context, options))


def _explain(error: DossierError, *, as_json: bool) -> None:
    from dossier.cli.explain import error_document, error_lines
    from dossier.cli.output import Output

    output = Output(as_json=as_json)
    for line in error_lines(error):
        output.error(line)
    if as_json:
        output.document(error_document(error))
