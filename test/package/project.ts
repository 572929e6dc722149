import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** The environment of a user with this Node and nothing of ours; whom the machine trusts stays known. */
export function userEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_(?!EXTRA_CA_CERTS)|VITEST|INIT_CWD|ALIDADE)/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}`,
    NO_COLOR: "1",
  };
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs to the end and tells everything. */
export function run(command: string, args: readonly string[], cwd: string): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: userEnvironment(), encoding: "utf8" });
  return { code: status, stdout, stderr };
}

/** Runs to the end; a refusal is an error with all that was printed. */
export function must(command: string, args: readonly string[], cwd: string): string {
  const { code, stdout, stderr } = run(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** The package as `npm publish` would send it. Builds it. Gives the path of the archive. */
export function pack(into: string): string {
  must("npm", ["pack", "--pack-destination", into], root);
  const [archive] = readdirSync(into).filter((file) => file.endsWith(".tgz"));
  return join(into, archive ?? "nothing was packed");
}

/** An empty project of that kind with the archive installed, as a user's would be. */
export function installInto(folder: string, type: "module" | "commonjs", archive: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "shop", private: true, type }));
  must("npm", ["install", archive, "--prefer-offline", "--no-audit", "--no-fund"], folder);
  return folder;
}

/** Every file below, relative to the folder. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
}

export function megabytesBelow(folder: string): number {
  return filesBelow(folder).reduce((sum, path) => sum + statSync(join(folder, path)).size, 0) / 1e6;
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
