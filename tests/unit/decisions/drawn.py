"""Decision models as XML for the tests, written the short way."""

from datetime import UTC, datetime
from html import escape

from workflows.engine.decisions import load_decisions

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
POLICIES = {
    "U": 'hitPolicy="UNIQUE"',
    "A": 'hitPolicy="ANY"',
    "P": 'hitPolicy="PRIORITY"',
    "F": 'hitPolicy="FIRST"',
    "R": 'hitPolicy="RULE ORDER"',
    "O": 'hitPolicy="OUTPUT ORDER"',
    "C": 'hitPolicy="COLLECT"',
    "C+": 'hitPolicy="COLLECT" aggregation="SUM"',
    "C<": 'hitPolicy="COLLECT" aggregation="MIN"',
    "C>": 'hitPolicy="COLLECT" aggregation="MAX"',
    "C#": 'hitPolicy="COLLECT" aggregation="COUNT"',
}


def model(*parts, namespace="urn:test", version=NAMESPACE):
    """A file with these elements."""
    body = "".join(parts)
    return f'<definitions xmlns="{version}" id="d" name="d" namespace="{namespace}">{body}</definitions>'.encode()


def text(written):
    return f"<text>{escape(written)}</text>"


def literal(written, kind=""):
    return f"<literalExpression{ref(kind)}>{text(written)}</literalExpression>"


def ref(kind):
    return f' typeRef="{escape(kind)}"' if kind else ""


def own_id(name):
    """The id of an element: its name without spaces."""
    return escape(name.replace(" ", "_"))


def given(name, kind=""):
    """Input data with its name as its id."""
    shown = escape(name)
    return f'<inputData id="{own_id(name)}" name="{shown}"><variable name="{shown}"{ref(kind)}/></inputData>'


def decision(name, logic, needs=(), knows=(), kind=""):
    """A decision with its name as its id; `needs` are input data, or decisions where they begin with @."""
    wanted = "".join(
        f"<informationRequirement><required{'Decision' if need.startswith('@') else 'Input'} "
        f'href="{own_id(need[1:] if "#" in need else "#" + need.removeprefix("@"))}"/></informationRequirement>'
        for need in needs
    )
    known = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{name}"/></knowledgeRequirement>' for name in knows
    )
    return (
        f'<decision id="{own_id(name)}" name="{escape(name)}"><variable name="{escape(name)}"{ref(kind)}/>'
        f"{wanted}{known}{logic}</decision>"
    )


def knowledge(name, parameters, logic, knows=(), kind=""):
    """A business knowledge model; parameters are names, or (name, type)."""
    taken = "".join(parameter(each) for each in parameters)
    known = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{name}"/></knowledgeRequirement>' for name in knows
    )
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}"/>'
        f"<encapsulatedLogic{ref(kind)}>{taken}{logic}</encapsulatedLogic>{known}</businessKnowledgeModel>"
    )


def parameter(each):
    name, kind = each if isinstance(each, tuple) else (each, "")
    return f'<formalParameter name="{name}"{ref(kind)}/>'


def column(written, allowed="", kind="", label=""):
    """An input column of a table."""
    values = f"<inputValues>{text(allowed)}</inputValues>" if allowed else ""
    label = f' label="{escape(label)}"' if label else ""
    return f"<input{label}><inputExpression{ref(kind)}>{text(written)}</inputExpression>{values}</input>"


def answer(name="", allowed="", default="", kind=""):
    """An output column of a table."""
    values = f"<outputValues>{text(allowed)}</outputValues>" if allowed else ""
    fallback = f"<defaultOutputEntry>{text(default)}</defaultOutputEntry>" if default else ""
    return f'<output name="{name}"{ref(kind)}>{values}{fallback}</output>'


def rule(tests, outputs, notes=(), description=""):
    """A row of a table; a blank test is one that was never filled in."""
    said = f"<description>{escape(description)}</description>" if description else ""
    cells = "".join(f"<inputEntry>{text(cell)}</inputEntry>" for cell in tests)
    cells += "".join(f"<outputEntry>{text(cell)}</outputEntry>" for cell in outputs)
    cells += "".join(f"<annotationEntry>{text(note)}</annotationEntry>" for note in notes)
    return f"<rule>{said}{cells}</rule>"


def table(columns, answers, rules, policy="U", notes=()):
    """A decision table; rules are what `rule` takes."""
    labels = "".join(f'<annotation name="{escape(note)}"/>' for note in notes)
    rows = "".join(each if isinstance(each, str) else rule(*each) for each in rules)
    return f"<decisionTable {POLICIES[policy]}>{''.join(columns)}{''.join(answers)}{labels}{rows}</decisionTable>"


def loaded(*parts, lenient=False):
    """The decisions of one file with these elements."""
    return load_decisions({"m.dmn": model(*parts)}, lenient=lenient)


def evaluated(*parts, of="d", explain=False, **values):
    """The result of one decision of such a file."""
    return loaded(*parts).evaluate(of, values, now=NOW, explain=explain)


def value_of(logic, knows=(), **values):
    """The value of a single decision with this logic, which may read all the values."""
    inputs = [given(name) for name in values]
    result = evaluated(*inputs, decision("d", logic, tuple(values), knows), **values)
    assert result.errors == ()
    return result.value
