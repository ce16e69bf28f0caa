"""What must outlive a request without standing anywhere in the clear: text typed before a session ended, a new code.

Both wait encrypted in the session's row in the database until they are taken out.
"""

import hashlib
import json
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from cases.fields import field_keys

TYPED, CODE = "desk_typed", "query_code"


def _box():
    keys = (hashlib.sha256(b"cases.keeping\0" + key).digest() for key in field_keys().values())
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


def put(session, name, value):
    session[name] = _box().encrypt(json.dumps(value).encode()).decode()


def take(session, name):
    """What was put under `name`, once; None where there is nothing, or nothing that opens."""
    found = look(session, name)
    session.pop(name, None)
    return found


def look(session, name):
    """What `take` would give, left where it is."""
    sealed = session.get(name)
    try:
        return sealed and json.loads(_box().decrypt(sealed, ttl=settings.SESSION_ABSOLUTE_AGE))
    except InvalidToken:
        return None
