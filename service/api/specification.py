"""OpenAPI 3.1 of this API, made from the schemas that check and dump."""

import re
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import current_app, jsonify

from service.api import schemas
from service.api.base import OPERATIONS, Operation, bp

ERRORS = {
    400: "Yêu cầu sai",
    401: "Thiếu hoặc sai khóa",
    403: "Không có quyền",
    404: "Không tìm thấy",
    409: "Đã thay đổi",
    422: "Dữ liệu chưa đúng",
}
PROBLEM = "application/problem+json"


@bp.get("/openapi.json")
def openapi():
    return jsonify(_specification(current_app._get_current_object()))  # type: ignore[attr-defined]


OPERATIONS["openapi"] = Operation("Mô tả này", None)


@lru_cache(maxsize=1)
def _specification(app) -> dict[str, Any]:
    spec = APISpec(
        title="Trình Khen",
        version=version("trinhkhen"),
        openapi_version="3.1.0",
        info={
            "description": "Hồ sơ đề nghị khen thưởng. Mọi lỗi trả về theo RFC 9457; ghi lại an toàn với Idempotency-Key."
        },
        plugins=[MarshmallowPlugin()],
        security=[{"token": []}],
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    spec.components.schema("Problem", schema=schemas.Problem)
    paths: dict[str, dict[str, Any]] = {}
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.removeprefix(f"{bp.name}.")
        if rule.endpoint.startswith(f"{bp.name}.") and name in OPERATIONS:
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                described = _described(name, method, OPERATIONS[name], rule)
                paths.setdefault(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), {})[method.lower()] = described
    for path, operations in sorted(paths.items()):
        spec.path(path=path, operations=operations)
    return spec.to_dict()


def _described(name: str, method: str, operation: Operation, rule) -> dict[str, Any]:
    parameters: list[Any] = [
        {
            "in": "path",
            "name": argument,
            "required": True,
            "schema": {"type": "integer" if f"<int:{argument}>" in rule.rule else "string"},
        }
        for argument in sorted(rule.arguments)
    ]
    if operation.query:
        parameters.append({"in": "query", "schema": operation.query})
    if method != "GET":
        parameters.append(
            {"in": "header", "name": "Idempotency-Key", "schema": {"type": "string", "minLength": 8, "maxLength": 200}}
        )
    found: dict[str, Any] = {
        "operationId": name,
        "summary": operation.summary,
        "parameters": parameters,
        "responses": {str(operation.status): _response(operation)}
        | {
            str(status): {"description": text, "content": {PROBLEM: {"schema": "Problem"}}}
            for status, text in ERRORS.items()
        },
    }
    if operation.body:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": operation.body}}}
    return found


def _response(operation: Operation) -> dict[str, Any]:
    if operation.response is None:
        return {"description": operation.summary}
    schema: Any = operation.response
    if operation.many:
        schema = {"type": "object", "properties": {"items": {"type": "array", "items": operation.response}}}
    return {"description": operation.summary, "content": {"application/json": {"schema": schema}}}
