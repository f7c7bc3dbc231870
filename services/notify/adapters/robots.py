"""Robots in the work groups of WeCom, DingTalk and Feishu, by their webhooks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import httpx

from services.notify.adapters.gateway import posted, said_in
from services.notify.domain.deliveries import NotNow, Refused
from services.notify.domain.messages import Message


class RobotKind(StrEnum):
    """Whose group the robot sits in."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


_TOO_OFTEN: Final = frozenset({45009, 130101, 9499, 11232})
"""What the three answer when a robot speaks too often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """The robots of this platform.

    Attributes:
        kinds: By the address of a webhook, whose it is.
    """

    kinds: Mapping[str, RobotKind]

    def send(self, message: Message) -> str:
        """Let a robot say something; return what it answered.

        Raises:
            Refused: If the webhook will never take it.
            NotNow: If it does not answer or asks to wait.
        """
        body = json.dumps(_body(self.kinds[message.to], message.text), ensure_ascii=False).encode()
        return _receipt(posted(message.to, body, {"Content-Type": "application/json"}))


def _body(kind: RobotKind, text: str) -> dict[str, object]:
    if kind is RobotKind.FEISHU:
        return {"msg_type": "text", "content": {"text": text}}
    return {"msgtype": "text", "text": {"content": text}}


def _receipt(answer: httpx.Response) -> str:
    if answer.is_server_error or answer.status_code == 429:
        raise NotNow(reason=f"http-{answer.status_code}")
    said = said_in(answer)
    code = said.get("errcode", said.get("code", 0))
    if answer.is_success and code == 0:
        return "ok"
    if code in _TOO_OFTEN:
        raise NotNow(reason=f"robot-{code}")
    raise Refused(reason=f"robot-{code}" if code else f"http-{answer.status_code}")
