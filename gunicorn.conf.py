"""How the web process serves, here and in the container; gunicorn reads this file by itself.

``WEB_CONCURRENCY`` is the number of processes; each answers as many requests at once as it has
threads, so that a slow upload keeps nobody waiting.
"""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
timeout = 60
# It would lie in the home directory, where two installations meet and a container has none.
control_socket_disable = True
