import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Ratios } from './ratios.js';

/** The ratios that a short run is held against, beside the page that has the long ones. */
export const COMMITTED_FILE = 'docs/performance.json';

const ratio = z.number().positive();
const committedSchema = z.object({ measuredAt: z.iso.datetime(), profile: ratio, signIn: ratio });
export type Committed = z.infer<typeof committedSchema>;

/** @throws Error when there is no such file, or something else in it */
export async function readCommitted(file = COMMITTED_FILE): Promise<Committed> {
  try {
    return committedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file} does not hold what a run is held against: npm run bench -- short --write makes it.`, {
      cause: error,
    });
  }
}

/** Rounded to hundredths. */
export async function writeCommitted({ profile, signIn }: Ratios, file = COMMITTED_FILE): Promise<void> {
  const committed: Committed = {
    measuredAt: new Date().toISOString(),
    profile: hundredths(profile),
    signIn: hundredths(signIn),
  };
  await writeFile(file, `${JSON.stringify(committed, null, 2)}\n`);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
