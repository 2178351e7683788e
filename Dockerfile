# The pages' third-party files are installed by npm and copied from there; nothing is built.
FROM node:20-slim AS assets
WORKDIR /app/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY app.py ./
COPY meeting ./meeting
COPY knowledge ./knowledge
COPY dialogs ./dialogs
COPY bot ./bot
COPY web ./web
COPY examples ./examples
COPY --from=assets /app/web/node_modules ./web/node_modules
# The number is fixed so that folders of the machine can be given to it (chown 10001 backups).
RUN useradd --system --uid 10001 --home /app ordstyrer && mkdir /data && chown ordstyrer /data
USER ordstyrer
ENV ORDSTYRER_HOST=0.0.0.0 ORDSTYRER_DATA=/data PYTHONUNBUFFERED=1
EXPOSE 3978
# The image has no curl; Python asks instead.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:3978/healthz', timeout=4)"]
CMD ["python", "app.py", "serve"]
