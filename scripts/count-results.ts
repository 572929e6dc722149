/**
 * Adds up what the checks and the test runs left in a folder, and says it in one line. Usage: count-results.ts <folder> <report…>,
 * which names the reports of test runs that must be there.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const ONE_FAILURE: Count = { passed: 0, failed: 1 };

const sum = (counts: readonly Count[]): Count =>
  counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), { passed: 0, failed: 0 });

/** Format, types, catalogues: one each. */
function countChecks(checks: readonly { readonly passed: boolean }[]): Count {
  const passed = checks.filter((check) => check.passed).length;
  return { passed, failed: checks.length - passed };
}

interface VitestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** A file that could not even be read has no tests to fail, and is a failure all the same; so is an error outside them. */
function countTests(report: VitestReport): Count {
  const unreadable = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + unreadable.length;
  return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed };
}

/** A report that is missing or torn means that its run never ended. */
function read<T>(file: string, count: (report: T) => Count): Count {
  if (!existsSync(file)) return ONE_FAILURE;
  try {
    return count(JSON.parse(readFileSync(file, "utf8")) as T);
  } catch {
    return ONE_FAILURE;
  }
}

const [folder = ".", ...reports] = process.argv.slice(2);
const total = sum([
  read(join(folder, "checks.json"), countChecks),
  ...reports.map((name) => read(join(folder, `${name}.json`), countTests)),
]);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
