"""Webhooks: JSON by POST, signed as https://www.standardwebhooks.com says. No redirect is followed."""

import datetime as dt
import json
import ssl
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from standardwebhooks.webhooks import Webhook

from finops.notifications import network
from finops.notifications.content import Content, Line
from finops.notifications.failures import NotTaken
from finops.notifications.senders.connection import connected

TOO_LATE, TOO_MANY = 408, 429
MOST_READ = 4096


def send(content: Content, address: str, secret: str, now: dt.datetime) -> None:
    """Post a message. Raises NotTaken unless the receiver answers 2xx within ten seconds."""
    body = json.dumps(payload(content, now), ensure_ascii=False)
    headers = {**signed(content, body, secret, now), "Content-Type": "application/json"}
    try:
        with connected(address) as connection:
            connection.request("POST", _target(address), body.encode(), headers)
            answer = connection.getresponse()
            answer.read(MOST_READ)
    except network.Refused as problem:
        raise NotTaken(str(problem), permanent=True) from None
    except ssl.SSLCertVerificationError:
        raise NotTaken("Its certificate cannot be trusted.") from None
    except TimeoutError:
        raise NotTaken("No answer within ten seconds.") from None
    except (OSError, HTTPException) as problem:
        raise NotTaken(f"It cannot be reached ({type(problem).__name__}).") from None
    judge(answer)


def judge(answer: HTTPResponse) -> None:
    """Raises NotTaken for anything but 2xx."""
    status = answer.status
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise NotTaken(f"It answered {status}: redirects are not followed.", permanent=True)
    known = 400 <= status < 500 and status not in (TOO_LATE, TOO_MANY)
    raise NotTaken(f"It answered {status}.", permanent=known, wait=_wait(answer.getheader("Retry-After")))


def signed(content: Content, body: str, secret: str, now: dt.datetime) -> dict[str, str]:
    """The headers of Standard Webhooks; the id is the same however often a message is sent."""
    headers = {"webhook-id": f"msg_{content.id.hex}", "webhook-timestamp": str(int(now.timestamp()))}
    if not secret:
        return headers
    signature = Webhook(secret).sign(headers["webhook-id"], now.astimezone(dt.UTC), body)
    return {**headers, "webhook-signature": signature}


def payload(content: Content, now: dt.datetime) -> dict[str, Any]:
    """What is posted."""
    return {
        "type": content.kind,
        "timestamp": now.isoformat(),
        "data": {
            "headline": content.headline,
            "url": content.page,
            "alerts": [_alert(one) for one in content.lines],
            "more": content.more,
        },
    }


def _alert(line: Line) -> dict[str, Any]:
    return {
        "id": line.alert,
        "event": str(line.event),
        "severity": str(line.severity),
        "source": str(line.source),
        "subject": line.subject,
        "team": line.team or None,
        "title": line.title,
        "summary": line.summary,
        "why": line.why,
        "facts": [fact._asdict() for fact in line.facts],
        "began_at": line.began_at.isoformat(),
        "ended_at": line.ended_at.isoformat() if line.ended_at else None,
        "evidence_url": line.evidence,
        "url": line.page,
    }


def _target(address: str) -> str:
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _wait(header: str | None) -> dt.timedelta | None:
    """Of Retry-After only seconds are understood."""
    text = (header or "").strip()
    return dt.timedelta(seconds=int(text[:6])) if text.isdecimal() else None
