import { randomBytes } from "node:crypto";
import { chmod, copyFile, mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { coded } from "../state-errors.ts";
import { backupMissing, backupOccupied } from "./backup-errors.ts";
import { MANIFEST, type Manifest, readManifest, verifyFiles } from "./manifest.ts";
import { unpackTar } from "./tar.ts";

/**
 * Makes a state from a backup, whole or not at all, after comparing every file with what was written. The directory must
 * be missing or empty. Throws `state.backup-missing`, `state.backup-damaged`, `state.backup-occupied`,
 * `state.format-newer`.
 */
export async function restoreState({ from, to }: { readonly from: string; readonly to: string }): Promise<Manifest> {
  const [source, target] = [resolve(from), resolve(to)];
  await refuseOccupied(target);
  const draft = `${target}.${randomBytes(4).toString("hex")}.draft`;
  return await coded(target, async () => {
    try {
      await mkdir(draft, { recursive: true, mode: 0o700 });
      const manifest = await fetched(source, draft);
      await verifyFiles(draft, manifest, source);
      await rm(join(draft, MANIFEST));
      await rmdir(target).catch(() => undefined);
      await rename(draft, target);
      return manifest;
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  });
}

async function refuseOccupied(target: string): Promise<void> {
  const names = await readdir(target).catch((thrown: { code?: string }) => {
    if (thrown.code === "ENOENT") return [];
    throw thrown.code === "ENOTDIR" ? backupOccupied({ location: target }, thrown) : thrown;
  });
  if (names.length > 0) throw backupOccupied({ location: target });
}

async function fetched(source: string, draft: string): Promise<Manifest> {
  const found = await stat(source).catch((thrown: unknown) => {
    throw backupMissing({ location: source }, thrown);
  });
  if (found.isDirectory()) return await copied(source, draft);
  await unpackTar(source, draft);
  return await readManifest(draft, source);
}

async function copied(source: string, draft: string): Promise<Manifest> {
  const manifest = await readManifest(source, source);
  await copyFile(join(source, MANIFEST), join(draft, MANIFEST));
  for (const { path } of manifest.files) {
    const to = join(draft, ...path.split("/"));
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    // What is missing is told of by the comparison.
    await copyFile(join(source, ...path.split("/")), to).catch(ignoreMissing);
    await chmod(to, 0o600).catch(ignoreMissing);
  }
  return manifest;
}

function ignoreMissing(thrown: { code?: string }): void {
  if (thrown.code !== "ENOENT") throw thrown;
}
