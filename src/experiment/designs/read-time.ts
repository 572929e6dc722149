import { formatNumber } from "../../report/index.ts";
import type { DesignCase } from "./design-case.ts";
import { type DesignReading, toneOfFound, wordFinding, wordSpan } from "./reading.ts";
import { isTreatedAt, type StepRow, stepAt, steppedEffect } from "./stepped.ts";
import { type BlockTotal, switchbackEffect } from "./switchback.ts";
import { unitRows } from "./unit-rows.ts";

/** Reads a switchback: eligible decisions by block, compared round by round. */
export function readSwitchback({ terms, arms, priced, currency, level }: DesignCase): DesignReading {
  const treatment = arms.find(({ arm }) => arm !== terms.control)?.arm ?? "";
  const { from = 0, blockMs = 1, burnInMs = 0 } = terms.switchback ?? {};
  const blocks = priced.flatMap(({ decision: { at, body }, money }): readonly BlockTotal[] => {
    if (!body.eligible || money === null) return [];
    return [{ round: Math.floor((at - from) / (blockMs * arms.length)), arm: body.arm, money, size: 1 }];
  });
  const asked = { treatment, control: terms.control, ...(level === undefined ? {} : { level }) };
  const found = switchbackEffect(blocks, asked);
  const per = "per decision";
  const rounds = new Set(blocks.map(({ round }) => round)).size;
  return {
    design: terms.design,
    experiment: terms.name,
    sentence: `With everybody on “${treatment}” comes ${wordFinding({ found, per }, currency)}.`,
    tone: toneOfFound(found),
    findings: [{ what: `“${treatment}” against “${terms.control}”`, found, per }],
    remarks: [
      `${formatNumber(rounds, "count")} rounds of ${wordSpan(blockMs * arms.length)}; the first ` +
        `${wordSpan(burnInMs)} of every block do not count.`,
    ],
  };
}

/** Reads a stepped rollout: units by step, those who had it against those who still waited. */
export function readStepped({ terms, arms, priced, currency, level, until }: DesignCase): DesignReading {
  const treatment = arms.find(({ arm }) => arm !== terms.control)?.arm ?? "";
  const clock = terms.stepped ?? { from: 0, everyMs: 1, steps: [] };
  const last = stepAt(clock, until);
  const { salt } = terms;
  const rows = unitRows(priced, { stay: false }).flatMap(({ unit: entity, decisions }, unit): readonly StepRow[] => {
    const first = decisions[0];
    if (first === undefined) return [];
    // From its first step on a unit counts in each, with nothing where nothing came.
    const begin = Math.max(0, stepAt(clock, first.at));
    return Array.from({ length: Math.max(0, last - begin + 1) }, (_, i) => {
      const step = begin + i;
      const own = decisions.filter(({ at }) => stepAt(clock, at) === step);
      const sum = own.reduce((total, { money }) => total + money, 0);
      return { unit, step, treated: isTreatedAt(clock, { salt, entity, step }), money: sum };
    });
  });
  const found = steppedEffect(rows, level);
  const per = "per entity and step";
  return {
    design: terms.design,
    experiment: terms.name,
    sentence: `“${treatment}” brings ${wordFinding({ found, per }, currency)} than waiting for it.`,
    tone: toneOfFound(found),
    findings: [{ what: `“${treatment}” against waiting`, found, per }],
    remarks: [
      `Step ${Math.max(0, last) + 1} of ${clock.steps.length}, each ${wordSpan(clock.everyMs)} long: ` +
        `${clock.steps.map((share) => formatNumber(share, "percent", 0)).join(", ")} of the entities.`,
    ],
  };
}
