"""The command line: each command calls one service; without a command it opens the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from app import (
    __version__,
    cli_audit,
    cli_cases,
    cli_exceptions,
    cli_links,
    cli_lists,
    cli_output,
    cli_own_lists,
    cli_reports,
    cli_review,
    cli_users,
    cli_validate,
)
from app.domain.errors import AppError, EnvironmentFault, UsageError

app = typer.Typer(
    name="screendesk",
    help="Screen customers against sanctions and PEP lists, offline.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)
settings_app = typer.Typer(help="How names are matched by default.", no_args_is_help=True)
cli_lists.lists_app.add_typer(cli_own_lists.own_app)
app.add_typer(cli_exceptions.exceptions_app, name="exceptions")
app.add_typer(cli_lists.lists_app, name="lists")
app.add_typer(cli_links.countries_app, name="countries")
app.add_typer(settings_app, name="settings")
app.add_typer(cli_audit.audit_app, name="audit")
app.add_typer(cli_users.users_app, name="users")
app.add_typer(cli_review.review_app, name="review")
app.add_typer(cli_cases.cases_app, name="cases")
app.add_typer(cli_validate.validate_app, name="validate")
app.command("bench")(cli_validate.bench)
app.command("report")(cli_reports.report)

DataDir = Annotated[
    str | None,
    typer.Option("--data-dir", help="The workspace's folder (or SCREENDESK_DATA_DIR)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]

DATA_DIR_VARIABLE = "SCREENDESK_DATA_DIR"
BLOCK_EXIT = 11
REVIEW_EXIT = 10
STOPPED_EXIT = 130
DEBUG_VARIABLE = "SCREENDESK_DEBUG"


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code. Never a traceback for bad input or for what the
    machine did."""
    as_json = "--json" in arguments
    try:
        result = app(list(arguments), standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except AppError as error:
        return cli_output.show_error(error, as_json)
    except OSError as error:
        return cli_output.show_error(_fault_of(error), as_json)
    except Exception as error:
        # The parser's usage errors share no public base class.
        told = getattr(error, "format_message", None)
        if told is not None:
            return cli_output.show_error(UsageError(told()), as_json)
        if os.environ.get(DEBUG_VARIABLE):
            raise
        return cli_output.show_error(_bug(error), as_json)
    if code == STOPPED_EXIT:  # Ctrl+C, as the parser reports it
        sys.stderr.write("Stopped. What was finished is kept.\n")
    return code


def _fault_of(error: OSError) -> EnvironmentFault:
    return EnvironmentFault(
        f"The machine refused: {error.strerror or error}.",
        safe="What was stored before is safe.",
        todo="Check paths, rights and free space, then try again.",
    )


def _bug(error: Exception) -> AppError:
    return AppError(
        f"Something went wrong inside Screendesk ({type(error).__name__}).",
        safe="What was not finished was undone; everything stored before is safe.",
        todo=f"Please report it; {DEBUG_VARIABLE}=1 shows the details.",
    )


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    data_dir: DataDir = None,
    user: Annotated[
        str | None, typer.Option("--user", help="Who works, by login (or SCREENDESK_USER).")
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Open the window. Example: screendesk --data-dir ~/screening"""
    context.obj = _workspace  # how the commands of other modules open it
    if version:
        sys.stdout.write(f"Screendesk {__version__}\n")
        raise typer.Exit
    if user is not None:
        os.environ[cli_users.USER_VARIABLE] = user
    if data_dir is not None:
        os.environ[DATA_DIR_VARIABLE] = str(_folder(data_dir))  # for the command that follows
    if context.invoked_subcommand is None:
        from app import bootstrap

        problem = bootstrap.window_problem()
        if problem:
            sys.stderr.write(problem + "\n")
            raise typer.Exit(4)
        raise typer.Exit(bootstrap.run_window(_folder(data_dir)))


@app.command()
def screen(
    name: Annotated[str, typer.Argument(help="The full name, in any script.")],
    kind: Annotated[str, typer.Option("--type", help="individual or entity")] = "individual",
    dob: Annotated[str, typer.Option("--dob", help="1951-06-19, 1951-06 or 1951")] = "",
    nationality: Annotated[str, typer.Option(help="Country code or name.")] = "",
    country: Annotated[str, typer.Option(help="Country code or name.")] = "",
    gender: Annotated[str, typer.Option(help="male, female or other")] = "",
    place_of_birth: Annotated[str, typer.Option(help="Town or region.")] = "",
    registration_number: Annotated[str, typer.Option(help="Of an entity.")] = "",
    external_id: Annotated[str, typer.Option(help="Your customer number.")] = "",
    identifiers: Annotated[
        list[str] | None, typer.Option("--id", help="TYPE:VALUE[:CC], e.g. PASSPORT:K123:NG")
    ] = None,
    check: Annotated[str, typer.Option(help="SANCTIONS,PEP,ADVERSE_MEDIA")] = "SANCTIONS,PEP",
    purpose: Annotated[str, typer.Option(help="ONBOARDING, PERIODIC ...")] = "ON_DEMAND",
    profile: Annotated[str, typer.Option(help="aligned, classic; else by settings.")] = "",
    transaction: Annotated[
        str,
        typer.Option(help="ID:AMOUNT:CURRENCY:IN|OUT[:COUNTRY], with --purpose TRANSACTION"),
    ] = "",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 10 for REVIEW_REQUIRED, 11 for BLOCK.")
    ] = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Screen one customer. Example: screendesk screen "Test PEP Person" --nationality NG"""
    from app.cli_input import screening_request
    from app.domain.decision import Outcome
    from app.services import result_shape, screening

    request = screening_request(
        name=name,
        kind=kind,
        dob=dob,
        nationality=nationality,
        country=country,
        gender=gender,
        place_of_birth=place_of_birth,
        registration_number=registration_number,
        external_id=external_id,
        identifiers=identifiers or [],
        check=check,
        purpose=purpose,
        profile=profile,
        transaction=transaction,
    )
    with _workspace(data_dir) as workspace:
        record = screening.screen(workspace, request, cli_output.ConsoleJob())
    if as_json:
        cli_output.print_json(result_shape.screening_result(record))
    else:
        cli_output.show_screening(record)
    if exit_code:
        codes = {Outcome.REVIEW_REQUIRED: REVIEW_EXIT, Outcome.BLOCK: BLOCK_EXIT}
        raise typer.Exit(codes.get(record.decision.outcome, 0))


@settings_app.command("show")
def show_settings(as_json: Json = False, data_dir: DataDir = None) -> None:
    """Show how names are matched by default. Example: screendesk settings show"""
    from app.services import matching_settings

    with _workspace(data_dir) as workspace:
        found = matching_settings.read(workspace)
    cli_output.show_settings(found, as_json)


@settings_app.command("set")
def set_settings(
    profile: Annotated[str, typer.Option(help="The profile of all lists: aligned, classic")] = "",
    list_profiles: Annotated[
        list[str] | None,
        typer.Option("--list-profile", help="SOURCE=PROFILE; SOURCE= has the default again."),
    ] = None,
    learned: Annotated[
        str, typer.Option("--learned-aliases", help="Learned spellings are equal: on, off")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Change how names are matched from the next screening on. Example:
    screendesk settings set --list-profile un_sc=classic --reason "asked by the auditor" """
    from app.cli_input import changed_settings
    from app.services import matching_settings

    with _workspace(data_dir) as workspace:
        wanted = changed_settings(
            matching_settings.read(workspace), profile, list_profiles or [], learned
        )
        found = matching_settings.save(workspace, wanted, reason=reason)
    cli_output.show_settings(found, as_json)


@settings_app.command("pep")
def set_exposure(
    home: Annotated[
        str | None, typer.Option(help="The desk's own country, two letters; empty for none.")
    ] = None,
    years: Annotated[
        int | None, typer.Option(help="How many years a former office counts.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show or change how political exposure is told. Example:
    screendesk settings pep --home NG --years 5"""
    from dataclasses import replace

    from app.services import pep_exposure

    with _workspace(data_dir) as workspace:
        found = pep_exposure.read(workspace)
        if home is not None:
            found = replace(found, home_country=home.strip().upper())
        if years is not None:
            found = replace(found, former_after_years=years)
        found = pep_exposure.save(workspace, found, reason=reason)
    cli_output.show_exposure(found, as_json)


def _folder(data_dir: str | None) -> Path | None:
    if data_dir is not None and not data_dir.strip():
        raise UsageError("--data-dir is empty.", todo="Name a folder, or leave the option out.")
    return None if data_dir is None else Path(data_dir)


def _workspace(data_dir: str | None) -> Any:
    """The workspace as a context manager, with its demonstration lists on the first run."""
    from contextlib import closing

    from app import bootstrap
    from app.services.demo import load_demo_lists
    from app.services.list_versions import LEFT_READY, activate_left_ready

    workspace = bootstrap.open_workspace(_folder(data_dir))
    try:
        with workspace.in_background():
            for version in activate_left_ready(workspace):
                sys.stderr.write(f"{version.source}: version {version.version} is active now. ")
                sys.stderr.write(f"{LEFT_READY}\n")
            load_demo_lists(workspace, cli_output.ConsoleJob())
        cli_audit.sign_finished_days(workspace)
        cli_users.log_in(workspace)
    except BaseException:
        workspace.close()
        raise
    return closing(workspace)
