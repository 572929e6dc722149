import { hash, randomBytes } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type SignedIds, signedIds } from "../kernel/index.ts";
import { stateCorrupt } from "./state-errors.ts";

const FILE = "ids.key";
const KEY = /^[0-9a-f]{64}$/;

/**
 * Ids that any process and replica with the key of this state recognises as its own. The key is made with the state, for
 * its owner alone. Throws `state.corrupt`.
 */
export async function decisionIds(location: string, now: () => number): Promise<SignedIds> {
  return idsUnder(await idKey(location), now);
}

/** Ids under a key that was read elsewhere. */
export function idsUnder(key: string, now: () => number): SignedIds {
  // The text has one length and the digest is cut, so that nothing can be appended to either.
  const sign = (text: string): string => hash("sha256", `${key}${text}${key}`, "base64url");
  return signedIds({ now, random: (bytes) => randomBytes(bytes), sign });
}

/** Ids of a state that may only be read: those of it are recognised where its key may be read, and none is made. */
export async function idsToRead(location: string, refuse: () => never): Promise<SignedIds> {
  const key = await keyAt(join(location, FILE)).catch((thrown: { code?: string }) => {
    if (thrown.code === "EACCES" || thrown.code === "EPERM") return undefined;
    throw thrown;
  });
  if (key === undefined) return { next: refuse, keyed: refuse, recognises: refuse };
  return { ...idsUnder(key, refuse), next: refuse };
}

/** The key of the state in a directory, made where there is none. Throws `state.corrupt`. */
export async function idKey(location: string): Promise<string> {
  const path = join(location, FILE);
  const found = await keyAt(path);
  if (found !== undefined) return found;
  const draft = `${path}.${randomBytes(4).toString("hex")}`;
  await writeFile(draft, randomBytes(32).toString("hex"), { mode: 0o600, flush: true });
  // Of two processes that begin at once, the first one's key stays.
  await link(draft, path).catch((thrown: { code?: string }) => {
    if (thrown.code !== "EEXIST") throw thrown;
  });
  await rm(draft, { force: true });
  const key = await keyAt(path);
  if (key === undefined) throw stateCorrupt({ location: path });
  return key;
}

async function keyAt(path: string): Promise<string | undefined> {
  const text = await readFile(path, "utf8").catch((thrown: { code?: string }) => {
    if (thrown.code === "ENOENT") return undefined;
    throw thrown;
  });
  if (text === undefined) return undefined;
  if (!KEY.test(text.trim())) throw stateCorrupt({ location: path });
  return text.trim();
}
