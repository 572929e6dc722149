/**
 * `node test/truth/off-policy-table.ts [--runs n]`: every off-policy estimator over many runs of settings whose truth is known;
 * prints a table, ends with 1 where an interval covers less, or a bias is more, than chance allows.
 */
import { parseArgs } from "node:util";
import { HOPELESS, runSetting, SETTINGS } from "../off-policy-runs.ts";
import { BIASED, runSlates, SLATES } from "../off-policy-slate-runs.ts";
import { band, summary, type Tally } from "../tally.ts";

const { values } = parseArgs({ options: { runs: { type: "string", default: "10000" } } });
const runs = Number(values.runs);
const SLACK = 0.01;
let failed = 0;

function line(setting: string, name: string, tally: Tally): string {
  const { told, refused, refusals, bias, biasErrors, deviation, coverage, width } = summary(tally);
  const why = Object.keys(refusals).join(", ");
  const tolerated = BIASED.has(`${setting}/${name}`);
  const isBound = /guaranteed|honest/.test(name);
  const wrong =
    told > 30 && !tolerated && (coverage < 0.95 - SLACK - band(0.95, told) || (!isBound && Math.abs(biasErrors) > 5));
  if (wrong) failed++;
  const numbers =
    told === 0
      ? ["", "", "", "", ""]
      : [
          bias.toFixed(5),
          isBound ? "" : biasErrors.toFixed(1),
          deviation.toFixed(4),
          `${(100 * coverage).toFixed(1)} %`,
          width.toFixed(4),
        ];
  const cells = [
    setting,
    name,
    String(told),
    ...numbers,
    refused === 0 ? "" : `${refused}: ${why}`,
    wrong ? "WRONG" : "",
  ];
  return `| ${cells.join(" | ")} |`;
}

console.log("| setting | estimator | told | bias | in its errors | deviation | coverage | width | refused | |");
console.log("|---|---|---:|---:|---:|---:|---:|---:|---|---|");
for (const setting of [...SETTINGS, ...HOPELESS])
  for (const [name, tally] of Object.entries(runSetting(setting, runs))) console.log(line(setting.name, name, tally));
for (const setting of SLATES)
  for (const [name, tally] of Object.entries(runSlates(setting, runs))) console.log(line(setting.name, name, tally));
process.exitCode = failed > 0 ? 1 : 0;
