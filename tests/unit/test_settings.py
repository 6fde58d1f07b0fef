from ipaddress import ip_address
from pathlib import Path

import pytest

from fast_data_transfer.settings import Settings, SettingsError, from_env


def test_defaults_are_those_of_the_contract() -> None:
    """An empty environment gives the documented defaults."""
    settings = from_env({})

    assert settings.mongodb_url is None
    assert (settings.mongodb_database, settings.http_host, settings.http_port) == ("fast_data", "127.0.0.1", 3000)
    assert (settings.max_file_mb, settings.max_items, settings.max_depth) == (64, 50_000, 64)
    assert (settings.auth, settings.frame_ancestors) == ("local", "'none'")
    assert (settings.user_id_header, settings.groups_header) == ("miauserid", "miausergroups")
    assert settings.data_dir == Path("data")
    assert settings.max_file_bytes == 67_108_864


def test_struct_and_environment_have_the_same_defaults() -> None:
    """Settings made in code and settings from an empty environment do not differ."""
    from_code, from_environment = Settings(), from_env({})

    names = set(Settings.__struct_fields__) - {"trusted_proxies"}
    assert all(getattr(from_code, name) == getattr(from_environment, name) for name in names)


def test_environment_is_read() -> None:
    """Every setting can be set."""
    settings = from_env(
        {
            "MONGODB_URL": "mongodb://db/?replicaSet=rs",
            "HTTP_PORT": "8080",
            "LOG_LEVEL": "warn",
            "FDT_DATA_DIR": "/data",
            "FDT_MAX_FILE_MB": "1",
            "FDT_AUTH": "gateway",
            "FDT_FRAME_ANCESTORS": "'self' https://*.console.example:8443",
            "TRUSTED_PROXIES": "10.0.0.0/8, ::1,",
            "USERID_HEADER_KEY": "X-User",
        }
    )

    assert settings.mongodb_url == "mongodb://db/?replicaSet=rs"
    assert (settings.http_port, settings.log_level, settings.data_dir) == (8080, "warn", Path("/data"))
    assert settings.max_file_bytes == 1_048_576
    assert (settings.auth, settings.user_id_header) == ("gateway", "x-user")
    assert settings.frame_ancestors == "'self' https://*.console.example:8443"
    assert [ip_address(text) in settings.trusted_proxies for text in ("10.1.1.1", "::1", "11.1.1.1")] == [
        True,
        True,
        False,
    ]


def test_empty_counts_as_absent() -> None:
    """A variable that a deployment leaves empty has its default."""
    assert from_env({"HTTP_PORT": "", "MONGODB_URL": "", "TRUSTED_PROXIES": ""}).http_port == 3000


@pytest.mark.parametrize(
    "name,value",
    [
        ("HTTP_PORT", "65536"),
        ("HTTP_PORT", "-1"),
        ("HTTP_PORT", "3e3"),
        ("HTTP_PORT", "٣"),
        ("HTTP_PORT", "9" * 5000),
        ("LOG_LEVEL", "verbose"),
        ("FDT_MAX_FILE_MB", "0"),
        ("FDT_MAX_DEPTH", "10000"),
        ("FDT_MAX_ITEMS", "many"),
        ("FDT_MAX_CONCURRENT_TRANSFERS", "0"),
        ("FDT_MAX_FAILED_REQUESTS", "-1"),
        ("FDT_KEEP_TRANSFERS_DAYS", "-1"),
        ("FDT_KEEP_TRANSFERS_DAYS", "20001"),
        ("FDT_AUTH", "none"),
        ("FDT_FRAME_ANCESTORS", "'none'; script-src *"),
        ("FDT_FRAME_ANCESTORS", "a\nb"),
        ("FDT_FRAME_ANCESTORS", "a,b"),
        ("TRUSTED_PROXIES", "proxy.example"),
        ("MONGODB_DATABASE", "a.b"),
        ("USERID_HEADER_KEY", "a b"),
    ],
)
def test_faulty_setting_is_named(name: str, value: str) -> None:
    """A setting that cannot be used is refused with its name and what it may be."""
    with pytest.raises(SettingsError) as caught:
        from_env({name: value})

    assert [fault.split(" ")[0] for fault in caught.value.faults] == [name]


def test_all_faults_come_at_once() -> None:
    """Several faulty settings are told together."""
    with pytest.raises(SettingsError) as caught:
        from_env({"HTTP_PORT": "x", "FDT_AUTH": "x", "LOG_LEVEL": "x"})

    assert str(caught.value).count("\n") == 2
