"""WSGI entry point of the web process."""

import gc
import os
import sys
from importlib import import_module

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "finops.settings")
if not settings.SECRET_KEY_IS_SET:  # anybody could sign a session otherwise
    raise ImproperlyConfigured("Set SPANLEDGER_SECRET_KEY, or start everything with `spanledger up`.")
application = get_wsgi_application()

# A check of budgets takes a millisecond, and would wait five for any thread that works on a page or reads
# what checks are answered from.
sys.setswitchinterval(0.0005)

# Looking through everything that is loaded for garbage would hold up some request by 80 ms.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
