# One image for the three things that run: `serve` (web), `worker` (timers, mail), `migrate` (once per version).
# Everything is installed from hash-locked files; the tools that build it stay in the first stage.

FROM python:3.12.12-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Makefile pyproject.toml requirements.lock requirements-uv.lock README.md LICENSE NOTICE ./
COPY studio/package.json studio/package-lock.json studio/.npmrc studio/
RUN make setup front-end-packages
COPY . .
RUN make static && .venv/bin/uv build --wheel --no-build-isolation --python .venv/bin/python --out-dir /dist

FROM python:3.12.12-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 TRINHKHEN_VAR_DIR=/var/lib/trinhkhen
RUN useradd --system --uid 10001 --home-dir /var/lib/trinhkhen --create-home trinhkhen
COPY requirements-run.lock /tmp/
RUN pip install --no-deps --require-hashes -r /tmp/requirements-run.lock && rm /tmp/requirements-run.lock
COPY --from=build /dist /tmp/dist
RUN pip install --no-deps --no-index /tmp/dist/*.whl && rm -r /tmp/dist
USER 10001
WORKDIR /var/lib/trinhkhen
VOLUME /var/lib/trinhkhen
EXPOSE 8000
ENTRYPOINT ["trinhkhen"]
CMD ["serve"]
