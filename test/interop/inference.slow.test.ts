import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { openWard } from "../../src/server/inference/served-model.conformance.ts";
import { findPython, withoutPython } from "./python.ts";

const PACKAGES = ["tritonclient.http", "numpy"];
const python = findPython(PACKAGES) ?? "";
const suite = "the published client of the Open Inference Protocol";

describe.skipIf(python === "")(python === "" ? `${suite} (${withoutPython(PACKAGES)})` : suite, () => {
  test("finds the server, its models and their scores, in JSON and in bytes", async () => {
    const { office, version } = await openWard();
    try {
      const script = fileURLToPath(new URL("./python/infer.py", import.meta.url));
      // Not `runPython`: that would hold up the server, which is in this process.
      const address = `127.0.0.1:${office.server.port}`;
      const { stdout } = await promisify(execFile)(python, [script, address, "readmission.stay"]);
      const scores = [[10], [15.5], [17.5], [18]];
      expect(JSON.parse(stdout)).toMatchObject({
        live: true,
        ready: true,
        model_ready: true,
        unknown_ready: false,
        server: { name: "alidade" },
        model: { name: "readmission.stay", versions: [version] },
        json: scores,
        bytes: scores,
        refused: expect.stringContaining('Got "nobody"'),
      });
    } finally {
      await office.close();
    }
  });
});
