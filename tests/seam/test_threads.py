"""How many threads the product computes with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COUNT = "import os, dashboard, numpy, scipy.optimize; print(len(os.listdir('/proc/self/task')))"


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux lists the threads of a process here")
def test_a_fit_waits_for_no_other_thread() -> None:
    """A fit of a few numbers took ten times the processor on two cores, its threads waiting for each other."""
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    counted = subprocess.run([sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True, check=True)
    assert counted.stdout == "1\n"
