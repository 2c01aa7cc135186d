"""Where the worked answers and the real exports lie: in a folder beside the project, when it is there."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared folder beside the project")
