import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandTable } from "../command-table.ts";
import { placesOf } from "./places.ts";
import { completionScript, SHELLS, type Shell } from "./script.ts";

let folder = "";
const scriptOf = (shell: Shell): string => join(folder, `alidade.${shell}`);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "alidade-completion-"));
  const commands = (await Promise.all(Object.values(commandTable).map((load) => load()))).map(({ command }) => command);
  for (const shell of SHELLS) writeFileSync(scriptOf(shell), completionScript(shell, placesOf(commands)));
});
afterAll(() => rmSync(folder, { recursive: true }));

function ran(command: string, ...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

const BASH = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _alidade; printf "%s\\n" "\${COMPREPLY[@]}"`;
/** As its completion does for a function of bash. What does not begin like the last word it takes away itself, later. */
const ZSH = `source "$0"; words=("$@") CURRENT=$# COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); compgen -F _alidade -- "\${@[-1]}"`;

const SAID: Readonly<Record<Shell, (words: readonly string[]) => string>> = {
  bash: (words) => ran("bash", "-c", BASH, scriptOf("bash"), ...words),
  zsh: (words) => ran("zsh", "-f", "-c", ZSH, scriptOf("zsh"), ...words),
  fish: (words) => ran("fish", "--no-config", "-c", `source ${scriptOf("fish")}; complete -C '${words.join(" ")}'`),
};

/** What a shell offers for the last of some words. */
function offeredBy(shell: Shell, words: readonly string[]): readonly string[] {
  const lines = SAID[shell](words).split("\n");
  const all = lines.map((line) => line.split("\t")[0] ?? "").filter((word) => word !== "");
  return shell === "zsh" ? all.filter((word) => word.startsWith(words.at(-1) ?? "")) : all;
}

const isThere = (shell: Shell): boolean => spawnSync(shell, ["-c", "true"]).status === 0;

describe.each(SHELLS)("%s", (shell) => {
  test.skipIf(!isThere(shell))("completes commands, actions, options, and the words that an option takes", () => {
    const offered = (...words: readonly string[]): readonly string[] => offeredBy(shell, ["alidade", ...words]);
    expect(offered("hist")).toEqual(["history"]);
    expect(offered("")).toEqual(expect.arrayContaining(Object.keys(commandTable)));
    expect(offered("data", "pu")).toEqual(["pull"]);
    expect(offered("weights", "set", "system.mts", "--w")).toEqual(["--why"]);
    expect(offered("search", "--method", "ha")).toEqual(["halving"]);
    expect(offered("up", "--no-such-opt")).toEqual([]);
  });

  test.skipIf(!isThere(shell))("names files where nothing else is known", () => {
    writeFileSync(join(folder, "system.mts"), "");
    expect(offeredBy(shell, ["alidade", "train", "sys"])).toEqual(["system.mts"]);
  });
});
