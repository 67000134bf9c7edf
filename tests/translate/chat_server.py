"""A server of chat completions on loopback, as llama.cpp's and others answer."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.translate.loopback import Answer, Loopback, Request

SOURCE = re.compile(r"<source>(.*)</source>", re.DOTALL)


@dataclass
class ChatServer:
    """Answers what `say` makes of the sentence between the delimiters."""

    loopback: Loopback
    say: Callable[[str], str] = lambda text: f"译：{text}"
    models: tuple[str, ...] = ("Qwen3-8B-Q4_K_M.gguf",)
    knows_schema: bool = True
    raw: bytes | None = None
    status: int = 200
    finish: str = "stop"
    key: str = ""
    logprobs: list[dict[str, Any]] | None = None
    verdict: str = "yes"
    bodies: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.loopback.address

    @property
    def prompts(self) -> list[str]:
        return [body["messages"][-1]["content"] for body in self.bodies]

    def answer(self, request: Request) -> Answer:
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            return Answer(b'{"error": {"message": "Invalid API key", "code": 401}}', 401)
        if request.path == "/v1/models":
            rows = [{"id": name, "object": "model"} for name in self.models]
            return Answer(json.dumps({"object": "list", "data": rows}).encode())
        assert request.path == "/v1/chat/completions"
        body = json.loads(request.body)
        self.bodies.append(body)
        if self.raw is not None:
            return Answer(self.raw, self.status)
        if "response_format" in body and not self.knows_schema:
            return Answer(b'{"error": {"message": "response_format is not supported"}}', 400)
        asked = body["messages"][-1]["content"]
        found = SOURCE.search(asked)
        text = self.say(found[1]) if found else self.verdict
        if found and "response_format" in body:
            text = json.dumps({"translation": text})
        choice: dict[str, Any] = {
            "index": 0,
            "finish_reason": self.finish,
            "message": {"role": "assistant", "content": text},
        }
        if self.logprobs is not None:
            choice["logprobs"] = {"content": [{"token": "x", "top_logprobs": self.logprobs}]}
        usage = {"prompt_tokens": len(asked), "completion_tokens": len(text), "total_tokens": 0}
        return Answer(json.dumps({"choices": [choice], "usage": usage}).encode())
