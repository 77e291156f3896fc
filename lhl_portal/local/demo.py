"""The whole portal on this machine: `python -m lhl_portal.local.demo [--once]`, run by `make demo`.

Ctrl-C or SIGTERM stops all that was started; the data stays in var/demo.
"""

import argparse
import http.client
import os
import shutil
import signal
import socket
import time
from contextlib import ExitStack, suppress
from http import HTTPStatus
from textwrap import indent
from typing import NoReturn

from lhl_portal.local import system_libraries
from lhl_portal.local.console import Failed, say, step, without_tracebacks
from lhl_portal.local.locks import alone_in
from lhl_portal.local.places import DEMO, PYTHON, ROOT
from lhl_portal.local.processes import Command, Process, ends_with_us, run, stop_all
from lhl_portal.local.servers import LOOPBACK
from lhl_portal.local.services import services, urls

LOGS = DEMO / "log"
TEMPORARY = DEMO / "tmp"  # a worker that is stopped leaves its font folder behind
REPORT = DEMO / "rapport.pdf"
MANAGE: Command = (PYTHON, "manage.py")
READY_SECONDS = 60
REPORT_SECONDS = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--once", action="store_true", help="stop when the report is there")
    once = parser.parse_args().once
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    with without_tracebacks():
        try:
            demo(port=int(os.environ.get("PORT") or 8000), once=once)
        except KeyboardInterrupt:
            if once:
                raise
        say("Stopped. The data is kept; make reset forgets it.")


def demo(*, port: int, once: bool) -> None:
    with ExitStack() as stack:
        stack.enter_context(alone_in(DEMO, "A demo from this folder is running already; see the terminal it runs in."))
        _refuse_taken(port)
        for folder in (LOGS, TEMPORARY):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        with step("PostgreSQL and Valkey"):
            servers = stack.enter_context(services(DEMO, durable=True))
        address = f"http://{LOOPBACK}:{port}"
        env = {
            **os.environ,
            **system_libraries.environment(),
            **urls(servers),
            "PORTAL_MODE": "demo",
            "PUBLIC_URL": address,
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(TEMPORARY),
        }
        with step("Schema, register, reform and demo activity"):
            run([*MANAGE, "prepare_demo"], env=env)
        web, worker, beat = portal = _portal(port, env)
        stack.callback(stop_all, portal)
        with step(f"Web, worker and beat; the portal is on {address}"):
            for process in portal:
                process.start()
            web.wait_until(lambda: _answers(port, "/readyz"), READY_SECONDS)
            for process in (worker, beat):
                process.wait_until(process.is_running, READY_SECONDS)
        with step("A report as PDF, built by the worker"):
            try:
                run([*MANAGE, "build_demo_report", "--output", REPORT], env=env, timeout=REPORT_SECONDS)
            except Failed as failure:
                raise Failed(f"{failure}\n\nThe end of {worker.log}:\n{worker.tail()}") from None
        say(_summary(address, run([*MANAGE, "demo_logins"], env=env)))
        if not once:
            _keep_running([*servers, *portal])


def _portal(port: int, env: dict[str, str]) -> list[Process]:
    celery: Command = (PYTHON, "-m", "celery", "-A", "lhl_portal.celery")
    commands: dict[str, Command] = {
        "web": [
            *(PYTHON, "-m", "gunicorn", "lhl_portal.wsgi", "--bind", f"{LOOPBACK}:{port}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
            *("--limit-request-line", "8190", "--no-control-socket"),
            *("--graceful-timeout", "5", "--access-logfile", "-"),
        ],
        "worker": [
            *(*celery, "worker", "--pool", "prefork", "--concurrency", "1", "--queues", "reports,mail,celery"),
            *("--without-gossip", "--without-mingle"),
        ],
        "beat": [*celery, "beat", "--schedule", DEMO / "beat-schedule", "--pidfile="],
    }
    return [
        Process(name, [*ends_with_us(signal.SIGTERM), *command], log=LOGS / f"{name}.log", env=env)
        for name, command in commands.items()
    ]


def _keep_running(processes: list[Process]) -> NoReturn:
    while True:
        time.sleep(0.5)
        for process in processes:
            process.revive()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does: a port just left is free
        try:
            probe.bind((LOOPBACK, port))
        except OSError as problem:
            raise Failed(f"Port {port} cannot be had ({problem.strerror}). Try: make demo PORT=8001") from None


def _answers(port: int, path: str) -> bool:
    with suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
        connection.request("GET", path)
        return connection.getresponse().status == HTTPStatus.OK
    return False


def _summary(address: str, log_ins: str) -> str:
    return f"""
  Leve hele livet, demo
  {"-" * 60}
  Address   {address}
  Log-ins
{indent(log_ins.strip(), "    ")}
  Report    {REPORT.relative_to(ROOT)}
  Logs      {LOGS.relative_to(ROOT)}/
  {"-" * 60}
  Ctrl-C stops it.
"""


def _interrupt(number: int, frame: object) -> NoReturn:
    """The first signal stops everything in order; a second one must not cut that short."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
