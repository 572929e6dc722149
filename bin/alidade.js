#!/usr/bin/env node
// The launcher. Written for any Node that knows ES modules (12.20 and later), so that an old one gets a sentence or a
// newer Node instead of a syntax error: no named imports of what is new, no `?.`, no top-level `await`.
import childProcess from "node:child_process";
import fs from "node:fs";
import nodeModule from "node:module";
import path from "node:path";

const USAGE = 2;
const INTERNAL = 4;

/** Whether a Node of that version ("22.18.0") strips types from a system file and has synchronous module hooks. */
function isRecent(version) {
  const parts = version.replace(/^v/, "").split(".").map(Number);
  if (parts[0] === 23) return parts[1] >= 6;
  return parts[0] > 22 || (parts[0] === 22 && parts[1] >= 18);
}

/** The pinned Node, when the package `node` is installed beside this one and its binary is really there. */
function findPinnedNode() {
  try {
    const manifestFile = nodeModule.createRequire(import.meta.url).resolve("node/package.json");
    const manifest = JSON.parse(fs.readFileSync(manifestFile, "utf8"));
    const folder = path.join(path.dirname(manifestFile), "bin");
    const binary = [path.join(folder, "node"), path.join(folder, "node.exe")].find((file) => fs.existsSync(file));
    return isRecent(manifest.version) ? binary : undefined;
  } catch (_absent) {
    return undefined;
  }
}

/** Signals that ask a process to stop: passed on to the child, who decides what to leave behind. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs the same command with another Node and ends as that one ends. */
function relaunch(node) {
  const child = childProcess.spawn(node, process.execArgv.concat(process.argv.slice(1)), { stdio: "inherit" });
  SIGNALS.forEach((signal) => {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both of us; a second one from here would mean "at once".
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  });
  child.on("error", (error) => {
    console.error(`Cannot start ${node}: ${error.message}`);
    process.exitCode = INTERNAL;
  });
  child.on("exit", (code, signal) => {
    SIGNALS.forEach((name) => {
      process.removeAllListeners(name);
    });
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code;
  });
}

/** Node 22 still announces SQLite and type stripping as experimental on every start; Alidade relies on both knowingly. */
function quietKnownWarnings() {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    if (/^(SQLite|Type Stripping) is an experimental feature/.test(String(warning))) return;
    emitWarning.call(process, warning, ...rest);
  };
}

function failInternally(error) {
  console.error(error);
  process.exitCode = INTERNAL;
}

function run() {
  quietKnownWarnings();
  nodeModule.enableCompileCache();
  import("./doors.js")
    .then((doors) => import(doors.commandLine))
    .then((cli) => cli.main(process.argv.slice(2)))
    .then((code) => {
      if (typeof code === "number") process.exitCode = code;
    })
    .catch(failInternally);
}

const pinned = isRecent(process.version) ? undefined : findPinnedNode();
if (isRecent(process.version)) run();
else if (pinned) relaunch(pinned);
else {
  console.error(
    `Alidade needs Node 22.18 or newer and this is Node ${process.versions.node}: ` +
      "install a newer Node, or add one to this project with `npm install --save-dev node@24`.",
  );
  process.exitCode = USAGE;
}
