"""What the scripts here share: a keep-alive HTTP client, and what a V3 service index says."""
import http.client
import json
import socket
import urllib.parse
import uuid


class Client:
    """One keep-alive connection to the host of an address."""

    def __init__(self, address, api_key=None, timeout=120):
        parts = urllib.parse.urlsplit(address)
        self.host, self.port, self.secure = parts.hostname, parts.port, parts.scheme == "https"
        self.api_key, self.timeout, self.connection = api_key, timeout, None

    def request(self, method, address, body=None, headers=None):
        """Answers (status, headers by lower-case name, body, reason phrase). A connection that had idled out is opened again once."""
        parts = urllib.parse.urlsplit(address)
        path = parts.path + ("?" + parts.query if parts.query else "")
        sent = {"User-Agent": "torrone-bench/1.0", **(headers or {})}
        for attempt in (0, 1):
            connection = self._connect()
            try:
                connection.request(method, path, body=body, headers=sent)
                response = connection.getresponse()
                content = response.read()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.close()
                if attempt:
                    raise
                continue
            if (response.getheader("Connection") or "").lower() == "close":
                self.close()
            return response.status, {k.lower(): v for k, v in response.getheaders()}, content, response.reason

    def push(self, address, package):
        """A PUT as the dotnet client sends it, but for chunking."""
        boundary = uuid.uuid4().hex
        head = (f"--{boundary}\r\nContent-Type: application/octet-stream\r\n"
                "Content-Disposition: form-data; name=package; filename=package.nupkg\r\n\r\n").encode()
        return self.request("PUT", address, head + package + f"\r\n--{boundary}--\r\n".encode(), {
            "X-NuGet-ApiKey": self.api_key or "",
            "X-NuGet-Client-Version": "7.0.0",
            "X-NuGet-Protocol-Version": "4.1.0",
            "Content-Type": f'multipart/form-data; boundary="{boundary}"',
        })

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _connect(self):
        if self.connection is None:
            kind = http.client.HTTPSConnection if self.secure else http.client.HTTPConnection
            self.connection = kind(self.host, self.port, timeout=self.timeout)
            self.connection.connect()
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.connection


def resources(index_address):
    """The service index as {type: address}; the first of a type counts."""
    status, _, body, reason = Client(index_address).request("GET", index_address)
    if status != 200:
        raise SystemExit(f"{index_address}: {status} {reason}")
    found = {}
    for resource in json.loads(body)["resources"]:
        found.setdefault(resource["@type"], resource["@id"])
    return found


def read_targets(index_address):
    """(name, address) of what clients read most, for a feed that holds the sets of gen_packages.py."""
    all_resources = resources(index_address)
    registration = slash(all_resources["RegistrationsBaseUrl/3.6.0"])
    flat = slash(all_resources["PackageBaseAddress/3.0.0"])
    search = all_resources["SearchQueryService"]
    complete = all_resources["SearchAutocompleteService"]
    common = "skip=0&take=20&prerelease=true&semVerLevel=2.0.0"
    return [
        ("service index", index_address),
        ("registration, 1 version", registration + "bench.one/index.json"),
        ("registration, 100 versions", registration + "bench.many/index.json"),
        ("registration, 3,000 versions", registration + "bench.thousands/index.json"),
        ("registration, one page of those", registration + "bench.thousands/page/1.64.0/1.127.0.json"),
        ("version list, 1 version", flat + "bench.one/index.json"),
        ("version list, 100 versions", flat + "bench.many/index.json"),
        ("version list, 3,000 versions", flat + "bench.thousands/index.json"),
        ("package, 10 KB", flat + "bench.one/1.0.0/bench.one.1.0.0.nupkg"),
        ("package, 1 MB", flat + "bench.big/1.0.0/bench.big.1.0.0.nupkg"),
        ("nuspec", flat + "bench.one/1.0.0/bench.one.nuspec"),
        ("search, everything", f"{search}?q=&{common}"),
        ("search, a word", f"{search}?q=bench&{common}"),
        ("search, no match", f"{search}?q=zzzznothing&{common}"),
        ("autocomplete", f"{complete}?q=p1&take=20&prerelease=true&semVerLevel=2.0.0"),
        ("missing package", flat + "no.such.package/index.json"),
    ]


def slash(address):
    return address if address.endswith("/") else address + "/"
