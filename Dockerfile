# One image for web, worker and beat; docker-compose.yml says what each of them runs.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app

COPY .ci/packages .ci/packages
RUN .ci/packages run backup && rm -rf /var/lib/apt/lists/*

COPY requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt

# Nobody in the container may change the code; data goes to var/.
COPY . .
RUN useradd --system --uid 10001 --no-create-home balance \
    && mkdir -p var/files var/keys var/anchors \
    && chown -R balance var
USER balance

ENV HOST=0.0.0.0 PORT=8000
EXPOSE 8000
# The header tells an installation that answers only HTTPS that the proxy has seen to it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import urllib.request as u; \
    u.urlopen(u.Request('http://127.0.0.1:8000/health', headers={'X-Forwarded-Proto': 'https'}), timeout=4)"]
CMD ["gunicorn", "config.wsgi"]
