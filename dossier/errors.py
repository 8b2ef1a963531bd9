"""The one root of everything that stops us from doing a job.

Something wrong with a document is a finding (``dossier.model.findings``), never an exception.
Third-party exceptions are translated into these at the adapter's edge.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes promised to scripts; published in the README."""

    DONE = 0
    INCOMPLETE = 1
    USAGE = 2
    EDITION = 3
    REFUSED = 4
    FIXITY = 5
    BUSY = 6
    INDEX = 7
    BUNDLE = 8
    UNDETERMINED = 9
    INTERNAL = 70
    INTERRUPTED = 130


class DossierError(Exception):
    """We cannot do the job.

    ``message`` and ``hint`` are message ids (English templates marked with ``N_``) filled with
    ``parameters`` by the face that shows them; the hint says what to do next.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, hint: str = "", **parameters: object) -> None:
        super().__init__(message.format(**parameters) if parameters else message)
        self.message = message
        self.hint = hint
        self.parameters = parameters


class UsageError(DossierError):
    """A command, a setting or a folder arrangement that cannot work."""


class SchemaError(DossierError):
    """An edition or profile that does not hold; carries every problem as findings."""

    exit_code = ExitCode.EDITION

    def __init__(
        self, message: str, hint: str = "", problems: tuple[object, ...] = (), **parameters: object
    ) -> None:
        super().__init__(message, hint, **parameters)
        self.problems = problems


class UnsafeArrangement(DossierError):
    """Folders that overlap or lack rights, so that taking files in could harm them."""

    exit_code = ExitCode.REFUSED


class FixityError(DossierError):
    """Stored content is missing or differs from its digest."""

    exit_code = ExitCode.FIXITY


class LedgerError(FixityError):
    """The ledger cannot be read as written."""


class BusyError(DossierError):
    """Another process is writing to the archive."""

    exit_code = ExitCode.BUSY


class IndexUnusable(DossierError):
    """The full-text index cannot be opened; ``dossier rebuild --index`` makes it again."""

    exit_code = ExitCode.INDEX


class BundleError(DossierError):
    """A bundle could not be written, or does not verify."""

    exit_code = ExitCode.BUNDLE


class IntakeStopped(DossierError):
    """Somebody stopped an intake; what it decided until then stands, the next one goes on."""

    exit_code = ExitCode.INTERRUPTED


class NoSpace(DossierError):
    """The disk is full; the source was left untouched."""

    exit_code = ExitCode.REFUSED


class RootUnavailable(DossierError):
    """An inbox cannot be reached, so nothing is known about what lies in it."""

    exit_code = ExitCode.REFUSED
