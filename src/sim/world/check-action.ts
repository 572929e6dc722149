import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Business } from "../business.ts";

interface UnknownAction {
  readonly business: string;
  readonly allowed: readonly string[];
  readonly got: string;
}

/** An action that cannot be done in a business. */
export const actionUnknown: ErrorConstructor<UnknownAction> = defineError("sim.action-unknown", {
  headline: "An action that this business does not know",
  message: ({ business, allowed, got }: UnknownAction) =>
    `In the business \`${business}\` one can ${allowed.join(" or ")}. Got ${got}.`,
});

/** The action, if it is one. Throws `sim.action-unknown`. */
export function checkAction({ name, actions }: Pick<Business, "name" | "actions">, action: string): string {
  const { act, otherwise } = actions;
  if (action === act || action === otherwise) return action;
  throw actionUnknown({ business: name, allowed: [act, otherwise], got: String(action) });
}
