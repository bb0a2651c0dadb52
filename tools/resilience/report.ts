/** What was tried, what came of it, and whether that is what we promise. */
export interface Finding {
  readonly what: string;
  readonly found: string;
  readonly kept: boolean;
}

/** For a terminal. */
export function renderFinding({ what, found, kept }: Finding): string {
  return `${kept ? '✓' : '✗'} ${what}\n    ${found}`;
}
