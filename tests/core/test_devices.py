from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.timezone import now

from core.devices import device
from core.jinja import ago, day


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
            "Chrome · Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Safari/537.36 MicroMessenger/8.0",
            "WeChat · Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", "Firefox · Linux"),
        ("curl/8.9.1", "curl/8.9.1"),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_a_few_words(user_agent, words):
    assert device(user_agent) == words


def test_how_long_ago_is_said_in_one_unit():
    with translation.override("en"):
        assert ago(now() - timedelta(hours=3, minutes=20)).replace("\xa0", " ") == "3 hours ago"
        assert ago(now() - timedelta(days=1, hours=18)) == "1 day ago"
        assert ago(now() - timedelta(days=6)) == "6 days ago"
        assert ago(now() - timedelta(days=9)) == day(now() - timedelta(days=9))
