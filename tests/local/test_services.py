import os
import signal
import socket
import subprocess
import sys
import time

import psycopg
import pytest
import redis

from lhl_portal.local import postgres
from lhl_portal.local.console import Failed
from lhl_portal.local.locks import alone_in
from lhl_portal.local.postgres import Postgres
from lhl_portal.local.servers import free_port, program
from lhl_portal.local.services import embedded_is_installed, services, urls
from lhl_portal.local.valkey import Valkey, answers

embedded = pytest.mark.skipif(not embedded_is_installed(), reason="no embedded servers for this platform")


def connect(server):
    return psycopg.connect(server.url, autocommit=True)


def begin(server):
    server.start()
    server.wait_until(server.ready, 30)


@pytest.fixture
def cluster(tmp_path):
    server = Postgres(tmp_path, durable=True)
    yield server
    server.stop()


def test_a_free_port_can_be_listened_on():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", free_port()))


def test_a_platform_without_a_wheel_is_told_which_variable_to_set():
    with pytest.raises(Failed, match=r"^There is no embedded server for .*: set DATABASE_URL\.$"):
        program("no_such_wheel", "bin/postgres", "DATABASE_URL")


def test_what_the_environment_names_is_used_and_nothing_is_started(tmp_path):
    given = {"DATABASE_URL": "postgres://db/portal", "REDIS_URL": "redis://broker/0"}

    with services(tmp_path, durable=True, given=given) as servers:
        assert urls(servers) == {}

    assert list(tmp_path.iterdir()) == []


def test_only_one_run_at_a_time_and_the_next_when_it_has_ended(tmp_path):
    with alone_in(tmp_path, "busy"), pytest.raises(Failed, match=r"^busy$"), alone_in(tmp_path, "busy"):
        pass
    with alone_in(tmp_path, "busy"):
        pass


@embedded
@pytest.mark.worker
def test_both_servers_keep_what_they_were_given_and_stop_with_the_run(tmp_path):
    with services(tmp_path, durable=True, given={}) as servers:
        database, broker = servers
        with connect(database) as connection:
            connection.execute("CREATE TABLE notes AS SELECT 'ærlig' AS note")
        with redis.Redis.from_url(broker.url) as client:
            client.set("note", "kept")
    assert not database.is_running()
    assert not answers("127.0.0.1", broker.port)

    with services(tmp_path, durable=True, given={}) as servers:
        with connect(servers[0]) as connection:
            assert connection.execute("SELECT note FROM notes").fetchone() == ("ærlig",)
        with redis.Redis.from_url(servers[1].url, decode_responses=True) as client:
            assert client.get("note") == "kept"


@embedded
@pytest.mark.worker
def test_a_server_listens_on_this_machine_alone(cluster):
    begin(cluster)

    with connect(cluster) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("SHOW unix_socket_directories").fetchone() == ("",)


@embedded
@pytest.mark.worker
def test_a_cluster_whose_server_was_killed_starts_again_with_its_data(cluster):
    begin(cluster)
    with connect(cluster) as connection:
        connection.execute("CREATE TABLE notes AS SELECT 1")
    os.kill(cluster.pid, signal.SIGKILL)
    while cluster.is_running():
        time.sleep(0.01)
    assert (cluster.data / "postmaster.pid").exists()

    begin(cluster)

    with connect(cluster) as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (1,)


@embedded
@pytest.mark.worker
def test_a_process_number_that_is_somebody_elses_now_neither_stops_us_nor_is_stopped(cluster):
    begin(cluster)
    cluster.stop()
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (cluster.data / "postmaster.pid").write_text(f"{bystander.pid}\n{cluster.data}\n0\n{cluster.port}\n")

        begin(cluster)

        assert cluster.ready()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


@embedded
@pytest.mark.worker
def test_a_server_that_outlived_its_run_is_stopped_first(cluster, tmp_path):
    begin(cluster)

    later = Postgres(tmp_path, durable=True)
    begin(later)
    try:
        assert later.ready()
        assert not cluster.is_running()
    finally:
        later.stop()


@embedded
@pytest.mark.worker
def test_an_interrupted_first_start_leaves_no_half_a_cluster(cluster, monkeypatch):
    cluster.data.with_suffix(".partial").mkdir(parents=True)
    (cluster.data.with_suffix(".partial") / "PG_VERSION").write_text("18\n")

    begin(cluster)

    assert cluster.ready()
    assert not cluster.data.with_suffix(".partial").exists()


@embedded
@pytest.mark.worker
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_where_namespaces_are_refused_root_runs_it_as_nobody_and_copies_what_nobody_cannot_reach(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "_without_root", lambda: ([], postgres.NOBODY))
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = Postgres(closed, durable=True)
    try:
        begin(server)

        assert server.data.owner() == postgres.NOBODY
        assert not server.data.is_relative_to(closed)
        assert closed.stat().st_mode & 0o777 == 0o700
        with connect(server) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()
        postgres.forget(closed)
    assert not server.data.exists()


@embedded
@pytest.mark.worker
def test_tests_need_a_server_that_lets_them_make_databases(cluster):
    begin(cluster)
    with connect(cluster) as connection:
        connection.execute("CREATE ROLE reader LOGIN")

    assert postgres.lets_us_create(cluster.url)
    assert not postgres.lets_us_create(cluster.url.replace("postgres@", "reader@"))
    assert not postgres.lets_us_create(f"postgres://postgres@127.0.0.1:{free_port()}/lhl_portal")


@embedded
@pytest.mark.worker
def test_valkey_never_drops_what_is_queued(tmp_path):
    server = Valkey(tmp_path, durable=True)
    begin(server)
    try:
        with redis.Redis.from_url(server.url, decode_responses=True) as client:
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
            assert client.config_get("appendonly") == {"appendonly": "yes"}
    finally:
        server.stop()
