import socket

import pytest

from lhl_portal.local import check, demo
from lhl_portal.local.console import Failed, step, without_tracebacks


def test_a_port_that_is_taken_is_told_before_anything_starts():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Failed, match=rf"^Port {port} cannot be had .* make demo PORT="):
            demo._refuse_taken(port)


def test_a_failure_ends_the_program_with_its_text_and_no_traceback():
    with pytest.raises(SystemExit) as ended, without_tracebacks():
        raise Failed("Port 8000 cannot be had")

    assert ended.value.code == "\nPort 8000 cannot be had"


def test_a_step_that_fails_is_not_said_to_have_taken_its_time(capsys):
    with pytest.raises(Failed), step("Types"):
        raise Failed("no")

    assert capsys.readouterr().out == "  Types ... stopped\n"


def test_the_second_round_uses_what_the_environment_names(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://db/portal")
    monkeypatch.setenv("REDIS_URL", "redis://broker/0")

    assert check.servers_of_the_machine() == {
        "DATABASE_URL": "postgres://db/portal",
        "REDIS_URL": "redis://broker/0",
    }


def test_the_second_round_uses_only_what_answers(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setattr(check.postgres, "lets_us_create", lambda url: False)
    monkeypatch.setattr(check.valkey, "answers", lambda host, port: port == 6379)

    assert check.servers_of_the_machine() == {"REDIS_URL": check.USUAL_REDIS}


@pytest.fixture
def no_browser(monkeypatch):
    """Twelve browser tests and nothing to run them in."""
    ran = []
    monkeypatch.setattr(check, "chromium", lambda: None)
    monkeypatch.setattr(check, "_pytest", lambda title, env, *arguments: ran.append(arguments))
    monkeypatch.setattr(check, "run", lambda *args, **options: "12/978 tests collected (966 deselected) in 4.10s\n")
    return ran


def test_browser_tests_that_cannot_run_are_counted_aloud(no_browser, monkeypatch, capsys):
    monkeypatch.delenv("CI", raising=False)

    check.test({}, where="here", browser=True)

    assert "12 browser tests did NOT run" in capsys.readouterr().out
    assert len(no_browser) == 2


def test_in_ci_a_missing_browser_is_a_failure(no_browser, monkeypatch):
    monkeypatch.setenv("CI", "true")

    with pytest.raises(Failed, match="12 browser tests did NOT run"):
        check.test({}, where="here", browser=True)


def test_the_second_round_leaves_the_browser_out(no_browser, capsys):
    check.test({}, where="there", browser=False)

    assert "browser" not in capsys.readouterr().out
    assert len(no_browser) == 2
