import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Envelope } from "../../records/index.ts";
import type { Journal } from "../../store/index.ts";
import { emptyDirectory } from "../places.conformance.ts";
import { sqliteJournal } from "../sqlite-journal.ts";

const entry = (id: string, kind = "decision"): Envelope => ({ v: 1, kind, id, at: 7, body: "x".repeat(2_000) });

/** A small disk of memory, for root on Linux. */
function mounted(place: string): boolean {
  mkdirSync(place);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=40m", "tmpfs", place], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function fill(disk: string): void {
  try {
    writeFileSync(join(disk, "fill"), new Uint8Array(42_000_000));
  } catch {
    // Full: that is what it is for.
  }
}

/** Appends until five calls were not kept: which ones were, and what became of the others. */
async function untilFull(
  journal: Journal,
  name: string,
): Promise<{ readonly accepted: readonly string[]; readonly failures: readonly string[] }> {
  const [accepted, failures]: string[][] = [[], []];
  for (let i = 0; failures!.length < 5; i++) {
    const id = `${name}-${i}`;
    const [answer = ""] = await journal.append([entry(id)]).catch((thrown: { code: string }) => [thrown.code]);
    if (answer === "accepted") accepted!.push(id);
    else failures!.push(answer);
  }
  return { accepted: accepted!, failures: failures! };
}

test.each([
  ["refuse", 0],
  ["answer", 0],
  ["refuse", 1_000_000],
] as const)(
  "a full disk: %s, by a thread after %i calls; what was acknowledged stays, and it recovers by itself",
  async (whenFull, threadAfter) => {
    const { path, remove } = await emptyDirectory();
    const disk = path("disk");
    const journal = mounted(disk)
      ? await sqliteJournal(join(disk, "journal"), { whenFull, threadAfter, keep: null, segmentBytes: 200_000 })
      : undefined;
    if (journal === undefined) return await remove();
    try {
      const kept: string[] = [];
      for (let i = 0; i < 150; i++) {
        await journal.append([entry(`a${i}`)]);
        kept.push(`a${i}`);
      }
      const take = () => journal.counters.take("calls", { windowMs: 1_000, most: 10, at: 0 });
      expect(await take()).toEqual({ taken: 1, left: 9 });
      for (let round = 0; round < 3; round++) {
        fill(disk);
        const { accepted, failures } = await untilFull(journal, `b${round}`);
        kept.push(...accepted);
        expect(failures.join()).toMatch(
          whenFull === "answer" ? /^(unlogged,?)+$/ : /^(state\.(disk-full|io-failed),?)+$/,
        );
        await expect(journal.append([entry(`o${round}`, "outcome")])).rejects.toMatchObject({ retryable: true });
        const taken = await take().catch((thrown: { retryable: boolean }) => thrown.retryable);
        expect(taken).toEqual(whenFull === "answer" ? { taken: 0, left: 0, uncounted: true } : true);
        rmSync(join(disk, "fill"));
        expect(await journal.append([entry(`c${round}`)])).toEqual(["accepted"]);
        kept.push(`c${round}`);
        expect(await take()).toEqual({ taken: 1, left: 8 - round });
      }
      const found = (await journal.read(null, 10_000)).entries.map(({ id }) => id);
      expect(found).toEqual(kept);
    } finally {
      await journal.close();
      execFileSync("umount", ["-l", disk]);
      await remove();
    }
  },
);
