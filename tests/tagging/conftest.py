import pytest

from tagging import matching


@pytest.fixture(autouse=True)
def _fresh_vocabulary():
    """Each test reads its own table, not the last one's."""
    matching.forget()
    yield
    matching.forget()
