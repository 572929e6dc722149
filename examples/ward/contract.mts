import { contract, flag, number, text, time } from "alidade";

/** One patient who went home, and whether they were back within 30 days. */
export default contract(
  {
    patient: text({ personal: "identifier" }),
    stays_12m: number({ integer: true, min: 0, max: 60, personal: "health" }),
    emergencies_12m: number({ integer: true, min: 0, max: 200, personal: "health" }),
    days: number({ integer: true, min: 1, max: 120, doc: "Of this stay." }),
    age: number({ integer: true, min: 0, max: 120, personal: "age" }),
    medications: number({ integer: true, min: 0, max: 60, personal: "health" }),
    diagnosis: text({
      values: ["heart failure", "lung disease", "diabetes", "surgery", "injury", "infection"],
      personal: "health",
    }),
    lives_alone: flag({ missing: 0.1 }),
    ward_load: number({ min: 0, max: 1.5, doc: "Beds taken against beds." }),
    calls_left: number({ integer: true, min: 0, doc: "Today." }),
    weekday: number({ integer: true, min: 0, max: 6, doc: "0 is Sunday." }),
    decided_at: time(),
    called: flag({ known: "after", doc: "By lot, while somebody was free." }),
    propensity: number({ min: 0, max: 1, known: "after" }),
    readmitted: flag({ known: "after", doc: "Within 30 days." }),
  },
  { shares: [{ field: "readmitted", is: true, min: 0.05, max: 0.3 }] },
);
