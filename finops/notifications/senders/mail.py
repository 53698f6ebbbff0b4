"""E-mail through the mail server of the installation (`EMAIL_URL`)."""

import smtplib
import ssl
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string
from django.urls import reverse

from finops.core.mail_server import MailServer
from finops.notifications.content import Content
from finops.notifications.failures import NotTaken

OFF = "This installation has no mail server. Whoever runs it sets EMAIL_URL."
SECONDS = 10
PATIENT = 4  # attempts in which nobody is sent anything while somebody may still become reachable


def send(content: Content, to: Sequence[str], zone: ZoneInfo, attempt: int) -> str:
    """Hand in a message for all of these addresses. Returns who refused it for good; raises NotTaken.

    While an address is refused for now, none is sent anything, so that nobody gets it twice.
    """
    server: MailServer | None = settings.MAIL_SERVER
    if server is None:
        raise NotTaken(OFF, permanent=True)
    try:
        return _hand_in(server, built(content, to, zone, server), to, attempt <= PATIENT)
    except smtplib.SMTPAuthenticationError:
        raise NotTaken("The mail server does not let this installation sign in.") from None
    except smtplib.SMTPResponseException as problem:
        raise _refused(problem.smtp_code) from None
    except ssl.SSLCertVerificationError:
        raise NotTaken("The certificate of the mail server cannot be trusted.") from None
    except (OSError, smtplib.SMTPException) as problem:
        raise NotTaken(f"The mail server cannot be reached ({type(problem).__name__}).") from None


def built(content: Content, to: Sequence[str], zone: ZoneInfo, server: MailServer) -> EmailMultiAlternatives:
    """A message in text and HTML. Its Message-ID is the same however often it is sent."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    home = settings.PUBLIC_URL
    shown = {"content": content, "zone": zone, "home": home, "preferences": home + reverse("notifications")}
    mail = EmailMultiAlternatives(
        content.headline,
        render_to_string("notifications/mail/message.txt", shown),
        server.sender,
        list(to),
        headers={"Message-ID": f"<{content.id}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("notifications/mail/message.html", shown), "text/html")
    return mail


def _hand_in(server: MailServer, mail: EmailMultiAlternatives, to: Sequence[str], patient: bool) -> str:
    backend = EmailBackend(
        host=server.host, port=server.port, username=server.user, password=server.password,
        use_tls=server.starttls, use_ssl=server.tls, timeout=SECONDS,
    )  # fmt: skip
    try:
        backend.open()
        return _transaction(backend.connection, mail, parseaddr(server.sender)[1], to, patient)
    finally:
        backend.close()


def _transaction(
    smtp: Any, mail: EmailMultiAlternatives, sender: str, to: Sequence[str], patient: bool
) -> str:
    smtp.ehlo_or_helo_if_needed()
    _expect(smtp.mail(sender))
    codes = {address: int(smtp.rcpt(address)[0]) for address in to}
    refused = {address: code for address, code in codes.items() if code >= 400}
    if len(refused) == len(to) or (patient and any(code < 500 for code in refused.values())):
        raise _refused(min(refused.values()))
    message: Any = mail.message()  # of a class of Django
    _expect(smtp.data(message.as_bytes(linesep="\r\n")))
    return "; ".join(f"{address} was refused ({code})" for address, code in refused.items())


def _expect(answer: tuple[int, bytes]) -> None:
    if answer[0] >= 400:
        raise _refused(answer[0])


def _refused(code: int) -> NotTaken:
    return NotTaken(f"The mail server answered {code}.", permanent=500 <= code < 600)
