"""A mail server on loopback that does what the name of the recipient says. It says its ports, then each letter it got.

later        puts the recipient off            busy     puts the letter off
nobody       knows no such recipient           spam     refuses the letter
stranger     does not relay for us             breaks   takes the letter and breaks off without a word
hangs        takes the letter and says nothing
Anything else is taken. The second port wants the name "city" and the password "open sesame" first.
"""

import asyncio
import email
import email.policy
import json
import logging
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

# What it says of its own settings is nobody's concern here.
warnings.simplefilter("ignore")
logging.disable()

RECIPIENTS = {
    "later": "450 4.2.1 Try again later",
    "nobody": "550 5.1.1 No such user here",
    "stranger": "550 5.7.1 Relaying denied",
}
LETTERS = {
    "busy": "451 4.3.0 Try again later",
    "spam": "554 5.6.0 Not this",
}


def say(what):
    print(json.dumps(what), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = RECIPIENTS.get(address.split("@")[0])
        if answer is None:
            envelope.rcpt_tos.append(address)
            answer = "250 OK"
        return answer

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        answer = LETTERS.get(name, "250 OK")
        if answer.startswith("250"):
            letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
            headers = {key.lower(): str(value) for key, value in letter.items()}
            say({"from": envelope.mail_from, "to": envelope.rcpt_tos, "headers": headers,
                 "text": letter.get_content(), "raw": envelope.content.decode("ascii")})
        if name == "hangs":
            await asyncio.sleep(60)
        if name == "breaks":
            server.transport.abort()
        return answer


def known(server, session, envelope, mechanism, login):
    right = login.login == b"city" and login.password == b"open sesame"
    # What is not handled here is refused by the server.
    return AuthResult(success=right, handled=False)


async def serve(**options):
    def line():
        return SMTP(Handler(), hostname="localhost", **options)

    server = await asyncio.get_running_loop().create_server(line, "127.0.0.1", 0)
    return server.sockets[0].getsockname()[1]


async def main():
    anyone = await serve()
    members = await serve(authenticator=known, auth_required=True, auth_require_tls=False)
    say({"ports": [anyone, members]})
    # Until whoever started it goes.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
