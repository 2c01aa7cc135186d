"""What makes a PDF here; without it its tests are left out, where CI=true they fail."""

import os

import pytest


def needs_weasyprint() -> None:
    """Leave the test out, or fail it, where WeasyPrint or the libraries it loads are not there."""
    try:
        import weasyprint  # noqa: F401 -- whether it can be loaded
    except (ImportError, OSError) as error:
        sentence = f"no WeasyPrint here ({error}); install libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
