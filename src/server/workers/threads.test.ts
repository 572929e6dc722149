import { threadsConformance } from "./threads.conformance.ts";

// On this thread, all of them: what they say to each other is the same. The slow tests have real ones.
threadsConformance("here");
