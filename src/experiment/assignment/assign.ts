import { bug, hashUniform, known } from "../../kernel/index.ts";

/** An arm and the share of the entities that it gets, more than 0 and at most 1. */
export interface ArmShare {
  readonly arm: string;
  readonly share: number;
}

/** Who is assigned, to which arms. Shares add up to 1, as every validated design's do. */
export interface Assignment {
  /** Names the randomisation. Two salts split the same entities independently. */
  readonly salt: string;
  readonly entity: string;
  readonly shares: readonly ArmShare[];
}

/**
 * The arm of an entity: its salted hash is a number on [0, 1), and the arms hold adjoining intervals of it in the order
 * given, each as wide as its share. Sticky and stateless: any process, any language that has SHA-256, gives the same.
 *
 * When shares change, exactly those entities move whose number lies between an old boundary and the new one. So an arm
 * keeps all its entities as long as both its ends stay where they are, whatever the arms on either side do among
 * themselves; an arm that only grows keeps all it had; and the first arm's beginning and the last arm's end never move.
 */
export function assign({ salt, entity, shares }: Assignment): string {
  const position = hashUniform(`${salt}\u0000${entity}`);
  let end = 0;
  const found = shares.find(({ share }) => {
    end += share;
    return position < end;
  });
  // Shares such as 0.1 + 0.2 + 0.7 end a hair below 1; the last arm owns that hair.
  return known(found ?? shares.at(-1), "an assignment without arms").arm;
}

/** The probability with which an entity is assigned to that arm: its share. */
export function propensity(shares: readonly ArmShare[], arm: string): number {
  const found = shares.find((candidate) => candidate.arm === arm);
  if (found === undefined) throw bug({ what: `the arm ${arm} is not among those assigned` });
  return found.share;
}
