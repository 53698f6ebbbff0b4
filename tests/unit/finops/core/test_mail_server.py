"""The mail server is read from one variable."""

import pytest

from finops.core.env import BadVariable
from finops.core.mail_server import EXAMPLE, MailServer, read


def test_without_a_variable_there_is_no_mail_server() -> None:
    assert read("") is None


def test_a_url_says_where_mail_goes_and_whom_it_is_from() -> None:
    url = "smtp+starttls://fin:p%40ss%2F1@mail.example.com?from=Ledger%20%3Cspend@example.com%3E"
    assert read(url) == MailServer(
        "mail.example.com", 587, "fin", "p@ss/1", True, False, "Ledger <spend@example.com>"
    )
    assert read(EXAMPLE) is not None


@pytest.mark.parametrize(("scheme", "port", "tls"), [("smtp", 25, False), ("smtps", 465, True)])
def test_the_scheme_decides_the_port_and_encryption(scheme: str, port: int, tls: bool) -> None:
    server = read(f"{scheme}://mail?from=a@example.com")
    assert server is not None and (server.port, server.tls, server.starttls) == (port, tls, False)


def test_who_signs_in_with_an_address_sends_from_it() -> None:
    server = read("smtps://spend%40example.com:secret@mail.example.com")
    assert server is not None and server.sender == "spend@example.com"


@pytest.mark.parametrize(
    "url",
    [
        "https://mail.example.com?from=a@example.com",
        "smtp://user:hunter2@mail.example.com",
        "smtp://user:hunter2@:25?from=a@example.com",
        "smtp://user:hunter2@mail:port?from=a@example.com",
        "mail.example.com",
    ],
)
def test_a_bad_url_is_named_without_its_password(url: str) -> None:
    with pytest.raises(BadVariable, match=r"EMAIL_URL .* such as smtp") as problem:
        read(url)
    assert "hunter2" not in str(problem.value)
