import type { View } from "../../objective/index.ts";
import type { Document } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Assessment } from "../assess.ts";
import { dataScientistView } from "./data-scientist.ts";
import { endUserView } from "./end-user.ts";
import { executiveView } from "./executive.ts";
import { type Gist, gistOf } from "./gist.ts";
import { itView } from "./it.ts";
import { operatorView } from "./operator.ts";

const DRAW: Readonly<Record<View, (gist: Gist) => Document>> = {
  executive: executiveView,
  "data scientist": dataScientistView,
  operator: operatorView,
  "end user": endUserView,
  IT: itView,
};

/** The assessment worded for one kind of reader, from the same numbers as the whole. */
export function viewReport(view: View, assessment: Assessment, system: SystemDefinition): Document {
  return DRAW[view](gistOf(assessment, system));
}
