import { isInsufficient } from "../../kernel/index.ts";
import { formatNumber } from "../../report/index.ts";
import { type AgedUnit, cohortEffects, type EffectAtAge } from "./cohorts.ts";
import type { DesignCase } from "./design-case.ts";
import { type DesignReading, type Finding, toneOfFound, wordFinding, wordSpan } from "./reading.ts";
import { type UnitRow, unitRows } from "./unit-rows.ts";

const WEEK = 7 * 86_400_000;

/** Reads long-lived cohorts: the effect by the age of a unit in the experiment. */
export function readCohorts({ terms, arms, priced, currency, level, until }: DesignCase): DesignReading {
  const { stretchMs = WEEK } = terms;
  const treatment = arms.find(({ arm }) => arm !== terms.control)?.arm ?? "";
  const aged = unitRows(priced, { stay: true }).flatMap((row) => agedUnit(row, stretchMs, until));
  const asked = { treatment, control: terms.control, ...(level === undefined ? {} : { level }) };
  const { byAge, change } = cohortEffects(aged, asked);
  const per = `per entity and ${wordSpan(stretchMs)}`;
  const latest = byAge.findLast(({ lift }) => !isInsufficient(lift)) ?? byAge.at(-1);
  const now: Finding = {
    what: "the oldest",
    found: latest?.lift ?? { kind: "insufficient", reason: "no-whole-stretch", need: 1, have: 0 },
    per,
  };
  return {
    design: terms.design,
    experiment: terms.name,
    sentence:
      `Entities that have lived with “${treatment}” the longest bring ${wordFinding(now, currency)}; ` +
      `against when they were new that is ${wordFinding({ found: change, per }, currency)}.`,
    tone: toneOfFound(now.found),
    findings: [
      ...byAge.map(({ age, lift, units }) => ({
        what: `stretch ${age + 1}`,
        found: lift,
        per,
        note: `${formatNumber(units, "count")} entities`,
      })),
      { what: "last against first", found: change, per, note: "each entity compared with itself" },
    ],
    remarks: byAge.flatMap((at) => stayed(at)),
  };
}

/** A unit's whole stretches from its first decision on; none where it is too young for one. */
function agedUnit({ arm, decisions }: UnitRow, stretchMs: number, until: number): readonly AgedUnit[] {
  const first = decisions[0];
  if (first === undefined) return [];
  const ages = Math.floor((until - first.at) / stretchMs);
  if (ages < 1) return [];
  const money = new Array<number>(ages).fill(0);
  const seen = new Array<boolean>(ages).fill(false);
  for (const { at, money: came } of decisions) {
    const age = Math.floor((at - first.at) / stretchMs);
    if (age >= ages) continue;
    money[age] = (money[age] ?? 0) + came;
    seen[age] = true;
  }
  return [{ arm, money, seen }];
}

/** Who was still there; of the first stretch everybody was. */
function stayed({ age, staying: { treatment, control } }: EffectAtAge): readonly string[] {
  if (age === 0 || isInsufficient(treatment) || isInsufficient(control)) return [];
  const share = (value: number): string => formatNumber(value, "percent", 0);
  return [
    `In stretch ${age + 1}, ${share(treatment.value)} of the treated were seen, and ${share(control.value)} of the others.`,
  ];
}
