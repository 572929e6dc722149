import type { Contract } from "../../data/index.ts";
import { nearest } from "../../kernel/index.ts";

/** Names shorter than this are like many others. */
const TELLING = 5;

/**
 * Fields of the contract that an event lacks while it brings the like of them under a name that the contract does not know:
 * a producer has renamed them in mid-stream, and whoever read on would see them missing from now on.
 */
export function renamedFields(event: object, { fields }: Contract): readonly string[] {
  const strange = Object.keys(event).filter((name) => !Object.hasOwn(fields, name));
  if (strange.length === 0) return [];
  const lacking = Object.keys(fields).filter((name) => !Object.hasOwn(event, name));
  return lacking.filter((name) => strange.slice(0, MOST_STRANGE).some((other) => isLike(name, other)));
}

const MOST_STRANGE = 50;
const LONGEST = 128;

function isLike(name: string, other: string): boolean {
  if (other.length > LONGEST) return false;
  if (plain(name) === plain(other)) return true;
  return Math.min(name.length, other.length) >= TELLING && nearest(name, [other]) !== undefined;
}

/** `total_cost`, `TotalCost` and `total-cost` are one name. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
