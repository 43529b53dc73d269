"""Every setting of Provino, read from the environment. docs/operating.md explains each for an operator."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from provino.lib.environment import BadSettingError, env_bool, env_choice, env_int, env_text
from provino.lib.loopback import is_loopback_url

PACKAGE_DIR = Path(__file__).resolve().parent.parent

# ── Where things are ─────────────────────────────────────────────────────────────────────────────────────────────────
PROVINO_DATA = Path(env_text("PROVINO_DATA", "data")).expanduser().resolve()
PROVINO_PORT = env_int("PROVINO_PORT", 8000, minimum=1)
PROVINO_HOST = env_text("PROVINO_HOST", "127.0.0.1")
PROVINO_PUBLIC_URL = env_text("PROVINO_PUBLIC_URL", f"http://127.0.0.1:{PROVINO_PORT}").rstrip("/")
PROVINO_DEMO = env_bool("PROVINO_DEMO", False)
PROVINO_SIGN_UP = env_choice("PROVINO_SIGN_UP", "closed", allowed=("closed", "invite", "open"))
PROVINO_TRUSTED_PROXIES = [part for part in env_text("PROVINO_TRUSTED_PROXIES").split(",") if part]
PROVINO_WEB_PROCESSES = env_int("PROVINO_WEB_PROCESSES", 1, minimum=1)
PROVINO_PICTURE_WORKERS = env_int("PROVINO_PICTURE_WORKERS", os.cpu_count() or 2, minimum=1)
PROVINO_MAX_PHOTO_MB = env_int("PROVINO_MAX_PHOTO_MB", 2048, minimum=1)
PROVINO_MAX_MEGAPIXELS = env_int("PROVINO_MAX_MEGAPIXELS", 150, minimum=1)
PROVINO_DECODE_SECONDS = env_int("PROVINO_DECODE_SECONDS", 60, minimum=1)
PROVINO_UPLOAD_DAYS = env_int("PROVINO_UPLOAD_DAYS", 7, minimum=1)
PROVINO_MIN_FREE_MB = env_int("PROVINO_MIN_FREE_MB", 500)

PROVINO_FILES = PROVINO_DATA / "files"  # originals, renditions, hand-over files, manifests
PROVINO_INCOMING = (
    PROVINO_DATA / "incoming"
)  # uploads under way; same file system as files/, so that a rename is enough

_public = urlsplit(PROVINO_PUBLIC_URL)
if _public.scheme not in {"http", "https"} or not _public.hostname:
    raise BadSettingError("PROVINO_PUBLIC_URL must be an address such as https://galleries.example.com.")
PROVINO_PUBLIC_IS_LOOPBACK = is_loopback_url(PROVINO_PUBLIC_URL)
if PROVINO_DEMO and not PROVINO_PUBLIC_IS_LOOPBACK:
    raise BadSettingError("Demo mode answers on a loopback address only: unset PROVINO_DEMO or PROVINO_PUBLIC_URL.")
if PROVINO_DEMO and not is_loopback_url(f"http://{PROVINO_HOST}"):
    raise BadSettingError("Demo mode listens on a loopback address only: unset PROVINO_DEMO or PROVINO_HOST.")


def _secret_key() -> str:
    """The key from the environment, or one made at first start and readable by its owner alone."""
    given = env_text("PROVINO_SECRET_KEY")
    if given:
        if len(given) < 32:
            raise BadSettingError("PROVINO_SECRET_KEY must have at least 32 characters.")
        return given
    path = PROVINO_DATA / "secret_key"
    if not path.exists():
        PROVINO_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_name(f"secret_key.{secrets.token_hex(8)}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)  # the first of two starting processes wins, whole
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    return path.read_text(encoding="ascii").strip()


# ── Django ───────────────────────────────────────────────────────────────────────────────────────────────────────────
SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    _public.hostname,
    *[h for h in env_text("PROVINO_HOSTS").split(",") if h],
]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]
ROOT_URLCONF = "provino.config.urls"
WSGI_APPLICATION = "provino.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_vite",
    "template_partials.apps.SimpleAppConfig",
    "provino.jobs",
    "provino.mail",
    "provino.accounts",
    "provino.studios",
    "provino.contacts",
    "provino.galleries",
    "provino.visitors",
    "provino.proofing",
    "provino.handover",
    "provino.downloads",
    "provino.ingest",
    "provino.notifications",
    "provino.web.shared",
    "provino.web.dashboard",
    "provino.web.portal",
]

MIDDLEWARE = [
    "provino.web.shared.middleware.request_reference",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "provino.web.shared.middleware.choose_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "provino.web.shared.middleware.account_pages",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "provino.web.shared.middleware.private_pages",
    "provino.web.shared.middleware.RefusalsAsPages",
    "provino.web.shared.middleware.addresses_without_nul",
]

_partial_loader = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
            )
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the apps' folders, so that our pages stand in place of allauth's.
        "DIRS": [PACKAGE_DIR / "web" / "shared" / "templates", PACKAGE_DIR / "web" / "dashboard" / "templates"],
        "OPTIONS": {
            "loaders": _partial_loader,
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "provino.web.shared.context.studio",
            ],
        },
    }
]

# ── Background work: modules whose @task and @every functions workers may run ────────────────────────────────────────
PROVINO_TASK_MODULES = [
    "provino.jobs.sweeping",
    "provino.mail.sending",
    "provino.ingest.tasks",
    "provino.downloads.journal",
    "provino.visitors.identities",
    "provino.visitors.opening",
    "provino.housekeeping.counts",
    "provino.housekeeping.deleted",
    "provino.housekeeping.files",
    "provino.housekeeping.expiry",
    "provino.notifications.telling",
]

# ── Database ─────────────────────────────────────────────────────────────────────────────────────────────────────────
DATABASE_URL = env_text("DATABASE_URL")
if DATABASE_URL:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
else:
    # IMMEDIATE: a read that turns into a write waits instead of failing. FULL: what was acknowledged survives a power cut.
    _synchronous = env_choice("PROVINO_SQLITE_SYNCHRONOUS", "full", allowed=("full", "normal")).upper()
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(PROVINO_DATA / "provino.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    f"PRAGMA journal_mode=WAL; PRAGMA synchronous={_synchronous}; PRAGMA foreign_keys=ON; "
                    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-8000; PRAGMA journal_size_limit=67108864;"
                ),
            },
        }
    }
    PROVINO_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)

# ── People who sign in ───────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "provino.accounts.passwords.UnlikeThePersonValidator"},
    {"NAME": "provino.accounts.passwords.LongEnoughValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "provino.accounts.passwords.NotCommonValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "provino.web.dashboard.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "provino.web.dashboard.forms.account.NewAddressForm",
    "change_password": "provino.web.dashboard.forms.account.PasswordChangeForm",
    "reset_password": "provino.web.dashboard.forms.account.ForgottenPasswordForm",
    "reset_password_from_key": "provino.web.dashboard.forms.account.NewPasswordForm",
    "signup": "provino.web.dashboard.forms.account.NewAccountForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Where anybody may sign up, an address is proven first; otherwise an owner or the operator vouches for it.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if PROVINO_SIGN_UP == "open" else "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "setup": "10/m/ip",
}
MFA_ADAPTER = "provino.web.dashboard.adapter.SecondStepAdapter"
MFA_FORMS = {"add_webauthn": "provino.web.dashboard.forms.account.AddPasskeyForm"}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Provino"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PROVINO_PUBLIC_IS_LOOPBACK

# Throttles count in the database, so that they hold over all processes and a restart.
# Past so many entries the oldest names go, whatever they count: the default, 300, is soon typed full by a guesser.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "provino_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# ── Cookies, headers ─────────────────────────────────────────────────────────────────────────────────────────────────
_https = _public.scheme == "https"
SESSION_COOKIE_NAME = "provino_session"
SESSION_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "provino_csrf"
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "provino.web.shared.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROVINO_TRUSTED_PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ── Limits on what a page request may carry (uploads go through their own lane) ──────────────────────────────────────
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# ── Languages, time ──────────────────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("pl", _("Polish"))]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "provino_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# ── Static files ─────────────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
VITE_OUTPUT = (
    PACKAGE_DIR / "web" / "shared" / "static" / "provino"
)  # found by the app-directories finder; no collectstatic
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": VITE_OUTPUT / "manifest.json",
        "static_url_prefix": "provino",
    }
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/provino/assets/.+[.-][0-9A-Za-z_-]{8,}\.\w+$"

# ── Mail ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env_text("PROVINO_SMTP_HOST")
EMAIL_PORT = env_int("PROVINO_SMTP_PORT", 587, minimum=1)
EMAIL_HOST_USER = env_text("PROVINO_SMTP_USER")
EMAIL_HOST_PASSWORD = env_text("PROVINO_SMTP_PASSWORD")
PROVINO_SMTP_SECURITY = env_choice("PROVINO_SMTP_SECURITY", "starttls", allowed=("starttls", "tls", "none"))
EMAIL_USE_TLS = PROVINO_SMTP_SECURITY == "starttls"
EMAIL_USE_SSL = PROVINO_SMTP_SECURITY == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env_text("PROVINO_MAIL_FROM", f"provino@{_public.hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# ── Logs: one JSON object a line, without secrets ────────────────────────────────────────────────────────────────────
LOG_LEVEL = env_choice("PROVINO_LOG_LEVEL", "info", allowed=("debug", "info", "warning", "error")).upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "provino.lib.logs.HideSecrets"}},
    "formatters": {"json": {"()": "provino.lib.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["secrets"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "pyvips": {"level": "WARNING"},  # tells every step of every picture
        "django.request": {"level": "ERROR"},  # else every address that is not there is a line
        "django.server": {"handlers": ["stderr"], "propagate": False},
    },
}
