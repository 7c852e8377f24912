"""A real SMS gateway for tests: Kannel's bearerbox and smsbox with its fake SMS centre. Needs Debian's kannel and kannel-extras.

    kannel_peer.py FOLDER

Everything listens on loopback only. The first line written is "PORT VERSION": where sendsms answers, user tenure, password secret. What the SMS centre got
is in FOLDER/centre.log. One command a line on standard input, answered by "ok":

    accept          take messages (so it begins)
    refuse          answer 403 to everybody
    down            nobody listens on the port
    hang            take connections and answer nothing, until the next command

It ends when standard input does, with all of it.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

FAKE_CENTRE = "/usr/lib/kannel/test/fakesmsc"
LIMIT = 30

folder = sys.argv[1]
programs = {}


def program(name):
    return next((path for path in (f"/usr/sbin/{name}", f"/usr/bin/{name}") if os.path.exists(path)), None)


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def write_settings(password):
    name = os.path.join(folder, "kannel.conf")
    with open(name, "w") as file:
        file.write(f"""
group = core
admin-port = {ADMIN}
admin-interface = "127.0.0.1"
admin-password = secret
smsbox-port = {BOX}
smsbox-interface = "127.0.0.1"
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"

group = smsc
smsc = fake
port = {CENTRE}
our-host = 127.0.0.1
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {SEND}
sendsms-interface = "127.0.0.1"

group = sendsms-user
username = tenure
password = {password}
max-messages = 6
concatenation = true

group = sms-service
keyword = default
text = "no"
""")
    return name


def start(name, log, *command):
    with open(os.path.join(folder, log), "ab") as output:
        programs[name] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)


def stop(name):
    if running := programs.pop(name, None):
        running.kill()
        running.wait()


def until(what, holds):
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > LIMIT:
            raise TimeoutError(what)
        time.sleep(0.05)


def status():
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{ADMIN}/status.txt?password=secret", timeout=5) as answer:
            return answer.read().decode()
    except OSError:
        return ""


def answers():
    try:
        with socket.create_connection(("127.0.0.1", SEND), timeout=1):
            return True
    except OSError:
        return False


def start_box(password):
    stop("smsbox")
    start("smsbox", "smsbox.log", program("smsbox"), write_settings(password))
    until("smsbox", lambda: answers() and re.search(r"smsbox:.*on-line", status()))


def has_centre():
    if programs["centre"].poll() is not None:
        # It came before bearerbox listened.
        start("centre", "centre.log", FAKE_CENTRE, "-H", "127.0.0.1", "-r", str(CENTRE), "-i", "0.01", "-m", "0", "x")
        time.sleep(0.1)
    return re.search(r"FAKE:\d+ \(online", status())


if not (program("bearerbox") and program("smsbox") and os.path.exists(FAKE_CENTRE)):
    sys.exit("kannel is not installed")
version = re.search(r"`([\d.]+)'", subprocess.run([program("smsbox"), "--version"], capture_output=True, text=True).stdout).group(1)
ADMIN, BOX, CENTRE, SEND = free_ports(4)
try:
    start("bearerbox", "bearerbox.log", program("bearerbox"), write_settings("secret"))
    until("bearerbox", status)
    start("centre", "centre.log", FAKE_CENTRE, "-H", "127.0.0.1", "-r", str(CENTRE), "-i", "0.01", "-m", "0", "x")
    until("SMS centre", has_centre)
    start_box("secret")
    print(SEND, version, flush=True)
    for line in sys.stdin:
        if "smsbox" in programs:
            programs["smsbox"].send_signal(signal.SIGCONT)
        match line.strip():
            case "accept":
                start_box("secret")
            case "refuse":
                start_box("another")
            case "down":
                stop("smsbox")
            case "hang":
                programs["smsbox"].send_signal(signal.SIGSTOP)
        print("ok", flush=True)
finally:
    for name in list(programs):
        stop(name)
