import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Desk, openDesk } from "../host/host.conformance.ts";
import { rows, systemWith } from "../loop/shop.conformance.ts";

const bin = fileURLToPath(new URL("../../../bin/alidade.js", import.meta.url));
/** Of documentation (RFC 5737): no machine has it. */
const NOWHERE = "192.0.2.1";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.write("rows.csv", rows(100));
  await desk.write("shop.mts", systemWith(""));
});
afterAll(() => desk.remove());

interface Running {
  readonly child: ChildProcess;
  /** What it said up to now. */
  out(): string;
  err(): string;
}

function start(...argv: readonly string[]): Running {
  const child = spawn(process.execPath, [bin, ...argv, "--port", "0"], { cwd: desk.folder });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    said.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said.err += chunk;
  });
  return { child, out: () => said.out, err: () => said.err };
}

async function portOf({ out, err, child }: Running): Promise<string> {
  for (;;) {
    const port = /https?:\/\/[\d.]+:(\d+)/.exec(out())?.[1];
    if (port !== undefined) return port;
    if (child.exitCode !== null) throw new Error(err());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const ask = async (port: string, secret?: string): Promise<number> => {
  const headers = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
  return (await fetch(`http://127.0.0.1:${port}/v1/systems`, { headers })).status;
};

test.each([
  ["serve", "1"],
  ["serve", "2"],
  ["up", "1"],
])(
  "%s on %s threads: a start that failed locks nobody out; one that went well tells a token that is let in at once",
  {
    timeout: 120_000,
  },
  async (command, workers) => {
    const where = ["shop.mts", "--dir", `${command}-${workers}`, "--workers", workers];
    const failed = start(command, ...where, "--host", NOWHERE);
    expect(await once(failed.child, "exit")).toEqual([3, null]);
    expect(failed.err()).toContain("server.cannot-listen");
    expect(JSON.parse((await desk.run("token", ...where.slice(1, 3), "--json")).out).tokens).toEqual([]);

    const open = start(command, ...where);
    expect(await ask(await portOf(open))).toBe(200);
    expect(open.err()).not.toContain("token");
    open.child.kill("SIGTERM");
    await once(open.child, "exit");

    const reached = start(command, ...where, "--host", "0.0.0.0");
    const port = await portOf(reached);
    const secret = /alidade_[0-9a-f]{12}_[0-9a-f]{64}/.exec(reached.err())?.[0];
    expect([await ask(port), await ask(port, secret)]).toEqual([401, 200]);
    reached.child.kill("SIGTERM");
    await once(reached.child, "exit");

    const after = start(command, ...where);
    expect(await ask(await portOf(after))).toBe(401);
    expect(after.err()).toContain("Whoever asks this server shows a token. 1 of the 1 that were made is valid");
    after.child.kill("SIGTERM");
    await once(after.child, "exit");
  },
);
