/** What stood somewhere, or was done, and how likely that was. */
export interface RemadePart {
  /** Of a ranking, the candidate that stood at this position; null for an action or an answer. */
  readonly about: string | null;
  /** How likely it was when it was logged, is now, and would be as proposed; of a position, given what stands above. */
  readonly logged: number;
  readonly now: number;
  readonly proposed: number;
  /** The part of what is proposed there, and of what is served now, that could never have been logged. */
  readonly untried: number;
  readonly untriedNow: number;
}

/** What a person is told of a decision. */
export interface Told {
  readonly score: number | null;
  readonly answer: string;
}

/** A stored decision, made again as it would be now and as it is proposed. */
export interface Remade {
  readonly id: string;
  readonly at: number;
  readonly entity: string;
  /** One for what was done; of a ranking one for each position, from the top. */
  readonly parts: readonly RemadePart[];
  /** The part of all that is done now that would be done otherwise, 0 to 1. */
  readonly changed: number;
  /** The part of what is proposed that could never have been logged. */
  readonly untried: number;
  /** How likely acting is, of a system that acts or not; null of others. */
  readonly acts: { readonly now: number; readonly proposed: number } | null;
  /** In the arm that most entities get. */
  readonly from: Told;
  readonly to: Told;
}
