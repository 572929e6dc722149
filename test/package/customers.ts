/** A table of customers in which those who come seldom and complain often leave, as CSV with a header. */
export function customersCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const visits = (row * 7) % 20;
    const complaints = (row * 3) % 5;
    const plan = ["basic", "family", "pro"][row % 3];
    // Mostly lawful, with one row in eleven the other way round, so that there is something to learn and nothing perfect.
    const leaves = visits < 8 && complaints > 1 !== (row % 11 === 0);
    return `c${row},${visits},${complaints},${plan},${leaves ? "yes" : "no"}`;
  });
  return ["customer,visits,complaints,plan,left", ...lines, ""].join("\n");
}
