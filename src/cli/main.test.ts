import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "./host/host.conformance.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.remove());

describe("help", () => {
  test("without words lists every command, and ends well", async () => {
    const { exit, out, err } = await desk.run();
    expect(exit).toBe(0);
    expect(err).toBe("");
    for (const name of ["init", "models", "release", "rollback", "history", "decisions"]) expect(out).toContain(name);
  });

  test.each([
    ["help", "release"],
    ["release", "--help"],
  ])("%s %s tells what the command takes", async (...words) => {
    const { exit, out } = await desk.run(...words);
    expect(exit).toBe(0);
    expect(out).toContain("--dry-run");
    expect(out).toContain("Examples:");
    expect(out).toContain("--dir <state>");
  });

  test("help of an action is that action's, as with --help", async () => {
    const { exit, out } = await desk.run("help", "experiment", "stop");
    expect([exit, out]).toEqual([0, (await desk.run("experiment", "stop", "--help")).out]);
    expect(out).toContain("--keep <arm>");
  });

  test("puts no full stop after a question", async () => {
    for (const name of ["assess", "check", "train", "experiment"])
      expect((await desk.run("help", name)).out).not.toContain("?.");
  });

  test("tells the version", async () => {
    expect(await desk.run("--version")).toEqual({ exit: 0, out: "1.2.3\n", err: "" });
  });
});

describe("a command line that cannot be understood", () => {
  test.each([
    ["an unknown command", ["modls"], "Unknown command `modls`. Did you mean `models`?"],
    ["an unknown option", ["models", "--haed", "x"], "Unknown option `--haed`. Did you mean `--head`?"],
    ["an option without its value", ["models", "--head"], "Option `--head <name>` argument missing."],
    ["an option where a value belongs", ["release", "s", "--approve", "--why", "x"], "It lacks its <who>: --why is an"],
    ["a lacking argument", ["rollback"], "Missing required argument `system`."],
    ["a word too many", ["rollback", "a", "b"], "Too many arguments"],
    ["a value that does not fit", ["history", "--limit", "0"], 'a whole number of at least 1. Got "0".'],
    ["a state directory without a name", ["models", "--dir"], "`--dir` needs a directory."],
  ])("%s ends with 2 and says what is allowed", async (_what, argv, words) => {
    const { exit, out, err } = await desk.run(...argv);
    expect(exit).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(words);
    expect(err).toContain("cli.usage");
  });

  test("is told of every required option at once, and of the help of the very action", async () => {
    const { err } = await desk.run("experiment", "stop", "system.mts");
    expect(err).toContain("Required options `--name <name>` and `--keep <arm>` are missing.");
    expect(err).toContain("`alidade experiment stop --help`");
    const { exit, out } = await desk.run("experiment", "stop", "--help");
    expect(exit).toBe(0);
    expect(out).toMatch(/--name <name>\s+of the experiment \(required\)/);
    expect((await desk.run("init", "a.csv")).err).toContain("Required option `--label <column>` is missing.");
  });

  test("is one JSON document on standard output with --json", async () => {
    const { exit, out, err } = await desk.run("--json", "modls");
    expect(exit).toBe(2);
    expect(err).toBe("");
    expect(JSON.parse(out).error).toMatchObject({
      code: "cli.usage",
      headline: expect.any(String),
      hint: expect.any(String),
    });
  });
});

describe("an error", () => {
  test("of the input ends with 3: headline, message, hint and code on standard error", async () => {
    const { exit, out, err } = await desk.run("models", "--dir", "nowhere");
    expect(exit).toBe(3);
    expect(out).toBe("");
    expect(err.split("\n")[0]).toBe("✕ No state here");
    expect(err).toMatch(/nowhere[\s\S]*→ [\s\S]*state\.missing/);
  });

  test("that nobody foresaw ends with 4; its stack is shown when asked for", async () => {
    const broken = { backends: () => Promise.reject(new TypeError("boom")) };
    const short = await desk.runWith(broken, "models");
    expect(short.exit).toBe(4);
    expect(short.err).toContain("boom");
    expect(short.err).not.toContain("    at ");
    expect((await desk.runWith(broken, "models", "--verbose")).err).toContain("    at ");
    expect((await desk.runWith({ ...broken, env: { ALIDADE_DEBUG: "1" } }, "models")).err).toContain("    at ");
    const { error } = JSON.parse((await desk.runWith(broken, "models", "--json")).out);
    expect(error).toEqual({ code: "internal.unexpected", headline: "A defect in Alidade", message: "boom" });
  });

  test("is coloured on a terminal alone, and never under NO_COLOR or --no-color", async () => {
    const said: string[] = [];
    const stderr = { write: async (text: string) => void said.push(text), isTerminal: true, columns: 80 };
    await desk.runWith({ stderr }, "modls");
    await desk.runWith({ stderr, env: { NO_COLOR: "1" } }, "modls");
    await desk.runWith({ stderr }, "modls", "--no-color");
    expect(said.map((text) => text.includes("\u001b["))).toEqual([true, false, false]);
  });
});

test("Ctrl-C while a command runs ends with its exit code, and says so in one line", async () => {
  let interrupt: (exit: number) => void = () => undefined;
  const host = {
    onInterrupt: (listener: (exit: number) => void) => {
      interrupt = listener;
      return () => undefined;
    },
    // Never answers: a second Ctrl-C does not wait for it.
    backends: () => {
      setTimeout(() => interrupt(130), 5);
      setTimeout(() => interrupt(130), 10);
      return new Promise<never>(() => undefined);
    },
  };
  const { exit, out, err } = await desk.runWith(host, "models");
  expect({ exit, out }).toEqual({ exit: 130, out: "" });
  expect(err).toBe("Interrupted: nothing was left half written.\n");
});
