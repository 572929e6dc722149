import type { Decider } from "../../decide/index.ts";

/** What is served and what is in memory of the models, in the text format of Prometheus. */
export function modelMetrics({ systems, serving, models }: Pick<Decider, "systems" | "serving" | "models">): string {
  const { models: held, opened, bytes, openedBytes, openings, retirings } = models();
  const epochs = systems.map(({ name }) => `alidade_serving_epoch{system="${name}"} ${serving(name)?.epoch ?? 0}`);
  return [
    ...described("alidade_serving_epoch", "gauge", "Version of the traffic plan that decides."),
    ...epochs,
    ...described("alidade_models", "gauge", "Models that something serves, opened in memory or waiting as bytes."),
    `alidade_models{state="opened"} ${opened}`,
    `alidade_models{state="waiting"} ${held - opened}`,
    ...described(
      "alidade_model_bytes",
      "gauge",
      "Bytes of the files of all models, and about what the opened ones take.",
    ),
    `alidade_model_bytes{kind="files"} ${bytes}`,
    `alidade_model_bytes{kind="opened"} ${openedBytes}`,
    ...described("alidade_model_openings_total", "counter", "Models opened since the start."),
    `alidade_model_openings_total ${openings}`,
    ...described("alidade_model_retirings_total", "counter", "Models retired since the start to make room for others."),
    `alidade_model_retirings_total ${retirings}`,
    "",
  ].join("\n");
}

function described(name: string, type: string, help: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}
