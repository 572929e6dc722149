import type { Business, BusinessOptions, Case, Report } from "../business.ts";
import { openBusiness } from "../world/open.ts";
import type { World } from "../world/world.ts";
import { closeWard, newWard, type Ward } from "./beds.ts";
import { type DischargeTruth, dischargesOn } from "./discharge.ts";
import { TRAITS } from "./risk.ts";

/** What a readmission and a call cost, in dollars. */
const READMISSION = 9_600;
const CALL = 150;

const isCalled = ({ free }: DischargeTruth, action: string): boolean => action === "call" && free === 1;

function chanceOf(truth: DischargeTruth, action: string): number {
  return truth.probability * (isCalled(truth, action) ? 1 - truth.prevented : 1);
}

const isBack = (truth: DischargeTruth, action: string): boolean => truth.lot < chanceOf(truth, action);

/** A readmission is told on its day; of who stays well nothing is heard. */
function reportsOf({ id, at, truth }: Case<DischargeTruth>, action: string): readonly Report[] {
  if (!isBack(truth, action)) return [];
  return [{ id, key: `${id}/readmitted`, outcome: "readmitted", value: true, at: at + truth.delay }];
}

const world: World<DischargeTruth, Ward> = {
  name: "ward",
  entity: "patient",
  kinds: Object.freeze({
    patient: "text",
    stays_12m: "number",
    emergencies_12m: "number",
    days: "number",
    age: "number",
    medications: "number",
    diagnosis: "text",
    lives_alone: "flag",
    ward_load: "number",
    calls_left: "number",
    weekday: "number",
  }),
  actions: { act: "call", otherwise: "skip" },
  outcomes: { readmitted: { kind: "flag", within: "30d" } },
  periodDefaults: { period: "1d", perDay: 200 },
  hasAdversaries: false,
  movable: TRAITS,
  begin: newWard,
  day: dischargesOn,
  worth: ({ truth }, action) => -READMISSION * chanceOf(truth, action) - (isCalled(truth, action) ? CALL : 0),
  money: ({ truth }, action) => (isBack(truth, action) ? -READMISSION : 0) - (isCalled(truth, action) ? CALL : 0),
  reports: reportsOf,
  react(ward, { truth }, action) {
    if (isCalled(truth, action) && ward.left > 0) ward.left--;
    ward.discharged++;
    if (isBack(truth, action)) ward.back++;
  },
  night: closeWard,
  past: {
    acts: 0.08,
    kinds: { called: "flag", propensity: "number", readmitted: "flag" },
    row(one, action) {
      const called = isCalled(one.truth, action);
      const drawn = one.truth.free === 1 ? 0.08 : 0;
      return { called, propensity: called ? drawn : 1 - drawn, readmitted: isBack(one.truth, action) };
    },
  },
};

/**
 * A hospital ward that may call patients after they have gone home. A call prevents some readmissions, of some patients many and
 * of others few; one in ten can be called, the outcome is known after 30 days, and who comes back takes a bed.
 */
export function ward(options: BusinessOptions): Business<DischargeTruth> {
  return openBusiness(world, options);
}
