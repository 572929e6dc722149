import { describe, expect, test } from "vitest";
import { columnOf, type RawTable } from "../../data/index.ts";
import { clinic, simulatedVisits } from "../clinic.conformance.ts";
import { checkAgainstData, type Finding } from "./check.ts";

async function findingsOn(table: RawTable): Promise<readonly Finding[]> {
  return checkAgainstData(clinic(), { read: async () => table });
}

/** The same visits, the first of them in a ward that there is not. */
function withGold(table: RawTable): RawTable {
  const columns = table.columns.map((column) =>
    column.name === "ward"
      ? columnOf("ward", "text", ["gold", ...Array.from({ length: table.rows - 1 }, () => "north")])
      : column,
  );
  return { ...table, columns };
}

describe("a check", () => {
  test("counts rows as a person writes them", async () => {
    const [kept] = await findingsOn(simulatedVisits());
    expect(kept).toMatchObject({ finding: "ok", message: "3,000 rows keep the contract." });
  });

  test("names what is set aside without calling it wrong", async () => {
    const aside = (await findingsOn(withGold(simulatedVisits()))).find(({ code }) => code === "contract.rows");
    expect(aside?.finding).toBe("warning");
    expect(aside?.message).toMatch(/^1 row is set aside: `ward` must be one of .*; got "gold" in row 1\.$/);
  });
});
