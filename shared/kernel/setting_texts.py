"""Reads the text of one setting: what it means, or a sentence in both languages about what it should be."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit


def folder(text: str) -> Path:
    """Return the path of a folder.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    if not text:
        raise ValueError("应为文件夹路径 · must be the path of a folder")
    return Path(text).expanduser()


def word(text: str) -> str:
    """Return a text that is not empty.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    if not text:
        raise ValueError("不能为空 · must not be empty")
    return text


def name(text: str) -> str:
    """Return a short name of letters, digits and underscores.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    if not text.isidentifier() or not text.isascii() or len(text) > 30:
        raise ValueError("应为 1 至 30 个字母、数字或下划线 · must be 1 to 30 letters, digits or underscores")
    return text


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers between two."""

    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"应为 {least} 到 {most} 的整数 · must be a whole number from {least} to {most}")
        return int(text)

    return read


def yes(text: str) -> bool:
    """Return whether it says yes.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    if text.lower() not in ("1", "0", "true", "false", "yes", "no"):
        raise ValueError("应为 true 或 false · must be true or false")
    return text.lower() in ("1", "true", "yes")


def mongodb(text: str) -> str:
    """Return the address of a MongoDB.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    if urlsplit(text).scheme not in ("mongodb", "mongodb+srv"):
        raise ValueError("应以 mongodb:// 开头 · must begin with mongodb://")
    return text


def brokers(text: str) -> str:
    """Return brokers, joined by commas.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    for broker in text.split(","):
        host, _, port = broker.strip().rpartition(":")
        if not host or not port.isdecimal() or not 1 <= int(port) <= 65535:
            raise ValueError("应为 主机:端口,以逗号分隔 · must be host:port, joined by commas")
    return ",".join(broker.strip() for broker in text.split(","))


def prefix(text: str) -> str:
    """Return what names may begin with.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    if len(text) > 40 or not text.isascii() or not all(sign.isalnum() or sign in "._-" for sign in text):
        raise ValueError(
            "应为至多 40 个字母、数字、点、横线或下划线 · must be at most 40 letters, digits, dots, hyphens or underscores"
        )
    return text


def one_of(*names: str) -> Callable[[str], str]:
    """Return a reader of one of some names."""

    def read(text: str) -> str:
        if text.upper() not in names:
            raise ValueError(f"应为 {'、'.join(names)} 之一 · must be one of {', '.join(names)}")
        return text.upper()

    return read


def file(text: str) -> str:
    """Return the path of a file that is there, or nothing.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    if text and not Path(text).is_file():
        raise ValueError("没有这个文件 · there is no such file")
    return text


def web_address(text: str) -> str:
    """Return a web address without the slash at its end, or nothing.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname):
        raise ValueError("应以 http:// 或 https:// 开头 · must begin with http:// or https://")
    return text.rstrip("/")


def secret(text: str) -> str:
    """Return a secret long enough to be one, or nothing.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    if text and len(text) < 16:
        raise ValueError("至少 16 个字符 · must have at least 16 characters")
    return text


def mail_address(text: str) -> str:
    """Return a mail address, or nothing.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    if text and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", text):
        raise ValueError("应为邮箱地址 · must be an e-mail address")
    return text


def channels(text: str) -> tuple[str, ...]:
    """Return channels, each once.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    named = tuple(dict.fromkeys(text.upper().replace(",", " ").split()))
    if not named or not set(named) <= {"WECHAT", "SMS", "VOICE"}:
        raise ValueError("应为 WECHAT、SMS、VOICE 中的几个 · must be some of WECHAT, SMS, VOICE")
    return named


def hosts(text: str) -> tuple[str, ...]:
    """Return names of machines, each once; ``*.`` may stand before one.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    named = tuple(dict.fromkeys(text.lower().replace(",", " ").split()))
    if not all(re.fullmatch(r"(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+", each) for each in named):
        raise ValueError("应为用逗号隔开的主机名 · must be names of machines, joined by commas")
    return named


def robots(text: str) -> dict[str, tuple[str, str]]:
    """Return kind and address of each community's robot.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    found = [re.fullmatch(r"(\d{12})=(wecom|dingtalk|feishu):(https?://\S+)", each) for each in text.split()]
    if not all(found):
        raise ValueError(
            "应为“社区代码=wecom|dingtalk|feishu:网址”，以空格分开 · must be code=wecom|dingtalk|feishu:url, parted by spaces"
        )
    return {each[1]: (each[2], each[3]) for each in found if each}


def level(text: str) -> str:
    """Return a level of logging.

    Raises:
        ValueError: If it is something else; says what it should be.
    """
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError("应为 DEBUG、INFO、WARNING 或 ERROR · must be DEBUG, INFO, WARNING or ERROR")
    return text.upper()
