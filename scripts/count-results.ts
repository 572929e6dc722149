/**
 * Adds up what the checks and the test runs left in a folder, and says it in one line; what failed is named before, on stderr.
 * Usage: count-results.ts <folder> <report…>, which names the reports of test runs that must be there.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Count {
  readonly passed: number;
  /** What failed, each in a line. */
  readonly failed: readonly string[];
}

const sum = (counts: readonly Count[]): Count =>
  counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: [...a.failed, ...b.failed] }), {
    passed: 0,
    failed: [],
  });

interface Check {
  readonly name: string;
  readonly passed: boolean;
}

/** Format, types, catalogues: one each. */
function countChecks(checks: readonly Check[]): Count {
  const failed = checks.filter((check) => !check.passed).map(({ name }) => name);
  return { passed: checks.length - failed.length, failed };
}

interface VitestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly testResults: readonly VitestFile[];
}

interface VitestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages?: readonly string[];
  }[];
}

const firstLine = (text = ""): string => text.split("\n", 1)[0] ?? "";

/** A file that could not even be read has no tests to fail, and is a failure all the same. */
function failuresIn({ name, status, message, assertionResults }: VitestFile): readonly string[] {
  if (status === "failed" && assertionResults.length === 0) return [`${name}: ${firstLine(message)}`];
  return assertionResults
    .filter((test) => test.status === "failed")
    .map(({ fullName, failureMessages }) => `${name} > ${fullName}: ${firstLine(failureMessages?.[0])}`);
}

/** An error outside all tests is a failure, too. */
function countTests(report: VitestReport): Count {
  const failed = report.testResults.flatMap(failuresIn);
  const isOutside = failed.length === 0 && !report.success;
  return { passed: report.numPassedTests, failed: isOutside ? ["an error outside of all tests"] : failed };
}

/** A report that is missing or torn means that its run never ended. */
function read<T>(file: string, count: (report: T) => Count): Count {
  const torn = { passed: 0, failed: [`${file} is missing or torn: its run did not end`] };
  if (!existsSync(file)) return torn;
  try {
    return count(JSON.parse(readFileSync(file, "utf8")) as T);
  } catch {
    return torn;
  }
}

const [folder = ".", ...reports] = process.argv.slice(2);
const total = sum([
  read(join(folder, "checks.json"), countChecks),
  ...reports.map((name) => read(join(folder, `${name}.json`), countTests)),
]);
for (const failure of total.failed) console.error(`FAILED ${failure}`);
console.log(`${total.passed} passed, ${total.failed.length} failed`);
process.exitCode = total.failed.length === 0 ? 0 : 1;
