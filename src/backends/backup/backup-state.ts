import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { coded } from "../state-errors.ts";
import { readFormat } from "../state-format.ts";
import { backupOccupied } from "./backup-errors.ts";
import { copyState } from "./copy-state.ts";
import { describeFile, MANIFEST, type Manifest } from "./manifest.ts";
import { packTar } from "./tar.ts";

export interface BackupOptions {
  /** The state's directory, already of the present format. */
  readonly from: string;
  /** A folder to be made, or a file whose name ends with `.tar.gz` or `.tgz`. */
  readonly to: string;
  /** Now, milliseconds since 1970. */
  readonly at: number;
}

/**
 * Writes a backup of a state, whole or not at all, while servers go on writing to it: everything that was acknowledged
 * before the call is in it. Throws `state.backup-occupied`, `state.corrupt`, `state.disk-full`, `state.busy`.
 */
export async function backupState({ from, to, at }: BackupOptions): Promise<Manifest> {
  const target = resolve(to);
  if (existsSync(target)) throw backupOccupied({ location: target });
  const draft = `${target}.${randomBytes(4).toString("hex")}.draft`;
  return await coded(target, async () => {
    try {
      await mkdir(dirname(target), { recursive: true });
      await mkdir(draft, { mode: 0o700 });
      const manifest = await fill(draft, { from: resolve(from), at });
      await publish(draft, { target, manifest });
      return manifest;
    } finally {
      await rm(draft, { recursive: true, force: true });
      await rm(`${draft}.pack`, { force: true });
    }
  });
}

async function fill(draft: string, { from, at }: { from: string; at: number }): Promise<Manifest> {
  const paths = await copyState(from, draft);
  const files: Manifest["files"][number][] = [];
  for (const path of paths) files.push(await describeFile(draft, path));
  const manifest: Manifest = { backup: 1, format: (await readFormat(draft)) ?? 0, at, files };
  await writeFile(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, { flush: true, mode: 0o600 });
  return manifest;
}

async function publish(draft: string, { target, manifest }: { target: string; manifest: Manifest }): Promise<void> {
  if (!isArchive(target)) return await rename(draft, target);
  await packTar(draft, [MANIFEST, ...manifest.files.map(({ path }) => path)], `${draft}.pack`);
  await rename(`${draft}.pack`, target);
}

/** Whether a name is that of one file, by its ending. */
export function isArchive(path: string): boolean {
  return /\.(tar\.gz|tgz)$/i.test(path);
}
