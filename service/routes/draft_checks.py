"""What an editor of a draft asks while somebody draws: which names there are, and what would be wrong."""

from flask import jsonify, request
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.bodies import takes_up_to
from service.condition_labels import words_for
from service.routes.draft_tables import LARGEST_REQUEST
from service.routes.processes import bp
from service.vocabulary_words import as_json, names_json, problem_json
from service.web import reading
from workflows.errors import NotFound, UploadRejected
from workflows.queries import draft_checks, draft_vocabulary
from workflows.queries.condition_words import condition_in_words

Answer = Response | tuple[Response, int]


@bp.get("/ban-thao/<int:number>/tu-vung/<name>")
def draft_vocabulary_of(number: int, name: str) -> Answer:
    """Answer with what a diagram may name, and which variables are known at each of its elements."""
    with reading() as session:
        try:
            found = draft_vocabulary.vocabulary(session, current_actor(), number, name)
        except NotFound:
            return jsonify(message="Không có sơ đồ này trong bản thảo."), 404
        return jsonify(as_json(found))


@bp.post("/ban-thao/<int:number>/kiem-tra")
@takes_up_to(LARGEST_REQUEST)
def check_draft(number: int) -> Answer:
    """Answer with the problems of a draft as it would be with one file replaced: {"name", "content"}. Saves nothing."""
    given = request.get_json(silent=True)
    name, content = (given.get("name"), given.get("content")) if isinstance(given, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(content, str):
        return jsonify(message="Yêu cầu kiểm tra thiếu tên tệp hoặc nội dung."), 422
    with reading() as session:
        try:
            found = draft_checks.check(session, current_actor(), number, name, content)
        except NotFound:
            return jsonify(message="Không có bản thảo này."), 404
        except UploadRejected as rejected:
            return jsonify(message=str(rejected)), 422
    problems = [problem_json(each, found.called) for each in found.problems]
    words = words_for(found.own.values.get("", {}), found.own.variables)
    ways = {
        flow: {"written": condition, "said": condition_in_words(condition, words)}
        for flow, condition in found.conditions.items()
    }
    return jsonify(problems=problems, names=names_json(found.names, found.elements), ways=ways)
