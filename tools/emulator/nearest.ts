const FURTHEST = 3;

/** “ Did you mean 'x'?”, with its space, where one of the names is a slip of the pen away; else nothing. */
export function didYouMean(sent: string, names: Iterable<string>): string {
  const [nearest] = [...names]
    .map((name) => [name, distance(sent.toLowerCase(), name.toLowerCase())] as const)
    .filter(([name, edits]) => edits <= Math.min(FURTHEST, Math.floor(name.length / 2)))
    .sort(([, a], [, b]) => a - b);
  return nearest ? ` Did you mean '${nearest[0]}'?` : '';
}

/** Levenshtein's; long words are far from everything. */
function distance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > FURTHEST) return Infinity;
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? Infinity) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? Infinity) + 1, (next[j] ?? Infinity) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? Infinity;
}
