import { defineFault, type Fault, unfit } from "../fault.ts";
import { withField } from "../hit.ts";
import { fieldToHit, readersOf } from "../places.ts";

interface OtherUnit {
  readonly says: string;
  of(value: number): number;
}

const UNITS: readonly OtherUnit[] = [
  { says: "100 times what it was, as cents are of euros", of: (value) => value * 100 },
  { says: "a thousandth of what it was, as kilograms are of grams", of: (value) => value / 1_000 },
  { says: "in °F as if it were in °C", of: (value) => 1.8 * value + 32 },
];

/** A number comes in another unit. */
export const unitChanged: Fault = defineFault({
  about: "a number comes in another unit",
  of: "inputs",
  part: "field",
  noticedBy: ["input.unit-changed", "input.offset"],
  plan(site) {
    const field = fieldToHit(site, "number");
    const unit = UNITS[site.trial % UNITS.length];
    if (field === undefined || unit === undefined) return unfit("no caller gives a number that a feature reads");
    return {
      says: `${field} is ${unit.says}`,
      names: readersOf(site, field),
      stream: withField(site, field, (value) => (typeof value === "number" ? unit.of(value) : value)),
    };
  },
});
