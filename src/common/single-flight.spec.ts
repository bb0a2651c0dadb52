import { SingleFlight } from './single-flight.js';

/** Work that ends when the test says so. */
function heldWork() {
  let starts = 0;
  const ends: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  return {
    perform: () => {
      starts += 1;
      return new Promise<string>((resolve, reject) => ends.push({ resolve, reject }));
    },
    starts: () => starts,
    succeed: (value: string) => ends.shift()?.resolve(value),
    fail: (error: Error) => ends.shift()?.reject(error),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('SingleFlight', () => {
  it('lets callers with the same work share one result', async () => {
    const flights = new SingleFlight<string>();
    const work = heldWork();
    const callers = Array.from({ length: 50 }, () => flights.run('key', 'work', work.perform));
    await turn();
    work.succeed('result');
    expect(new Set(await Promise.all(callers))).toEqual(new Set(['result']));
    expect(work.starts()).toBe(1);
  });

  it('lets them share a failure', async () => {
    const flights = new SingleFlight<string>();
    const work = heldWork();
    const callers = Array.from({ length: 50 }, () => flights.run('key', 'work', work.perform));
    await turn();
    const outage = new Error('outage');
    work.fail(outage);
    const errors = await Promise.all(callers.map((caller) => caller.catch((error: unknown) => error)));
    expect(new Set(errors)).toEqual(new Set([outage]));
    expect(new Set(errors).size).toBe(1);
    expect(work.starts()).toBe(1);
  });

  it.each(['succeeded', 'failed'])('performs the work anew after it has %s', async (end) => {
    const flights = new SingleFlight<string>();
    const first = flights.run('key', 'work', () =>
      end === 'failed' ? Promise.reject(new Error('first')) : Promise.resolve('first'),
    );
    await first.catch(() => undefined);
    expect(await flights.run('key', 'work', () => Promise.resolve('second'))).toBe('second');
  });

  it('turns a throw into a rejection and stays usable', async () => {
    const flights = new SingleFlight<string>();
    const throws = () => {
      throw new Error('at once');
    };
    await expect(flights.run('key', 'work', throws)).rejects.toThrow('at once');
    expect(await flights.run('key', 'work', () => Promise.resolve('fine'))).toBe('fine');
  });

  it('runs keys side by side', async () => {
    const flights = new SingleFlight<string>();
    const work = heldWork();
    const one = flights.run('one', 'work', work.perform);
    const two = flights.run('two', 'work', work.perform);
    await turn();
    expect(work.starts()).toBe(2);
    work.succeed('1');
    work.succeed('2');
    expect(await Promise.all([one, two])).toEqual(['1', '2']);
  });

  it.each(['succeeded', 'failed'])('lets other work on a key wait until the first has %s', async (end) => {
    const flights = new SingleFlight<string>();
    const first = heldWork();
    const second = heldWork();
    const one = flights.run('key', 'first', first.perform).catch((error: Error) => error.message);
    const two = flights.run('key', 'second', second.perform);
    await turn();
    expect(second.starts()).toBe(0);
    if (end === 'failed') first.fail(new Error('1'));
    else first.succeed('1');
    expect(await one).toBe('1');
    await turn();
    expect(second.starts()).toBe(1);
    second.succeed('2');
    expect(await two).toBe('2');
  });

  it('lets work that comes while the second is under way wait, too', async () => {
    const flights = new SingleFlight<string>();
    const first = heldWork();
    const second = heldWork();
    const third = heldWork();
    const one = flights.run('key', 'first', first.perform);
    const two = flights.run('key', 'second', second.perform);
    await turn();
    first.succeed('1');
    expect(await one).toBe('1');
    await turn();
    const three = flights.run('key', 'third', third.perform);
    await turn();
    expect([second.starts(), third.starts()]).toEqual([1, 0]);
    second.succeed('2');
    await two;
    await turn();
    third.succeed('3');
    expect(await three).toBe('3');
  });

  it('never runs two at a time on one key, whatever comes in between', async () => {
    const flights = new SingleFlight<string>();
    let running = 0;
    let most = 0;
    const perform = async () => {
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
      return 'done';
    };
    const works = ['a', 'b', 'a', 'c', 'b', 'a', 'a'];
    await Promise.all(works.map((work) => flights.run('key', work, perform)));
    expect(most).toBe(1);
  });
});
