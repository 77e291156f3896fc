"""Where things are. All that is generated lies in `var/`, `.venv/` and `node_modules/`, and git ignores all three."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
DEMO = VAR / "demo"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
NODE_MODULES = ROOT / "node_modules"
