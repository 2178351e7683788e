"""Settings: what is missing or bad stops the start with one message that names all of it."""

import pytest

from bot.settings import Settings, SettingsError, read_settings
from bot.teams.tab import single_sign_on, work_accounts

RIGHT = {
    "ORDSTYRER_SECRET": "sixteen characters or more",
    "ORDSTYRER_PUBLIC_URL": "https://moede.example.dk",
    "MicrosoftAppId": "11111111-0000-0000-0000-000000000009",
    "MicrosoftAppTenantId": "11111111-0000-0000-0000-000000000001",
    "MicrosoftAppPassword": "hunter2hunter2",
}

OWN = ("MicrosoftAppType", "ORDSTYRER_MEETING", "ORDSTYRER_CLOCK_SPEED")
OWN += ("IDENTITY_ENDPOINT", "IDENTITY_HEADER")
OWN += ("ORDSTYRER_SSO_APP_ID", "ORDSTYRER_SSO_RESOURCE", "ORDSTYRER_SSO_TENANTS")
OWN += ("ORDSTYRER_SIGN_IN_APP_ID", "ORDSTYRER_SIGN_IN_SECRET")


@pytest.fixture
def environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in (*RIGHT, "ORDSTYRER_DEV", "ORDSTYRER_HOST", "PORT", "ORDSTYRER_STORE", *OWN):
        monkeypatch.delenv(name, raising=False)

    def set_(values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_


def test_right_settings_are_taken(environment):
    environment(RIGHT)

    settings = read_settings()

    assert settings.base_url == "https://moede.example.dk"
    assert not settings.demo


def test_without_anything_everything_missing_is_named_at_once(environment):
    with pytest.raises(SettingsError) as error:
        read_settings()

    assert all(name in str(error.value) for name in RIGHT)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({**RIGHT, "ORDSTYRER_PUBLIC_URL": "http://moede.example.dk"}, "ORDSTYRER_PUBLIC_URL"),
        ({**RIGHT, "ORDSTYRER_CLOCK_SPEED": "30"}, "ORDSTYRER_CLOCK_SPEED"),
        ({"ORDSTYRER_DEV": "1", "ORDSTYRER_HOST": "0.0.0.0"}, "ORDSTYRER_DEV"),
        ({"ORDSTYRER_DEV": "1", "ORDSTYRER_HOST": "example.dk"}, "ORDSTYRER_DEV"),
        ({"ORDSTYRER_DEV": "1", "ORDSTYRER_HOST": "::"}, "ORDSTYRER_DEV"),
        ({**RIGHT, "ORDSTYRER_SECRET": "short"}, "ORDSTYRER_SECRET"),
        ({**RIGHT, "ORDSTYRER_PUBLIC_URL": "moede.example.dk"}, "ORDSTYRER_PUBLIC_URL"),
        ({**RIGHT, "PORT": "70000"}, "PORT"),
        ({**RIGHT, "PORT": "http"}, "PORT"),
        ({**RIGHT, "ORDSTYRER_STORE": "mysql://x"}, "ORDSTYRER_STORE"),
        ({**RIGHT, "ORDSTYRER_CLOCK_SPEED": "0"}, "ORDSTYRER_CLOCK_SPEED"),
        ({**RIGHT, "MicrosoftAppType": "MultiTenant"}, "MicrosoftAppType"),
        (
            {**RIGHT, "MicrosoftAppType": "UserAssignedMSI", "IDENTITY_HEADER": "hunter2"},
            "IDENTITY_ENDPOINT",
        ),
        ({**RIGHT, "IDENTITY_ENDPOINT": "hunter2"}, "IDENTITY_ENDPOINT"),
        (
            {"ORDSTYRER_DEV": "1", "ORDSTYRER_MEETING": "m.yaml", "ORDSTYRER_CLOCK_SPEED": "2"},
            "ORDSTYRER_CLOCK_SPEED",
        ),
        (
            {name: value for name, value in RIGHT.items() if name != "MicrosoftAppId"},
            "MicrosoftAppId",
        ),
        (
            {name: value for name, value in RIGHT.items() if name != "MicrosoftAppPassword"},
            "MicrosoftAppPassword",
        ),
    ],
)
def test_each_hole_stops_the_start_and_is_named(environment, changed, named):
    environment(changed)

    with pytest.raises(SettingsError) as error:
        read_settings()

    assert named in str(error.value)
    assert "hunter2" not in str(error.value)


def test_what_is_bad_and_what_is_missing_are_named_together(environment):
    environment({"PORT": "http", "MicrosoftAppType": "MultiTenant"})

    with pytest.raises(SettingsError) as error:
        read_settings()

    assert all(name in str(error.value) for name in (*RIGHT, "PORT", "MicrosoftAppType"))


def test_a_secret_is_not_shown_when_settings_are_printed(environment):
    environment({**RIGHT, "ORDSTYRER_STORE": "postgresql://bot:hunter2@db/bot"})

    assert "hunter2" not in repr(read_settings())


@pytest.mark.parametrize("name", ["postgresql", "postgres"])
def test_a_database_is_kept_in_where_the_store_is_its_address(environment, name):
    environment(RIGHT)
    assert read_settings().database is None

    environment({"ORDSTYRER_STORE": f"{name}://bot:hunter2@db/bot"})
    assert read_settings().database == f"{name}://bot:hunter2@db/bot"


@pytest.mark.parametrize("store", ["mysql://bot:hunter2@db", "postgresql:hunter2", "hunter2"])
def test_a_store_that_is_not_understood_is_not_repeated(environment, store):
    environment({**RIGHT, "ORDSTYRER_STORE": store})

    with pytest.raises(SettingsError, match="ORDSTYRER_STORE: must be tinydb or") as error:
        read_settings()

    assert "hunter2" not in str(error.value)


def test_managed_identity_needs_no_password_and_takes_the_platforms_service(environment):
    del (right := dict(RIGHT))["MicrosoftAppPassword"]
    service = {"IDENTITY_ENDPOINT": "http://127.0.0.1:41000/msi", "IDENTITY_HEADER": "hunter2"}
    environment(right | service | {"MicrosoftAppType": "UserAssignedMSI"})

    settings = read_settings()

    assert settings.identity_endpoint == service["IDENTITY_ENDPOINT"]
    assert settings.identity_header.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(settings)


def test_platform_that_has_an_identity_service_does_not_ask_for_its_use(environment):
    environment(RIGHT | {"IDENTITY_ENDPOINT": "http://127.0.0.1:41000/msi"})

    assert read_settings().app_type.value == "SingleTenant"


def test_development_needs_nothing_but_a_loopback_address():
    settings = Settings.model_validate({"ORDSTYRER_DEV": "1"})

    assert settings.serving_faults() == []
    assert settings.demo


SSO = {
    **RIGHT,
    "ORDSTYRER_SSO_APP_ID": "AAAAAAAA-1111-2222-3333-444444444444",
    "ORDSTYRER_SSO_RESOURCE": "api://moede.example.dk/aaaaaaaa-1111-2222-3333-444444444444",
}
OTHER_TENANT = "11111111-0000-0000-0000-000000000002"


@pytest.mark.parametrize(
    ("tenants", "known"),
    [
        ({}, {RIGHT["MicrosoftAppTenantId"]}),
        (
            {"ORDSTYRER_SSO_TENANTS": f"{RIGHT['MicrosoftAppTenantId']}, {OTHER_TENANT}"},
            {RIGHT["MicrosoftAppTenantId"], OTHER_TENANT},
        ),
    ],
)
def test_people_are_known_in_the_tab_by_the_bots_tenant_or_those_named(environment, tenants, known):
    environment(SSO | tenants)

    found = single_sign_on(read_settings())

    assert found is not None
    assert (found.app_id, found.tenants) == (SSO["ORDSTYRER_SSO_APP_ID"].casefold(), known)


def test_without_its_settings_nobody_is_known_in_the_tab(environment):
    environment(RIGHT)

    assert single_sign_on(read_settings()) is None


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"ORDSTYRER_SSO_RESOURCE": ""}, "ORDSTYRER_SSO_RESOURCE is missing"),
        ({"ORDSTYRER_SSO_APP_ID": ""}, "ORDSTYRER_SSO_APP_ID is missing"),
        (
            {
                "ORDSTYRER_SSO_APP_ID": "",
                "ORDSTYRER_SSO_RESOURCE": "",
                "ORDSTYRER_SSO_TENANTS": OTHER_TENANT,
            },
            "ORDSTYRER_SSO_RESOURCE is missing",
        ),
        ({"MicrosoftAppTenantId": "example.dk"}, "ORDSTYRER_SSO_TENANTS is missing"),
        ({"ORDSTYRER_SSO_TENANTS": "common"}, "ORDSTYRER_SSO_TENANTS"),
        ({"ORDSTYRER_SSO_APP_ID": "ordstyrer"}, "ORDSTYRER_SSO_APP_ID"),
        ({"ORDSTYRER_SSO_RESOURCE": "https://moede.example.dk"}, "ORDSTYRER_SSO_RESOURCE"),
    ],
)
def test_signing_in_that_is_half_set_up_stops_the_start(environment, changed, named):
    environment(SSO | changed)

    with pytest.raises(SettingsError, match=named):
        read_settings()


SIGN_IN = {
    **RIGHT,
    "ORDSTYRER_SIGN_IN_APP_ID": "BBBBBBBB-1111-2222-3333-444444444444",
    "ORDSTYRER_SIGN_IN_SECRET": "the-apps-own-secret",
}


def test_work_accounts_come_back_to_the_public_address_and_the_secret_is_never_shown(environment):
    environment(SIGN_IN)

    settings = read_settings()
    app = work_accounts(settings)

    assert app is not None
    assert app.redirect == f"{RIGHT['ORDSTYRER_PUBLIC_URL']}/sign-in/done"
    assert (app.app_id, app.tenants) == (
        "bbbbbbbb-1111-2222-3333-444444444444",
        {RIGHT["MicrosoftAppTenantId"]},
    )
    assert app.authority.endswith(f"/{RIGHT['MicrosoftAppTenantId']}/oauth2/v2.0")
    assert "the-apps-own-secret" not in f"{settings!r} {app!r}"


def test_people_of_several_tenants_begin_where_all_do(environment):
    environment(
        SIGN_IN | {"ORDSTYRER_SSO_TENANTS": f"{RIGHT['MicrosoftAppTenantId']},{OTHER_TENANT}"}
    )

    app = work_accounts(read_settings())

    assert app is not None
    assert app.authority == "https://login.microsoftonline.com/organizations/oauth2/v2.0"


def test_without_its_settings_nobody_signs_in_with_a_work_account(environment):
    environment(RIGHT)

    assert work_accounts(read_settings()) is None


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"ORDSTYRER_SIGN_IN_SECRET": ""}, "ORDSTYRER_SIGN_IN_SECRET is missing"),
        ({"ORDSTYRER_SIGN_IN_APP_ID": ""}, "ORDSTYRER_SIGN_IN_APP_ID is missing"),
        ({"MicrosoftAppTenantId": "example.dk"}, "ORDSTYRER_SSO_TENANTS is missing"),
        ({"ORDSTYRER_SIGN_IN_APP_ID": "ordstyrer"}, "ORDSTYRER_SIGN_IN_APP_ID"),
    ],
)
def test_work_accounts_that_are_half_set_up_stop_the_start(environment, changed, named):
    environment(SIGN_IN | changed)

    with pytest.raises(SettingsError, match=named):
        read_settings()
