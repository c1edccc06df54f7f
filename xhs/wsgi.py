import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xhs.settings")
application = get_wsgi_application()
# All pages are loaded before the first request. What stands now stays: were the collector to look through it
# at each full collection, somebody would wait a tenth of a second for that.
_loaded = get_resolver().url_patterns
gc.collect()
gc.freeze()
import_module("tagging.matching").warm()
