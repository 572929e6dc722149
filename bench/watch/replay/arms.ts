import { every, type Retrain, settleRetrain, type Trigger, USUAL_TRIGGERS } from "../../../src/system/index.ts";

/** On which rows the gate judges a candidate beside what serves. */
export type Judging =
  /** On the newer half of the rows that came since what serves was trained, which it cannot have learned from. */
  | "since"
  /** On the newest quarter of all rows, as training does unless told otherwise; what serves may have learned from most of them. */
  | "quarter";

/** One way of living with a model. */
export interface Arm {
  readonly name: string;
  readonly about: string;
  /** Serves the rule, and learns nothing. */
  readonly isRule?: true;
  readonly retrain: Retrain;
  readonly judging: Judging;
}

const settled = (when: readonly Trigger[]): Retrain => settleRetrain({ when }, { approves: [], isRegulated: false });

/** What the monitors say, of the triggers that a system has unless it says otherwise. */
const ALARMS = USUAL_TRIGGERS.filter(({ on }) => on === "alarm" || on === "quality" || on === "value");

/** With the retraining that is compared with none; and the arms beside it. */
export const ARMS: readonly Arm[] = [
  { name: "without", about: "the first model serves to the end", retrain: settled([]), judging: "since" },
  { name: "alarms", about: "retrains when a monitor raises an alarm", retrain: settled(ALARMS), judging: "since" },
  { name: "schedule", about: "retrains every 30 days", retrain: settled([every("30d")]), judging: "since" },
  {
    name: "usual",
    about: "all the usual triggers: alarms, every 30 days, a fifth more data",
    retrain: settled(USUAL_TRIGGERS),
    judging: "since",
  },
  {
    name: "usual, judged on the newest quarter",
    about: "the same, and the gate judges on rows that what serves may have learned from",
    retrain: settled(USUAL_TRIGGERS),
    judging: "quarter",
  },
  { name: "rule", about: "no model", isRule: true, retrain: settled([]), judging: "since" },
];
