import { execFile, spawnSync } from "node:child_process";
import { chmod, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "../host/host.conformance.ts";
import { rows, systemWith } from "../loop/shop.conformance.ts";

const bin = fileURLToPath(new URL("../../../bin/alidade.js", import.meta.url));
const NOBODY = 65_534;
/** The superuser may write everywhere, so somebody else looks. */
const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.write("rows.csv", rows(1_200));
  await desk.write("shop.mts", systemWith(""));
  expect((await desk.run("train", "shop.mts")).exit).toBe(0);
  await chmod(desk.folder, 0o755);
}, 60_000);
afterAll(async () => {
  await allow(state(), 0o200);
  await desk.remove();
});

const state = () => join(desk.folder, ".alidade");

/** Gives permissions to everybody, or takes the writing ones from everybody. */
async function allow(folder: string, mode: number): Promise<void> {
  await chmod(folder, 0o555 | mode);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if ((await stat(path)).isDirectory()) await allow(path, mode);
    else await chmod(path, 0o444 | mode);
  }
}

async function alidade(...argv: readonly string[]): Promise<{ readonly exit: number; readonly said: string }> {
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" };
  return await promisify(execFile)(process.execPath, [bin, ...argv], { cwd: desk.folder, env, ...user }).then(
    ({ stdout }) => ({ exit: 0, said: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ exit: code, said: stderr }),
  );
}

/** Why somebody else cannot be had look here; empty where he can. */
function impossible(): string {
  if (process.platform === "win32") return "permissions are others there";
  const tried = spawnSync(process.execPath, [bin, "--help"], { cwd: desk.folder, ...user });
  return tried.status === 0 ? "" : "another user may not even start Alidade here";
}

describe("a state directory that may only be read", () => {
  test.for([
    ["runs", "shop"],
    ["models", "shop"],
    ["snapshots", "shop"],
    ["history", "shop"],
    ["decisions"],
    ["alerts"],
    ["monitors", "shop.mts"],
    ["readiness", "shop.mts"],
  ])("is looked at: %s", async (argv, { skip }) => {
    const why = impossible();
    skip(why !== "", why);
    await allow(state(), 0);
    const before = await readdir(state(), { recursive: true });
    const json = [...argv, "--json"];
    const seen = await alidade(...json);
    expect(seen).toMatchObject({ exit: 0 });
    expect(await readdir(state(), { recursive: true })).toEqual(before);
    const { generatedAt: _, ...told } = JSON.parse(seen.said);
    await allow(state(), 0o200);
    const own = JSON.parse((await desk.run(...json)).out);
    expect(Object.keys(told)).toEqual(Object.keys(own));
    if (["runs", "models", "snapshots"].includes(argv[0] ?? "")) expect(told).toEqual(own);
  });

  test("is changed by nobody, and what may not be read says who may let you", async ({ skip }) => {
    const why = impossible();
    skip(why !== "", why);
    await allow(state(), 0);
    expect(await alidade("retrain", "shop.mts", "--now")).toMatchObject({
      exit: 3,
      said: expect.stringContaining("state.not-writable"),
    });
    await chmod(state(), 0o000);
    const refused = await alidade("runs", "shop");
    await chmod(state(), 0o755);
    expect(refused).toMatchObject({
      exit: 3,
      said: expect.stringMatching(/chmod -R g\+rX.*\n {2}state\.not-readable/),
    });
  });
});
