import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { defineError, type ErrorConstructor, messageOf } from "../../kernel/index.ts";

export const fileExists: ErrorConstructor<{ readonly path: string }> = defineError("cli.input.file-exists", {
  headline: "The file is there already",
  message: ({ path }: { readonly path: string }) => `${path} exists, and nothing is overwritten.`,
  hint: () => "Move it away, or name another file with `--out`.",
});

export const fileUnwritable: ErrorConstructor<{ readonly path: string; readonly why: string }> = defineError(
  "cli.input.file-unwritable",
  {
    headline: "The file cannot be written",
    message: ({ path, why }: { readonly path: string; readonly why: string }) => `${path} was not written: ${why}.`,
    hint: () => "Name another file with `--out`.",
  },
);

/** Writes a file whole or not at all, and never over another. Throws `cli.input.file-exists`, `cli.input.file-unwritable`. */
export async function writeNewFile(path: string, content: Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, content, { flag: "wx" });
    await link(draft, path);
  } catch (thrown) {
    const exists = (thrown as { readonly code?: string }).code === "EEXIST";
    throw exists ? fileExists({ path }, thrown) : fileUnwritable({ path, why: messageOf(thrown) }, thrown);
  } finally {
    await rm(draft, { force: true });
  }
}
