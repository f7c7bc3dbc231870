"""E-mail by SMTP, each letter with its own id, the reason why one gets it, and one click to stop it."""

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from services.notify.domain.deliveries import NotNow, Refused
from services.notify.domain.messages import SENDER, Message
from shared.kernel.clock import Clock

_WAIT_SECONDS: Final = 15.0
_FINAL: Final = range(500, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """A mail server.

    Attributes:
        host: Its name.
        port: Its port.
        sender: Address letters come from.
        login: Account there; empty for none.
        password: Of the account.
        uses_tls: Whether the connection is closed to others (STARTTLS).
        clock: Dates the letters.
    """

    host: str
    port: int
    sender: str
    login: str = ""
    password: str = ""
    uses_tls: bool = True
    clock: Clock

    def send(self, message: Message) -> str:
        """Hand a letter to the server; return its message id.

        Raises:
            Refused: If the server will never take it.
            NotNow: If the server does not answer or asks to wait.
        """
        letter = self._letter(message)
        try:
            with smtplib.SMTP(self.host, self.port, timeout=_WAIT_SECONDS) as server:
                if self.uses_tls:
                    server.starttls()
                if self.login:
                    server.login(self.login, self.password)
                server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as cause:
            code, _ = next(iter(cause.recipients.values()))
            raise (Refused if code in _FINAL else NotNow)(reason=f"smtp-{code}") from cause
        except smtplib.SMTPDataError as cause:
            raise (Refused if cause.smtp_code in _FINAL else NotNow)(
                reason=f"smtp-{cause.smtp_code}"
            ) from cause
        except (smtplib.SMTPException, OSError) as cause:
            raise NotNow(reason=type(cause).__name__) from cause
        return str(letter["Message-ID"])

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage()
        letter["Message-ID"] = f"<{message.id}@{self.sender.rpartition('@')[2]}>"
        letter["Date"] = format_datetime(self.clock.now())
        letter["From"] = f"{SENDER.say(message.language)} <{self.sender}>"
        letter["To"] = message.to
        letter["Subject"] = message.subject
        letter["Auto-Submitted"] = "auto-generated"
        if message.stop_url:
            letter["List-Unsubscribe"] = f"<{message.stop_url}>"
            letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        letter.set_content(message.text)
        return letter
