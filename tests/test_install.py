"""`python3 -m bot` on a machine where nothing is there yet: the launcher, with pretend installers."""

import ast
import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from bot import fetch, install
from tests.ground.machine import Machine
from tests.house.source import Source, imports

OFFLINE_UV = "echo 'error: Failed to fetch: dns error: failed to lookup address information' >&2; exit 2"
OFFLINE_PIP = "echo 'WARNING: Retrying after connection broken by NewConnectionError'; exit 1"


@pytest.fixture
def machine(tmp_path: Path, root: Path) -> Machine:
    return Machine(tmp_path, root)


def test_the_first_start_fetches_and_goes_on_inside(machine: Machine) -> None:
    machine.uv("exit 0")
    process = machine.launch("roll", "--help")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 7
    # The same process: a signal sent to what was started reaches Aho.
    assert out.split() == [str(process.pid), str(machine.root / ".venv"), "roll", "--help"]
    assert "--require-hashes" in machine.asked[0]
    assert "--system-certs" in machine.asked[0]
    assert re.fullmatch(r"(Aho is fetching its parts.*\n)+Aho has its parts \(\d+ s\)\.\n", err)


def test_the_second_start_asks_nobody(machine: Machine) -> None:
    machine.uv("exit 0")
    machine.start()
    machine.uv("exit 9")
    code, _, err = machine.start()
    assert (code, err, len(machine.asked)) == (7, "", 1)


def test_new_pins_are_fetched(machine: Machine) -> None:
    machine.uv("exit 0")
    machine.start()
    (machine.root / "bot/locks/run.txt").write_text("run==2\n")
    assert machine.start()[0] == 7
    assert len(machine.asked) == 2


def test_an_older_uv_is_asked_in_its_own_words(machine: Machine) -> None:
    complaint = "error: unexpected argument '--system-certs' found"
    machine.uv(f'case "$*" in *--system-certs*) echo "{complaint}"; exit 2;; esac')
    assert machine.start()[0] == 7
    assert [line.split()[-1] for line in machine.asked] == ["--system-certs", "--native-tls"]


def test_an_interrupted_install_begins_anew(machine: Machine) -> None:
    machine.uv("touch .venv/bin/half ../begun; exec sleep 60")
    process = machine.launch()
    wait_for(machine.root.parent / "begun")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert (machine.root / ".venv/bin/half").exists()
    machine.uv("exit 0")
    assert machine.start()[0] == 7
    assert not (machine.root / ".venv/bin/half").exists()


def test_sigterm_ends_it_and_its_installer(machine: Machine) -> None:
    machine.uv("echo $$ > ../number; mv ../number ../begun; exec sleep 60")
    process = machine.launch()
    wait_for(machine.root.parent / "begun")
    process.terminate()
    assert process.wait(60) == 128 + signal.SIGTERM
    assert is_gone(int((machine.root.parent / "begun").read_text()))


def test_two_at_once_install_once(machine: Machine) -> None:
    machine.uv("touch ../begun; while ! [ -e ../go ]; do sleep 0.05; done")
    first = machine.launch()
    wait_for(machine.root.parent / "begun")
    second = machine.launch()
    assert second.stderr is not None
    assert second.stderr.readline() == f"{install.WAITING}\n"
    (machine.root.parent / "go").touch()
    first.communicate(timeout=60)
    second.communicate(timeout=60)
    assert (first.returncode, second.returncode, len(machine.asked)) == (7, 7, 1)


def test_a_venv_of_another_python_is_laid_out_anew(machine: Machine) -> None:
    machine.uv("exit 0")
    machine.start()
    configuration = machine.root / ".venv/pyvenv.cfg"
    configuration.write_text("version = 3.4.0\n")
    (machine.root / ".venv/aho-run.stamp").write_text("of 3.4")
    assert machine.start()[0] == 7
    assert "3.4.0" not in configuration.read_text()


def test_the_test_lock_serves_both(machine: Machine) -> None:
    machine.uv("exit 0")
    code, _, err = machine.start("test", "-k", "foo")
    assert (code, "No module named pytest" in err) == (1, True)  # our uv installs nothing; pytest was called
    assert machine.asked[0].count("test.txt") == 1
    assert machine.start()[0] == 7
    assert len(machine.asked) == 1


def test_without_a_network_it_says_so_in_one_sentence(machine: Machine) -> None:
    machine.uv(OFFLINE_UV)
    machine.python(OFFLINE_PIP)
    code, out, err = machine.start()
    assert (code, out) == (1, "")
    assert err.splitlines()[1:] == [fetch.OFFLINE]
    assert not (machine.root / ".venv/install.unfinished").exists()  # nothing was touched


def test_pip_is_asked_where_uv_fails(machine: Machine) -> None:
    machine.uv("exit 1")
    machine.python('[ "$*" = "-m bot" ] && exit 7; exit 0')
    code, _, _ = machine.start()
    assert code == 7
    assert [line.split()[1] for line in machine.asked] == ["install", "ensurepip", "pip", "bot"]
    assert "--require-hashes" in machine.asked[2]


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            fetch.FULL,
        ),
        ("error: invalid peer certificate: UnknownIssuer", fetch.UNTRUSTED),
        ("Retrying: Read timed out.\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES", fetch.UNKNOWN),
        ("SomethingElse", fetch.UNKNOWN),
    ],
)
def test_other_troubles_have_a_sentence_too(machine: Machine, printed: str, sentence: str) -> None:
    machine.uv("exit 1")
    machine.python(f"echo '{printed}'; exit 1")
    code, _, err = machine.start()
    assert code == 1
    assert err.splitlines()[1:] == [sentence.format(log=machine.root / ".venv/install.log")]


def test_a_python_too_old_is_told_so() -> None:
    """Only the words: what an old Python can parse is tried in test_an_old_python_can_read_the_launcher."""
    words = Path(install.__file__).with_name("__main__.py").read_text()
    said: list[str] = []

    class Old:
        version_info = (3, 9, 2)

        class stderr:  # noqa: N801
            write = said.append

        @staticmethod
        def exit(code: int) -> None:
            raise SystemExit(code)

    with pytest.raises(SystemExit, match="1"):
        exec(compile(words.replace("import sys\n", ""), "old", "exec"), {"sys": Old, "__name__": "__main__"})
    assert said == [
        "Aho needs Python 3.11 or newer, and this is 3.9: please install a newer one and start Aho with it, "
        "for example python3.12 -m bot.\n"
    ]


def test_an_old_python_can_read_the_launcher(root: Path) -> None:
    for name in ("__init__.py", "__main__.py"):
        text = (root / "bot" / name).read_text(encoding="ascii")
        tree = ast.parse(text, feature_version=(3, 4))
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.JoinedStr)]


def test_before_the_parts_are_there_only_the_standard_library_is_used(root: Path) -> None:
    for name in ("install.py", "fetch.py"):
        source = Source(f"bot/{name}", (root / "bot" / name).read_text())
        foreign = {name.split(".")[0] for name in imports(source)} - sys.stdlib_module_names
        assert foreign <= {"bot"}


def is_gone(process: int) -> bool:
    """Whether it ends without more being done: on a busy machine it takes a moment until nobody knows it any more."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def wait_for(path: Path) -> None:
    until = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < until, f"{path.name} never came"
        time.sleep(0.02)
