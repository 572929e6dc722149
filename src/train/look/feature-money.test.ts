import { expect, test } from "vitest";
import { toHtml } from "../../report/index.ts";
import type { Estimate } from "../../stats/index.ts";
import { clinic, closeBenches, openBench, simulatedVisits } from "../clinic.conformance.ts";
import { modelReport } from "../report/index.ts";

closeBenches();

test("a feature earns what decisions lose without it: the planted one does, an idle one does not, and the report says so", async () => {
  const system = clinic();
  const run = await (await openBench()).run(system, simulatedVisits({ rows: 6_000 }));
  const money = run.look?.kind === "look" ? run.look.money : null;
  const worthOf = (name: string) => money?.find(({ feature }) => feature === name)?.value.perDecision;
  expect((worthOf("visits") as Estimate).low).toBeGreaterThan(0);
  const ward = worthOf("ward")!;
  expect("reason" in ward || ward.low <= 0).toBe(true);
  const points = money!.map(({ value: { perDecision } }) => ("value" in perDecision ? perDecision.value : 0));
  expect(points).toEqual(points.toSorted((a, b) => b - a));
  const page = await toHtml(modelReport(run, system));
  expect(page).toContain("What each feature earns");
});

test("nobody says what features of an order earn, whose list is decided as a whole", async () => {
  const system = { ...clinic(), policy: { policy: "rank-by" } } as unknown as ReturnType<typeof clinic>;
  const run = await (await openBench()).run(clinic(), simulatedVisits());
  const { featureMoney } = await import("./feature-money.ts");
  const { heads, dataset } = run;
  const asked = { heads, unseen: heads[0]!.witness!.unseen, used: ["visits"], most: 5 };
  expect(featureMoney({ system, dataset }, asked)).toBeNull();
  expect(featureMoney({ system: clinic(), dataset }, { ...asked, unseen: new Int32Array(3) })).toBeNull();
  expect(featureMoney({ system: clinic(), dataset }, asked)).toHaveLength(1);
});
