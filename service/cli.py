"""Commands for operators: `trinhkhen --help`."""

import sys
from pathlib import Path

import click

from service import rehearsal, scheduler, server, shipped
from service.calendar_verbs import calendar
from service.clock_verbs import clock
from service.console import told, transaction
from service.instance_verbs import instances
from service.scenario_verbs import scenarios
from service.settings import Settings
from workflows import bundle_checks, tck
from workflows.commands import accounts, demo, demo_duties, deployments, installation, mail
from workflows.db import make_engine
from workflows.migrations import upgrade


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="trinhkhen")
def main() -> None:
    """Trình Khen: hồ sơ đề nghị khen thưởng từ Tờ trình đến Quyết định."""


@main.command()
def migrate() -> None:
    """Đưa cơ sở dữ liệu lên bản mới nhất, nạp phong trào và quy trình đi kèm."""
    with told():
        _migrate(Settings.from_env(serves=False))


def _migrate(settings: Settings) -> None:
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    upgrade(make_engine(settings.database_url))
    with transaction(settings) as session:
        told = installation.install(session, shipped.CAMPAIGNS, shipped.bundle())
    for line in told:
        click.echo(line)


@main.command()
@click.option("--worker/--no-worker", default=None, help="Chạy kèm tiến trình hẹn giờ (mặc định ở chế độ dùng thử).")
def serve(worker: bool | None) -> None:
    """Phục vụ trang và API."""
    with told():
        settings = Settings.from_env()
        server.run(settings, with_worker=settings.demo if worker is None else worker)


@main.command()
@click.option("--with-parent", is_flag=True, hidden=True)
def worker(with_parent: bool) -> None:
    """Chạy hẹn giờ và gửi thư."""
    with told():
        scheduler.run(Settings.from_env(), with_parent=with_parent)


@main.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
def deploy(path: Path) -> None:
    """Triển khai sơ đồ, bảng và biểu mẫu ở PATH thành bản mới; tệp đi kèm được thêm vào nếu PATH không có."""
    with told(), transaction(Settings.from_env(serves=False)) as session:
        files = shipped.bundle() | shipped.read_folder(path)
        deployment = deployments.deploy(session, None, files)
        for flaw in bundle_checks.flaws_of(files):
            click.echo(f"Lưu ý: {flaw}")
        click.echo(f"Đã triển khai bản {deployment.number} ({deployment.checksum[:12]}).")


@main.command("demo")
def demonstrate() -> None:
    """Tạo cơ sở dữ liệu dùng thử với người hư cấu cho mọi vai trò."""
    with told():
        settings = Settings.from_env()
        if not settings.demo:
            click.echo("Chỉ tạo dữ liệu dùng thử khi TRINHKHEN_DEMO=1.", err=True)
            sys.exit(1)
        _migrate(settings)
        with transaction(settings) as session:
            created = demo.populate(session) + demo.add_reviewer(session)
            demo_duties.populate(session)
        click.echo(f"Tài khoản dùng thử: {created} người mới; danh sách ở trang đăng nhập.")


@main.command()
@click.argument("campaign", required=False)
@click.option("--award", help="Chỉ một hình thức khen thưởng của phong trào.")
@click.option("--all", "everything", is_flag=True, help="Mọi phong trào đi kèm.")
def rehearse(campaign: str | None, award: str | None, everything: bool) -> None:
    """Chạy từng hình thức khen thưởng của một phong trào qua quy trình thật, trong cơ sở dữ liệu tạm."""
    if bool(campaign) == everything:
        raise click.UsageError("Nêu một phong trào, hoặc --all.")
    with told():
        sys.exit(rehearsal.run(campaign, award, click.echo))


@main.command("tck")
@click.argument("path", default="../shared/tck", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--failures", is_flag=True, help="Nêu từng kết quả sai.")
def conformance(path: Path, failures: bool) -> None:
    """Chạy bộ kiểm thử tương thích DMN (TCK) trong thư mục PATH và đếm kết quả."""
    for line in tck.report(path, failures=failures):
        click.echo(line)


main.add_command(instances)
main.add_command(clock)
main.add_command(calendar)
main.add_command(scenarios)


@main.group("mail")
def letters() -> None:
    """Thư: xem và gửi lại những thư không rõ đã đến hay chưa."""


@letters.command("doubtful")
def list_doubtful() -> None:
    """Liệt kê thư không rõ máy chủ thư đã nhận hay chưa, và thư đã thôi gửi."""
    with told(), transaction(Settings.from_env(serves=False)) as session:
        for letter in mail.undelivered(session):
            click.echo(f"{letter.id}\t{letter.state}\t{letter.subject}\t{letter.last_error or ''}")


@letters.command("resend")
@click.argument("number", type=int)
def resend(number: int) -> None:
    """Gửi lại thư số NUMBER; người nhận có thể nhận hai lần cùng một Message-ID."""
    with told(), transaction(Settings.from_env(serves=False)) as session:
        mail.send_again(session, None, number)


@main.group()
def user() -> None:
    """Tài khoản: tạo quản trị đầu tiên, đặt lại mật khẩu, khóa."""


@user.command("admin")
@click.argument("username")
@click.option("--name", prompt="Họ và tên", help="Họ và tên người quản trị.")
@click.password_option(prompt="Mật khẩu", confirmation_prompt="Nhập lại mật khẩu")
def create_administrator(username: str, name: str, password: str) -> None:
    """Tạo tài khoản quản trị."""
    with told(), transaction(Settings.from_env(serves=False)) as session:
        accounts.create_first_administrator(session, username, name, password)
        click.echo(f"Đã tạo quản trị {username}.")


@user.command("password")
@click.argument("username")
@click.password_option(prompt="Mật khẩu mới", confirmation_prompt="Nhập lại mật khẩu mới")
def reset_password(username: str, password: str) -> None:
    """Đặt lại mật khẩu và kết thúc mọi phiên của tài khoản."""
    with told(), transaction(Settings.from_env(serves=False)) as session:
        accounts.reset_password(session, username, password)
        click.echo(f"Đã đặt lại mật khẩu của {username}.")


@user.command("token")
@click.argument("username")
@click.option("--name", prompt="Tên của khóa", help="Chương trình nào dùng khóa này.")
@click.option("--read-only", is_flag=True, help="Khóa chỉ đọc, không ghi.")
@click.option("--days", default=90, show_default=True, help="Số ngày có hiệu lực.")
def create_token(username: str, name: str, read_only: bool, days: int) -> None:
    """Cấp khóa truy cập API cho một tài khoản; khóa chỉ hiện một lần."""
    scopes = ["read"] if read_only else ["read", "write"]
    with told():
        with transaction(Settings.from_env(serves=False)) as session:
            key = accounts.create_token_of(session, username, name, scopes, days)
        click.echo(key)


@user.command("disable")
@click.argument("username")
def disable(username: str) -> None:
    """Khóa tài khoản; dữ liệu và lịch sử giữ nguyên."""
    with told(), transaction(Settings.from_env(serves=False)) as session:
        accounts.disable_account(session, None, username)
        click.echo(f"Đã khóa {username}.")
