"""python by-hand.py <folder of models> <port>: what somebody would write who needs nothing but scores. Keeps no record."""

import sys

import uvicorn
from fastapi import FastAPI
from heads import Heads
from pydantic import BaseModel

folder, port = sys.argv[1:]
heads = Heads(folder)
app = FastAPI()


class Question(BaseModel):
    entity: int
    given: dict[str, float]


@app.post("/decide")
async def decide(question: Question):
    return heads.decide(question.given)


uvicorn.run(app, host="127.0.0.1", port=int(port), access_log=False, log_level="warning")
