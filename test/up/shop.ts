import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Look } from "../../src/cli/up/look.ts";
import { rng } from "../../src/kernel/index.ts";

export const LAUNCHER: string = fileURLToPath(new URL("../../bin/alidade.js", import.meta.url));
const DOOR = JSON.stringify(new URL("../../src/index.ts", import.meta.url).href);

/** A shop that may send a mail to whoever will buy with it, and that learns anew when buyers change. */
const systemFile = ({ objective, loop }: Declared): string => `
import { actIf, binary, contract, csv, flag, logistic, moneyEarned, number, on, onAlarm } from ${DOOR};
const h = on(contract({ id: number({ unique: true }), visits: number(), bought: flag({ known: "after" }) }));
export default h.system({
  name: "shop", source: csv("rows.csv"), entity: "id",
  objective: {
    metric: moneyEarned, direction: "increase", baseline: 0, target: 1, by: "2030-01-01", currency: "USD",
    payoff: { mail: { yes: 10, no: -5 }, skip: { yes: 0, no: 0 } }, outcome: "bought", ${objective}
    guardrails: [], perYear: 100_000, asked: "sales", approves: ["sales"], why: "a test",
  },
  outcomes: { bought: h.outcome({ within: "1s", history: (r) => r.bought, changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits })), rule: (f) => f.visits.atLeast(9),
  heads: { bought: binary({ label: "bought", learner: logistic({}) }) }, weights: { bought: { start: 1, min: 0, max: 1 } },
  policy: actIf({ threshold: "from-payoff" }),
  monitors: { period: "2s" },
  retrain: {
    when: [onAlarm(["concept.*", "quality.*", "label.*"])], ${loop}
  },
});`;

/** Who buys: those who visit often, or, once tastes have changed, those who visit seldom. */
export type Taste = "often" | "seldom";

interface Customer {
  readonly visits: number;
  readonly bought: boolean;
}

function customer(i: number, taste: Taste): Customer {
  const draws = rng({ seed: 11, unit: i, purpose: "customers" });
  const visits = draws.integer(10);
  const isLikely = taste === "often" ? visits >= 5 : visits < 5;
  return { visits, bought: draws.uniform() < (isLikely ? 0.9 : 0.1) };
}

/** A shop in a folder of its own. */
export interface Shop {
  readonly folder: string;
  /** Runs a command line there, for its JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not.
  run(...argv: readonly string[]): Promise<any>;
  up(...argv: readonly string[]): Promise<Up>;
  remove(): Promise<void>;
}

/** A running `alidade up`. */
export interface Up {
  readonly url: string;
  readonly process: ChildProcess;
  /** The newest look. */
  look(): Look;
  /** Resolves once a look is as it should be; rejects when the process has ended. */
  until(isSo: (look: Look) => boolean): Promise<Look>;
}

/** What is declared otherwise than in most tests. */
export interface Declared {
  /** Default: what is unproven may serve. */
  readonly objective: string;
  /** How a retrained model becomes the champion. Default: without proof, by a shadow and a canary of one step. */
  readonly loop: string;
}

const DECLARED: Declared = {
  objective: 'unproven: "allowed",',
  loop: `prove: "skip", coolDown: "1s", budget: { perMonth: 1_000 },
    shadow: { share: 1, least: 20 }, canary: { ramp: [0.5], dwell: "2s", least: 40 },`,
};

/** Opens a shop that has learned from customers who buy when they visit often. */
export async function openShop(declared: Partial<Declared> = {}): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), "alidade-up-"));
  await writeFile(join(folder, "system.mts"), systemFile({ ...DECLARED, ...declared }));
  await writeRows(
    folder,
    Array.from({ length: 1_200 }, (_, i) => ({ id: i, ...customer(i, "often") })),
  );
  const run: Shop["run"] = async (...argv) => {
    const options = { cwd: folder, maxBuffer: 2 ** 26 };
    const { stdout } = await promisify(execFile)(process.execPath, [LAUNCHER, ...argv, "--json"], options);
    return JSON.parse(stdout);
  };
  await run("train", "system.mts");
  const begun: Up[] = [];
  const up: Shop["up"] = async (...argv) => {
    const started = await startUp(folder, argv);
    begun.push(started);
    return started;
  };
  const remove = async (): Promise<void> => {
    for (const { process: left } of begun) {
      if (left.exitCode !== null || left.signalCode !== null) continue;
      const gone = once(left, "exit");
      left.kill("SIGKILL");
      await gone;
    }
    await rm(folder, { recursive: true });
  };
  return { folder, run, up, remove };
}

async function writeRows(folder: string, rows: readonly (Customer & { readonly id: number })[]): Promise<void> {
  const lines = ["id,visits,bought", ...rows.map(({ id, visits, bought }) => `${id},${visits},${bought}`)];
  // Whoever reads it meanwhile reads the one before.
  await writeFile(join(folder, "rows.next"), lines.join("\n"));
  await rename(join(folder, "rows.next"), join(folder, "rows.csv"));
}

async function startUp(folder: string, argv: readonly string[]): Promise<Up> {
  const words = [LAUNCHER, "up", "system.mts", "--port", "0", "--every", "500ms", "--json", ...argv];
  const process_ = spawn(process.execPath, words, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  let newest: Look | undefined;
  const waiting = new Set<() => void>();
  const lines = createInterface({ input: process_.stdout });
  lines.on("line", (line) => {
    newest = JSON.parse(line) as Look;
    for (const wake of waiting) wake();
  });
  const ended = once(process_, "exit").then(() => Promise.reject(new Error("it has ended")));
  ended.catch(() => undefined);
  const until: Up["until"] = async (isSo) => {
    while (newest === undefined || !isSo(newest)) {
      const woken = Promise.withResolvers<void>();
      waiting.add(woken.resolve);
      await Promise.race([woken.promise, ended]);
      waiting.delete(woken.resolve);
    }
    return newest;
  };
  const { url } = await until((look) => look.url !== null);
  return { url: url as string, process: process_, look: () => newest as Look, until };
}

/** Customers who come over HTTP, one after the other in a few lanes, until they are told to stop. */
export interface Traffic {
  taste: Taste;
  url: string;
  /** Ids of decisions that were answered. */
  readonly answered: string[];
  /** What went wrong. */
  readonly failed: string[];
  /** Outcomes that were acknowledged. */
  readonly reported: string[];
  stop(): Promise<void>;
}

const [LANES, KEPT] = [3, 250];

/** Sends customers to a server, and writes the newest of them where the shop's data are. */
export function sendCustomers(shop: Shop, url: string, { pauseMs = 25, mayFail = false } = {}): Traffic {
  const rows: (Customer & { readonly id: number })[] = [];
  let [next, isOver] = [10_000, false];
  const traffic: Traffic = { taste: "often", url, answered: [], failed: [], reported: [], stop };
  const post = async (path: string, body: object): Promise<{ readonly id?: string }> => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${traffic.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const said = (await answer.json()) as { readonly id?: string };
    if (!answer.ok) throw new Error(`${answer.status} ${JSON.stringify(said)}`);
    return said;
  };
  const visit = async (id: number): Promise<void> => {
    const { visits, bought } = customer(id, traffic.taste);
    const asked = await post("/v1/decide", { system: "shop", entity: String(id), given: { id, visits } });
    traffic.answered.push(asked.id as string);
    rows.push({ id, visits, bought });
    if (!bought) return;
    const at = new Date().toISOString();
    await post("/v1/outcomes", { decision: asked.id, outcome: "bought", value: true, at, key: `o-${asked.id}` });
    traffic.reported.push(asked.id as string);
  };
  const lane = async (): Promise<void> => {
    while (!isOver) {
      await visit(next++).catch((thrown) => traffic.failed.push(String(thrown)));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const writing = setInterval(() => void writeRows(shop.folder, rows.slice(-KEPT)).catch(() => undefined), 1_000);
  const lanes = Array.from({ length: LANES }, lane);
  async function stop(): Promise<void> {
    isOver = true;
    clearInterval(writing);
    await Promise.all(lanes);
    if (!mayFail && traffic.failed.length > 0) throw new Error(traffic.failed[0]);
  }
  return traffic;
}
