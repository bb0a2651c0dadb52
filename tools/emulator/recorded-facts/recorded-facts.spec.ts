import { startEmulator, type Emulator } from '../index.js';
import { authorizationAnswers } from './authorize.js';
import { discoveryDocuments, instanceDiscovery, keySets } from './discovery.js';
import { microsoftGraph } from './graph.js';
import { seenAt } from './recorded-fact.js';
import { tokenAnswers } from './token-answers.js';
import { tokenRefusals } from './token-refusals.js';

const AREAS = [
  ...[discoveryDocuments, keySets, instanceDiscovery, authorizationAnswers],
  ...[tokenAnswers, tokenRefusals, microsoftGraph],
];

describe.each(AREAS)('as recorded: $area', ({ facts }) => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator({ graphPort: 0 });
  });

  afterAll(() => emulator.close());

  it.each(facts)('$fact ($source)', async (fact) => {
    expect(await seenAt(emulator, fact)).toEqual(fact.recorded);
  });
});
