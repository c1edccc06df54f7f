# One image for web, workers and beat; docker-compose.yml says which command each runs.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
RUN find locale -name '*.po' -execdir pybabel compile -i '{}' -o django.mo ';' \
    && VAR_DIR=/tmp/build STATIC_ROOT=/app/staticfiles python manage.py collectstatic --noinput -v 0

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 xhs && install -d -o xhs -g xhs /data /data/media /static
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=xhs.settings VAR_DIR=/data STATIC_ROOT=/app/staticfiles NUMBA_CACHE_DIR=/tmp/numba
USER xhs
VOLUME /data
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "1", "--http", "1", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "8", "--log-level", "warning", "xhs.wsgi:application"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
