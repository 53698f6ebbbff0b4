# One image for every process; docker-compose.yml runs each with its own command.
FROM python:3.11-slim AS build
RUN python -m venv /opt/spanledger
WORKDIR /source
COPY requirements.lock .
RUN /opt/spanledger/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /opt/spanledger/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/spanledger spanledger
COPY --from=build /opt/spanledger /opt/spanledger
ENV PATH="/opt/spanledger/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=finops.settings \
    SPANLEDGER_HOME=/var/lib/spanledger \
    SPANLEDGER_BIND=0.0.0.0
USER spanledger
WORKDIR /var/lib/spanledger
VOLUME /var/lib/spanledger
EXPOSE 8000 4317 4318
CMD ["spanledger", "up"]
