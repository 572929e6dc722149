/** What a training run has to say: the model report, its short form for a terminal, and the JSON for programs. */
export { modelReport } from "./model-report.ts";
export { type TrainJson, trainJson } from "./train-json.ts";
export { type TrainSummaryOptions, trainSummary } from "./train-summary.ts";
