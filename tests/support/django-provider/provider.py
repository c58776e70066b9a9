"""An OpenID provider of Django OAuth Toolkit, as Debian packages it, from nothing.

Everything it knows comes in as JSON in PROVIDER: folder, port, key (PEM), client, person, claims.
The same folder keeps its people and sign-ins over a restart; another key is a rotation.
"""

import json
import os
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

GIVEN = json.loads(os.environ["PROVIDER"])
ISSUER = f"http://localhost:{GIVEN['port']}/o"
# Loopback only: this provider is a test's.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

import django  # noqa: E402
from django.conf import settings  # noqa: E402

LOGIN = (
    '<!doctype html><title>Login</title><form method="post">{% csrf_token %}'
    '<input name="username"><input name="password" type="password">'
    '<input name="next" type="hidden" value="{{ next }}"><button>Login</button></form>'
)

settings.configure(
    SECRET_KEY=GIVEN["client"]["secret"],
    DEBUG=False,
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    LOGIN_URL="/login/",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(GIVEN["folder"], "provider.sqlite"),
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {"registration/login.html": LOGIN},
                    )
                ],
                "context_processors": ["django.template.context_processors.request"],
            },
        }
    ],
    USE_TZ=True,
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_ISS_ENDPOINT": ISSUER,
        "OIDC_RSA_PRIVATE_KEY": GIVEN["key"],
        "PKCE_REQUIRED": True,
        "SCOPES": {"openid": "OpenID Connect"},
        "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Validator",
        "ALLOWED_REDIRECT_URI_SCHEMES": ["http"],
    },
)
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.views import LoginView  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider.models import get_application_model  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402
from oauth2_provider.views import ConnectDiscoveryInfoView  # noqa: E402


class Validator(OAuth2Validator):
    """Claims as this provider's operator maps them: some at the top, some in an object."""

    def get_additional_claims(self, request):
        return GIVEN["claims"]


urlpatterns = [
    path("login/", LoginView.as_view()),
    # The package has it with a slash at the end only; the standard has none.
    path("o/.well-known/openid-configuration", ConnectDiscoveryInfoView.as_view()),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


call_command("migrate", verbosity=0)
person = GIVEN["person"]
users = get_user_model().objects
if not users.filter(username=person["name"]).exists():
    users.create_user(person["name"], password=person["password"])
    Application = get_application_model()
    Application.objects.create(
        client_id=GIVEN["client"]["id"],
        client_secret=GIVEN["client"]["secret"],
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=GIVEN["client"]["redirect"],
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )

make_server("127.0.0.1", GIVEN["port"], get_wsgi_application(), Server, Quiet).serve_forever()
