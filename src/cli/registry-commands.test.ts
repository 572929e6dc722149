import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deciderOf } from "../decide/index.ts";
import { encodeModel } from "../model/index.ts";
import { seededIds, virtualClock } from "../kernel/index.ts";
import { openState } from "../presets.ts";
import { type Registry, registryOf } from "../registry/index.ts";
import type { State } from "../store/index.ts";
