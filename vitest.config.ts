import { defineConfig } from "vitest/config";
import { reporters } from "./test/reporters.ts";

export default defineConfig({
  resolve: { alias: [{ find: /^alidade$/, replacement: new URL("./src/index.ts", import.meta.url).pathname }] },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    exclude: ["**/*.slow.test.ts", "**/node_modules/**"],
    testTimeout: 30_000,
    maxWorkers: 2,
    ...reporters("tests"),
  },
});
