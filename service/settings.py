"""Settings, read from the environment here and nowhere else."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

PREFIX = "TRINHKHEN_"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
MAIL_TLS = frozenset({"OFF", "STARTTLS", "TLS"})
LOG_LEVELS = frozenset({"DEBUG", "INFO", "WARNING", "ERROR"})
MAIL_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
SECRET_MIN_LENGTH = 32
SECRET_MIN_DISTINCT = 10  # "aaaa…" and "12341234…" are long but guessable


class SettingsRejected(Exception):
    """The environment cannot be served from. `problems` are Vietnamese sentences, all of them at once."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that a deployment may change. Each field is read from TRINHKHEN_ and its name in capitals."""

    secret_key: str = field(repr=False)
    var_dir: Path
    database_url: str
    demo: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    smtp_host: str = ""  # empty: no mail leaves
    smtp_port: int = 25
    smtp_tls: str = "OFF"
    """STARTTLS: encrypted after the greeting; TLS: from the first byte. Either way the certificate must be good."""
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    mail_from: str = "trinhkhen@localhost"
    log_level: str = "INFO"
    max_upload_mb: int = 25
    notices_kept_days: int = 365  # how long a notice stays in the bell after it was read
    scenario_minutes: int = 30  # for one run of all scenarios; what is left then is not played
    trusted_proxies: int = 0  # how many reverse proxies stand before the server and set X-Forwarded-*

    @property
    def https(self) -> bool:
        """Tell whether people reach the product over https."""
        return urlsplit(self.base_url).scheme == "https"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ, *, serves: bool = True) -> "Settings":
        """Read the settings. Raises SettingsRejected with every problem found.

        `serves=False` is for commands that answer no request (migrate, rehearse): they need no secret.
        """
        reader = _Reader(environ)
        var_dir = Path(reader.text("VAR_DIR", "var")).resolve()
        demo, host, port = reader.flag("DEMO"), reader.text("HOST", "127.0.0.1"), reader.number("PORT", 8000, 65535)
        if demo and host not in LOOPBACK:
            reader.problems.append(
                f"{PREFIX}HOST là {host}: chế độ dùng thử chỉ phục vụ trên máy này. "
                f"Đặt {PREFIX}HOST=127.0.0.1, hoặc bỏ {PREFIX}DEMO để chạy thật."
            )
        settings = cls(
            secret_key=reader.secret(var_dir, demo=demo) if serves and not reader.problems else "",
            var_dir=var_dir,
            database_url=reader.text("DATABASE_URL", f"sqlite:///{var_dir / 'trinhkhen.db'}"),
            demo=demo,
            host=host,
            port=port,
            base_url=reader.url("BASE_URL", f"http://{host}:{port}"),
            **reader.mail(),
            log_level=reader.choice("LOG_LEVEL", "INFO", LOG_LEVELS),
            max_upload_mb=reader.number("MAX_UPLOAD_MB", 25, 2000),
            notices_kept_days=reader.number("NOTICES_KEPT_DAYS", 365, 36_500, least=30),
            scenario_minutes=reader.number("SCENARIO_MINUTES", 30, 1_440),
            trusted_proxies=reader.number("TRUSTED_PROXIES", 0, 10, least=0),
        )
        if reader.problems:
            raise SettingsRejected(reader.problems)
        return settings


class _Reader:
    """Reads one variable after another and gathers what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]):
        self.environ = environ
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self.environ.get(PREFIX + name, "").strip() or default

    def flag(self, name: str) -> bool:
        words = {"": False, "0": False, "1": True, "no": False, "yes": True, "false": False, "true": True}
        return bool(self._parse(name, "", lambda text: words[text.lower()], "nhận 1 hoặc 0"))

    def number(self, name: str, default: int, most: int, *, least: int = 1) -> int:
        def parse(text: str) -> int:
            if not least <= int(text) <= most:
                raise ValueError(text)
            return int(text)

        number = self._parse(name, str(default), parse, f"nhận số nguyên từ {least} đến {most}")
        return default if number is None else number

    def choice(self, name: str, default: str, choices: frozenset[str]) -> str:
        by_name = {choice: choice for choice in choices}
        return (
            self._parse(name, default, lambda text: by_name[text.upper()], f"nhận {', '.join(sorted(choices))}") or ""
        )

    def url(self, name: str, default: str) -> str:
        def parse(text: str) -> str:
            if urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).hostname:
                raise ValueError(text)
            return text.rstrip("/")

        return self._parse(name, default, parse, "nhận một địa chỉ như https://trinhkhen.tinh.gov.vn") or ""

    def secret(self, var_dir: Path, *, demo: bool) -> str:
        key = self.text("SECRET_KEY", "")
        if not key and demo:
            return _kept_secret(var_dir / "demo-secret")
        if not key:
            self.problems.append(
                f"Chưa đặt {PREFIX}SECRET_KEY. Tạo một khóa bằng lệnh: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        elif len(key) < SECRET_MIN_LENGTH or len(set(key)) < SECRET_MIN_DISTINCT:
            self.problems.append(
                f"{PREFIX}SECRET_KEY quá yếu: cần ít nhất {SECRET_MIN_LENGTH} ký tự ngẫu nhiên, "
                f"trong đó có ít nhất {SECRET_MIN_DISTINCT} ký tự khác nhau."
            )
        return key

    def mail(self) -> dict[str, Any]:
        """Return all settings of the mail server."""
        host, user, password = (self.text(name, "") for name in ("SMTP_HOST", "SMTP_USER", "SMTP_PASSWORD"))
        tls = self.choice("SMTP_TLS", "OFF", MAIL_TLS)
        if bool(user) != bool(password):
            self.problems.append(f"{PREFIX}SMTP_USER và {PREFIX}SMTP_PASSWORD phải đặt cùng nhau, hoặc bỏ cả hai.")
        elif user and tls == "OFF" and host not in LOOPBACK:
            self.problems.append(
                f"{PREFIX}SMTP_TLS là OFF: mật khẩu thư sẽ đi qua mạng không mã hóa. Đặt STARTTLS hoặc TLS."
            )
        return {
            "smtp_host": host,
            "smtp_port": self.number("SMTP_PORT", {"OFF": 25, "STARTTLS": 587}.get(tls, 465), 65535),
            "smtp_tls": tls,
            "smtp_user": user,
            "smtp_password": password,
            "mail_from": self.address("MAIL_FROM", "trinhkhen@localhost"),
        }

    def address(self, name: str, default: str) -> str:
        def parse(text: str) -> str:
            if not MAIL_ADDRESS.fullmatch(text):
                raise ValueError(text)
            return text

        return self._parse(name, default, parse, "nhận một địa chỉ thư như trinhkhen@tinh.gov.vn") or ""

    def _parse(self, name: str, default: str, parse: Callable[[str], T], wanted: str) -> T | None:
        text = self.text(name, default)
        try:
            return parse(text)
        except (KeyError, ValueError):
            self.problems.append(f"{PREFIX}{name} là “{text}”: biến này {wanted}.")
            return None


def _kept_secret(path: Path) -> str:
    """Return the random secret kept at `path`; make it at the first start. Web and worker may race for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
