"""Demo data: an invented company whose services send 90 days of telemetry through the real receiver.

world.py, journeys.py   who there is and what they do
story.py                how much of it on which day: seasons, growth, one spike, one migration
scenario.py             what happens on a day, as plain records
dialects/               how each service's libraries tell it in OpenTelemetry
requests.py             export requests
truth.py                what was billed, known without the product
client.py, load.py      sending
removal.py              taking it away
"""
