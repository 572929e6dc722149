import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { alidade, data, present } from "./launcher.ts";

const file = "diabetes130/diabetic_data.csv.gz";
const example = fileURLToPath(new URL("../../examples/readmission", import.meta.url));

test.skipIf(!present(file))(
  "that the hospital's data are complete is shown refuted, the worst field first",
  async () => {
    const { exit, out } = await alidade(["assess", example, "--data", data(file), "--json"]);
    expect(exit).toBe(0);
    const { assumptions, needs } = JSON.parse(out);
    const complete = assumptions.find(({ check }: { check: string }) => check === "complete");
    expect(complete.status).toBe("refuted");
    // As published: 97 % of the weights, 49 % of the specialties, 40 % of the payers are missing (Strack and others, 2014).
    expect(complete.worst[0]).toMatch(/^`weight` is missing in 9[67]\.\d% of the rows/);
    expect(complete.worst[1]).toMatch(/^`medical_specialty` is missing in (48|49)\.\d%/);
    expect(complete.worst[2]).toMatch(/^`payer_code` is missing in (39|40)\.\d%/);
    expect(needs.find(({ code }: { code: string }) => code === "data.assumptions").status).toBe("gap");
  },
);
