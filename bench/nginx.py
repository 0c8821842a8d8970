"""A private nginx on loopback, with its own folder, stopped by its own process id."""
import os
import shutil
import subprocess
import time


class Nginx:
    """Serves a folder on 127.0.0.1:port while the with-block lasts."""

    def __init__(self, folder, port):
        self.folder, self.port, self.process = os.path.abspath(folder), port, None
        self.root = os.path.join(self.folder, "root")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.root)
        os.makedirs(os.path.join(self.folder, "tmp"))

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        temporary = os.path.join(self.folder, "tmp")
        user = "user root;" if os.getuid() == 0 else ""
        with open(os.path.join(self.folder, "nginx.conf"), "w", encoding="utf-8") as config:
            config.write(f"""daemon off; worker_processes 1; pid {self.folder}/nginx.pid; error_log {self.folder}/error.log; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; open_file_cache max=1000 inactive=60s;
  keepalive_requests 1000000000; keepalive_timeout 75; default_type application/json;
  client_body_temp_path {temporary}/body; proxy_temp_path {temporary}/proxy; fastcgi_temp_path {temporary}/fastcgi;
  uwsgi_temp_path {temporary}/uwsgi; scgi_temp_path {temporary}/scgi;
  server {{ listen 127.0.0.1:{self.port} backlog=1024; root {self.root}; gzip_static on; etag on; }}
}}""")
        self.process = subprocess.Popen(["nginx", "-p", self.folder, "-c", os.path.join(self.folder, "nginx.conf")])
        time.sleep(0.5)
        if self.process.poll() is not None:
            raise SystemExit(f"nginx did not start: see {self.folder}/error.log")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
