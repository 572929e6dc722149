import { hospital, type Office, openOffice } from "../../src/server/office.conformance.ts";
import { ordering } from "../../src/train/desk.conformance.ts";

/** A server with a system that acts and one that orders. */
export function fuzzOffice(): Promise<Office> {
  return openOffice([hospital, ordering]);
}
