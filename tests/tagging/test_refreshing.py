"""The words of a process are renewed without anybody waiting for it."""

import time

import pytest

from tagging import matching


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_newer_words_are_read(settings, monkeypatch):
    settings.KEEP_SHARED = True
    matching.forget()
    old = matching.vocabulary()
    monkeypatch.setattr(matching, "REFRESH_S", -1)
    assert matching.vocabulary() is old
    for _ in range(100):
        if matching.vocabulary() is not old:
            break
        time.sleep(0.05)
    else:
        pytest.fail("The words were not read anew.")
    monkeypatch.undo()
    with matching._refreshing:
        matching.forget()


@pytest.mark.django_db(transaction=True)
def test_words_are_read_beside_the_start_of_a_process(settings):
    settings.KEEP_SHARED = True
    matching.forget()
    matching.warm()
    for _ in range(100):
        if matching._cached is not None:
            break
        time.sleep(0.05)
    else:
        pytest.fail("The words were not read.")
    assert matching.vocabulary() is matching._cached[1]
    matching.forget()
