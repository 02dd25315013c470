"""What a browser is told not to do: content policy, framing, sniffing, and whom demo mode answers."""

from flask import Flask, Response, current_app, g, request

from service.settings import LOOPBACK, Settings

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def relax(directive: str, sources: str) -> None:
    """Give the present answer another content policy in one directive, e.g. `relax("frame-src", "'self'")`."""
    g.setdefault("policy", {})[directive] = sources


def register(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer; in demo mode answer this machine only."""

    @app.after_request
    def protect(response: Response) -> Response:
        policy = POLICY | g.get("policy", {})
        response.headers["Content-Security-Policy"] = "; ".join(f"{name} {value}" for name, value in policy.items())
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if policy["frame-ancestors"] == "'none'":
            response.headers["X-Frame-Options"] = "DENY"
        if settings.https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint != "static":
            # Pages hold personal data: no shared computer may show them again after signing out.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    if settings.demo:
        app.before_request(_refuse_other_machines)


def _refuse_other_machines() -> Response | None:
    """Demo people sign in without a password, so neither the network nor a re-bound DNS name may reach them."""
    host = request.host.removesuffix(f":{request.host.rpartition(':')[2]}").strip("[]") if request.host else ""
    if host in LOOPBACK and (request.remote_addr or "127.0.0.1") in LOOPBACK:
        return None
    message = "Bản dùng thử chỉ trả lời trên chính máy đang chạy nó, tại địa chỉ http://127.0.0.1."
    return current_app.response_class(message, status=403, mimetype="text/plain")
