"""How a stated route is answered: guard, schema, cause, function, response."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, json, request
from werkzeug.exceptions import RequestEntityTooLarge

from shared.events.cause import caused_by
from shared.events.fields import dump, load
from shared.identity.actor import Actor
from shared.kernel.errors import BadInput, FieldFault
from shared.storage.aggregates import retrying
from shared.storage.paging import MOST_ON_A_PAGE, Page
from shared.web.api import PUBLIC, Answer, Api, Call, Nothing, Route, check_guard
from shared.web.door import Door
from shared.web.errors import TooLarge, Unreadable, WrongType
from shared.web.files import File
from shared.web.idempotency import GivenAnswer
from shared.web.uploading import check_weight, file_and_fields, same_however_packed

NOT_YET = 202
"""The answer to come is another: asked again under its key, the request is looked into again."""

_KEPT_HEADERS = ("Location", "X-Ledger-Sequence")


def api_blueprint(api: Api, door: Door, name: str) -> Blueprint:
    """Return the routes of an API mounted under ``/api/<service>/v1``, each behind its guard.

    Args:
        api: The stated routes.
        door: Finds who calls.
        name: Unique name of the blueprint.
    """
    made = Blueprint(name, __name__, url_prefix=f"/api/{api.service}/v1")
    for number, route in enumerate(api.routes):
        made.add_url_rule(route.path, f"r{number}", _endpoint(route, door), methods=[route.method])
    return made


def _endpoint(route: Route, door: Door) -> Callable[..., Response]:
    def endpoint(**path: str) -> Response:
        somebody = door.caller()
        check_guard(route.may, somebody)
        if route.upload is not None:
            check_weight(route.upload)
        key = request.headers.get("Idempotency-Key")
        if key and somebody is not None and route.method != "GET" and route.may != PUBLIC:
            return _once(route, door, somebody, path, key)
        return _run(route, door, somebody, path)

    endpoint.guard = route.may  # type: ignore[attr-defined]  # -- read by the test that walks all routes
    return endpoint


def _run(route: Route, door: Door, somebody: Actor | None, path: dict[str, str]) -> Response:
    call = _call(route, door, somebody, path)
    request_id = door.request_id()
    with caused_by(correlation_id=request_id, causation_id=request_id):
        given = retrying(lambda: route.view(call))
    return _response(given, route)


def _once(route: Route, door: Door, somebody: Actor, path: dict[str, str], key: str) -> Response:
    """Answer a request that carries a key: as before if it was answered before."""
    raw = _raw() if route.upload is None else same_however_packed(route.upload)
    asked = f"{request.method} {request.path}\n".encode() + raw
    before = door.answers.find(somebody.member_id, key, asked)
    if before is not None:
        return Response(before.body, before.status, before.headers, mimetype="application/json")
    response = _run(route, door, somebody, path)
    if response.status_code != NOT_YET:
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        given = GivenAnswer(status=response.status_code, body=response.get_data(), headers=headers)
        door.answers.keep(somebody.member_id, key, asked, given)
    return response


def _call(route: Route, door: Door, somebody: Actor | None, path: dict[str, str]) -> Call[object]:
    body: object = Nothing()
    limit, after, file = 50, None, None
    if route.upload is not None:
        file, fields = file_and_fields(route.upload)
        body = load(route.takes or Nothing, door.typed(route.takes or Nothing, fields))
    elif route.takes is not None:
        body = load(route.takes, _json())
    else:
        asked = dict(request.args.items())
        if route.paged:
            limit, after = _limit(asked.pop("limit", "50")), asked.pop("after", None)
        body = load(route.query or Nothing, door.typed(route.query or Nothing, asked))
    return Call(body=body, somebody=somebody, path=path, door=door, limit=limit, after=after, file=file)


def _limit(given: str) -> int:
    if given.isdecimal() and 1 <= int(given) <= MOST_ON_A_PAGE:
        return int(given)
    raise BadInput(
        faults=(
            FieldFault(
                field="limit",
                code="invalid",
                zh="应为 1 到 200 的整数",
                en="This must be a whole number from 1 to 200",
            ),
        )
    )


def _raw() -> bytes:
    try:
        return request.get_data(cache=True)
    except RequestEntityTooLarge as cause:
        raise TooLarge from cause


def _json() -> object:
    raw = _raw()
    if not raw:
        return {}
    if request.mimetype not in ("application/json", ""):
        raise WrongType
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as cause:
        raise Unreadable from cause


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object's fields; a name given twice is refused, for two readers could each believe another one.

    Raises:
        ValueError: If a name is half a surrogate pair, which no answer could repeat.
        BadInput: If a name stands twice.
    """
    fields: dict[str, object] = {}
    for name, value in pairs:
        name.encode()
        if name in fields:
            twice = FieldFault(
                field=name, code="repeated", zh="这个字段出现了两次", en="This field is there twice"
            )
            raise BadInput(faults=(twice,))
        fields[name] = value
    return fields


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _response(given: object, route: Route) -> Response:
    if isinstance(given, File):
        return given.response()
    answer = given if isinstance(given, Answer) else Answer(view=given, status=route.status)
    if answer.view is None:
        return Response(status=204, headers=dict(answer.headers))
    return Response(
        json.dumps(_shown(answer.view), ensure_ascii=False),
        answer.status,
        dict(answer.headers),
        mimetype="application/json",
    )


def _shown(view: object) -> object:
    if isinstance(view, Page):
        return {"items": [_shown(each) for each in view.items], "next": view.next}
    if isinstance(view, Mapping):
        return view
    return dump(view)
