/** One step from what the business wants to what an algorithm minimises. Every step is a hypothesis. */
export interface ChainLink {
  readonly link: "business goal" | "analytics problem" | "ML objective" | "loss" | "proxy";
  /** The hypothesis. */
  readonly sentence: string;
  readonly status: "proven" | "refuted" | "open";
  /** What it rests on, or what speaks against it, with the numbers. */
  readonly because: string;
  /** What would prove it; empty unless it is open. */
  readonly proof: string;
}

/** It is so. */
export function proven(link: Pick<ChainLink, "link" | "sentence" | "because">): ChainLink {
  return { ...link, status: "proven", proof: "" };
}

/** It is not so. */
export function refuted(link: Pick<ChainLink, "link" | "sentence" | "because">): ChainLink {
  return { ...link, status: "refuted", proof: "" };
}

/** It is not known yet. */
export function open(link: Omit<ChainLink, "status">): ChainLink {
  return { ...link, status: "open" };
}
