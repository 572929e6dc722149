import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";
import { faults } from "./_catalogue.ts";
import type { Fault } from "./fault.ts";

export const faultUnknown: ErrorConstructor<{ readonly name: string }> = defineError("watch.fault-unknown", {
  headline: "A fault that does not exist",
  message: ({ name }: { readonly name: string }) =>
    `A drill injects faults that are known by name. Got "${name}".${didYouMean(name, Object.keys(faults))}`,
  hint: () => `There are ${Object.keys(faults).join(", ")}.`,
});

/** Faults by their names; all of them where none is named. Throws `watch.fault-unknown`. */
export function namedFaults(names?: readonly string[]): Readonly<Record<string, Fault>> {
  if (names === undefined) return faults;
  const all: Readonly<Record<string, Fault>> = faults;
  return Object.fromEntries(
    names.map((name) => {
      const found = Object.hasOwn(all, name) ? all[name] : undefined;
      if (found === undefined) throw faultUnknown({ name });
      return [name, found];
    }),
  );
}
