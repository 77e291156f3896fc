"""The portal as real processes: broker, web, worker and beat, on the database of the tests."""

import http.client
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from lhl_portal.local.processes import Process, stop_all
from lhl_portal.local.servers import LOOPBACK, free_port
from lhl_portal.local.valkey import Valkey
from tests.mail_server import MailServer

CSRF = "a" * 32


class Stack:
    """Leases and sweeps are short here, so that a fault is mended in seconds."""

    def __init__(self, folder: Path, *, mode: str = "test") -> None:
        self.broker = Valkey(folder, durable=False)
        self.mail = MailServer()  # for a test to start
        self.port = free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        env = os.environ | {
            "PORTAL_MODE": mode,
            "DATABASE_URL": _database_url(),
            "REDIS_URL": self.broker.url,
            "PUBLIC_URL": self.url,
            "BUILD_LEASE_SECONDS": "3",
            "BUILD_RING_AGAIN_SECONDS": "1",
            "SWEEP_SECONDS": "1",
            "NOTICE_SECONDS": "3600",
            "EMAIL_URL": self.mail.url,
            "MAIL_LEASE_SECONDS": "3",
            "MAIL_RETRY_SECONDS": "1",
            "PYTHONUNBUFFERED": "1",
        }
        celery = [sys.executable, "-m", "celery", "-A", "lhl_portal.celery"]
        self.web = Process(
            "web",
            [
                *(sys.executable, "-m", "gunicorn", "lhl_portal.wsgi", "--bind", f"{LOOPBACK}:{self.port}"),
                *("--worker-class", "gthread", "--threads", "8", "--limit-request-line", "8190", "--no-control-socket"),
            ],
            log=folder / "web.log",
            env=env,
        )
        queues = ["--queues", "reports,mail,celery", "--without-gossip", "--without-mingle"]
        self.worker = Process(
            "worker",
            [*celery, "worker", "--pool", "prefork", "--concurrency", "1", *queues],
            log=folder / "worker.log",
            env=env,
        )
        self.beat = Process(
            "beat",
            [*celery, "beat", "--schedule", str(folder / "beat"), "--pidfile="],
            log=folder / "beat.log",
            env=env,
        )

    def start(self) -> None:
        self.broker.start()
        self.broker.wait_until(self.broker.ready, 10)
        for process in (self.web, self.worker, self.beat):
            process.start()
        self.web.wait_until(self._answers, 60)

    def stop(self) -> None:
        stop_all([self.web, self.worker, self.beat, self.broker])

    def _answers(self) -> bool:
        with (
            suppress(OSError, http.client.HTTPException),
            closing(http.client.HTTPConnection(LOOPBACK, self.port, timeout=5)) as client,
        ):
            client.request("GET", "/livez")
            return client.getresponse().status == 200
        return False

    def press(self, user: object, url: str) -> int:
        """POST to `url` as `user`, as the button does. Returns the HTTP status."""
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        return self.post(session, url)

    def post(self, session: str, url: str, **content: str) -> int:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}",
        }
        with closing(http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)) as client:
            client.request("POST", url, body=urlencode({"csrfmiddlewaretoken": CSRF} | content), headers=headers)
            return client.getresponse().status

    def kill_child(self) -> None:
        """SIGKILL to the pool process that builds; the worker itself lives on."""
        for pid in _children(self.worker):
            os.kill(pid, signal.SIGKILL)

    def kill_worker(self) -> None:
        """SIGKILL to the whole worker, and its start again, as any supervisor does."""
        children = _children(self.worker)
        os.kill(self.worker.pid, signal.SIGKILL)
        for pid in children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.worker._child.wait()
        self.worker.start()


def _children(process: Process) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def _database_url() -> str:
    values = connection.settings_dict
    password = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    return f"postgres://{values['USER']}{password}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


def wait_for(truth: Callable[[], bool], seconds: float) -> None:
    """Returns as soon as `truth` holds; fails the test after `seconds`."""
    give_up = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < give_up, "did not happen in time"
        time.sleep(0.02)
