"""/docs: the specification to read and try, without a network."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from likeness.rest.problems import ProblemError
from likeness.rest.visitor import PUBLIC

router = APIRouter(include_in_schema=False, dependencies=[Depends(PUBLIC)])

ASSETS = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon.png": "image/png",
}
"""Swagger UI, Apache-2.0, as the package fastapi-offline (MIT) carries it."""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Likeness API</title>
<link rel="icon" href="{root}/docs/assets/favicon.png">
<link rel="stylesheet" href="{root}/docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="{root}/docs/assets/swagger-ui-bundle.js"></script>
<script src="{root}/docs/assets/start.js"></script>
</body>
</html>
"""

START = """const root = document.querySelector("link[rel=stylesheet]").getAttribute("href")
  .replace(/\\/docs\\/assets\\/.*/, "");
SwaggerUIBundle({
  url: root + "/api/v1/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor: async (request) => {
    if (!["GET", "HEAD"].includes(request.method ?? "GET")) {
      const session = await fetch(root + "/api/v1/session");
      const csrf = session.ok ? (await session.json()).csrf : null;
      if (csrf) request.headers["X-CSRF-Token"] = csrf;
    }
    return request;
  },
});
"""

CACHED = {"Cache-Control": "public, max-age=86400"}


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """Return the page; what it shows is fetched by its script."""
    return HTMLResponse(PAGE.format(root=request.scope.get("root_path", "")))


@router.get("/docs/assets/{name}")
def asset(name: str) -> Response:
    """Return one of the files of the page."""
    if name == "start.js":
        return Response(START, media_type="text/javascript", headers=CACHED)
    if name not in ASSETS:
        raise ProblemError(404, "not-found", "Not found", "There is no such file.")
    content = (files("fastapi_offline") / "static" / name).read_bytes()
    return Response(content, media_type=ASSETS[name], headers=CACHED)
