"""A file that comes to the API with some fields, in a form of several parts."""

import json

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from shared.kernel.errors import BadInput, FieldFault
from shared.web.errors import TooLarge, WrongType
from shared.web.files import SentFile, Upload

_FORM_AROUND_BYTES = 64 * 1024
_LONGEST_NAME = 100


def check_weight(upload: Upload) -> None:
    """Let this request weigh what its file may, and raise if it is no form, or heavier.

    Raises:
        WrongType: If it is no form of several parts.
        TooLarge: If it weighs too much.
    """
    request.max_content_length = upload.most_bytes + _FORM_AROUND_BYTES
    if request.mimetype != "multipart/form-data":
        raise WrongType
    try:
        request.files  # noqa: B018 -- reads the form, and so its weight
    except RequestEntityTooLarge as cause:
        raise TooLarge from cause


def file_and_fields(upload: Upload) -> tuple[SentFile, dict[str, str]]:
    """Return the file that was sent and the fields beside it.

    Raises:
        BadInput: If there is no file, or it weighs too much.
    """
    given = request.files.get(upload.name)
    if given is None or not given.filename:
        raise _refused(upload, "required", "请附上文件", "Please send a file")
    given.stream.seek(0)
    content = given.stream.read(upload.most_bytes + 1)
    if len(content) > upload.most_bytes:
        most = upload.most_bytes // 1024 // 1024
        raise _refused(
            upload, "too-large", f"文件最大 {most} MB，请分成几份", f"A file is {most} MB at most, split it"
        )
    return SentFile(name=given.filename[-_LONGEST_NAME:], content=content), dict(request.form.items())


def same_however_packed(upload: Upload) -> bytes:
    """Return what makes two such requests the same: the line between the parts is another each time."""
    file, fields = file_and_fields(upload)
    return json.dumps([fields, file.name], sort_keys=True).encode() + file.content


def _refused(upload: Upload, code: str, zh: str, en: str) -> BadInput:
    return BadInput(faults=(FieldFault(field=upload.name, code=code, zh=zh, en=en),))
