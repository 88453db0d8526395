"""An application in twenty lines: sign_in.py SOCKET KEY-FILE USERNAME ADDRESS, the password on standard input."""

import http.client
import json
import socket
import sys


class Door(http.client.HTTPConnection):
    """HTTP on the socket of `oktui serve`."""

    def connect(self):
        """Connect to the socket, whose path stands where a host would."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(self.host)


def ask(path, key, method, what, body=None, token=""):
    """The status and what was told; 403 and 429 have a text for the user, 503 is an outage and no wrong password."""
    door = Door(path)
    door.request(method, what, json.dumps(body), {"Authorization": f"Bearer {key}", "OKtui-Session": token})
    answer = door.getresponse()
    return answer.status, json.load(answer)


def main(path, key_file, username, address):
    """Sign in, say who it is and what they may do, and sign out."""
    with open(key_file) as file:
        key = file.read().strip()
    said = {"username": username, "password": sys.stdin.readline().rstrip("\n"), "address": address}
    status, told = ask(path, key, "POST", "/v1/sign-in", said)
    if status != 200:
        print(told["text"])
        return 1 if status in (403, 429) else 3
    print(told["name"])
    _, held = ask(path, key, "GET", "/v1/session/permissions", token=told["token"])
    for each in held.get("permissions", []):  # none before a demanded change of the password
        print(each["permission"], each["level"])
    ask(path, key, "DELETE", "/v1/session", token=told["token"])
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
