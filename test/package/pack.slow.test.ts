import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customersCsv } from "./customers.ts";
import {
  filesBelow,
  freePort,
  installInto,
  megabytesBelow,
  must,
  pack,
  root,
  run,
  userEnvironment,
} from "./project.ts";

let place = "";
let shop = "";
let commonJsShop = "";

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "package-"));
  mkdirSync(join(place, "archive"));
  const archive = pack(join(place, "archive"));
  shop = installInto(join(place, "shop"), "module", archive);
  commonJsShop = installInto(join(place, "commonjs-shop"), "commonjs", archive);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** The project that the walk below goes through at the moment. */
let here = "";
const alidade = (...args: string[]) => run("npx", ["--offline", "alidade", ...args], here);

describe("the package", () => {
  test("holds what runs and what explains, and nothing else", () => {
    const files = filesBelow(join(shop, "node_modules/alidade"));
    expect(files).toEqual(expect.arrayContaining(["bin/alidade.js", "bin/doors.js", "dist/cli/main.js", "LICENSE"]));
    expect(files.filter((path) => !/^(bin|dist|docs)\/|^(package\.json|[A-Z]+(\.md)?)$/.test(path))).toEqual([]);
    expect(files.filter((path) => /\.(test|conformance|types)\.|(?<!\.d)\.ts$|\.map$/.test(path))).toEqual([]);
  });

  test("needs less than 150 MB of disk with all it stands on", () => {
    expect(megabytesBelow(join(shop, "node_modules"))).toBeLessThan(150);
  });

  test("can be imported, by its own door, the client's and the one to decisions in process", () => {
    const program =
      'for (const door of ["", "/client", "/decide"]) console.log(Object.keys(await import("alidade" + door)).length);';
    expect(must(process.execPath, ["--input-type=module", "-e", program], shop)).toMatch(/^([1-9]\d*\n){3}$/);
  });

  test("can be required from CommonJS, and is the same thing", () => {
    const program = `
      const required = require("alidade");
      const names = Object.keys(required);
      import("alidade").then((imported) => {
        console.log(names.length > 0 && names.every((name) => required[name] === imported[name]));
      });`;
    expect(must(process.execPath, ["-e", program], commonJsShop)).toBe("true\n");
  });
});

test("npx finds the command line in a clone too, without a build and without the network", () => {
  const { code, stdout, stderr } = run("npx", ["--offline", "alidade", "--help"], root);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("assess");
});

/** The one JSON document on standard output. Exit code 1 is an honest "no" of a gate, and an answer all the same. */
function jsonFrom(args: readonly string[]): unknown {
  const { code, stdout, stderr } = alidade(...args, "--json");
  expect([0, 1], stderr).toContain(code);
  return JSON.parse(stdout);
}

/** Writes down the address of every module that a process loads. */
const RECORDER = `
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";
registerHooks({
  load(url, context, next) {
    appendFileSync(process.env.LOADED_MODULES, url + "\\n");
    return next(url, context);
  },
});`;

/** The environment in which a process writes down what it loads. */
function recording(loadedFile: string): NodeJS.ProcessEnv {
  const recorder = join(place, "recorder.mjs");
  writeFileSync(recorder, RECORDER);
  writeFileSync(loadedFile, "");
  return { ...userEnvironment(), NODE_OPTIONS: `--import=${pathToFileURL(recorder).href}`, LOADED_MODULES: loadedFile };
}

function recorded(argv: readonly string[], loadedFile: string): { readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, argv, { cwd: here, env: recording(loadedFile), encoding: "utf8" });
}

interface Server {
  readonly url: string;
  readonly child: ChildProcess;
}

async function serve(systemFile: string, loadedFile: string): Promise<Server> {
  const port = await freePort();
  const launcher = join(here, "node_modules/alidade/bin/alidade.js");
  const child = spawn(process.execPath, [launcher, "serve", systemFile, "--port", String(port)], {
    cwd: here,
    env: recording(loadedFile),
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { url: `http://127.0.0.1:${port}`, child };
}

/** Waits until the server says that it is ready; one that ended, or took a minute, will never be. */
async function untilReady({ url, child }: Server): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(200);
  }
  throw new Error(`The server did not become ready; its exit code is ${child.exitCode}.`);
}

async function stop({ child }: Server): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  return ended;
}

const projects = [
  { kind: "ES modules", folder: () => shop },
  { kind: "CommonJS", folder: () => commonJsShop },
];

describe.each(projects)(
  "from a table to a decision, in a project of $kind that installed it",
  { timeout: 600_000 },
  ({ folder }) => {
    beforeAll(() => {
      here = folder();
    });

    let systemFile = "";
    const systemName = () => /\bname: "([^"]+)"/.exec(readFileSync(join(here, systemFile), "utf8"))?.[1];

    test("alidade --help names its commands", () => {
      const { code, stdout } = alidade("--help");
      expect(code).toBe(0);
      for (const command of ["init", "assess", "train", "serve"]) expect(stdout).toContain(command);
    });

    test("init writes a system file and its contract", () => {
      writeFileSync(join(here, "customers.csv"), customersCsv(1_500));
      const { code, stderr } = alidade("init", "customers.csv", "--label", "left");
      expect(code, stderr).toBe(0);
      const written = filesBelow(here).filter((path) => path.endsWith(".mts") && !path.startsWith("node_modules"));
      systemFile = written.find((path) => !/contract/.test(path)) ?? "";
      expect(written.some((path) => /contract/.test(path))).toBe(true);
      expect(systemName()).toMatch(/^\S+$/);
    });

    test("what init wrote is well typed, against the types that were shipped", () => {
      const compilerOptions = {
        ...{ module: "NodeNext", target: "ES2024", lib: ["ES2024"], types: [], strict: true, noEmit: true },
        ...{ skipLibCheck: true, allowImportingTsExtensions: true, exactOptionalPropertyTypes: true },
      };
      writeFileSync(join(here, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [systemFile] }));
      must(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"], here);
    });

    test("those types are real: the system is not any", () => {
      const isAny = "0 extends 1 & typeof system ? true : false";
      writeFileSync(
        join(here, "typed.mts"),
        `import system from "./${systemFile}";\nexport const isAny: ${isAny} = false;\n`,
      );
      const tsconfig = JSON.parse(readFileSync(join(here, "tsconfig.json"), "utf8"));
      writeFileSync(join(here, "tsconfig.typed.json"), JSON.stringify({ ...tsconfig, files: ["typed.mts"] }));
      must(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.typed.json"], here);
      rmSync(join(here, "typed.mts"));
    });

    test("assess says whether it is worth it", () => {
      expect(jsonFrom(["assess", systemFile])).toEqual(expect.any(Object));
    });

    test("train leaves one JSON document on standard output", () => {
      expect(jsonFrom(["train", systemFile])).toEqual(expect.any(Object));
    });

    test("a program decides in its own process, well typed, without loading training code, and ends", () => {
      const program = `
        import { openDecider } from "alidade/decide";
        import system from "./${systemFile}";
        const decider = await openDecider([system]);
        const given = { visits: 2, complaints: 4, plan: "basic" } as const;
        const decision = await decider.decide(system, { entity: "c7", given });
        await decider.report({ decision: decision.id, outcome: Object.keys(system.outcomes)[0]! });
        await decider.close();
        process.stdout.write(JSON.stringify(decision));`;
      writeFileSync(join(here, "program.mts"), program);
      const tsconfig = JSON.parse(readFileSync(join(here, "tsconfig.json"), "utf8"));
      const compilerOptions = {
        ...tsconfig.compilerOptions,
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types")],
      };
      writeFileSync(join(here, "tsconfig.program.json"), JSON.stringify({ compilerOptions, files: ["program.mts"] }));
      must(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.program.json"], here);
      const loadedFile = join(place, "loaded-in-process.txt");
      const ran = recorded(["program.mts"], loadedFile);
      expect(ran.stderr).toBe("");
      expect(JSON.parse(ran.stdout)).toMatchObject({ id: expect.stringMatching(/^dec_/), reasons: expect.any(Array) });
      const loaded = readFileSync(loadedFile, "utf8").split("\n");
      expect(loaded.some((url) => url.includes("/alidade/dist/embed/"))).toBe(true);
      expect(loaded.filter((url) => /\/alidade\/dist\/(learn|train|server)\//.test(url))).toEqual([]);
    });

    test("serve decides over HTTP without loading training code, and stops when asked", async () => {
      const loadedFile = join(place, "loaded.txt");
      const server = await serve(systemFile, loadedFile);
      try {
        await untilReady(server);
        const answer = await fetch(`${server.url}/v1/decide`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({
            system: systemName(),
            entity: "c7",
            given: { visits: 2, complaints: 4, plan: "basic" },
          }),
        });
        const decision = (await answer.json()) as Record<string, unknown>;
        expect(answer.status, JSON.stringify(decision)).toBe(200);
        expect(Object.keys(decision)).toEqual(
          expect.arrayContaining(["id", "action", "score", "heads", "release", "reasons"]),
        );
        expect(await stop(server)).toBe(0);
      } finally {
        server.child.kill("SIGKILL");
      }
      const loaded = readFileSync(loadedFile, "utf8").split("\n");
      expect(loaded.some((url) => url.includes("/alidade/dist/server/"))).toBe(true);
      expect(loaded.filter((url) => /\/alidade\/dist\/(learn|train)\//.test(url))).toEqual([]);
    });
  },
);
