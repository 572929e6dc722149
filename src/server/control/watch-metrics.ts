import type { Watched } from "../../watch/index.ts";

/** How arms and shadows do under the newest plan, in the text format of Prometheus. */
export function watchMetrics(all: readonly Watched[]): string {
  const arms = all.flatMap(({ system, arms: of }) => Object.entries(of).map(([arm, seen]) => ({ system, arm, seen })));
  const shadows = all.flatMap(({ system, shadows: of }) =>
    Object.entries(of).map(([release, seen]) => ({ system, release, seen })),
  );
  if (arms.length === 0) return "";
  const lines = [
    "# HELP alidade_arm_decisions Decisions of an arm since the plan began, by whether a model failed.",
    "# TYPE alidade_arm_decisions gauge",
    ...arms.flatMap(({ system, arm, seen: { decisions, failed } }) => [
      `alidade_arm_decisions{${labels({ system, arm })},failed="false"} ${decisions - failed}`,
      `alidade_arm_decisions{${labels({ system, arm })},failed="true"} ${failed}`,
    ]),
  ];
  if (shadows.length === 0) return [...lines, ""].join("\n");
  return [
    ...lines,
    "# HELP alidade_shadow_decisions Decisions on which a shadow's turn came, by what came of it.",
    "# TYPE alidade_shadow_decisions gauge",
    ...shadows.flatMap(({ system, release, seen: { decisions, agreed, shed } }) => [
      `alidade_shadow_decisions{${labels({ system, release })},answer="same"} ${agreed}`,
      `alidade_shadow_decisions{${labels({ system, release })},answer="other"} ${decisions - agreed}`,
      `alidade_shadow_decisions{${labels({ system, release })},answer="shed"} ${shed}`,
    ]),
    "",
  ].join("\n");
}

/** Arms may bear any name. */
function labels(of: Readonly<Record<string, string>>): string {
  const escaped = (text: string): string => text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
  return Object.entries(of)
    .map(([name, text]) => `${name}="${escaped(text)}"`)
    .join(",");
}
