import type { Command } from "./calling/command.ts";

type Load = () => Promise<{ readonly command: Command }>;

/** Every command in the order of the help. A command is one file; only the one that was asked for is loaded. */
export const commandTable: Readonly<Record<string, Load>> = {
  init: () => import("./commands/init.ts"),

  assess: () => import("./commands/assess.ts"),
  portfolio: () => import("./commands/portfolio.ts"),
  check: () => import("./commands/check.ts"),
  train: () => import("./commands/train.ts"),
  search: () => import("./commands/search.ts"),
  serve: () => import("./commands/serve.ts"),
  up: () => import("./commands/up.ts"),
  decide: () => import("./commands/decide.ts"),
  token: () => import("./commands/token.ts"),

  data: () => import("./commands/data.ts"),
  contract: () => import("./commands/contract.ts"),
  experiment: () => import("./commands/experiment.ts"),
  experiments: () => import("./commands/experiments.ts"),
  ledger: () => import("./commands/ledger.ts"),
  metrics: () => import("./commands/metrics.ts"),
  models: () => import("./commands/models.ts"),
  release: () => import("./commands/release.ts"),
  rollback: () => import("./commands/rollback.ts"),
  retrain: () => import("./commands/retrain.ts"),
  weights: () => import("./commands/weights.ts"),
  snapshots: () => import("./commands/snapshots.ts"),
  runs: () => import("./commands/runs.ts"),
  monitors: () => import("./commands/monitors.ts"),
  alerts: () => import("./commands/alerts.ts"),
  history: () => import("./commands/history.ts"),
  scorecard: () => import("./commands/scorecard.ts"),
  readiness: () => import("./commands/readiness.ts"),
  drill: () => import("./commands/drill.ts"),
  reproduce: () => import("./commands/reproduce.ts"),
  incident: () => import("./commands/incident.ts"),
  opportunities: () => import("./commands/opportunities.ts"),
  maturity: () => import("./commands/maturity.ts"),
  decisions: () => import("./commands/decisions.ts"),
  backup: () => import("./commands/backup.ts"),
  restore: () => import("./commands/restore.ts"),
  completion: () => import("./commands/completion.ts"),
};
