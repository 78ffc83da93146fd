"""The shapes of requests and answers: what /api/openapi.json documents."""
