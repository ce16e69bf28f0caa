"""How the web server runs: `gunicorn -c python:config.gunicorn config.wsgi:application`."""

import os

bind = os.environ.get("BIND") or "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
# One connection a thread, kept: opening one for each request would halve what a worker can answer.
os.environ.setdefault("DATABASE_POOL", str(threads + 2))
graceful_timeout = 25
control_socket_disable = True
# Addresses may hold what a clerk searched for, so there is no access log; errors go to the JSON log.
accesslog = None
