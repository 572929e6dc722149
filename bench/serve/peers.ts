/**
 * `npm run bench:serve -- peers`: the same three LightGBM models, trained in Python and imported here, asked the same questions
 * by each server in turn. Every server is kept to one core, with all that it starts, and the load to another. For the others:
 * `python3 -m venv .cache/serve && .cache/serve/bin/pip install -r bench/serve/requirements.txt`, or `ALIDADE_SERVE_PEERS`
 * names a Python that has them. `--only Ray` measures those whose name holds that.
 */
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Line } from "../frame/benchmark.ts";
import { root, runChild } from "../frame/child.ts";
import { type Capacity, capacityLines, capacityOf, loadNotes } from "./load/capacity.ts";
import { CORES, canPin } from "./load/cores.ts";
import { type Server, serve, startServer, stop } from "./load/server.ts";
import { runPart } from "./part.ts";
import { kept, makeData, type Question, questions, readQuestions } from "./systems/data.ts";
import { systemFile, trainedState } from "./systems/states.ts";

const python = process.env.ALIDADE_SERVE_PEERS ?? join(root, ".cache/serve/bin/python");

interface Peer {
  readonly name: string;
  readonly script: string;
  /** The packages that it needs. */
  readonly needs: readonly string[];
  readonly path: string;
  /** How many times as many decisions are asked of ours. */
  readonly target?: number;
  /** The question as it takes it. Default: as ours does. */
  body?(question: Question): unknown;
  /** What it said, out of its answer. */
  answer(body: unknown): Said;
}

interface Said {
  readonly heads: Readonly<Record<string, number>>;
}

const NAMES = ["price", "discount", "basket", "minutes", "pages", "tenure", "distance", "rating", "hour", "stock"];
const asIs = (body: unknown): Said => body as Said;

const peers: readonly Peer[] = [
  {
    name: "FastAPI by hand",
    script: "by-hand.py",
    needs: ["fastapi", "uvicorn"],
    path: "/decide",
    target: 5,
    answer: asIs,
  },
  {
    name: "FastAPI by hand, recorded",
    script: "by-hand-recorded.py",
    needs: ["fastapi", "uvicorn"],
    path: "/decide",
    answer: asIs,
  },
  {
    name: "MLflow",
    script: "by-mlflow.py",
    needs: ["mlflow"],
    path: "/invocations",
    target: 10,
    body: ({ given }) => ({ dataframe_split: { columns: NAMES, data: [NAMES.map((name) => given[name] ?? null)] } }),
    answer: (body) => (body as { readonly predictions: readonly [Said] }).predictions[0],
  },
  { name: "BentoML", script: "by-bentoml.py", needs: ["bentoml"], path: "/decide", target: 10, answer: asIs },
  { name: "Ray Serve", script: "by-ray.py", needs: ["ray", "starlette"], path: "/", target: 10, answer: asIs },
];

function lacks(packages: readonly string[]): boolean {
  const probe = packages.map((name) => `import ${name}`).join("\n");
  return !existsSync(python) || spawnSync(python, ["-c", probe], { stdio: "ignore" }).status !== 0;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function post(url: string, body: unknown): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
  return await answer.json();
}

async function startPeer({ script, path, body = asked }: Peer): Promise<Server> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const first = body(readQuestions()[0] as Question);
  const answers = (): Promise<boolean> =>
    post(`${url}${path}`, first).then(
      () => true,
      () => false,
    );
  const program = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
  const args = [program, kept, new URL(url).port];
  return await startServer(python, args, { core: CORES.server, at: { url, answers } });
}

const asked = (question: Question): unknown => question;

/** The answers of two servers to some questions: theirs, and ours. */
async function compared(url: string, ours: string, { path, body = asked, answer }: Peer): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const question of readQuestions().slice(0, 200))
    pairs.push({
      theirs: answer(await post(`${url}${path}`, body(question))).heads,
      ours: ((await post(`${ours}/v1/decide`, question)) as Said).heads,
    });
  return pairs;
}

interface Pair {
  readonly theirs: Said["heads"];
  readonly ours: Said["heads"];
}

const logit = (p: number): number => Math.log(p / (1 - p));
const TOLERANCE = 1e-9;

/**
 * How many answers come from other trees. Training calibrated ours (Platt: a straight line between the logits), so the logits
 * of every head must lie on the line through those of two questions.
 */
function differing(pairs: readonly Pair[]): number {
  const heads = Object.keys(pairs[0]?.ours ?? {});
  const isOff = (head: string): ((pair: Pair) => boolean) => {
    const points = pairs.map(
      ({ theirs, ours }) => [logit(theirs[head] ?? Number.NaN), logit(ours[head] ?? Number.NaN)] as const,
    );
    const [low, high] = [
      points.reduce((a, b) => (b[0] < a[0] ? b : a)),
      points.reduce((a, b) => (b[0] > a[0] ? b : a)),
    ];
    const slope = (high[1] - low[1]) / (high[0] - low[0]);
    return ({ theirs, ours }) =>
      !(
        Math.abs(low[1] + slope * (logit(theirs[head] ?? Number.NaN) - low[0]) - logit(ours[head] ?? Number.NaN)) <
        TOLERANCE
      );
  };
  const off = heads.map(isOff);
  return pairs.filter((pair) => off.some((test) => test(pair))).length;
}

interface Found {
  readonly peer: Peer;
  readonly capacity: Capacity;
  readonly differ: number;
}

async function measurePeer(
  peer: Peer,
  ours: string,
  { seconds, folder }: { seconds: number; folder: string },
): Promise<Found> {
  const server = await startPeer(peer);
  try {
    const differ = differing(await compared(server.url, ours, peer));
    const bodies = join(folder, `${peer.script}.ndjson`);
    writeFileSync(
      bodies,
      readQuestions()
        .map((one) => `${JSON.stringify((peer.body ?? asked)(one))}\n`)
        .join(""),
    );
    const capacity = await capacityOf(server, { path: peer.path, bodies, seconds, core: CORES.load, connections: 16 });
    return { peer, capacity, differ };
  } finally {
    await stop(server);
  }
}

function linesOf(ours: Capacity, { peer, capacity }: Found): readonly Line[] {
  const { name, target } = peer;
  const ratio = ours.most.perSecond / capacity.most.perSecond;
  const times: Line = { what: `times as many as ${name}`, value: ratio, unit: "" };
  return [
    ...capacityLines("decisions", ours, { name, found: capacity }),
    target === undefined ? times : { ...times, target: { above: target } },
  ];
}

function notesOf({ peer: { name }, capacity, differ }: Found): readonly string[] {
  const alike = differ === 0 ? [] : [`${name} answers ${differ} of 200 questions by other numbers.`];
  return [...alike, ...loadNotes(name, capacity)];
}

const about =
  "the same three LightGBM models behind other servers, each on one core; only ours and `recorded` keep a record";
await runPart({ name: "peers", about, options: { only: "" } }, async ({ quick, folder, option, say }) => {
  if (lacks(["lightgbm", "pandas"]))
    return { lines: [], notes: [`Skipped: no LightGBM for ${python}; see the head of bench/serve/peers.ts.`] };
  const seconds = quick ? 4 : 15;
  await makeData(Date.now());
  runChild(python, [fileURLToPath(new URL("peers/train.py", import.meta.url)), kept]);
  const state = await trainedState("scored", folder);
  const pinned = await serve(systemFile("scored"), state, { core: CORES.server });
  const notes = canPin ? [] : ["Nothing could be kept to a core here: the servers took what they got."];
  const found: Found[] = [];
  try {
    say("peers: Alidade");
    const ours = await capacityOf(pinned, { path: "/v1/decide", bodies: questions, seconds, core: CORES.load });
    for (const peer of peers.filter(({ name }) => name.includes(option("only")))) {
      say(`peers: ${peer.name}`);
      if (lacks(peer.needs)) notes.push(`${peer.name}: skipped, not installed; see the head of bench/serve/peers.ts.`);
      else
        await measurePeer(peer, pinned.url, { seconds, folder }).then(
          (one) => found.push(one),
          ({ message }: Error) => {
            say(message);
            notes.push(`${peer.name} failed: ${message.split("\n", 1)[0]?.slice(0, 200)}`);
          },
        );
    }
    const lines = found.flatMap((one) => linesOf(ours, one));
    return { lines, notes: [...loadNotes("Alidade", ours), ...found.flatMap(notesOf), ...notes] };
  } finally {
    await stop(pinned);
  }
});
