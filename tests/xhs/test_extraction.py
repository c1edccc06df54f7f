import io

from xhs.extraction import django_templates


def test_strings_of_django_templates_are_found_with_their_plural():
    source = """<div>
      {% load i18n %}
        <p title="{% trans "A title" %}">{% blocktranslate trimmed %}Two
          lines{% endblocktranslate %}</p>
    {% blocktranslate count n=items|length %}one thing{% plural %}{{ n }} things{% endblocktranslate %}
      {{ _("An underscore") }}
    </div>"""
    keywords = {"gettext": None, "_": None, "ngettext": (1, 2)}
    found = [row[2] for row in django_templates(io.BytesIO(source.encode()), keywords, [], {})]
    assert found == ["A title", "Two lines", ("one thing", "%(n)s things", None), "An underscore"]
