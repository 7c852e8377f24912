"""A real SMTP server that keeps what it gets, for tests. Needs Debian's python3-aiosmtpd.

    smtp_peer.py FOLDER PORT

PORT 0 takes a free one; the first line written is "PORT VERSION". Each accepted message becomes FOLDER/NNNNNN.eml, complete when it appears;
its envelope is in X-Peer-From and X-Peer-To. One command a line on standard input, answered by "ok":

    accept          take messages (so it begins)
    refuse CODE     answer DATA with that code: 451 is "try again", 550 is "never"
    slow SECONDS    wait so long before each answer to DATA
    vanish          keep the message, then close the connection without an answer

It ends when standard input does.
"""

import asyncio
import os
import sys

import aiosmtpd
from aiosmtpd.controller import UnthreadedController


class Keeper:
    def __init__(self, folder):
        self.folder = folder
        self.count = len([name for name in os.listdir(folder) if name.endswith(".eml")])
        self.mode = ["accept"]

    async def handle_DATA(self, server, session, envelope):
        mode, argument = self.mode[0], self.mode[1:]
        if mode == "slow":
            await asyncio.sleep(float(argument[0]))
        if mode == "refuse":
            return f"{argument[0]} not now"
        self.count += 1
        name = os.path.join(self.folder, f"{self.count:06d}")
        with open(name + ".part", "wb") as file:
            file.write(f"X-Peer-From: {envelope.mail_from}\r\n".encode())
            for to in envelope.rcpt_tos:
                file.write(f"X-Peer-To: {to}\r\n".encode())
            file.write(envelope.original_content)
        os.rename(name + ".part", name + ".eml")
        if mode == "vanish":
            server.transport.abort()
            return "421 gone"
        return "250 kept"


async def main(folder, port):
    loop = asyncio.get_running_loop()
    keeper = Keeper(folder)
    controller = UnthreadedController(keeper, hostname="127.0.0.1", port=port, loop=loop, enable_SMTPUTF8=True)
    server = await controller._create_server()
    print(server.sockets[0].getsockname()[1], aiosmtpd.__version__, flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        keeper.mode = line.decode().split()
        print("ok", flush=True)


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
