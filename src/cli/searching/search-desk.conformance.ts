import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";

/** A desk with a shop whose learner has a space to be searched. */
export async function openSearchDesk(): Promise<Desk> {
  const desk = await openDesk();
  await desk.write("shop.csv", shopCsv(400));
  await desk.run("init", "shop.csv", "--label", "bought");
  const file = join(desk.folder, "shop", "system.mts");
  const text = await readFile(file, "utf8");
  const logistic = text
    .replace(/learner: \w+\([^)]*\)/, "learner: logistic({ maxIterations: 500 })")
    .replace(/\b(constant|gbdt|linear|logistic)\b(?=,| \})/, "logistic");
  const space = "export const search = { bought: { l2: between(0.01, 1_000, { log: true }) } };";
  await writeFile(file, `import { between } from "alidade";\n${logistic}\n${space}\n`);
  return desk;
}
