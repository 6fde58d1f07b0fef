# The server with its pages, and nothing to build or test them. MongoDB is another container's work: MONGODB_URL names it.
#   docker build --tag fast-data-transfer .

FROM node:24-bookworm-slim AS pages
WORKDIR /frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend ./
RUN npm run build

FROM python:3.11-slim-bookworm AS server
WORKDIR /app
COPY deploy/requirements.lock /tmp/
RUN pip install --no-cache-dir --no-compile --require-hashes --target . --requirement /tmp/requirements.lock
COPY backend ./
COPY --from=pages /frontend/dist fast_data_transfer/pages
# Where it runs, nothing can be written: Python's cache is made here.
RUN python -m compileall -q .

FROM python:3.11-slim-bookworm
COPY --from=server /app /app
ENV PYTHONPATH=/app PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HTTP_HOST=0.0.0.0
# A number, so that Kubernetes sees that it is not root.
USER 10001:10001
EXPOSE 3000
ENTRYPOINT ["python", "-m", "fast_data_transfer"]
CMD ["serve"]
