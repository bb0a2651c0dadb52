import type { AadstsEntry } from './aadsts-entry.js';

/** What passes by itself. */
export const mendedByNobody: readonly AadstsEntry[] = [
  {
    codes: [50087, 50088],
    happened: 'Microsoft can’t send or check the second proof at the moment.',
    remedy: 'Wait a few minutes, then sign in again.',
  },
  {
    codes: [90023, 90024],
    happened: 'Microsoft could not handle the request at the moment.',
    remedy: 'Try again. If it stays, the request itself is at fault: tell the team that runs this service.',
  },
  {
    codes: [90033],
    happened: 'A part of Microsoft’s directory is not available at the moment.',
    remedy: 'Try again in a moment.',
  },
  {
    codes: [90036],
    happened: 'Something went wrong inside Microsoft’s sign-in.',
    remedy: 'Try again in a moment.',
  },
  {
    codes: [90055],
    happened: 'Microsoft is slowing the organisation down, because too many requests came at once.',
    remedy: 'Wait a little, then try again.',
  },
];
