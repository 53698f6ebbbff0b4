"""Who answered a call: from what the emitter says, the host and, last, the name of the model."""

from functools import lru_cache

from finops.prices import providers

LONGEST_NAME = 256  # characters; what is longer is no name of a provider, host or model


def canonical_provider(raw: str | None, host: str | None = None, model: str | None = None) -> str | None:
    """The catalogue's name of the provider that answered and bills; None when nobody can tell.

    `host` may be a URL. A cloud's host outranks any name, since clouds sell the models of others; any
    known host outranks a maker whose protocol others speak. Unknown names are kept, in lower case.
    """
    return _canonical_provider(_clean(raw), _clean(host), _clean(model))


@lru_cache(maxsize=4096)
def _canonical_provider(raw: str, host: str, model: str) -> str | None:
    name = known_name(raw)
    server = _server(host)
    if platform := platform_of_host(server):
        return platform
    if name in providers.PROTOCOLS or name not in providers.NAMES.values():
        name = provider_of_host(server) or name
    return name or provider_of_model(model)


def known_name(raw: str | None) -> str | None:
    """The canonical spelling of a provider's name; None when it names a framework or nothing."""
    text = _clean(raw)
    if not text or text in providers.NOT_PROVIDERS:
        return None
    # `anthropic.messages`, `openai.responses`: an SDK appends the API it uses.
    return providers.NAMES.get(text) or providers.NAMES.get(text.partition(".")[0]) or text


def platform_of_host(server: str) -> str | None:
    """The cloud whose inference endpoint this host is."""
    for pattern, provider in providers.PLATFORM_HOSTS:
        if pattern.search(server):
            return provider
    return None


def provider_of_host(server: str) -> str | None:
    """The provider that is known to answer at this host."""
    while server:
        if provider := providers.HOSTS.get(server):
            return provider
        _, dot, parent = server.removeprefix(".").partition(".")
        server = dot + parent
    return None


def provider_of_model(model: str | None) -> str | None:
    """The provider a model name points to: its `provider/` prefix, else its family."""
    text = _clean(model)
    prefix, slash, _ = text.partition("/")
    if slash and prefix in providers.NAMES:
        return providers.NAMES[prefix]
    for pattern, provider in providers.FAMILIES:
        if pattern.search(text):
            return provider
    return None


def _clean(text: str | None) -> str:
    return text.strip().lower() if text and len(text) <= LONGEST_NAME else ""


def _server(host: str) -> str:
    authority = host.rpartition("://")[2].partition("/")[0]
    return authority.rpartition("@")[2].partition(":")[0].rstrip(".")
