"""python by-hand-recorded.py <folder of models> <port>: the same, with every decision on disk before it is answered."""

import json
import sqlite3
import sys
import uuid

import uvicorn
from fastapi import FastAPI
from heads import Heads
from pydantic import BaseModel

folder, port = sys.argv[1:]
heads = Heads(folder)
app = FastAPI()
records = sqlite3.connect(f"{folder}/by-hand.db", isolation_level=None)
records.execute("PRAGMA journal_mode = WAL")
records.execute("PRAGMA synchronous = FULL")
records.execute("CREATE TABLE IF NOT EXISTS decisions (id TEXT PRIMARY KEY, record TEXT NOT NULL)")


class Question(BaseModel):
    entity: int
    given: dict[str, float]


@app.post("/decide")
async def decide(question: Question):
    answer = {"id": str(uuid.uuid4()), **heads.decide(question.given)}
    record = json.dumps({**answer, "entity": question.entity, "given": question.given})
    records.execute("INSERT INTO decisions VALUES (?, ?)", (answer["id"], record))
    return answer


uvicorn.run(app, host="127.0.0.1", port=int(port), access_log=False, log_level="warning")
