"""Names from outside as Plotly may be given them."""


def plain(name: str) -> str:
    """A name that Plotly writes as it is: it would read tags in it as links and bold type."""
    return name.replace("&", "&amp;").replace("<", "&lt;")
