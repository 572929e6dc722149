import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isPresent, proposeReal, REAL_CASES, stateExample } from "./real-data.conformance.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

test("every file that is proposed from real data type-checks under the strictest settings, and with its example stated", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alidade-types-"));
  const settings = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      paths: { alidade: [join(root, "src/index.ts")] },
      typeRoots: [join(root, "node_modules/@types")],
    },
    include: ["*.mts"],
    exclude: [],
  };
  try {
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(settings));
    const present = REAL_CASES.filter(isPresent);
    for (const [i, real] of present.entries()) {
      const { contractText, systemText } = await proposeReal(real);
      await writeFile(join(folder, `contract${i}.mts`), contractText);
      const text = systemText.replace("./contract.mts", `./contract${i}.mts`);
      await writeFile(join(folder, `system${i}.mts`), text);
      await writeFile(join(folder, `stated${i}.mts`), stateExample(text, false));
      await writeFile(join(folder, `changed${i}.mts`), stateExample(text, true));
    }
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    expect(present.length > 0 ? compile(tsc, folder) : "").toBe("");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** What the compiler says; nothing when it is content. */
function compile(tsc: string, folder: string): string {
  try {
    return execFileSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? error);
  }
}
