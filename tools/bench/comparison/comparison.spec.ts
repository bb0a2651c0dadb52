import { resultsOf, type RowMeasurement } from './comparison.js';
import { noFigures } from './figures.js';
import { BARE_NEST } from './rows.js';

function measured(id: string, profileMicroseconds: number[], failure?: string): RowMeasurement {
  const signInMicroseconds = profileMicroseconds.map((value) => value * 4);
  return {
    row: { id, name: `the ${id}`, args: [] },
    figures: { ...noFigures(), profileMicroseconds, signInMicroseconds },
    failure,
  };
}

describe('what was measured, as results', () => {
  it('has the median of the rounds, how far they lie apart, and the ratio to bare Nest round by round', () => {
    const [service, nest] = resultsOf([measured('service', [900, 600, 700]), measured(BARE_NEST, [450, 200, 350])]);
    expect(service).toEqual({
      id: 'service',
      name: 'the service',
      profileMicroseconds: { median: 700, least: 600, most: 900 },
      profileTimesBareNest: { median: 2, least: 2, most: 3 },
      signInMicroseconds: { median: 2800, least: 2400, most: 3600 },
      signInTimesBareNest: { median: 2, least: 2, most: 3 },
    });
    expect(nest).toMatchObject({ profileTimesBareNest: { median: 1, least: 1, most: 1 } });
  });

  it('says why a row failed, in place of figures from before', () => {
    const [failed] = resultsOf([measured('service', [1], '/profile answered 503')]);
    expect(failed).toEqual({ id: 'service', name: 'the service', failure: '/profile answered 503' });
  });

  it.each([[[]], [[measured(BARE_NEST, [1], 'did not become ready')]]])(
    'has no ratio when bare Nest is missing or failed',
    (others) => {
      const service = resultsOf([...others, measured('service', [700])]).at(-1);
      expect(service?.profileMicroseconds).toEqual({ median: 700, least: 700, most: 700 });
      expect(service).not.toHaveProperty('profileTimesBareNest');
    },
  );

  it('tells how memory grew in the second half of a long run, once the beginning is over', () => {
    const long = measured('service', [1]);
    long.figures.rssTenthsBytes = [100, 200, 300, 400, 500, 600, 602, 604, 606, 608];
    expect(resultsOf([long])[0]?.longRun).toEqual({
      tenthsBytes: long.figures.rssTenthsBytes,
      growthBytesPerTenth: 2,
    });
  });
});
