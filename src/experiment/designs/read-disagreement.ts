import { isInsufficient } from "../../kernel/index.ts";
import { formatNumber } from "../../report/index.ts";
import { meanDifference } from "../../stats/index.ts";
import type { DesignCase } from "./design-case.ts";
import { dilute, disagreementOf } from "./disagreement.ts";
import { type DesignReading, toneOfFound, wordFinding } from "./reading.ts";
import { moneyIn, unitRows } from "./unit-rows.ts";

/** Reads an experiment in which only decisions count that the other arm would have made differently. */
export function readDisagreement({ terms, arms, priced, currency, level }: DesignCase): DesignReading {
  const rows = unitRows(priced, { stay: true });
  const treatment = arms.find(({ arm }) => arm !== terms.control)?.arm ?? "";
  const pairs = priced.flatMap(({ decision: { subject, body } }) =>
    subject === undefined ? [] : [{ unit: subject, differs: body.eligible }],
  );
  const counted = disagreementOf(pairs, level);
  const where = meanDifference(moneyIn(rows, treatment), moneyIn(rows, terms.control), level);
  const all = dilute(where, counted);
  const per = "per entity";
  const share = isInsufficient(counted.shareOfUnits)
    ? "no"
    : formatNumber(counted.unitsDiffering / counted.units, "percent", 1);
  return {
    design: terms.design,
    experiment: terms.name,
    sentence:
      `Where the two differ, “${treatment}” brings ${wordFinding({ found: where, per }, currency)}. ` +
      `That is ${share} of the entities; over all of them it comes to ${wordFinding({ found: all, per }, currency)}.`,
    tone: toneOfFound(where),
    findings: [
      { what: "where they differ", found: where, per },
      { what: "over all entities", found: all, per, note: "where they agree nothing can differ" },
    ],
    remarks: [
      `They differ on ${formatNumber(counted.differing, "count")} of ${formatNumber(counted.decisions, "count")} decisions, ` +
        `for ${formatNumber(counted.unitsDiffering, "count")} of ${formatNumber(counted.units, "count")} entities.`,
    ],
  };
}
