import type { AadstsWords } from './aadsts-words.js';

/** What passes by itself. */
export const mendedByNobody: AadstsWords = {
  '50087, 50088': [
    'Microsoft can’t send or check the second proof at the moment.',
    'Wait a few minutes, then sign in again.',
  ],
  '90023, 90024': [
    'Microsoft could not handle the request at the moment.',
    'Try again. If it stays, the request itself is at fault: tell the team that runs this service.',
  ],
  90033: ['A part of Microsoft’s directory is not available at the moment.', 'Try again in a moment.'],
  90036: ['Something went wrong inside Microsoft’s sign-in.', 'Try again in a moment.'],
  90055: [
    'Microsoft is slowing the organisation down, because too many requests came at once.',
    'Wait a little, then try again.',
  ],
};
