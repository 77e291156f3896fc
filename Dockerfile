# One image for web, worker, beat and migrate.

FROM node:22-bookworm-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev


FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# What WeasyPrint needs from the system.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --system --uid 10001 --user-group --home-dir /tmp --no-create-home app

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.lock

COPY --from=front-end /app/node_modules node_modules
COPY . .

# The settings want their variables, but collecting static files uses none of them.
RUN SECRET_KEY=unused ALLOWED_HOSTS=unused PUBLIC_URL=https://unused \
    DATABASE_URL=postgres://unused REDIS_URL=redis://unused \
    python manage.py collectstatic --no-input

USER app
EXPOSE 8000

# Threads, not an event loop: the pages are synchronous. The temporary files of the workers go to memory.
# The address of a page about every municipality in the country is longer than the usual limit.
CMD ["gunicorn", "lhl_portal.wsgi", \
     "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", \
     "--limit-request-line", "8190", \
     "--max-requests", "2000", "--max-requests-jitter", "200", \
     "--timeout", "30", "--graceful-timeout", "25", "--keep-alive", "5", \
     "--no-control-socket", "--access-logfile", "-"]
