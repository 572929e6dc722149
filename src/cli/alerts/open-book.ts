import type { AlertBook } from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";

/** The alerts of the state, changed in the name of whoever calls. Throws `state.missing`. */
export async function openBook({
  openState,
  clock,
  who,
}: Pick<Invocation, "openState" | "clock" | "who">): Promise<AlertBook> {
  const { alertBook } = await import("../../watch/index.ts");
  return alertBook({ state: await openState(false), clock, who });
}
