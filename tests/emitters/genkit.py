import json

from finops.telemetry.types import Role
from tests.emitters.described import Call, Emitter, Story, said


def action(kind, name, *, usage=None, state=None):
    answer = json.dumps({"message": {"role": "model"}, "usage": usage}) if usage else None
    said = {
        "genkit:metadata:subtype": kind,
        "genkit:name": name,
        "genkit:output": answer,
        "genkit:state": state,
    }
    return {key: value for key, value in said.items() if value is not None}


USAGE = {"inputTokens": 100, "outputTokens": 20, "thoughtsTokens": 15, "totalTokens": 135}
EMITTERS = (
    Emitter(
        name="Genkit",
        dialect="genkit",
        scope="genkit-tracer",
        versions="not read",
        recognised="scope `genkit-tracer`; `genkit:metadata:subtype`",
        cannot_tell="usage of answers over 16 kB, the response id, cost; written cache tokens",
        stories=(
            Story(
                tells="flows and helpers repeat the answer of the model",
                spans=(
                    said("support", action("flow", "support", usage=USAGE)),
                    said("generate", action("util", "generate", usage=USAGE), inside="support"),
                    said(
                        "googleai/gemini-2.5-pro",
                        action("model", "googleai/gemini-2.5-pro", usage=USAGE),
                        inside="generate",
                    ),
                    said("lookup", action("tool.v2", "lookup"), inside="generate"),
                    said("docs", action("retriever", "docs"), inside="support"),
                ),
                counts=(
                    Call(
                        input=100,
                        output=35,
                        reasoning=15,
                        provider="google",
                        model="gemini-2.5-pro",
                        flags=("cache_unknown",),
                    ),
                ),
                roles={
                    "support": Role.AGENT,
                    "generate": Role.OTHER,
                    "lookup": Role.TOOL,
                    "docs": Role.RETRIEVAL,
                },
            ),
            Story(
                tells="thoughts inside the output are found by arithmetic, a failure by its state",
                spans=(
                    said(
                        "openai/gpt-5",
                        action(
                            "model",
                            "openai/gpt-5",
                            usage={
                                "inputTokens": 100,
                                "outputTokens": 20,
                                "thoughtsTokens": 15,
                                "totalTokens": 120,
                                "cachedContentTokens": 30,
                            },
                        ),
                    ),
                    said("broken", action("model", "openai/gpt-5", state="error")),
                ),
                counts=(
                    Call(
                        input=100,
                        output=20,
                        read=30,
                        reasoning=15,
                        provider="openai",
                        model="gpt-5",
                        flags=("assumed_inclusive",),
                    ),
                ),
                uncounted={"broken": "failed"},
            ),
        ),
    ),
)
