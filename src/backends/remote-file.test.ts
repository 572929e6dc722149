import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { csv } from "../data/index.ts";
import { type Fetch, locate } from "./remote-file.ts";

const folder = mkdtempSync(join(tmpdir(), "alidade-locate-"));
afterAll(() => rmSync(folder, { recursive: true }));
const from = join(folder, "system");
const cache = join(folder, "cache");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const zip = zipSync({ "set/data.csv": strToU8("a\n1\n"), "set/notes.txt": strToU8("no") });
const url = "https://example.org/set.zip";

/** A publisher that counts how often it is asked. */
function publisher(bytes: Uint8Array, status = 200) {
  const asked: string[] = [];
  const fetch: Fetch = async (address) => {
    asked.push(address);
    return { ok: status === 200, status, arrayBuffer: async () => Uint8Array.from(bytes).buffer };
  };
  return { asked, fetch };
}

beforeEach(() => {
  rmSync(from, { recursive: true, force: true });
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(join(from, "data"), { recursive: true });
});

describe("finding a source's file", () => {
  test("takes the override, then the path, then the other folders", async () => {
    const ref = csv("d.csv", { lookIn: ["data"] });
    const [here, inData, passed] = [join(from, "d.csv"), join(from, "data", "d.csv"), join(folder, "passed.csv")];
    writeFileSync(inData, "");
    expect(await locate(ref, { from, cache })).toBe(inData);
    writeFileSync(here, "");
    expect(await locate(ref, { from, cache })).toBe(here);
    writeFileSync(passed, "");
    expect(await locate(ref, { from, cache, override: passed })).toBe(passed);
  });

  test("fetches once, checks, unpacks the member, and keeps it", async () => {
    const ref = csv("d.csv", {
      download: { url, sha256: sha256(new TextEncoder().encode("a\n1\n")), member: "set/data.csv" },
    });
    const { asked, fetch } = publisher(zip);
    const first = await locate(ref, { from, cache, fetch });
    expect(readFileSync(first, "utf8")).toBe("a\n1\n");
    expect(await locate(ref, { from, cache, fetch })).toBe(first);
    expect(asked).toEqual([url]);
  });

  test("keeps nothing that does not have the declared checksum", async () => {
    const ref = csv("d.csv", { download: { url, sha256: "0".repeat(64) } });
    const { fetch } = publisher(zip);
    await expect(locate(ref, { from, cache, fetch })).rejects.toMatchObject({ code: "data.checksum-mismatch" });
    expect(readdirSync(folder)).not.toContain("cache");
  });

  test("says what the archive holds when the member is not there, and what the server answered", async () => {
    const ref = csv("d.csv", { download: { url, sha256: sha256(zip), member: "data.csv" } });
    await expect(locate(ref, { from, cache, ...publisher(zip) })).rejects.toThrow(
      "It has `set/data.csv`, `set/notes.txt`",
    );
    const refused = locate(ref, { from, cache, ...publisher(zip, 404) });
    await expect(refused).rejects.toMatchObject({ code: "data.download-failed", retryable: true });
  });

  test("lists every place when it is nowhere", async () => {
    const download = { url, sha256: sha256(zip) };
    const ref = csv("d.csv", { lookIn: ["data", "../shared"], download });
    const error: unknown = await locate(ref, { from, cache }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "data.source-not-found",
      data: {
        lookedAt: [
          join(from, "d.csv"),
          join(from, "data", "d.csv"),
          join(folder, "shared", "d.csv"),
          join(cache, download.sha256, "set.zip"),
          `${url} (downloads are off)`,
        ],
      },
    });
  });
});
