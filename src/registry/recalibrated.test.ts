import { expect, test } from "vitest";
import type { ModelVersion } from "./models.ts";
import { trainedAs } from "./recalibrated.ts";

const version = (id: string, parent?: string): ModelVersion =>
  ({
    id,
    lineage: parent === undefined ? { parents: ["mdl_0"] } : { parents: [parent], recalibrated: {} },
  }) as unknown as ModelVersion;

test("of a model that was recalibrated again and again the one that was trained is found, and no further", async () => {
  const all = new Map(
    [version("mdl_1"), version("mdl_2", "mdl_1"), version("mdl_3", "mdl_2")].map((one) => [one.id, one]),
  );
  const findModel = async (id: string): Promise<ModelVersion> => all.get(id)!;
  expect((await trainedAs({ findModel }, all.get("mdl_3")!)).id).toBe("mdl_1");
  expect((await trainedAs({ findModel }, all.get("mdl_1")!)).id).toBe("mdl_1");
});
