import { defineError, type ErrorConstructor } from "../kernel/index.ts";

interface Unassessed {
  readonly system: string;
  readonly policy: string;
}

export const answersUnassessed: ErrorConstructor<Unassessed> = defineError("assess.answers-unassessed", {
  headline: "Not a system that can be assessed yet",
  message: ({ system, policy }: Unassessed) =>
    `An assessment speaks of systems that act or not (\`actIf\`). "${system}" answers by ${policy}.`,
  hint: () => "`alidade train` compares it in money with its rule and with the best answer that looks at nothing.",
});
