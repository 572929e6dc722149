import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inlineCompute } from "../../backends/index.ts";
import { type Clock, seededIds, virtualClock } from "../../kernel/index.ts";
import * as presets from "../../presets.ts";
import { type Registry, registryOf } from "../../registry/index.ts";
import type { State } from "../../store/index.ts";
import { main } from "../main.ts";
import type { Backends, Host } from "./host.ts";

/** What one command line came to. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** What a test does to a state directory past the commands. */
export type InState<T> = (registry: Registry, state: State) => Promise<T>;

/** A command line in a folder of a test's own, at midnight on the first of January 2026. */
export interface Desk {
  readonly folder: string;
  run(...argv: readonly string[]): Promise<Ran>;
  /** The same, with something about the outside changed. */
  runWith(change: Partial<Host>, ...argv: readonly string[]): Promise<Ran>;
  write(name: string, text: string | Uint8Array): Promise<string>;
  /** Works in its state directory at such a time, which is made where there is none. */
  inState<T>(clock: Clock, work: InState<T>): Promise<T>;
  remove(): Promise<void>;
}

/** The real backends, but for the threads: to start them costs more than a desk's few rows, and results are the same. */
const backends: Backends = { ...presets, compute: () => inlineCompute };

export async function openDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "alidade-cli-"));
  const runWith: Desk["runWith"] = async (change, ...argv) => {
    const said = { out: "", err: "" };
    const sink = (stream: "out" | "err") => ({
      write: async (text: string) => {
        said[stream] += text;
      },
      isTerminal: false,
      columns: 100,
    });
    const host: Host = {
      stdout: sink("out"),
      stderr: sink("err"),
      cwd: folder,
      env: {},
      clock: virtualClock(Date.UTC(2026, 0, 1)),
      ids: seededIds(1),
      who: "ada",
      stopwatch: () => 0,
      version: "1.2.3",
      backends: async () => backends,
      // In this process: to start another costs more than all that a desk does.
      fresh: async (fresh) => {
        let out = "";
        const stdout = {
          ...sink("out"),
          write: async (text: string) => {
            out += text;
          },
        };
        const exit = await main(fresh, { ...host, stdout });
        return { exit, out };
      },
      onInterrupt: () => () => undefined,
      ...change,
    };
    return { exit: await main(argv, host), ...said };
  };
  return {
    folder,
    runWith,
    run: (...argv) => runWith({}, ...argv),
    write: async (name, text) => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    },
    inState: async (clock, work) => {
      const state = await presets.openState(join(folder, ".alidade"), { create: true });
      try {
        return await work(registryOf({ state, clock, who: "ada" }), state);
      } finally {
        await state.close();
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Two hundred customers, of whom those who visit often tend to buy. */
export function shopCsv(rows = 200): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const visits = (i * 7) % 10;
    const buys = (i * 13) % 10 < visits ? "yes" : "no";
    return `${i + 1},${visits},${["web", "phone", "shop"][i % 3]},${buys}`;
  });
  return ["customer_id,visits,channel,bought", ...lines].join("\n");
}
