"""The command line. `main` is also the door for tests and for the other programs of an office."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importers.fetch import Fetcher

INTERRUPTED = 2


def main(argv: Sequence[str] | None = None, fetcher: Fetcher | None = None) -> int:
    """Runs one command; returns 0 done, 1 done and something needs attention, 2 failed or asked wrongly.

    `fetcher` replaces the one that commands would make, which reaches public addresses only.
    """
    from outreach import config, faults, i18n
    from outreach.cli import output
    from outreach.errors import OutreachError

    arguments = list(sys.argv[1:] if argv is None else argv)
    output.any_letter()
    try:
        settings = config.load()
        i18n.set_language(config.language_of(settings))
        from outreach.cli.app import build

        # The command tree is made once the language is known: its help is written in it.
        return _run(build(arguments[0] if arguments else ""), arguments, fetcher)
    except OutreachError as error:
        output.complain(i18n.render_error(error))
        return error.exit_code
    except KeyboardInterrupt:
        output.complain(i18n.tr(output.STOPPED))
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has gone: nobody is left to tell
        sys.stderr.close()
        return INTERRUPTED
    except Exception as error:  # a defect: one sentence, and a log that holds no data
        output.complain(i18n.tr(faults.log(error, config.data_folder())))
        return INTERRUPTED


def _run(command: object, arguments: list[str], fetcher: Fetcher | None) -> int:
    from outreach.cli.context import Invocation

    try:
        command(arguments, prog_name="outreach", obj=Invocation(fetcher))  # type: ignore[operator]
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0 if stop.code is None else INTERRUPTED
    return 0
