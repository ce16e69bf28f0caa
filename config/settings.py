"""Settings, one file. What a deployment may change comes from the environment.

Three ways to run: trial (`TRIAL=1`, set only by `manage.py run` on its own servers, loads the demo office),
tests (`TESTING=1`, set only by `manage.py test`), and everything else, which is production: it refuses to start
without its secrets or with DEBUG.
"""

import base64
import os
from datetime import time, timedelta
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name, default=""):
    return os.environ.get(name, default).strip()


def env_bool(name):
    return env(name).lower() in {"1", "true", "yes", "on"}


def env_int(name, default):
    value = env(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} 要写成整数，现在是 {value!r}。") from None


def env_time(name, default):
    value = env(name) or default
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} 要写成时刻，如 18:00，现在是 {value!r}。") from None


def env_list(name, default=""):
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def env_required(name):
    value = env(name)
    if not value:
        raise ImproperlyConfigured(f"缺少环境变量 {name}，正式环境没有它不启动。见 docs/operations.md。")
    return value


def env_key(name, value):
    try:
        key = base64.b64decode(value, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name} 要写成 32 字节的 base64。见 docs/operations.md。")
    return key


# ---------- 运行方式 ----------
TRIAL = env_bool("TRIAL")
TESTING = env_bool("TESTING")
EMBEDDED = env_bool("EMBEDDED")
DEBUG = env_bool("DEBUG")
PRODUCTION = not (TRIAL or TESTING)
if TRIAL and not EMBEDDED:
    raise ImproperlyConfigured("试用方式（TRIAL=1）只用自带的服务器，不能连到给定的数据库。去掉 TRIAL 再启动。")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("正式环境不能打开 DEBUG。去掉 DEBUG 再启动。")

DATA_DIR = Path(env("DATA_DIR", "var"))
if not DATA_DIR.is_absolute():
    DATA_DIR = BASE_DIR / DATA_DIR

# ---------- 密钥 ----------
SECRET_KEY = env_required("SECRET_KEY")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
# 加密字段的钥匙：编号 -> 32 字节，第一把用来写，其余只用来读旧值。
FIELD_KEYS = {
    key_id: env_key("FIELD_KEYS", value)
    for key_id, separator, value in (part.partition(":") for part in env_required("FIELD_KEYS").split(","))
}
FIELD_HASH_KEY = env_key("FIELD_HASH_KEY", env_required("FIELD_HASH_KEY"))

# ---------- 应用 ----------
INSTALLED_APPS = [
    "officials",
    "cases",
    "disputes",
    "petitions",
    "reception",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "simple_history",
    "tree_queries",
]

MIDDLEWARE = [
    "config.requests.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.requests.HostileInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "officials.middleware.PublicBodyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "officials.language.SwitchedFormMiddleware",
    "officials.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "officials.context.office",
            ],
        },
    },
]

# ---------- 数据库 ----------
DATABASE_POOL = env_int("DATABASE_POOL", 0)  # 连接池只用于多线程的网页进程（config/gunicorn.py）
DATABASES = {
    "default": {
        **dj_database_url.parse(env_required("DATABASE_URL"), engine="config.database"),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "pool": DATABASE_POOL and {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 10},
            # A page that shows a row joins a dozen tables by their keys; trying the orders of all costs 20 ms a plan.
            "options": "-c statement_timeout=30000 -c lock_timeout=8000 -c idle_in_transaction_session_timeout=60000"
            " -c join_collapse_limit=4",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---------- 缓存与后台任务 ----------
REDIS_URL = env_required("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}

# ---------- 登录 ----------
AUTH_USER_MODEL = "officials.Official"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "officials.passwords.OwnNamesValidator"},
]
INITIAL_PASSWORD_HOURS = 72
LOGIN_URL = "officials:login"
LOGIN_REDIRECT_URL = "officials:home"
LOGOUT_REDIRECT_URL = "officials:login"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "officials.views.signing.locked_out"
AXES_CLIENT_IP_CALLABLE = "config.requests.client_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # 锁定期内再试不延长锁定
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # 登录、退出记在审计日志
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60  # 闲置 30 分钟，由 officials/middleware.py 每分钟至多续一次
SESSION_ABSOLUTE_AGE = 12 * 60 * 60  # 最长 12 小时
SESSION_ONE_PER_ACCOUNT = not env_bool("SESSION_MANY_PER_ACCOUNT")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True

# ---------- 网络与页面安全 ----------
PORT = env_int("PORT", 8000)
PROXY_COUNT = env_int("PROXY_COUNT", 0)  # 前面有几层反向代理；来访地址从右往左数第几个
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION and not env_bool("PLAIN_HTTP"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = not env_bool("NO_SSL_REDIRECT")
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "config.requests.BodyLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ---------- 文件 ----------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING  # else each client of a test looks through all files
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
ATTACHMENTS_ROOT = Path(env("ATTACHMENTS_ROOT")) if env("ATTACHMENTS_ROOT") else DATA_DIR / "attachments"
ATTACHMENT_MAX_BYTES = env_int("ATTACHMENT_MAX_BYTES", 20 * 1024 * 1024)
ATTACHMENT_MAX_COUNT = env_int("ATTACHMENT_MAX_COUNT", 200)  # 每案
ATTACHMENT_CASE_BYTES = env_int("ATTACHMENT_CASE_BYTES", 500 * 1024 * 1024)
ATTACHMENT_DAY_BYTES = env_int("ATTACHMENT_DAY_BYTES", 1024 * 1024 * 1024)  # 每人每天

# ---------- 语言与时间 ----------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True

# ---------- 邮件（不设 EMAIL_HOST 就不发，消息都在站内） ----------
EMAIL_HOST = env("EMAIL_HOST")
EMAIL_PORT = env_int("EMAIL_PORT", 465)
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = not env_bool("EMAIL_NO_SSL")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", EMAIL_HOST_USER or "noreply@localhost")
QUIET_FROM = env_time("QUIET_FROM", "20:00")  # 这段时间不发邮件，到点再发；站内消息不受影响
QUIET_UNTIL = env_time("QUIET_UNTIL", "08:00")

# ---------- 本街道的规矩（[proposal]，可改；法律规定的不在这里） ----------
# 内部期限的长度，如 {"L14": 20}；法定的不接受改动（cases/rules.py）。
RULE_OVERRIDES = {
    rule: int(length) for rule, separator, length in (part.partition("=") for part in env_list("RULE_OVERRIDES"))
}
UPGRADE_BY_LEADER_WORKDAYS = env_int(
    "UPGRADE_BY_LEADER_WORKDAYS", 3
)  # T25：目标日前最后几个工作日提出升级的，要领导定
SUSPENDED_UP_TO_DAYS = env_int("SUSPENDED_UP_TO_DAYS", 30)  # T27：清零目标一次最多中止几日
UNREACHABLE_TRIES = env_int("UNREACHABLE_TRIES", 3)  # T27：联系不上的，要有几次联系记录
UNREACHABLE_DAYS = env_int("UNREACHABLE_DAYS", 10)  # T27：前后隔几日以上
HARD_EXTENDED_UP_TO_MONTHS = env_int("HARD_EXTENDED_UP_TO_MONTHS", 6)  # T24：例会延长包案计划，最多几个月
PLAN_BEHIND_POINTS = env_int("PLAN_BEHIND_POINTS", 10)  # F52：时间比进度快出几个百分点算落后
SIMPLE_UP_TO_PEOPLE = env_int("SIMPLE_UP_TO_PEOPLE", 5)  # 简易办理：来访达到这个人数的不适用
ROLL_LEGAL_END = not env_bool("NO_ROLL_LEGAL_END")  # T05：末日逢休息日顺延
GROUP_FROM = env_int("GROUP_FROM", 5)  # D08：几人起算集体访
MASS_AFFECTING_FROM = env_int("MASS_AFFECTING_FROM", 5)  # F2：涉及几人起列入涉众
REVIEW_ORGAN = env("REVIEW_ORGAN", "区人民政府")  # 条例三十五条：上一级机关，复查
SECOND_REVIEW_ORGAN = env("SECOND_REVIEW_ORGAN", "市人民政府")  # 条例三十六条：再上一级，复核
REVEAL_MINUTES = env_int("REVEAL_MINUTES", 15)  # R15
LOOKUPS_OFTEN = env_int("LOOKUPS_OFTEN", 8)  # R11：没有办过这件，一天打开几次起告诉审计员
DAY_CUTOFF = env_time("DAY_CUTOFF", "18:00")  # T10：日结收口，之后来的算下一个工作日
WEEK_CUTOFF = env_time("WEEK_CUTOFF", "17:00")  # T11：周清在一周最后一个工作日收口
LATE_ENTRY_WORKDAYS = env_int("LATE_ENTRY_WORKDAYS", 3)  # T13、T14：月、年收口后补录到第几个工作日 12:00
TALK_MINUTES = env_int("TALK_MINUTES", 15)  # 当天还没有接谈完的，估等候时间时一次按多久算
WAIT_SOON_MINUTES = env_int("WAIT_SOON_MINUTES", 20)  # 等得比这更久的在接访台上标出来
APPOINTMENTS_AN_HOUR = env_int("APPOINTMENTS_AN_HOUR", 10)  # PB-03：一个地址一小时最多在网上提出几次接访预约
APPOINTMENTS_AN_HOUR_OF_ALL = env_int("APPOINTMENTS_AN_HOUR_OF_ALL", 200)
WRONG_CODES_AN_HOUR = env_int("WRONG_CODES_AN_HOUR", 20)  # PB-03：一个地址一小时最多填错几次查询码
WRONG_CODES_AN_HOUR_OF_ALL = env_int("WRONG_CODES_AN_HOUR_OF_ALL", 1000)
QUERY_ADDRESS = env("QUERY_ADDRESS")  # 回执上印的查询网址；空则不印二维码
PAPER_PREFIX = env("PAPER_PREFIX")  # 文号里的机关代字，如 东河街信；空则由街道简称得出
HAS_ORGANS_BELOW = env_bool("HAS_ORGANS_BELOW")  # 有下级机关办信访的，才用不予受理告知书（条例第十九条）
PDF_FONT_DIRS = env_list("PDF_FONT_DIRS")  # 本单位有授权的字体放在哪些文件夹
# 公文字体用哪一种，如 仿宋=FZFangSong-Z02；不写的按通行名称找，找不到用自带的思源字体。
PDF_FONTS = dict(part.split("=", 1) for part in env_list("PDF_FONTS") if "=" in part)

# ---------- 记录 ----------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.requests.RequestIdFilter"}},
    "formatters": {"json": {"()": "config.requests.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "WARNING" if TESTING else "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.db.backends": {"level": "WARNING"},
    },
}
