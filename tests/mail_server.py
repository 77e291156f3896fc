"""A small SMTP server that keeps what it has accepted, and does wrong when told to."""

import socketserver
import threading
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage

from lhl_portal.local.servers import LOOPBACK, free_port


class MailServer:
    """`faults` are used up one a dialogue: ``drop at DATA``, ``drop in DATA``, ``hang`` before the mail is accepted,
    ``refuse`` the recipient for good, or ``later`` for now. `accepted` holds envelope recipients and message.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"smtp://{LOOPBACK}:{self.port}"
        self.accepted: list[tuple[list[str], EmailMessage]] = []
        self.faults: list[str] = []
        self.hanging = threading.Event()

    def start(self) -> None:
        self._server = _Server((LOOPBACK, self.port), _Dialogue)
        self._server.owner = self
        threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> "MailServer":
        self.accepted.clear()
        self.hanging.clear()
        self.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.stop()

    def copies(self) -> Counter[str]:
        """How many mails each address got."""
        return Counter(address for recipients, _message in self.accepted for address in recipients)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    owner: MailServer


class _Dialogue(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        owner = self.server.owner
        fault = owner.faults.pop(0) if owner.faults else ""
        recipients: list[str] = []
        self._say("220 ready")
        while line := self.rfile.readline():
            command = line.decode().strip().upper()
            if command.startswith("RCPT"):
                if fault in {"refuse", "later"}:
                    self._say("550 no such mailbox" if fault == "refuse" else "451 try again")
                    continue
                recipients.append(line.decode().split("<")[1].split(">")[0])
            if command.startswith("QUIT"):
                self._say("221 bye")
                return
            if command != "DATA":
                self._say("250 ok")
                continue
            if fault == "drop at DATA":
                return
            self._say("354 go on")
            content = self._content(only_a_line=fault == "drop in DATA")
            if fault == "drop in DATA":
                return
            if fault == "hang":
                owner.hanging.set()
                self.rfile.readline()  # until the other end is gone
                return
            owner.accepted.append((list(recipients), message_from_bytes(content, policy=policy.default)))
            self._say("250 accepted")

    def _content(self, *, only_a_line: bool) -> bytes:
        content = b""
        while (line := self.rfile.readline()) not in {b".\r\n", b""} and not only_a_line:
            content += line[1:] if line.startswith(b"..") else line
        return content

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
