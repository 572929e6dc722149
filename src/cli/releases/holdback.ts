/** What the holdback gets, in place of what its release would decide. */
export const HELD_BACK: string = "nobody is acted on, so that the truth stays known";

/** Where a holdback comes from, for the help. */
export const HOLDBACK: string =
  "The holdback is a part of the entities that is never acted on, so that the truth stays known: 5% by default where " +
  "acting changes the outcome, none elsewhere; `holdback` in the system file sets it.";
