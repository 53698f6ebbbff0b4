"""What all tests with people share."""

import pytest


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Hashing a password takes a third of a second on purpose; these tests make hundreds."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
